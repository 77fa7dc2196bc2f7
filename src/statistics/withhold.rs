//! Which numbers of a table must be withheld, so that no small one can be worked out.
//!
//! Disclosure control of a table of counts with row and column totals. Withholding the small counts is not
//! enough: a total minus its published parts gives a single withheld part back. [`withheld`] therefore
//! withholds more, until every withheld count could be anything in a range that is [`SMALLEST`] numbers
//! wide, as seen by a reader who knows every published number, that totals are sums, that counts are not
//! negative, and that zeros are never withheld.
//!
//! **Why it holds.** Give a total the sign −, a part and the grand total the sign +: then all rows and columns
//! sum to zero. So what a reader cannot tell apart are circulations in the graph whose nodes are the rows
//! and columns and whose edges are the withheld counts: one may flow up without limit, and down to 1. How
//! far a count can move is a maximal flow between its row and its column. A count that cannot move far
//! enough gets the cheapest cycle through it along which ten can be shifted (Dijkstra; published counts on it
//! are withheld as well), which gives all counts on that cycle their range at once. There is always one:
//! the part, its two totals and the grand total can all grow together. Whatever is withheld later only
//! widens the ranges. (Cell suppression by network flows: Cox 1995, Fischetti & Salazar 1999.)
//!
//! Pure. Used by `reports::public` alone.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// Counts from 1 to one less are withheld (the usual threshold of health statistics in the United States).
pub(crate) const SMALLEST: u64 = 11;

/// Which counts of a table are withheld.
///
/// The last row holds the totals of the columns, the last column those of the rows. Counts from 1 to
/// `smallest` − 1 are withheld, those that `secret` names by row and column, and what would reveal them.
/// Zeros never are.
pub(crate) fn withheld(counts: &[Vec<u64>], smallest: u64, secret: impl Fn(usize, usize) -> bool) -> Vec<Vec<bool>> {
    let mut table = Table::new(counts, smallest, secret);
    for edge in 0..table.edges.len() {
        if table.is_withheld(edge) && !table.can_move(edge) {
            table.withhold_cycle(edge);
        }
    }
    let mut result: Vec<Vec<bool>> = counts.iter().map(|row| vec![false; row.len()]).collect();
    for edge in table.edges.iter().filter(|edge| edge.withheld) {
        if let Some(cell) = result.get_mut(edge.row).and_then(|row| row.get_mut(edge.column)) {
            *cell = true;
        }
    }
    result
}

/// A count that is not zero, between the node of its row and that of its column.
#[derive(Debug, Clone, Copy)]
struct Edge {
    row: usize,
    column: usize,
    /// The node of its column.
    end: usize,
    count: u64,
    /// A part or the grand total grows with a flow from its row to its column, a total against it.
    grows_forwards: bool,
    withheld: bool,
    /// What it costs to withhold it.
    cost: u64,
}

impl Edge {
    /// How much can flow through it from its row to its column (`forwards`) or back.
    fn capacity(&self, forwards: bool) -> u64 {
        if forwards == self.grows_forwards { u64::MAX } else { self.count.saturating_sub(1) }
    }

    /// Where it leads from a node, and whether that is forwards.
    fn across(&self, node: usize) -> Option<(usize, bool)> {
        if node == self.row {
            Some((self.end, true))
        } else if node == self.end {
            Some((self.row, false))
        } else {
            None
        }
    }
}

/// The counts as a graph.
struct Table {
    edges: Vec<Edge>,
    /// Indices of edges for each node: first the rows, then the columns.
    at: Vec<Vec<usize>>,
    /// How far a withheld count must be able to move.
    range: u64,
}

impl Table {
    fn new(counts: &[Vec<u64>], smallest: u64, secret: impl Fn(usize, usize) -> bool) -> Self {
        let columns = counts.iter().map(Vec::len).max().unwrap_or_default();
        let mut edges = Vec::new();
        for (row, cells) in counts.iter().enumerate() {
            for (column, &count) in cells.iter().enumerate().filter(|(_, count)| **count > 0) {
                let totals = (row + 1 == counts.len(), column + 1 == columns);
                edges.push(Edge {
                    row,
                    column,
                    end: counts.len() + column,
                    count,
                    grows_forwards: totals.0 == totals.1,
                    withheld: count < smallest || secret(row, column),
                    // small before large; the totals over all rows say most to most readers
                    cost: if totals.0 { count.saturating_mul(4) } else { count },
                });
            }
        }
        let mut at = vec![Vec::new(); counts.len() + columns];
        for (index, edge) in edges.iter().enumerate() {
            for node in [edge.row, edge.end] {
                if let Some(edges) = at.get_mut(node) {
                    edges.push(index);
                }
            }
        }
        Self { edges, at, range: smallest.saturating_sub(1) }
    }

