//! The right edge of a growing tree: all it takes to append, and to know the root.

use super::{
    Hash, Tile,
    tree::{fold, fold_onto},
};

/// The tiles of each level that are not full yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edge {
    size: u64,
    /// Of each level the hashes that no tile above holds a root of yet.
    open: Vec<Vec<Hash>>,
}

impl Edge {
    /// The edge of a tree of `size` leaves; `read` gives the hashes of a tile, of which as many are taken as that tree has.
    ///
    /// # Errors
    /// What `read` says, and `missing` when a tile does not reach that far.
    pub fn of<E>(size: u64, mut read: impl FnMut(Tile) -> Result<Vec<Hash>, E>, missing: impl Fn() -> E) -> Result<Self, E> {
        let mut open = Vec::new();
        for level in (0..8).take_while(|level| size >> (level * Tile::HEIGHT) > 0) {
            let count = size >> (level * Tile::HEIGHT);
            let width = (count % Tile::WIDTH) as u32;
            if width == 0 {
                open.push(Vec::new());
                continue;
            }
            let mut hashes = read(Tile { level, index: count / Tile::WIDTH, width })?;
            if hashes.len() < width as usize {
                return Err(missing());
            }
            hashes.truncate(width as usize);
            open.push(hashes);
        }
        Ok(Self { size, open })
    }

    /// How many leaves there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.open.iter().fold(None, |beyond, row| fold_onto(row, beyond)).unwrap_or_else(Hash::empty)
    }

    /// Appends a leaf; answers the tiles that became full by it.
    pub fn append(&mut self, leaf: Hash) -> Vec<(Tile, Vec<Hash>)> {
        let (mut full, mut hash) = (Vec::new(), leaf);
        self.size += 1;
        for level in 0.. {
            if self.open.len() == level {
                self.open.push(Vec::with_capacity(256));
            }
            self.open[level].push(hash);
            if self.open[level].len() < 256 {
                break;
            }
            let row = std::mem::take(&mut self.open[level]);
            hash = fold(&row);
            let index = (self.size >> (level as u32 * Tile::HEIGHT)) / Tile::WIDTH - 1;
            full.push((Tile { level: level as u32, index, width: 256 }, row));
        }
        full
    }

    /// The tiles that are not full yet, as they are now.
    pub fn partial(&self) -> impl Iterator<Item = (Tile, &[Hash])> {
        (0..).zip(&self.open).filter(|(_, row)| !row.is_empty()).map(|(level, row)| {
            let index = (self.size >> (level * Tile::HEIGHT)) / Tile::WIDTH;
            (Tile { level, index, width: row.len() as u32 }, row.as_slice())
        })
    }
}
