//! Any bit that changes is found: ten thousand of ten thousand.

use std::collections::BTreeMap;

use super::*;

/// A log as it lies somewhere: entries, tiles and checkpoint, all as bytes.
struct Lying {
    entries: Vec<Vec<u8>>,
    tiles: BTreeMap<Tile, Vec<u8>>,
    checkpoint: Vec<u8>,
}

/// More than a whole tile, so that there is a level above the leaves.
const ENTRIES: u64 = 260;

impl Lying {
    fn written(signers: &[NoteSigner]) -> Self {
        let entries: Vec<Vec<u8>> = (0..ENTRIES).map(|number| format!("{{\"act\":\"record.read\",\"n\":{number}}}").into_bytes()).collect();
        let (mut edge, mut tiles) = (Edge::default(), BTreeMap::new());
        for entry in &entries {
            tiles.extend(edge.append(Hash::leaf(entry)).into_iter().map(|(tile, row)| (tile, Hash::concat(&row))));
        }
        tiles.extend(edge.partial().map(|(tile, row)| (tile, Hash::concat(row))));
        let checkpoint = Checkpoint { origin: "estafette.example/log".into(), size: ENTRIES, root: edge.root() };
        Self { entries, tiles, checkpoint: Note::sign(&checkpoint.text(), signers).unwrap().into_bytes() }
    }

    /// Everything that anybody can check.
    fn is_whole(&self, keys: &[NoteKey]) -> bool {
        let Some(checkpoint) = std::str::from_utf8(&self.checkpoint).ok().and_then(|note| checkpoint_of(note, keys).ok()) else {
            return false;
        };
        let entry = |index: u64, stands: Hash| {
            let entry = self.entries.get(index as usize).ok_or(Difference::NoEntry(index))?;
            if Hash::leaf(entry) == stands { Ok(()) } else { Err(Difference::Entry(index)) }
        };
        compare_whole(checkpoint.size, &[checkpoint], |tile| self.tiles.get(&tile).cloned(), entry).is_ok()
    }

    /// The bytes that are altered in turn: an entry, a leaf, a tile above the leaves, the checkpoint.
    fn part(&mut self, kind: usize, random: u64) -> &mut Vec<u8> {
        let at = random as usize;
        match kind {
            0 => &mut self.entries[at % ENTRIES as usize],
            1 | 2 => {
                let tiles: Vec<&mut Vec<u8>> =
                    self.tiles.iter_mut().filter(|(tile, _)| (tile.level > 0) == (kind == 2)).map(|(_, tile)| tile).collect();
                let count = tiles.len();
                tiles.into_iter().nth(at % count).unwrap()
            }
            _ => &mut self.checkpoint,
        }
    }
}

fn random() -> u64 {
    let mut bytes = [0; 8];
    openssl::rand::rand_bytes(&mut bytes).unwrap();
    u64::from_be_bytes(bytes)
}

#[test]
fn ten_thousand_changed_bits_are_found_ten_thousand_times() {
    let signers = [signer("estafette.example/log")];
    let keys = [signers[0].key().clone()];
    let mut log = Lying::written(&signers);
    assert!(log.is_whole(&keys));
    for round in 0..10_000 {
        let (which, bit) = (random(), random() as usize);
        let flip = |part: &mut Vec<u8>| {
            let bit = bit % (part.len() * 8);
            part[bit / 8] ^= 1 << (bit % 8);
        };
        flip(log.part(round % 4, which));
        assert!(!log.is_whole(&keys), "round {round}: bit {bit} of {which}");
        flip(log.part(round % 4, which));
    }
    assert!(log.is_whole(&keys), "every bit was put back");
}
