//! Roots and paths, from nodes wherever they are kept.

use super::{Hash, Tile};

/// Where the nodes of whole subtrees are found: `node(level, index)` spans 2^level leaves from `index · 2^level` on.
pub trait NodeSource {
    /// Why a node could not be had.
    type Error;

    /// The hash of one node.
    ///
    /// # Errors
    /// When it cannot be had.
    fn node(&mut self, level: u32, index: u64) -> Result<Hash, Self::Error>;
}

impl<E, F: FnMut(u32, u64) -> Result<Hash, E>> NodeSource for F {
    type Error = E;

    fn node(&mut self, level: u32, index: u64) -> Result<Hash, E> {
        self(level, index)
    }
}

/// The root of the first `size` leaves.
///
/// # Errors
/// When a node cannot be had.
pub fn root<S: NodeSource>(source: &mut S, size: u64) -> Result<Hash, S::Error> {
    if size == 0 { Ok(Hash::empty()) } else { span(source, 0, size) }
}

/// The path from a leaf to the root of the first `size` leaves (RFC 6962, 2.1.1).
///
/// # Errors
/// When a node cannot be had.
pub fn inclusion_path<S: NodeSource>(source: &mut S, leaf: u64, size: u64) -> Result<Vec<Hash>, S::Error> {
    let (mut low, mut high, mut path) = (0, size, Vec::new());
    while high - low > 1 {
        let middle = low + split(high - low);
        if leaf < middle {
            path.push(span(source, middle, high)?);
            high = middle;
        } else {
            path.push(span(source, low, middle)?);
            low = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The proof that the first `old` leaves are the beginning of the first `new` (RFC 6962, 2.1.2).
///
/// # Errors
/// When a node cannot be had.
pub fn consistency_path<S: NodeSource>(source: &mut S, old: u64, new: u64) -> Result<Vec<Hash>, S::Error> {
    let (mut low, mut high, mut path) = (0, new, Vec::new());
    if old == 0 || old == new {
        return Ok(path);
    }
    while old != high {
        let middle = low + split(high - low);
        if old <= middle {
            path.push(span(source, middle, high)?);
            high = middle;
        } else {
            path.push(span(source, low, middle)?);
            low = middle;
        }
    }
    if low > 0 {
        path.push(span(source, low, high)?);
    }
    path.reverse();
    Ok(path)
}

/// The largest power of two smaller than `count`, where a tree of so many leaves is split.
fn split(count: u64) -> u64 {
    1 << (u64::BITS - 1 - (count - 1).leading_zeros())
}

/// The hash over leaves `low..high`, which must begin where a subtree of that width can.
fn span<S: NodeSource>(source: &mut S, low: u64, high: u64) -> Result<Hash, S::Error> {
    let count = high - low;
    if count.is_power_of_two() {
        return source.node(count.trailing_zeros(), low / count);
    }
    let middle = low + split(count);
    Ok(Hash::node(span(source, low, middle)?, span(source, middle, high)?))
}

/// A node out of tiles: `read` gives the hashes of a tile at a level, as many of them as there are.
///
/// # Errors
/// What `read` says, and `missing` when the tile does not reach that far.
pub fn node_in_tiles<E>(
    level: u32,
    index: u64,
    read: impl FnOnce(u32, u64) -> Result<Vec<Hash>, E>,
    missing: impl FnOnce() -> E,
) -> Result<Hash, E> {
    let (within, width) = (level % Tile::HEIGHT, 1usize << (level % Tile::HEIGHT));
    let first = index << within;
    let hashes = read(level / Tile::HEIGHT, first / Tile::WIDTH)?;
    let from = usize::try_from(first % Tile::WIDTH).unwrap_or(usize::MAX);
    hashes.get(from..from + width).map(fold).ok_or_else(missing)
}

/// The root over a power of two of neighbours.
pub(super) fn fold(row: &[Hash]) -> Hash {
    match row {
        [] => Hash::empty(),
        [only] => *only,
        _ => {
            let (left, right) = row.split_at(row.len() / 2);
            Hash::node(fold(left), fold(right))
        }
    }
}

/// The root over any number of neighbours and what stands beyond them on the right; nothing over nothing.
pub(super) fn fold_onto(row: &[Hash], beyond: Option<Hash>) -> Option<Hash> {
    if row.is_empty() {
        return beyond;
    }
    let (left, right) = row.split_at(1 << row.len().ilog2());
    let left = fold(left);
    Some(fold_onto(right, beyond).map_or(left, |right| Hash::node(left, right)))
}
