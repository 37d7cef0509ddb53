//! Checking proofs, in the steps of RFC 9162, which share nothing with how proofs are made.

use super::{Hash, LogFault};

/// Whether `path` leads from a leaf at `index` to the root of a tree of `size` leaves (RFC 9162, 2.1.3.2).
///
/// # Errors
/// Why it does not.
pub fn verify_inclusion(leaf: Hash, index: u64, size: u64, path: &[Hash], root: Hash) -> Result<(), LogFault> {
    if index >= size {
        return Err(LogFault::WrongLength);
    }
    let (mut node, mut last, mut reached) = (index, size - 1, leaf);
    for sibling in path {
        if last == 0 {
            return Err(LogFault::WrongLength);
        }
        if node % 2 == 1 || node == last {
            reached = Hash::node(*sibling, reached);
            while node % 2 == 0 && node != 0 {
                (node, last) = (node / 2, last / 2);
            }
        } else {
            reached = Hash::node(reached, *sibling);
        }
        (node, last) = (node / 2, last / 2);
    }
    ends(last == 0, reached == root)
}

/// Whether the tree of `old` leaves is the beginning of the tree of `new` (RFC 9162, 2.1.4.2).
///
/// # Errors
/// Why it is not shown to be.
pub fn verify_consistency(old: u64, old_root: Hash, new: u64, new_root: Hash, path: &[Hash]) -> Result<(), LogFault> {
    if old > new {
        return Err(LogFault::WrongLength);
    }
    if old == 0 || old == new {
        let same = if old == 0 { old_root == Hash::empty() } else { old_root == new_root };
        return ends(path.is_empty(), same);
    }
    let (mut node, mut last) = (old - 1, new - 1);
    while node % 2 == 1 {
        (node, last) = (node / 2, last / 2);
    }
    let (seed, rest) = if old.is_power_of_two() {
        (old_root, path)
    } else {
        path.split_first().map(|(first, rest)| (*first, rest)).ok_or(LogFault::WrongLength)?
    };
    let (mut reached_old, mut reached_new) = (seed, seed);
    for sibling in rest {
        if last == 0 {
            return Err(LogFault::WrongLength);
        }
        if node % 2 == 1 || node == last {
            reached_old = Hash::node(*sibling, reached_old);
            reached_new = Hash::node(*sibling, reached_new);
            while node % 2 == 0 && node != 0 {
                (node, last) = (node / 2, last / 2);
            }
        } else {
            reached_new = Hash::node(reached_new, *sibling);
        }
        (node, last) = (node / 2, last / 2);
    }
    ends(last == 0, reached_old == old_root && reached_new == new_root)
}

fn ends(complete: bool, same: bool) -> Result<(), LogFault> {
    match (complete, same) {
        (true, true) => Ok(()),
        (true, false) => Err(LogFault::WrongRoot),
        (false, _) => Err(LogFault::WrongLength),
    }
}
