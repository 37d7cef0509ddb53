//! The eight leaves that implementations of RFC 6962 are compared by, with their roots and proofs.

use super::*;

const LEAVES: [&str; 8] = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/// Leaf, size, path.
const INCLUSIONS: [(u64, u64, &[&str]); 5] = [
    (0, 1, &[]),
    (0, 8, &[LEAF_1, PAIR_1, HALF_1]),
    (5, 8, &["bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b", PAIR_3, ROOTS[3]]),
    (2, 3, &[ROOTS[1]]),
    (1, 5, &[ROOTS[0], PAIR_1, "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"]),
];

/// Old size, new size, path.
const CONSISTENCIES: [(u64, u64, &[&str]); 4] = [
    (1, 1, &[]),
    (1, 8, &[LEAF_1, PAIR_1, HALF_1]),
    (6, 8, &["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", PAIR_3, ROOTS[3]]),
    (2, 5, &[PAIR_1, "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"]),
];

const LEAF_1: &str = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const PAIR_1: &str = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
const PAIR_3: &str = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
const HALF_1: &str = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn hash(hex: &str) -> Hash {
    Hash::from_slice(&bytes(hex)).unwrap()
}

fn eight() -> Vec<Hash> {
    LEAVES.iter().map(|leaf| Hash::leaf(&bytes(leaf))).collect()
}

#[test]
fn the_roots_over_one_to_eight_leaves_are_those_of_the_reference() {
    assert_eq!(Hash::empty(), hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    let (leaves, mut edge) = (eight(), Edge::default());
    for (size, expected) in (1..).zip(ROOTS) {
        edge.append(leaves[size - 1]);
        assert_eq!((edge.root(), root(&mut nodes(&leaves), size as u64).unwrap()), (hash(expected), hash(expected)), "{size}");
    }
}

#[test]
fn the_proofs_are_those_of_the_reference() {
    let leaves = eight();
    let root_of = |size: u64| hash(ROOTS[size as usize - 1]);
    for (leaf, size, path) in INCLUSIONS {
        let path: Vec<Hash> = path.iter().map(|hex| hash(hex)).collect();
        assert_eq!(inclusion_path(&mut nodes(&leaves), leaf, size).unwrap(), path, "{leaf} in {size}");
        assert_eq!(verify_inclusion(leaves[leaf as usize], leaf, size, &path, root_of(size)), Ok(()), "{leaf} in {size}");
    }
    for (old, new, path) in CONSISTENCIES {
        let path: Vec<Hash> = path.iter().map(|hex| hash(hex)).collect();
        assert_eq!(consistency_path(&mut nodes(&leaves), old, new).unwrap(), path, "{old} to {new}");
        assert_eq!(verify_consistency(old, root_of(old), new, root_of(new), &path), Ok(()), "{old} to {new}");
    }
}
