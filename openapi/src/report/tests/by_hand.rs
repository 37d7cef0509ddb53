//! Regions small enough to follow with a pencil.

use super::*;

#[test]
fn a_small_cell_hides_three_others_so_that_neither_its_row_nor_its_column_gives_it_away() {
    let counts = counts(&[("a", [140, 130, 4]), ("b", [150, 122, 131]), ("c", [160, 180, 170])]);
    let shown = shown(&three(false), &counts, 10).unwrap();
    // The 4 stands at the corner of the rectangle that hides the fewest others: rows a and b, columns 2 and 3.
    assert_eq!(shown, [vec![Some(140), None, None], vec![Some(150), None, None], vec![Some(160), Some(180), Some(170)]]);
}

#[test]
fn what_nobody_needs_to_hide_is_only_rounded() {
    let counts = counts(&[("a", [141, 33, 12]), ("b", [152, 22, 0])]);
    let shown = shown(&three(false), &counts, 10).unwrap();
    assert_eq!(shown, [[Some(140), Some(35), Some(10)], [Some(150), Some(20), Some(0)]]);
}

#[test]
fn in_a_sensitive_column_nobody_and_everybody_say_as_much_as_few() {
    let nobody = counts(&[("a", [141, 33, 0]), ("b", [152, 22, 20]), ("c", [130, 30, 30])]);
    assert_eq!(shown(&three(true), &nobody, 10).unwrap()[0][2], None);
    assert_eq!(shown(&three(false), &nobody, 10).unwrap()[0][2], Some(0));
    let everybody = counts(&[("a", [0, 0, 144]), ("b", [152, 22, 20]), ("c", [130, 30, 30])]);
    assert_eq!(shown(&three(true), &everybody, 10).unwrap()[0][2], None);
}

#[test]
fn rows_and_columns_that_are_small_stand_together_and_a_table_of_few_is_withheld() {
    let few = counts(&[("a", [40, 30, 4]), ("b", [3, 2, 1]), ("c", [2, 3, 1])]);
    let guarded = finest(&few, &three(false), 10, None).unwrap();
    assert!(guarded.grouping.rows.iter().any(|rows| rows.len() > 1), "{guarded:?}");
    assert!(guarded.grouping.columns.iter().any(|columns| columns.len() > 1), "{guarded:?}");
    assert_eq!(finest(&counts(&[("a", [3, 2, 1])]), &three(false), 10, None), None);
    assert_eq!(finest(&Counts::default(), &three(false), 10, None), None);
}

#[test]
fn a_partner_that_has_all_but_a_few_of_a_cell_does_not_learn_of_those_few() {
    let mut known = counts(&[("a", [140, 130, 4]), ("b", [150, 122, 131]), ("c", [160, 180, 170])]);
    // The first partner has nearly all of row b: it could compute the 4 if only b stood across from it.
    for (cell, own) in known.rows[1].1.iter_mut().zip([148, 121, 130]) {
        cell.of.insert(1, own);
    }
    let guarded = finest(&known, &three(false), 10, None).unwrap();
    let across: Vec<_> = guarded.hidden.iter().filter(|(row, _)| *row == 2).collect();
    assert!(!across.is_empty(), "row c stands across as well: {guarded:?}");
}

#[test]
fn a_learner_counts_once_in_a_row_by_the_furthest_handover() {
    let way = way(Transition::VmboMbo, PartnerKind::VmboSchool, PartnerKind::MboCollege);
    let one = invented::invent(1, 0, 1).facts[0];
    let fact = |learner, stage: u8, receiver| Fact {
        learner,
        way,
        stage,
        receiver,
        sender: 9,
        conversation: Some(crate::ConversationOutcome::Held),
        ..one
    };
    let mut facts = vec![fact(1, 4, 1), fact(1, 6, 2), fact(2, 4, 1)];
    let table = three(false);
    let counted = tally(&mut facts, std::slice::from_ref(&table)).remove(0);
    let cell = &counted.rows[0].1[0];
    assert_eq!((cell.all, cell.known_to(Some(9)), cell.known_to(Some(1)), cell.known_to(Some(2))), (2, 2, 1, 1));
}

#[test]
fn days_are_read_from_the_bands_that_are_published() {
    let timed = cube::fresh().into_iter().find(|table| table.code == "lead_whole").unwrap();
    let row = |code: &str, cells: [u32; 5]| (code.to_owned(), cells.map(|all| Cell { all, of: Default::default() }).to_vec());
    let counts = Counts { rows: vec![row("a", [40, 60, 60, 30, 10]), row("b", [200, 0, 0, 0, 0])] };
    let guarded = finest(&counts, &timed, 10, None).unwrap();
    let published = publish(&timed, &counts, Some(&guarded), None, |code| (code.to_owned(), code.to_owned()));
    // Half of 200 is reached with the fourteenth day, nine in ten with 20 of the 30 between 29 and 44; 190 of 200 are within 44 days.
    let days = published.rows[0].days.unwrap();
    assert_eq!((days.median, days.p90, days.within_term), (Some(14), Some(39), Some(95)));
    assert_eq!((published.term_days, published.rows[1].days.unwrap().median), (Some(44), Some(5)));
    assert_eq!((days.median_between, days.p90_between), (None, None));
}

#[test]
fn where_a_band_is_hidden_a_median_is_said_as_between_which_days_it_is() {
    let timed = cube::fresh().into_iter().find(|table| table.code == "lead_whole").unwrap();
    let row = |code: &str, cells: [u32; 5]| (code.to_owned(), cells.map(|all| Cell { all, of: Default::default() }).to_vec());
    let counts = Counts { rows: vec![row("a", [400, 600, 60, 7, 40]), row("b", [200, 150, 60, 40, 20]), row("c", [300, 300, 90, 90, 90])] };
    let guarded = finest(&counts, &timed, 10, None).unwrap();
    let published = publish(&timed, &counts, Some(&guarded), None, |code| (code.to_owned(), code.to_owned()));
    let hidden: Vec<bool> = published.rows[0].cells.iter().map(Option::is_none).collect();
    assert_eq!(hidden[..2], [false, false], "{published:?}");
    let days = published.rows[0].days.unwrap();
    // Half of 1,105 are within the first two bands whatever is hidden in those after them.
    assert_eq!((days.median, days.median_between), (None, Some(DaysBetween { first_day: 11, last_day: Some(14) })));
    let p90 = days.p90_between.unwrap();
    assert!(p90.first_day <= 14 && p90.last_day.is_none_or(|last| last >= 14), "the true p90 lies in it: {p90:?}");
}

#[test]
fn rows_stand_together_when_more_is_shown_of_them_that_way() {
    // In rows by themselves four of six cells would be hidden for the 4.
    let counts = counts(&[("a", [140, 130, 4]), ("b", [150, 122, 31]), ("c", [160, 180, 170])]);
    let apart = finest(&counts, &three(false), 10, None).unwrap();
    assert_eq!((apart.grouping.rows.len(), apart.shown(&counts)), (3, (5, 9)));
    let together = protect(&counts, &three(false), 10, None).unwrap();
    assert_eq!((together.grouping.rows.len(), together.shown(&counts)), (2, (9, 9)));
}
