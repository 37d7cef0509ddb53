//! Tiles: up to 256 neighbours of one level, and the paths they are served at.

/// Which tile, and how many hashes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    /// The level; the hashes of level 0 are leaves, those of a level above are roots of whole tiles below.
    pub level: u32,
    /// The number within the level.
    pub index: u64,
    /// How many hashes, 1 to 256.
    pub width: u32,
}

impl Tile {
    /// How many levels of the tree a tile spans.
    pub const HEIGHT: u32 = 8;
    /// How many hashes a whole tile has.
    pub const WIDTH: u64 = 256;

    /// Reads the path below `tile/`, such as `0/x001/234` or `1/000.p/17`.
    #[must_use]
    pub fn from_path(path: &str) -> Option<Self> {
        let (level, rest) = path.split_once('/')?;
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, plain(width).filter(|width| (1..Self::WIDTH).contains(width))?),
            None => (rest, Self::WIDTH),
        };
        let tile = Self { level: plain(level)?.try_into().ok()?, index: index_from(index)?, width: width.try_into().ok()? };
        (tile.level < 8 && tile.path() == path).then_some(tile)
    }

    /// The path below `tile/`.
    #[must_use]
    pub fn path(self) -> String {
        let mut number = format!("{:03}", self.index % 1000);
        let mut rest = self.index / 1000;
        while rest > 0 {
            number = format!("x{:03}/{number}", rest % 1000);
            rest /= 1000;
        }
        let partial = if u64::from(self.width) < Self::WIDTH { format!(".p/{}", self.width) } else { String::new() };
        format!("{}/{number}{partial}", self.level)
    }

    /// Every tile of a tree of so many leaves, level by level.
    pub fn all(size: u64) -> impl Iterator<Item = Self> {
        let levels = (0..8).map(move |level| (level, size >> (level * Self::HEIGHT))).take_while(|(_, count)| *count > 0);
        levels.flat_map(|(level, count)| {
            let tile = move |index: u64| Self { level, index, width: Self::WIDTH.min(count - index * Self::WIDTH) as u32 };
            (0..count.div_ceil(Self::WIDTH)).map(tile)
        })
    }

    /// How many hashes of the tile there are in a tree of so many leaves.
    #[must_use]
    pub fn reaches(level: u32, index: u64, size: u64) -> u64 {
        (size >> (level * Self::HEIGHT)).saturating_sub(index * Self::WIDTH).min(Self::WIDTH)
    }
}

fn plain(digits: &str) -> Option<u64> {
    let number: u64 = digits.parse().ok()?;
    (number.to_string() == digits).then_some(number)
}

fn index_from(path: &str) -> Option<u64> {
    path.split('/').try_fold(0u64, |index, part| {
        let digits = part.trim_start_matches('x');
        index.checked_mul(1000)?.checked_add(digits.parse().ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_and_its_tile_belong_to_each_other() {
        for (path, level, index, width) in
            [("0/000", 0, 0, 256), ("1/x001/234.p/17", 1, 1234, 17), ("0/x001/x234/067", 0, 1_234_067, 256), ("3/999.p/255", 3, 999, 255)]
        {
            let tile = Tile { level, index, width };
            assert_eq!((Tile::from_path(path), tile.path().as_str()), (Some(tile), path));
        }
        for wrong in [
            "",
            "0",
            "0/0",
            "0/x000/000",
            "00/000",
            "8/000",
            "0/000.p/0",
            "0/000.p/256",
            "0/000.p/07",
            "0/001/234",
            "0/x001",
            "0/+01",
            "-1/000",
        ] {
            assert_eq!(Tile::from_path(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_tree_of_seventy_thousand_leaves_has_the_tiles_the_specification_names() {
        let partial: Vec<Tile> = Tile::all(70_000).filter(|tile| tile.width < 256).collect();
        let named = |level, index, width| Tile { level, index, width };
        assert_eq!(partial, [named(0, 273, 112), named(1, 1, 17), named(2, 0, 1)]);
        assert_eq!(Tile::all(70_000).count(), 277);
    }
}
