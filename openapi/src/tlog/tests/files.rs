//! Notes, checkpoints and proof files: what is written is read, what is forged is not believed.

use super::*;

const ORIGIN: &str = "estafette.example/log";

fn checkpoint(size: u64) -> Checkpoint {
    Checkpoint { origin: ORIGIN.into(), size, root: root(&mut nodes(&leaves(size)), size).unwrap() }
}

#[test]
fn a_key_is_read_from_the_text_it_shows() {
    let key = signer(ORIGIN).key().clone();
    let text = key.to_string();
    assert_eq!(NoteKey::from_text(&text), Ok(key));
    assert!(NoteKey::from_text(&text.replace(ORIGIN, "estafette.example/other")).is_err(), "the id belongs to the name");
    assert!(NoteKey::from_text(&text[..text.len() - 4]).is_err());
    let nameless = PKey::generate_ed25519().unwrap();
    assert!(NoteSigner::new("a name", nameless).is_err());
}

#[test]
fn a_known_key_that_others_have_set() {
    // The example of the signed-note specification of Go's checksum database.
    let key = NoteKey::from_text("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").unwrap();
    let note = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\
                — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    assert!(Note::read(note).unwrap().signed_by(&[key]).is_ok());
}

#[test]
fn a_second_key_signs_as_well_and_either_will_do() {
    let signers = [signer(ORIGIN), signer(ORIGIN)];
    let note = Note::sign(&checkpoint(5).text(), &signers).unwrap();
    assert_eq!(note.matches("— ").count(), 2);
    for signer in &signers {
        assert_eq!(checkpoint_of(&note, &[signer.key().clone()]), Ok(checkpoint(5)));
    }
    let (stranger, namesake) = (signer("estafette.example/other"), signer(ORIGIN));
    assert_eq!(checkpoint_of(&note, &[stranger.key().clone()]), Err(LogFault::Unsigned));
    assert_eq!(checkpoint_of(&note, &[namesake.key().clone()]), Err(LogFault::Unsigned));
    let other = Note::sign(&checkpoint(5).text(), &[stranger]).unwrap();
    assert_eq!(checkpoint_of(&other, &[signer_key(&other)]), Err(LogFault::Unsigned), "signed in the name of another log");
}

/// The key of whoever is named in the only signature, made up.
fn signer_key(note: &str) -> NoteKey {
    signer(note.rsplit("— ").next().unwrap().split(' ').next().unwrap()).key().clone()
}

#[test]
fn a_proof_file_carries_all_it_takes() {
    let signers = [signer(ORIGIN)];
    let keys = [signers[0].key().clone()];
    let leaves: Vec<Hash> = (0..9).map(|number| Hash::leaf(format!("entry {number}").as_bytes())).collect();
    let checkpoint = Checkpoint { origin: ORIGIN.into(), size: 9, root: root(&mut nodes(&leaves), 9).unwrap() };
    let file = ProofFile {
        entry: Some("entry 3".into()),
        index: 3,
        path: inclusion_path(&mut nodes(&leaves), 3, 9).unwrap(),
        checkpoint: Note::sign(&checkpoint.text(), &signers).unwrap(),
    };
    let read = ProofFile::read(&file.text()).unwrap();
    assert_eq!((read.verify(None, &keys), &read), (Ok(checkpoint.clone()), &file));
    assert_eq!(read.verify(Some("entry 3"), &keys), Ok(checkpoint));
    assert_eq!(read.verify(Some("entry 4"), &keys), Err(LogFault::WrongRoot));
    assert_eq!(read.verify(None, &[signer(ORIGIN).key().clone()]), Err(LogFault::Unsigned));
    assert!(ProofFile { entry: None, ..file.clone() }.verify(None, &keys).is_err());
    for wrong in [
        file.text().replace("index 3", "index 03"),
        file.text().replace("index 3", "index 3 "),
        file.text().replace("@v1", "@v2"),
        file.text() + "x",
    ] {
        assert!(ProofFile::read(&wrong).is_err() || ProofFile::read(&wrong).unwrap().verify(None, &keys).is_err(), "{wrong}");
    }
}

#[test]
fn a_consistency_file_holds_for_its_two_sizes_only() {
    let file = ConsistencyFile { from: 5, to: 9, path: consistency_path(&mut nodes(&leaves(9)), 5, 9).unwrap() };
    let read = ConsistencyFile::read(&file.text()).unwrap();
    assert_eq!((read.verify(&checkpoint(5), &checkpoint(9)), &read), (Ok(()), &file));
    assert!(read.verify(&checkpoint(4), &checkpoint(9)).is_err());
    assert!(read.verify(&checkpoint(5), &Checkpoint { origin: "estafette.example/other".into(), ..checkpoint(9) }).is_err());
    assert!(ConsistencyFile::read(&file.text().replace("from 5", "from 5 ")).is_err());
}
