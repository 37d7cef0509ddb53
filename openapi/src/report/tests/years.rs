//! Releases of one year after another: none gives away what one before it hides.

use super::*;

fn guard(counts: &Counts, threshold: u32, earlier: Option<Earlier<'_>>) -> Option<Guarded> {
    protect(counts, &three(false), threshold, earlier)
}

#[test]
fn the_ledger_refuses_a_lower_threshold_and_a_cell_that_was_hidden() {
    let then = counts(&[("a", [40, 30, 7]), ("b", [50, 22, 31]), ("c", [60, 80, 70])]);
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
    let then = counts(&[("a", [40, 30, 7]), ("b", [50, 22, 31]), ("c", [60, 80, 70])]);
    let before = guard(&then, 10, None).unwrap();
    let earlier = Earlier { counts: &then, guarded: Some(&before) };
    // A few more, and the 7 is no small cell by itself any more.
    let little = counts(&[("a", [42, 31, 12]), ("b", [55, 23, 33]), ("c", [60, 80, 75])]);
    let now = guard(&little, 10, Some(earlier)).unwrap();
    assert!(before.hidden.is_subset(&now.hidden), "{now:?}");
    let compared = |counts, guarded| [Compared { code: "consent", counts, guarded: Some(guarded), earlier }];
    assert_eq!(admit(10, 10, &compared(&little, &now)), Ok(()));
    let by_itself = guard(&little, 10, None).unwrap();
    assert!(admit(10, 10, &compared(&little, &by_itself)).is_err(), "by itself it would show them");
    let much = counts(&[("a", [90, 60, 40]), ("b", [90, 60, 60]), ("c", [90, 90, 90])]);
    let later = guard(&much, 10, Some(earlier)).unwrap();
    assert!(later.hidden.is_empty(), "{later:?}");
    assert_eq!(admit(10, 10, &compared(&much, &later)), Ok(()));
}

#[test]
fn a_row_that_was_taken_together_is_not_taken_apart_while_that_would_tell() {
    let then = counts(&[("a", [40, 30, 4]), ("b", [5, 3, 1]), ("c", [60, 80, 70]), ("d", [50, 50, 50])]);
    let before = guard(&then, 10, None).unwrap();
    let now = counts(&[("a", [41, 31, 5]), ("b", [9, 7, 3]), ("c", [60, 80, 70]), ("d", [50, 50, 50])]);
    let earlier = Earlier { counts: &then, guarded: Some(&before) };
    let guarded = guard(&now, 10, Some(earlier)).unwrap();
    assert_eq!(admit(10, 10, &[Compared { code: "consent", counts: &now, guarded: Some(&guarded), earlier }]), Ok(()));
    assert!(guarded.grouping.rows.contains(&before.grouping.rows[0]), "{guarded:?}");
}
