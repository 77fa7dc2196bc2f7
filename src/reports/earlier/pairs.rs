//! Which rows of two nights are about the same: by ids, and where a doubt came or went, by events.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::row::Row;
use crate::results::changes::Subject;

/// The rows of both outputs, those about the same together.
pub(super) struct Paired<'a> {
    /// Then and now.
    pub(super) both: Vec<(&'a Row, Row)>,
    /// Those of tonight alone.
    pub(super) new: Vec<Row>,
    /// Those of then alone.
    pub(super) gone: Vec<&'a Row>,
}

impl<'a> Paired<'a> {
    /// An id stands for one row; should it stand for several, those that came to the same belong together.
    pub(super) fn by_id(before: &'a [Row], tonight: Vec<Row>) -> Self {
        let mut waiting: FxHashMap<&str, Vec<&Row>> = FxHashMap::default();
        for row in before {
            waiting.entry(&row.id).or_default().push(row);
        }
        let (mut both, mut others, mut new) = (Vec::with_capacity(tonight.len()), Vec::new(), Vec::new());
        for row in tonight {
            let same = waiting.get_mut(row.id.as_str()).and_then(|waiting| {
                let place = waiting.iter().position(|earlier| earlier.state == row.state)?;
                Some(waiting.remove(place))
            });
            match same {
                Some(earlier) => both.push((earlier, row)),
                None => others.push(row),
            }
        }
        for row in others {
            let earlier = waiting.get_mut(row.id.as_str()).filter(|waiting| !waiting.is_empty());
            match earlier.map(|waiting| waiting.remove(0)) {
                Some(earlier) => both.push((earlier, row)),
                None => new.push(row),
            }
        }
        Self { both, new, gone: waiting.into_values().flatten().collect() }
    }

    /// Also pairs obligations of the same event under other ids, where one of the two is turned by a doubt: a log that
    /// is an hour off has other times, and a roster that lost its zeros has other officers, and both have other ids.
    pub(super) fn by_event(mut self) -> Self {
        let keys: [fn(&Subject) -> [&str; 3]; 3] = [
            |subject| [&subject.event_ids, &subject.officer_id, &subject.vehicle_id],
            |subject| [&subject.event_ids, "", &subject.vehicle_id],
            |subject| [&subject.event_ids, &subject.officer_id, ""],
        ];
        for key in keys {
            // in an order of their own, not that of a map
            self.gone.sort_by(|a, b| (&a.subject, &a.id).cmp(&(&b.subject, &b.id)));
            let mut waiting: FxHashMap<[String; 3], VecDeque<&'a Row>> = FxHashMap::default();
            let owned = |row: &Row| key(&row.subject).map(str::to_owned);
            for row in self.gone.drain(..) {
                waiting.entry(owned(row)).or_default().push_back(row);
            }
            for row in std::mem::take(&mut self.new) {
                let earlier = waiting.get_mut(&owned(&row)).and_then(|rows| {
                    let place = rows.iter().position(|earlier| earlier.doubt().is_some() != row.doubt().is_some())?;
                    rows.remove(place)
                });
                match earlier {
                    Some(earlier) => self.both.push((earlier, row)),
                    None => self.new.push(row),
                }
            }
            self.gone = waiting.into_values().flatten().collect();
        }
        self
    }
}
