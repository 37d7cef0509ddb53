//! Chance that is the same every time (`SplitMix64`).

/// A source of numbers.
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below another.
    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or(0)
    }

    /// Days up to a most, the fewer the likelier.
    pub(super) fn days(&mut self, most: u32) -> u32 {
        let most = most as usize + 1;
        let (one, two) = (self.below(most), self.below(most));
        u32::try_from(one.min(two)).unwrap_or(0)
    }

    pub(super) fn one_in(&mut self, number: usize) -> bool {
        self.below(number) == 0
    }

    /// True so many times in a hundred.
    pub(super) fn percent(&mut self, number: usize) -> bool {
        self.below(100) < number
    }

    /// One of these, by weight.
    pub(super) fn of<T: Copy>(&mut self, weighted: &[(T, usize)]) -> T {
        let mut left = self.below(weighted.iter().map(|(_, weight)| weight).sum());
        let found = weighted.iter().find(|(_, weight)| {
            let here = left < *weight;
            left = left.saturating_sub(*weight);
            here
        });
        found.unwrap_or(&weighted[0]).0
    }
}
