//! Files that are no monthly files do no harm.

use estafette_client::{Client, Request, VsvOptions};
use estafette_contract::{NewManagedPartner, NewRmcRegion, PartnerKind, ProblemKind, ProposalKind, RmcRegion, VsvRejection};
use estafette_tests::{
    harness::{
        TestApp,
        operators::{Operators, joining},
        vsv::{OCTOBER, crowd, month},
    },
    story,
};
use reqwest::Method;

use super::{Region, counts, import};

async fn refused(client: &Client, file: Vec<u8>) -> Option<ProblemKind> {
    client.import_vsv(file, &VsvOptions::whole(month("2043-10"))).await.unwrap_err().problem()
}

fn nothing_is_kept(app: &TestApp) {
    let mut rows = app.database.raw();
    for table in ["cases", "learners", "vsv_folds", "vsv_imports", "vsv_fold_keys"] {
        assert_eq!(rows.count(table), 0, "{table}");
    }
}

story!(what_is_no_monthly_file_is_refused_with_what_it_should_be, |app| {
    let region = Region::of(&app).await;
    let college = &region.college;
    assert_eq!(refused(college, OCTOBER.replace("RMC_REGIO", "REGIO").into()).await, Some(ProblemKind::UnknownLayout));
    assert_eq!(refused(college, OCTOBER.replace(';', ",").into()).await, Some(ProblemKind::UnknownLayout));
    assert_eq!(refused(college, OCTOBER.encode_utf16().flat_map(u16::to_le_bytes).collect()).await, Some(ProblemKind::UnknownLayout));
    assert_eq!(refused(college, Vec::new()).await, Some(ProblemKind::UnknownLayout));
    assert_eq!(refused(college, vec![b'x'; 5 << 20]).await, Some(ProblemKind::TooLarge));
    assert_eq!(refused(college, crowd(5001, 28, "2025-04-18".parse().unwrap()).into()).await, Some(ProblemKind::TooLarge));
    let swapped = OCTOBER.replacen("PERSOONSGEBONDENNUMMER;ACHTERNAAM", "ACHTERNAAM;PERSOONSGEBONDENNUMMER", 1);
    let told = college.import_vsv(swapped.into(), &VsvOptions::whole(month("2043-10"))).await.unwrap_err();
    assert!(told.to_string().contains("number 4 on, which should be PERSOONSGEBONDENNUMMER"), "{told}");

    let path = "/v1/cases/_import-vsv?month=2043-10";
    let by_the_other_path = Request { body: Some(b"x".to_vec()), ..Request::new(Method::POST, path) };
    let reply = college.send(by_the_other_path.clone().header("content-type", "text/csv").once()).await.unwrap();
    assert_eq!(reply.status, 422);
    let reply = college.send(by_the_other_path.header("content-type", "application/json").once()).await.unwrap();
    assert_eq!(reply.status, 415);
    for query in ["", "?month=2043-13", "?month=2043-10&firstLine=x", "?month=2043-10&import=7"] {
        let request = Request { body: Some(OCTOBER.into()), ..Request::new(Method::POST, format!("/v1/cases/_import{query}")) };
        assert_eq!(college.send(request.header("content-type", "text/csv").once()).await.unwrap().status, 400, "{query}");
    }
    nothing_is_kept(&app);
});

story!(a_large_file_is_cut_off_and_others_are_served, |app| {
    let region = Region::of(&app).await;
    let everything = Default::default();
    let (large, small) = tokio::join!(refused(&region.college, vec![b'x'; 100 << 20]), region.here.cases(&everything));
    // The service answers and hangs up before all of it was sent, so a client may never read the answer.
    assert!(matches!(large, Some(ProblemKind::TooLarge) | None), "{large:?}");
    assert!(small.unwrap().items.is_empty());
    nothing_is_kept(&app);
});

