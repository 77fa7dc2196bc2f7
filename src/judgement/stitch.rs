//! Stitching: the files of one camera that follow each other are one recording (contract, "Recordings and
//! candidates").

use std::collections::BTreeMap;

use crate::base::ids::{CameraId, OfficerId};
use crate::base::index::{Ix, Table};
use crate::base::time::{Moment, Span};
use crate::evidence::{Footage, Recording};
use crate::facts::policy::Policies;

/// Files of one camera, stitched; or one lost, purged or empty file, which is never stitched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stitched {
    /// The file that starts first; it decides the activation.
    pub first: Ix<Recording>,
    /// The other files in order of start.
    pub others: Vec<Ix<Recording>>,
    /// The first frame of the first file, by the camera's clock.
    pub start: Moment,
    /// The latest end of all.
    pub end: Moment,
    /// When the camera was told to record; `None`: it lies between `start` and `start` + buffer.
    pub activated_at: Option<Moment>,
    /// A signal started it.
    pub automatic: bool,
    /// Whether its footage is here; the same for all its files.
    pub footage: Footage,
}

impl Stitched {
    fn of_file(at: Ix<Recording>, file: &Recording) -> Self {
        Self {
            first: at,
            others: Vec::new(),
            start: file.start,
            end: file.end,
            activated_at: file.activated_at,
            automatic: file.automatic,
            footage: file.footage,
        }
    }

    /// All its files in order of start.
    pub(super) fn files(&self) -> impl Iterator<Item = Ix<Recording>> + use<'_> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }

    /// The earliest moment at which it can have been activated.
    pub(super) fn earliest(&self) -> Moment {
        self.activated_at.unwrap_or(self.start)
    }

    /// The latest moment at which it can have been activated.
    pub(super) fn latest(&self, pre_event_buffer: Span) -> Moment {
        self.activated_at.unwrap_or(self.start + pre_event_buffer)
    }

    /// Whether its times can cover a trigger: footage that is here or was purged lawfully.
    pub(super) const fn covers(&self) -> bool {
        matches!(self.footage, Footage::Here | Footage::Purged)
    }

    /// Whether its footage is here: only then is it stitched, votes on a clock and shows an upload.
    pub(super) const fn is_here(&self) -> bool {
        matches!(self.footage, Footage::Here)
    }
}

/// Who holds a recording: a camera, or an officer where no camera is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Holder<'a> {
    Camera(&'a CameraId),
    Officer(&'a OfficerId),
}

/// All recordings, stitched. Those of one holder are in order of (start, end, activation, id); a file that is never
/// stitched comes before the recording around it.
///
/// The order does not depend on the order of the evidence. A recording that names neither camera nor officer cannot
/// count for anybody and is left out.
pub(super) fn stitch(recordings: &Table<Recording>, policies: &Policies) -> Table<Stitched> {
    let mut holders: BTreeMap<Holder<'_>, Vec<(Ix<Recording>, &Recording)>> = BTreeMap::new();
    for (at, recording) in recordings.entries() {
        let holder = match (&recording.camera, &recording.officer) {
            (Some(camera), _) => Holder::Camera(camera),
            (None, Some(officer)) => Holder::Officer(officer),
            (None, None) => continue,
        };
        holders.entry(holder).or_default().push((at, recording));
    }
    let mut all = Vec::with_capacity(recordings.len());
    for files in holders.values_mut() {
        files.sort_by(|(_, a), (_, b)| order(a).cmp(&order(b)));
        let mut open: Option<Stitched> = None;
        for (at, file) in files.iter() {
            let next = Stitched::of_file(*at, file);
            if !next.is_here() {
                all.push(next);
                continue;
            }
            match open.as_mut() {
                Some(so_far) if next.earliest() <= so_far.end + policies.values_at(so_far.start).stitch => {
                    so_far.others.push(*at);
                    so_far.end = so_far.end.max(next.end);
                }
                _ => all.extend(open.replace(next)),
            }
        }
        all.extend(open);
    }
    all.into()
}

fn order(file: &Recording) -> impl Ord + '_ {
    (file.start, file.end, file.activated_at, &file.id, &file.officer, file.sequence)
}
