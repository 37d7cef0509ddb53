//! What is read of a monthly file, and what is not.

mod hostile;
mod real;

use estafette_contract::{LeftLevel, VsvRejection};
use estafette_db::cases::{Reported, VsvLine};

use super::{COLUMNS, VsvFault, read};

/// An invented file in the layout of A04.
const FILE: &str = include_str!("../fixtures/204310A04I99XF.csv");

/// A line that can be read, with some of its columns changed.
fn row(changed: &[(&str, &str)]) -> String {
    let line = FILE.lines().nth(1).unwrap();
    let fields = COLUMNS.iter().zip(line.split(';'));
    let changed = fields.map(|(name, value)| changed.iter().find(|(column, _)| column == name).map_or(value, |(_, other)| *other));
    changed.collect::<Vec<_>>().join(";")
}

/// A file of these lines.
fn file(lines: &[String]) -> Vec<u8> {
    format!("{}\r\n{}\r\n", COLUMNS.join(";"), lines.join("\r\n")).into_bytes()
}

fn one(line: String) -> VsvLine {
    read(&file(&[line]), 2).unwrap().remove(0)
}

fn told(line: VsvLine) -> Reported {
    *line.read.unwrap()
}

fn refused(line: VsvLine) -> (VsvRejection, Option<&'static str>, bool) {
    let unread = line.read.unwrap_err();
    (unread.reason, unread.column, unread.whose.is_some())
}

#[test]
fn a_line_tells_who_where_and_what_was_left() {
    let lines = read(FILE.as_bytes(), 2).unwrap();
    assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
    let people: Vec<Reported> = lines.into_iter().map(told).collect();
    let mila = &people[0];
    assert_eq!((mila.region.number(), mila.given_name.as_str(), mila.born_on.to_string().as_str()), (28, "Mila Sofie", "2025-10-03"));
    let address = mila.address.as_ref().unwrap();
    assert_eq!((address.street.as_str(), address.town.as_str()), ("Havenkade 129 A", "MAASDAL"));
    assert_eq!((mila.left.level, mila.left.since.as_str()), (Some(LeftLevel::Mbo2), "2043-09"));
    let samir = &people[1];
    assert_eq!((samir.family_name_prefix.as_ref().unwrap().as_str(), samir.left.learning_path), ("El", None));
    assert_eq!(samir.born_on.to_string(), "2024-02-29");
    let zoe = &people[2];
    assert_eq!((zoe.family_name.as_str(), zoe.left.level, zoe.address.is_none()), ("Peñafiel", Some(LeftLevel::HavoVwo), true));
}

#[test]
fn a_column_that_cannot_be_read_is_named_and_whose_it_is_is_kept() {
    use VsvRejection as V;
    for (column, value, reason, known) in [
        ("PERSOONSGEBONDENNUMMER", "", V::Number, false),
        ("PERSOONSGEBONDENNUMMER", "12345", V::Number, false),
        ("PERSOONSGEBONDENNUMMER", "90000001X", V::Number, false),
        ("RMC_REGIO", "", V::Region, false),
        ("RMC_REGIO", "REGIO 41", V::Region, false),
        ("ACHTERNAAM", "", V::Name, true),
        ("ACHTERNAAM", "bsn 111222333", V::Name, true),
        ("ALLE_VOORNAMEN", "\u{7}", V::Name, true),
        ("GEBOORTEDATUM", "", V::BornOn, true),
        ("GEBOORTEDATUM", "29-02-2025", V::BornOn, true),
        ("GEBOORTEDATUM", "2025-02-28", V::BornOn, true),
        ("RAPPORTAGEMAAND", "204313", V::Month, true),
        ("WOONGEMEENTE", "111222333", V::Text, true),
    ] {
        assert_eq!(refused(one(row(&[(column, value)]))), (reason, Some(column), known), "{column} {value:?}");
    }
}

#[test]
fn what_the_register_writes_otherwise_is_left_out_and_nobody_is_lost_by_it() {
    let left = told(one(row(&[("NIVEAU", "Mbo9"), ("LEERWEG", "?"), ("ONDERWIJSNAAM", ""), ("BRIN", "zz"), ("VANAF_WANNEER", "")]))).left;
    assert!(left.level.is_none() && left.learning_path.is_none() && left.programme.is_none() && left.brin.is_none());
    assert_eq!(left.since.as_str(), "2043-09", "the month of the report");
    assert_eq!(told(one(row(&[("DATUM_UITSCHRIJVING", "31-08-2043")]))).left.left_on.unwrap().to_string(), "2043-08-31");
}

#[test]
fn an_unknown_layout_is_refused_with_what_it_should_be() {
    let with = |columns: &[&str]| read(format!("{}\n", columns.join(";")).as_bytes(), 2).unwrap_err();
    let mut swapped = COLUMNS;
    swapped.swap(3, 4);
    assert_eq!(with(&swapped), VsvFault::Layout(3));
    assert!(with(&swapped).to_string().contains("number 4 on, which should be PERSOONSGEBONDENNUMMER"));
    assert_eq!(with(&COLUMNS[..38]), VsvFault::Layout(38));
    assert_eq!(with(&[&COLUMNS[..], &["EXTRA"]].concat()), VsvFault::Layout(39));
    assert_eq!(read(COLUMNS.join(",").as_bytes(), 2).unwrap_err(), VsvFault::Layout(0));
    assert_eq!(read(b"", 2).unwrap_err(), VsvFault::Layout(0));
    assert_eq!(read(b"\xff\xfeB\0R\0", 2).unwrap_err(), VsvFault::Utf16);
    assert!(read(&[b"\xef\xbb\xbf", FILE.as_bytes()].concat(), 2).is_ok(), "a mark of UTF-8 is no fault");
}
