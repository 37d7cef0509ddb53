//! Files that were not made by DUO, or were spoilt on the way.

use proptest::prelude::*;

use super::{super::MAX_LINES, *};

#[test]
fn a_quote_spoils_one_line_at_most() {
    let lines = [row(&[]), row(&[("ACHTERNAAM", "\"Kersten")]), row(&[("ACHTERNAAM", "\"van; Kersten\"")]), row(&[])];
    let read = read(&file(&lines), 2).unwrap();
    assert_eq!(read.len(), 4);
    assert_eq!(refused(read[1].clone()), (VsvRejection::Columns, None, false));
    assert_eq!(told(read[2].clone()).family_name.as_str(), "van; Kersten");
    assert!(read[3].read.is_ok());
}

#[test]
fn a_line_in_another_encoding_is_told_and_the_others_go_on() {
    let mut bytes = file(&[row(&[("ACHTERNAAM", "Pe#afiel")]), row(&[])]);
    let place = bytes.iter().position(|byte| *byte == b'#').unwrap();
    bytes[place] = 0xf1;
    let read = read(&bytes, 2).unwrap();
    assert_eq!(refused(read[0].clone()), (VsvRejection::Encoding, Some("ACHTERNAAM"), true));
    assert!(read[1].read.is_ok());
}

#[test]
fn too_few_and_too_many_columns_and_empty_lines_do_no_harm() {
    let short = row(&[]).rsplit_once(';').unwrap().0.to_owned();
    let read = read(&file(&[short, row(&[]) + ";", String::new(), "  ".into(), row(&[])]), 2).unwrap();
    assert_eq!(read.iter().map(|line| (line.number, line.read.is_ok())).collect::<Vec<_>>(), [(2, false), (3, false), (6, true)]);
    let long = row(&[("STRAAT", "x".repeat(9000).as_str())]);
    assert_eq!(refused(one(long)), (VsvRejection::Columns, None, false));
}

#[test]
fn more_lines_than_one_transaction_takes_are_refused() {
    let lines = vec!["x".to_owned(); MAX_LINES + 1];
    assert_eq!(read(&file(&lines), 2).unwrap_err(), VsvFault::TooManyLines);
    assert_eq!(read(&file(&lines[1..]), 2).unwrap().len(), MAX_LINES);
}

#[test]
fn nothing_told_repeats_what_stood_there() {
    let spoilt = one(row(&[("ACHTERNAAM", "bsn 111222333")]));
    assert!(!format!("{:?}", spoilt.read.unwrap_err()).contains("900000012"));
    assert!(!format!("{:?}", told(one(row(&[])))).contains("900000012"), "not in what is read either");
}

proptest! {
    #[test]
    fn no_bytes_make_reading_fail_otherwise_than_it_should(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, 2);
        let spoilt = [COLUMNS.join(";").as_bytes(), b"\n", &bytes].concat();
        prop_assert!(read(&spoilt, 2).is_ok());
    }

    #[test]
    fn a_spoilt_field_never_loses_the_lines_beside_it(column in 0..39usize, value in "[^\\r\\n]{0,60}") {
        let lines = [row(&[]), row(&[(COLUMNS[column], value.as_str())]), row(&[])];
        let read = read(&file(&lines), 2).unwrap();
        prop_assert_eq!(read.len(), 3);
        prop_assert!(read[0].read.is_ok() && read[2].read.is_ok());
    }
}
