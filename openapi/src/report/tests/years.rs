//! Releases of one year after another: none gives away what one before it hides.

use super::*;

fn guard(counts: &Counts, threshold: u32, earlier: Option<Earlier<'_>>) -> Option<Guarded> {
    finest(counts, &three(false), threshold, earlier)
}

#[test]
fn the_ledger_refuses_a_lower_threshold_and_a_cell_that_was_hidden() {
    let then = counts(&[("a", [140, 130, 7]), ("b", [150, 122, 131]), ("c", [160, 180, 170])]);
    let before = guard(&then, 10, None).unwrap();
    let earlier = Earlier { counts: &then, guarded: Some(&before) };
    assert_eq!(admit(5, 10, &[]), Err(LedgerRefusal::LowerThreshold(10)));
    // Nothing changed, and nothing is hidden any more: the 7 would stand there.
    let bare = Guarded { hidden: Default::default(), swaps: Vec::new(), ..before.clone() };
    let compared = |guarded| [Compared { code: "consent", counts: &then, guarded, earlier }];
    assert_eq!(admit(10, 10, &compared(Some(&bare))), Err(LedgerRefusal::ShowsHidden("consent".into())));
    assert_eq!(admit(10, 10, &compared(Some(&before))), Ok(()));
    assert_eq!(admit(10, 10, &compared(None)), Ok(()));
}

#[test]
fn what_was_hidden_stays_hidden_until_it_has_grown_by_the_threshold() {
    let then = counts(&[("a", [140, 130, 7]), ("b", [150, 122, 131]), ("c", [160, 180, 170])]);
    let before = guard(&then, 10, None).unwrap();
    let earlier = Earlier { counts: &then, guarded: Some(&before) };
    // A few more, and the 7 is no small cell by itself any more.
    let little = counts(&[("a", [142, 131, 12]), ("b", [155, 123, 133]), ("c", [160, 180, 175])]);
    let now = guard(&little, 10, Some(earlier)).unwrap();
    assert!(before.hidden.is_subset(&now.hidden), "{now:?}");
    let compared = |counts, guarded| [Compared { code: "consent", counts, guarded: Some(guarded), earlier }];
    assert_eq!(admit(10, 10, &compared(&little, &now)), Ok(()));
    let by_itself = guard(&little, 10, None).unwrap();
    assert!(admit(10, 10, &compared(&little, &by_itself)).is_err(), "by itself it would show them");
    let much = counts(&[("a", [190, 160, 40]), ("b", [190, 160, 160]), ("c", [190, 190, 190])]);
    let later = guard(&much, 10, Some(earlier)).unwrap();
    assert!(later.hidden.is_empty(), "{later:?}");
    assert_eq!(admit(10, 10, &compared(&much, &later)), Ok(()));
}

#[test]
fn a_row_that_was_taken_together_is_not_taken_apart_while_that_would_tell() {
    let then = counts(&[("a", [140, 30, 4]), ("b", [5, 3, 1]), ("c", [60, 80, 70]), ("d", [150, 150, 150])]);
    let before = guard(&then, 10, None).unwrap();
    let now = counts(&[("a", [141, 31, 5]), ("b", [9, 7, 3]), ("c", [60, 80, 70]), ("d", [150, 150, 150])]);
    let earlier = Earlier { counts: &then, guarded: Some(&before) };
    let guarded = guard(&now, 10, Some(earlier)).unwrap();
    assert_eq!(admit(10, 10, &[Compared { code: "consent", counts: &now, guarded: Some(&guarded), earlier }]), Ok(()));
    assert!(guarded.grouping.rows.contains(&before.grouping.rows[0]), "{guarded:?}");
}
