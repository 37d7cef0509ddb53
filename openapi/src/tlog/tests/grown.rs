//! Trees of any size: what is proven checks, what is not so does not.

use proptest::prelude::*;

use super::*;

/// The same node, by way of tiles.
fn node_by_tile(leaves: &[Hash], level: u32, index: u64) -> Hash {
    let read = |tile_level: u32, tile_index: u64| {
        let count = leaves.len() as u64 >> (tile_level * 8);
        let row = (tile_index * 256..count.min((tile_index + 1) * 256)).map(|at| nodes(leaves)(tile_level * 8, at).unwrap());
        Ok::<_, &str>(row.collect())
    };
    node_in_tiles(level, index, read, || "missing").unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_edge_grows_to_the_root_of_the_tree(size in 0u64..900, cut in 0u64..900) {
        let (leaves, cut) = (leaves(size), cut.min(size));
        let (mut edge, mut tiles) = (Edge::default(), std::collections::BTreeMap::new());
        let mut older = edge.clone();
        for leaf in &leaves {
            if edge.size() == cut { older = edge.clone(); }
            for (tile, row) in edge.append(*leaf) { tiles.insert((tile.level, tile.index), row); }
        }
        tiles.extend(edge.partial().map(|(tile, row)| ((tile.level, tile.index), row.to_vec())));
        prop_assert_eq!(edge.root(), root(&mut nodes(&leaves), size).unwrap());
        prop_assert_eq!(tiles.len(), Tile::all(size).count());
        let read = |tile: Tile| tiles.get(&(tile.level, tile.index)).cloned().ok_or("missing");
        prop_assert_eq!(Edge::of(size, read, || "missing").unwrap(), edge);
        if cut < size { prop_assert_eq!(Edge::of(cut, read, || "missing").unwrap(), older); }
        let bytes = |tile: Tile| tiles.get(&(tile.level, tile.index)).map(|row| Hash::concat(&row[..tile.width as usize]));
        prop_assert_eq!(compare_whole(size, &[], bytes, |_, _| Ok(())), Ok(()));
    }

    #[test]
    fn every_leaf_is_proven_and_at_no_other_place(size in 1u64..700, leaf in 0u64..700, other in 0u64..700) {
        let (leaves, leaf, other) = (leaves(size), leaf % size, other % size);
        let root = root(&mut nodes(&leaves), size).unwrap();
        let path = inclusion_path(&mut |level, index| Ok::<_, Infallible>(node_by_tile(&leaves, level, index)), leaf, size).unwrap();
        prop_assert_eq!(&path, &inclusion_path(&mut nodes(&leaves), leaf, size).unwrap());
        prop_assert_eq!(verify_inclusion(leaves[leaf as usize], leaf, size, &path, root), Ok(()));
        if other != leaf {
            prop_assert!(verify_inclusion(leaves[leaf as usize], other, size, &path, root).is_err());
            prop_assert!(verify_inclusion(leaves[other as usize], leaf, size, &path, root).is_err());
        }
        let longer: Vec<Hash> = path.iter().copied().chain([root]).collect();
        prop_assert!(verify_inclusion(leaves[leaf as usize], leaf, size, &longer, root).is_err());
        prop_assert!(path.is_empty() || verify_inclusion(leaves[leaf as usize], leaf, size, &path[1..], root).is_err());
    }

    #[test]
    fn every_size_is_the_beginning_of_every_larger_one_and_of_no_other_tree(new in 1u64..700, old in 0u64..700, changed in 0u64..700) {
        let (leaves, old) = (leaves(new), old % (new + 1));
        let (old_root, new_root) = (root(&mut nodes(&leaves), old).unwrap(), root(&mut nodes(&leaves), new).unwrap());
        let path = consistency_path(&mut nodes(&leaves), old, new).unwrap();
        prop_assert_eq!(verify_consistency(old, old_root, new, new_root, &path), Ok(()));
        if old > 0 {
            let mut rewritten = leaves.clone();
            rewritten[(changed % old) as usize] = Hash::leaf(b"rewritten");
            let other_root = root(&mut nodes(&rewritten), new).unwrap();
            let other_path = consistency_path(&mut nodes(&rewritten), old, new).unwrap();
            prop_assert!(verify_consistency(old, old_root, new, other_root, &other_path).is_err());
            prop_assert!(verify_consistency(old, old_root, new, other_root, &path).is_err());
        }
    }
}