    fn is_withheld(&self, edge: usize) -> bool {
        self.edges.get(edge).is_some_and(|edge| edge.withheld)
    }

    /// Whether the withheld counts leave this one its range.
    fn can_move(&self, edge: usize) -> bool {
        let Some(&Edge { row, end, grows_forwards, count, .. }) = self.edges.get(edge) else { return true };
        // what grows forwards is balanced by a flow from its column back to its row
        let (from, to) = if grows_forwards { (end, row) } else { (row, end) };
        let up = self.flow(edge, from, to, self.range);
        let down = self.flow(edge, to, from, self.range).min(count.saturating_sub(1));
        up.saturating_add(down) >= self.range
    }

    /// The maximal flow between two nodes through withheld counts other than `without`. The search stops once the
    /// flow is `enough`.
    fn flow(&self, without: usize, from: usize, to: usize, enough: u64) -> u64 {
        // the net flow through each edge, forwards
        let mut net = vec![0_i128; self.edges.len()];
        let mut total = 0_u64;
        while total < enough {
            let Some(path) = self.open_path(without, from, to, &net) else { break };
            let open = path.iter().map(|&(edge, forwards)| self.open(edge, forwards, &net)).min();
            let more = open.unwrap_or_default().min(enough - total);
            for (edge, forwards) in path {
                if let Some(net) = net.get_mut(edge) {
                    *net += if forwards { i128::from(more) } else { -i128::from(more) };
                }
            }
            total += more;
        }
        total
    }

    /// How much more can flow through an edge.
    fn open(&self, edge: usize, forwards: bool, net: &[i128]) -> u64 {
        let (Some(edge), Some(&net)) = (self.edges.get(edge), net.get(edge)) else { return 0 };
        let used = if forwards { net } else { -net };
        u64::try_from(i128::from(edge.capacity(forwards)) - used).unwrap_or(u64::MAX)
    }

    /// The shortest way along which something can still flow (breadth first).
    fn open_path(&self, without: usize, from: usize, to: usize, net: &[i128]) -> Option<Vec<(usize, bool)>> {
        let mut came = vec![None; self.at.len()];
        let mut queue = VecDeque::from([from]);
        while let Some(node) = queue.pop_front() {
            for &index in self.at.get(node)? {
                let Some((next, forwards)) = self.edges.get(index).and_then(|edge| edge.across(node)) else { continue };
                let usable = index != without && self.is_withheld(index) && self.open(index, forwards, net) > 0;
                if usable && next != from && came.get(next)?.is_none() {
                    *came.get_mut(next)? = Some((node, index, forwards));
                    queue.push_back(next);
                }
            }
        }
        way_back(&came, from, to)
    }

    /// Withholds the cheapest cycle along which this count can grow by its range.
    fn withhold_cycle(&mut self, edge: usize) {
        let Some(&Edge { row, end, grows_forwards, .. }) = self.edges.get(edge) else { return };
        let (from, to) = if grows_forwards { (end, row) } else { (row, end) };
        for (index, _) in self.cheapest_path(edge, from, to).unwrap_or_default() {
            if let Some(edge) = self.edges.get_mut(index) {
                edge.withheld = true;
            }
        }
    }

    /// The way that costs least, through edges that let the whole range flow; withheld ones cost nothing.
    fn cheapest_path(&self, without: usize, from: usize, to: usize) -> Option<Vec<(usize, bool)>> {
        let mut came = vec![None; self.at.len()];
        let mut best = vec![u64::MAX; self.at.len()];
        *best.get_mut(from)? = 0;
        let mut queue = BinaryHeap::from([Reverse((0_u64, from))]);
        while let Some(Reverse((cost, node))) = queue.pop() {
            for &index in self.at.get(node)?.iter().filter(|index| **index != without) {
                let edge = self.edges.get(index)?;
                let Some((next, forwards)) = edge.across(node) else { continue };
                let cost = cost.saturating_add(if edge.withheld { 0 } else { edge.cost });
                if edge.capacity(forwards) >= self.range && cost < *best.get(next)? {
                    *best.get_mut(next)? = cost;
                    *came.get_mut(next)? = Some((node, index, forwards));
                    queue.push(Reverse((cost, next)));
                }
            }
        }
        way_back(&came, from, to)
    }
}

/// The edges from one node to another, by where each node was reached from.
fn way_back(came: &[Option<(usize, usize, bool)>], from: usize, to: usize) -> Option<Vec<(usize, bool)>> {
    let mut path = Vec::new();
    let mut node = to;
    while node != from {
        let (before, edge, forwards) = (*came.get(node)?)?;
        path.push((edge, forwards));
        node = before;
    }
    Some(path)
}

#[cfg(test)]
#[path = "withhold_tests.rs"]
mod tests;
