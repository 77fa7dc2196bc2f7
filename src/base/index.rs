//! Indices with a type: a place in one table cannot be used in another, and a look-up never fails in silence.
//!
//! Facts point at each other by index, because a million rows that point by reference could be neither moved nor
//! built in parallel. An [`Ix`] only ever comes from the [`Table`] that it belongs to, so a look-up that finds nothing
//! is a defect of the program and stops the run: see [`super::defect`].

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};
use std::slice;
use std::vec;

use super::defect;

/// A place in a [`Table`] of `T`, or in a table with a value for each `T`.
pub struct Ix<T> {
    at: u32,
    of: PhantomData<fn() -> T>,
}

impl<T> Ix<T> {
    #[track_caller]
    fn new(at: usize) -> Self {
        match u32::try_from(at) {
            Ok(at) => Self { at, of: PhantomData },
            Err(_) => defect::stop(format!("a table of more than {} rows", u32::MAX)),
        }
    }

    /// The first place of every table, to begin a range with. In a table without rows nothing stands there.
    pub const fn first() -> Self {
        Self { at: 0, of: PhantomData }
    }

    /// How many rows come before it.
    pub fn number(self) -> u32 {
        self.at
    }

    /// A place that no table gave out, to see what becomes of one that does not fit.
    #[cfg(test)]
    pub(crate) fn made_up(at: u32) -> Self {
        Self { at, of: PhantomData }
    }

    fn place(self) -> usize {
        // a place that an address cannot reach fits no table either
        usize::try_from(self.at).unwrap_or(usize::MAX)
    }
}

impl<T> Copy for Ix<T> {}

impl<T> Clone for Ix<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> PartialEq for Ix<T> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl<T> Eq for Ix<T> {}

impl<T> PartialOrd for Ix<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Ix<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.at.cmp(&other.at)
    }
}

impl<T> Hash for Ix<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.at.hash(state);
    }
}

impl<T> fmt::Debug for Ix<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.at)
    }
}

/// Rows that are pointed at by index and never taken away; `K` is what the indices stand for, where that is not the
/// row itself.
pub struct Table<T, K = T> {
    rows: Vec<T>,
    of: PhantomData<fn() -> K>,
}

impl<T, K> Table<T, K> {
    /// No rows.
    pub const fn new() -> Self {
        Self { rows: Vec::new(), of: PhantomData }
    }

    /// Adds a row and says where it is.
    pub fn push(&mut self, row: T) -> Ix<K> {
        let at = Ix::new(self.rows.len());
        self.rows.push(row);
        at
    }

    /// How many rows there are.
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows in order.
    pub fn iter(&self) -> slice::Iter<'_, T> {
        self.rows.iter()
    }

    /// The rows in order, to be changed.
    pub fn iter_mut(&mut self) -> slice::IterMut<'_, T> {
        self.rows.iter_mut()
    }

    /// The places of all rows in order.
    pub fn places(&self) -> impl ExactSizeIterator<Item = Ix<K>> + use<T, K> {
        (0..self.rows.len()).map(Ix::new)
    }

    /// The rows in order, each with its place.
    pub fn entries(&self) -> impl Iterator<Item = (Ix<K>, &T)> {
        self.places().zip(&self.rows)
    }

    /// The rows as a slice.
    pub fn as_slice(&self) -> &[T] {
        &self.rows
    }

    /// A table with a value for each row, in the same places.
    pub fn map<'a, U>(&'a self, value: impl FnMut(&'a T) -> U) -> Table<U, K> {
        self.rows.iter().map(value).collect()
    }
}

impl<T, K> Index<Ix<K>> for Table<T, K> {
    type Output = T;

    #[track_caller]
    fn index(&self, at: Ix<K>) -> &T {
        match self.rows.get(at.place()) {
            Some(row) => row,
            None => does_not_fit::<T>(at.at, self.rows.len()),
        }
    }
}

impl<T, K> IndexMut<Ix<K>> for Table<T, K> {
    #[track_caller]
    fn index_mut(&mut self, at: Ix<K>) -> &mut T {
        let rows = self.rows.len();
        match self.rows.get_mut(at.place()) {
            Some(row) => row,
            None => does_not_fit::<T>(at.at, rows),
        }
    }
}

#[track_caller]
#[cold]
fn does_not_fit<T>(at: u32, rows: usize) -> ! {
    let kind = std::any::type_name::<T>().rsplit("::").next().unwrap_or_default();
    defect::stop(format!("there is no {kind} #{at}, only {rows} of them"))
}

impl<T, K> Default for Table<T, K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Clone, K> Clone for Table<T, K> {
    fn clone(&self) -> Self {
        Self::from(self.rows.clone())
    }
}

impl<T: PartialEq, K> PartialEq for Table<T, K> {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

impl<T: Eq, K> Eq for Table<T, K> {}

impl<T: fmt::Debug, K> fmt::Debug for Table<T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rows.fmt(f)
    }
}

impl<T, K> From<Vec<T>> for Table<T, K> {
    fn from(rows: Vec<T>) -> Self {
        Self { rows, of: PhantomData }
    }
}

impl<T, K> FromIterator<T> for Table<T, K> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Self {
        Self::from(rows.into_iter().collect::<Vec<_>>())
    }
}

impl<T, K> IntoIterator for Table<T, K> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

impl<'a, T, K> IntoIterator for &'a mut Table<T, K> {
    type Item = &'a mut T;
    type IntoIter = slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter_mut()
    }
}

impl<'a, T, K> IntoIterator for &'a Table<T, K> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter()
    }
}

/// Tests build and change small tables like lists.
#[cfg(test)]
mod as_a_list {
    use super::{Index, IndexMut, Ix, Table};

    impl<T, K> Table<T, K> {
        pub(crate) fn pop(&mut self) -> Option<T> {
            self.rows.pop()
        }

        pub(crate) fn clear(&mut self) {
            self.rows.clear();
        }

        pub(crate) fn extend(&mut self, rows: impl IntoIterator<Item = T>) {
            self.rows.extend(rows);
        }

        pub(crate) fn remove(&mut self, at: usize) -> T {
            self.rows.remove(at)
        }
    }

    impl<T> PartialEq<usize> for Ix<T> {
        fn eq(&self, other: &usize) -> bool {
            self.place() == *other
        }
    }

    impl<T, K> Index<usize> for Table<T, K> {
        type Output = T;

        fn index(&self, at: usize) -> &T {
            &self.rows[at]
        }
    }

    impl<T, K> IndexMut<usize> for Table<T, K> {
        fn index_mut(&mut self, at: usize) -> &mut T {
            &mut self.rows[at]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_leads_to_its_row() {
        let mut table = Table::new();
        let (first, second): (Ix<&str>, _) = (table.push("first"), table.push("second"));
        assert_eq!((table[first], table[second]), ("first", "second"));
        assert_eq!(
            table.entries().map(|(at, row)| (at.number(), *row)).collect::<Vec<_>>(),
            [(0, "first"), (1, "second")]
        );
        let lengths = table.map(|row| row.len());
        assert_eq!(lengths[second], 6);
        table[first] = "changed";
        assert_eq!(table[first], "changed");
    }

    #[test]
    fn a_place_that_does_not_fit_stops_the_run() {
        let table: Table<u8> = vec![1, 2].into();
        let defect = defect::catch(|| table[Ix::made_up(2)]).unwrap_err();
        assert!(defect.to_string().contains("there is no u8 #2, only 2 of them"), "{defect}");
    }
}