story!(spoilt_lines_are_rejected_one_by_one, |app| {
    let region = Region::of(&app).await;
    let mut file = OCTOBER.replace("Kersten", "\"Kersten").replace("29-02-2024", "30-02-2024").into_bytes();
    let place = file.windows(2).position(|two| two == "ñ".as_bytes()).unwrap();
    file.splice(place..place + 2, [0xf1]);
    let report = region.college.import_vsv(file, &VsvOptions::whole(month("2043-10"))).await.unwrap();
    assert_eq!(counts(&report), (1, 0, 0, 4, 0));
    let why: Vec<_> = report.rejected.iter().map(|line| (line.line, line.reason)).collect();
    use VsvRejection as V;
    assert_eq!(why, [(2, V::Columns), (3, V::BornOn), (4, V::Encoding), (6, V::NoDoorstroompunt)]);
});

story!(who_is_too_old_of_another_school_or_of_a_later_month_becomes_no_case, |app| {
    let region = Region::of(&app).await;
    let set = format!("UPDATE partners SET brin = '99XA' WHERE id = '{}'", region.college.id);
    app.database.raw().execute(&set).unwrap();
    let report = import(&region.college, OCTOBER, "2043-10").await;
    assert!(report.rejected.iter().all(|line| [VsvRejection::OtherSchool, VsvRejection::NoDoorstroompunt].contains(&line.reason)));
    assert_eq!(counts(&report), (0, 0, 0, 5, 0));
    let early = import(&region.here, OCTOBER, "2043-08").await;
    assert!(early.rejected.iter().all(|line| [VsvRejection::Month, VsvRejection::NoDoorstroompunt].contains(&line.reason)), "{early:?}");
    // Born on 3 October 2025 and followed until 27.
    app.goes_to("2052-10-03");
    let late = import(&region.there, OCTOBER, "2052-10").await;
    assert_eq!(late.rejected.iter().find(|line| line.line == 2).unwrap().reason, VsvRejection::NotFollowed);
});

story!(of_each_rmc_region_one_doorstroompunt_takes_part, |app| {
    let operators = Operators::of(&app).await;
    let of_28 = |name: &str, kind| NewManagedPartner { rmc_region: Some(RmcRegion::new(28).unwrap()), ..joining(name, kind) };
    let first = operators.first.admit_partner(&of_28("Doorstroompunt Maasdal", PartnerKind::Doorstroompunt)).await.unwrap().id;
    assert_eq!(operators.first.managed_partner(first).await.unwrap().rmc_region.unwrap().number(), 28);
    let second = operators.first.admit_partner(&of_28("Doorstroompunt Zuid", PartnerKind::Doorstroompunt)).await.unwrap_err();
    assert_eq!(second.problem(), Some(ProblemKind::Conflict));
    let college = operators.first.admit_partner(&of_28("ROC Maasdal", PartnerKind::MboCollege)).await.unwrap_err();
    assert_eq!(college.problem(), Some(ProblemKind::InvalidField));
});

story!(a_doorstroompunt_that_was_admitted_without_a_region_gets_one_by_two_operators, |app| {
    let region = Region::of(&app).await;
    let late = app.partner("Doorstroompunt Zuid", PartnerKind::Doorstroompunt).await;
    let operators = Operators::of(&app).await;
    let of = |number| NewRmcRegion { rmc_region: RmcRegion::new(number).unwrap() };
    let taken = operators.first.propose_region(late.id, &of(28)).await.unwrap_err();
    assert_eq!(taken.problem(), Some(ProblemKind::Conflict), "another follows it");
    let college = operators.first.propose_region(region.college.id, &of(30)).await.unwrap_err();
    assert_eq!(college.problem(), Some(ProblemKind::NotAllowed));
    let proposed = operators.first.propose_region(late.id, &of(30)).await.unwrap();
    assert!(operators.first.managed_partner(late.id).await.unwrap().rmc_region.is_none(), "one alone changes nothing");
    let shown = operators.second.proposals(&Default::default()).await.unwrap().items.remove(0);
    assert_eq!((shown.kind, shown.rmc_region), (ProposalKind::FollowRegion, Some(RmcRegion::new(30).unwrap())));
    operators.confirm(&proposed).await;
    assert_eq!(operators.first.managed_partner(late.id).await.unwrap().rmc_region.unwrap().number(), 30);
});
