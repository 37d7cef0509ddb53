//! A whole tree recomputed from its leaves, until the first thing that differs.

use super::{Checkpoint, Edge, Hash, Tile};

/// The first thing found that is not what the leaves make of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Difference {
    /// An entry is not the one its leaf was made of.
    #[error("entry {0} is not the one that was put in the log")]
    Entry(u64),
    /// An entry is missing.
    #[error("entry {0} is missing")]
    NoEntry(u64),
    /// A tile is missing, or not whole.
    #[error("tile {0} is missing or not whole")]
    NoTile(String),
    /// A tile holds other hashes than the leaves make.
    #[error("tile {0} is not what the tiles below it make")]
    Tile(String),
    /// The root at this size is another than the checkpoint says.
    #[error("the tree of {0} leaves has another root than its checkpoint says")]
    Root(u64),
}

/// Recomputes a whole tree from the leaves in its tiles: the tiles above them, and the roots that checkpoints up to its size name.
///
/// `read` gives the bytes of a tile. `leaf` is asked of every leaf whether it is the one it should be.
///
/// # Errors
/// The first thing that differs.
pub fn compare_whole(
    size: u64,
    checkpoints: &[Checkpoint],
    mut read: impl FnMut(Tile) -> Option<Vec<u8>>,
    mut leaf: impl FnMut(u64, Hash) -> Result<(), Difference>,
) -> Result<(), Difference> {
    let mut hashes = |tile: Tile| {
        let hashes = read(tile).and_then(|bytes| Hash::list(&bytes)).filter(|hashes| hashes.len() == tile.width as usize);
        hashes.ok_or_else(|| Difference::NoTile(tile.path()))
    };
    let mut edge = Edge::default();
    let mut named: Vec<&Checkpoint> = checkpoints.iter().collect();
    named.sort_by_key(|one| std::cmp::Reverse(one.size));
    agree(&edge, &mut named)?;
    for tile in Tile::all(size).take_while(|tile| tile.level == 0) {
        for stands in hashes(tile)? {
            leaf(edge.size(), stands)?;
            for (above, row) in edge.append(stands).into_iter().filter(|(above, _)| above.level > 0) {
                same(above, hashes(above)? == row)?;
            }
            agree(&edge, &mut named)?;
        }
    }
    for (above, row) in edge.partial().filter(|(above, _)| above.level > 0) {
        same(above, hashes(above)? == row)?;
    }
    named.last().map_or(Ok(()), |beyond| Err(Difference::Root(beyond.size)))
}

fn same(tile: Tile, same: bool) -> Result<(), Difference> {
    if same { Ok(()) } else { Err(Difference::Tile(tile.path())) }
}

/// Takes away the checkpoints of this very size, which stand last, as long as they have its root.
fn agree(edge: &Edge, named: &mut Vec<&Checkpoint>) -> Result<(), Difference> {
    while let Some(one) = named.pop_if(|one| one.size == edge.size()) {
        if one.root != edge.root() {
            return Err(Difference::Root(one.size));
        }
    }
    Ok(())
}
