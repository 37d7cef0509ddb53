//! What folds months together: one case a person, nothing told of what others reported, and gone when the school year is over.

use estafette_client::VsvOptions;
use estafette_contract::{CaseStatus, ProblemKind};
use estafette_tests::{
    harness::vsv::{NOVEMBER, OCTOBER, month},
    story,
};
use uuid::Uuid;

use super::{Region, counts, import};

story!(a_person_whom_two_report_is_one_case_and_neither_is_told_of_the_other, |app| {
    let region = Region::of(&app).await;
    import(&region.college, OCTOBER, "2043-10").await;
    let report = import(&region.here, OCTOBER, "2043-10").await;
    assert_eq!(counts(&report), (4, 0, 0, 1, 0), "to whom reports for the first time, everybody is new");
    assert_eq!(region.here.cases(&Default::default()).await.unwrap().items.len(), 3);

    let without: String = OCTOBER.lines().filter(|line| !line.contains("Kersten")).map(|line| format!("{line}\r\n")).collect();
    assert_eq!(import(&region.college, &without, "2043-11").await.ended, 1);
    let open = |items: Vec<estafette_contract::CaseLine>| items.iter().filter(|case| case.status == CaseStatus::Open).count();
    assert_eq!(open(region.here.cases(&Default::default()).await.unwrap().items), 3, "the Doorstroompunt still reports her itself");
    assert_eq!(import(&region.here, &without, "2043-11").await.ended, 1);
    assert_eq!(open(region.here.cases(&Default::default()).await.unwrap().items), 2);
});

story!(a_file_in_parts_is_one_import, |app| {
    let region = Region::of(&app).await;
    import(&region.college, OCTOBER, "2043-10").await;
    let lines: Vec<&str> = NOVEMBER.lines().collect();
    let part = |from: usize, to: usize| [&lines[..1], &lines[from..to]].concat().join("\n");
    let options = VsvOptions { import: Some(Uuid::now_v7()), more: true, ..VsvOptions::whole(month("2043-11")) };
    let first = region.college.import_vsv(part(1, 4).into(), &options).await.unwrap();
    assert_eq!((counts(&first), first.id), ((0, 1, 2, 0, 0), options.import.unwrap()), "nothing ends before the last part");
    let last = VsvOptions { more: false, first_line: 5, ..options.clone() };
    let last = region.college.import_vsv(part(3, 6).into(), &last).await.unwrap();
    assert_eq!((counts(&last), last.new.clone()), ((1, 0, 0, 2, 1), vec![6]), "a line that came before stands there twice");
    let over = region.college.import_vsv(part(1, 4).into(), &options).await.unwrap_err();
    assert_eq!(over.problem(), Some(ProblemKind::InvalidField));
});

story!(a_line_that_could_be_anybodys_ends_nothing, |app| {
    let region = Region::of(&app).await;
    import(&region.college, OCTOBER, "2043-10").await;
    let spoilt = OCTOBER.replace("900000012", "90000ooo12");
    let report = import(&region.college, &spoilt, "2043-11").await;
    assert_eq!((counts(&report), report.ending_withheld), ((0, 0, 3, 2, 0), true));
    let spoilt = OCTOBER.replace("Kersten", "");
    let report = import(&region.college, &spoilt, "2043-12").await;
    assert_eq!((counts(&report), report.ending_withheld), ((0, 0, 3, 2, 0), false), "she has no name, and is still reported");
});

story!(what_folds_the_months_is_thrown_away_when_the_school_year_is_over, |app| {
    let region = Region::of(&app).await;
    import(&region.college, OCTOBER, "2043-10").await;
    let mut rows = app.database.raw();
    assert_eq!((rows.count("vsv_folds"), rows.count("vsv_fold_keys")), (4, 2));
    app.goes_to("2044-07-31");
    app.store().tidy().await.unwrap();
    assert_eq!(rows.count("vsv_folds"), 4, "the last day of the school year");
    app.goes_to("2044-08-01");
    app.store().tidy().await.unwrap();
    assert_eq!((rows.count("vsv_folds"), rows.count("vsv_fold_keys")), (0, 0));
    assert_eq!(region.here.cases(&Default::default()).await.unwrap().items.len(), 3, "the cases stay");
});

story!(a_key_of_last_year_is_not_used_although_nobody_tidied, |app| {
    let region = Region::of(&app).await;
    import(&region.college, OCTOBER, "2043-10").await;
    let mut rows = app.database.raw();
    let salts = format!("SELECT {} AS line FROM vsv_fold_keys ORDER BY partner_id", rows.hex("salt"));
    let before = rows.lines(&salts);
    app.goes_to("2044-08-01");
    assert_eq!(counts(&import(&region.college, OCTOBER, "2044-08").await), (4, 0, 0, 1, 0));
    let after = rows.lines(&salts);
    assert!(before.iter().all(|salt| !after.contains(salt)) && after.len() == 2);
    assert_eq!((rows.count("vsv_folds"), rows.count("cases")), (4, 4), "the same people by the same names are the same cases");
});
