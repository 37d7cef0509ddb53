//! The same log in the eyes of another implementation: Cloudflare's `tlog_tiles` and `signed_note`, which descend from Go's checksum
//! database and share neither code nor cryptography with ours.

use std::collections::BTreeMap;

use estafette_contract::tlog::{Hash, ProofFile};
use estafette_tests::{
    harness::{TestApp, scene::Leg},
    story,
};
use signed_note::{Note, StandardVerifier, Verifier, VerifierList};
use tlog_tiles::{
    Checkpoint, Error, HashReader, Tile, TileHashReader, TileReader, check_record, check_tree, prove_record, prove_tree, record_hash,
    tree_hash,
};

use super::{own_entries, tiles};

/// The tiles that were fetched.
struct Fetched(BTreeMap<String, Vec<u8>>);

impl TileReader for Fetched {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, wanted: &[Tile]) -> Result<Vec<Vec<u8>>, Error> {
        let path = |tile: &Tile| tile.path().trim_start_matches("tile/8/").to_owned();
        wanted.iter().map(|tile| self.0.get(&path(tile)).cloned().ok_or(Error::InvalidTile)).collect()
    }

    fn save_tiles(&self, _: &[Tile], _: &[Vec<u8>]) {}
}

/// The newest checkpoint as the other implementation believes it.
async fn believed(app: &TestApp) -> Checkpoint {
    let note = app.anonymous().checkpoint().await.unwrap();
    let keys = app.anonymous().log().await.unwrap().keys;
    let known: Vec<Box<dyn Verifier>> = keys.iter().map(|key| Box::new(StandardVerifier::new(key).unwrap()) as _).collect();
    let note = Note::from_bytes(note.as_bytes()).unwrap();
    let (verified, unverified) = note.verify(&VerifierList::new(known)).unwrap();
    assert_eq!((verified.len(), unverified.len()), (1, 0));
    Checkpoint::from_bytes(note.text()).unwrap()
}

fn theirs(hash: Hash) -> tlog_tiles::Hash {
    tlog_tiles::Hash(hash.0)
}

fn ours(path: &[tlog_tiles::Hash]) -> Vec<Hash> {
    path.iter().map(|hash| Hash(hash.0)).collect()
}

story!(another_implementation_believes_the_log_and_proves_the_same, |app| {
    let leg = Leg::in_transfer(&app).await;
    for _ in 0..300 {
        leg.school.handover(leg.handover).await.unwrap();
    }
    app.sign_log().await;
    let older = believed(&app).await;
    let entries = own_entries(&leg.school).await;
    app.sign_log().await;
    let newer = believed(&app).await;
    let (size, root) = (newer.size(), *newer.hash());
    assert!(older.size() > 300 && size > older.size() && newer.origin() == app.log_name());
    let fetched = Fetched(tiles(&app, size).await);
    let reader = TileHashReader::new(size, root, &fetched);
    assert_eq!(tree_hash(size, &reader).unwrap(), root, "the tiles make the root");
    for entry in &entries[..40] {
        let proof: ProofFile = leg.school.entry_proof(entry.event_id).await.unwrap();
        let path: Vec<_> = proof.path.iter().copied().map(theirs).collect();
        let leaf = record_hash(proof.entry.as_ref().unwrap().as_bytes());
        check_record(&path, size, root, proof.index, leaf).expect("our proof is one of theirs");
        assert_eq!(ours(&prove_record(size, proof.index, &reader).unwrap()), proof.path);
        assert!(check_record(&path, size, root, proof.index, record_hash(b"{}")).is_err());
    }
    let consistency = app.anonymous().consistency(older.size(), size).await.unwrap();
    let path: Vec<_> = consistency.path.iter().copied().map(theirs).collect();
    check_tree(&path, size, root, older.size(), *older.hash()).expect("our proof is one of theirs");
    assert_eq!(ours(&prove_tree(size, older.size(), &reader).unwrap()), consistency.path);
    assert!(reader.read_hashes(&[0]).is_ok());
});
