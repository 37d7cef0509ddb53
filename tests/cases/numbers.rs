//! The numbers of the file are nowhere.

use estafette_client::VsvOptions;
use estafette_tests::{
    harness::vsv::{crowd, month, numbers},
    story,
};

use super::Region;
use crate::at_rest::bytes_at_rest;

story!(no_number_of_the_file_lies_anywhere_in_the_database, |app| {
    let region = Region::of(&app).await;
    let file = crowd(300, 28, "2025-04-18".parse().unwrap());
    for of in ["2043-10", "2043-11"] {
        let report = region.college.import_vsv(file.clone().into(), &VsvOptions::whole(month(of))).await.unwrap();
        assert_eq!(report.rejected, []);
    }
    let spoilt = file.replace("Invented 7;", ";");
    region.college.import_vsv(spoilt.into(), &VsvOptions::whole(month("2043-12"))).await.unwrap();
    let bytes = bytes_at_rest(&app);
    assert!(bytes.windows(11).any(|window| window == b"case.import"), "this is the database");
    let known: std::collections::HashSet<Vec<u8>> = numbers(&file).iter().flat_map(|number| forms(number)).collect();
    assert_eq!(known.len(), 900);
    for length in [9, 12, 18] {
        let found = bytes.windows(length).find(|window| known.contains(*window));
        assert_eq!(found, None, "a number lies there");
    }
});

/// A number as it is written, as PostgreSQL writes the bytes of it, and in base64.
fn forms(number: &str) -> [Vec<u8>; 3] {
    let hex: String = number.bytes().map(|byte| format!("{byte:02x}")).collect();
    [number.as_bytes().to_vec(), hex.into_bytes(), openssl::base64::encode_block(number.as_bytes()).into_bytes()]
}
