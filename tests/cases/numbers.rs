//! The numbers of the file are nowhere.

use std::collections::{HashMap, HashSet};

use estafette_client::VsvOptions;
use estafette_tests::{
    harness::vsv::{crowd, month, numbers},
    story,
};

use super::Region;
use crate::at_rest::bytes_at_rest;

/// Ids and digests are hexadecimal, and now and then nine digits of one happen to be one of the three hundred numbers. Whoever
/// kept the numbers would have kept them all.
const BY_CHANCE: usize = 4;

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
    let all = numbers(&file);
    assert_eq!(all.len(), 300);
    assert!(lying(&bytes, &all).len() < BY_CHANCE, "the numbers lie there");
    let rejected = all[7];
    assert_eq!(lying(&bytes, &[rejected]), HashSet::new(), "the number of a line that was rejected lies there");
});

/// Which of these numbers lie there in any form.
fn lying<'a>(bytes: &[u8], numbers: &[&'a str]) -> HashSet<&'a str> {
    let known: HashMap<Vec<u8>, &str> = numbers.iter().flat_map(|number| forms(number).map(|form| (form, *number))).collect();
    assert_eq!(known.len(), 3 * numbers.len());
    [9, 12, 18].iter().flat_map(|length| bytes.windows(*length).filter_map(|window| known.get(window).copied())).collect()
}

/// A number as it is written, as PostgreSQL writes the bytes of it, and in base64.
fn forms(number: &str) -> [Vec<u8>; 3] {
    let hex: String = number.bytes().map(|byte| format!("{byte:02x}")).collect();
    [number.as_bytes().to_vec(), hex.into_bytes(), openssl::base64::encode_block(number.as_bytes()).into_bytes()]
}
