//! Adopting: what two operators have to do, what cannot be adopted, and from when it counts where.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use estafette_client::{Client, ClientError, Request};
use estafette_contract::{
    CodeList, Ground, Matrix, NewAdoption, NoDetails, PartnerKind, ProblemKind, ProposalKind, Section, SectionDemand, Transition,
};
use estafette_db::dutch_day;
use estafette_tests::{
    harness::{TestDatabase, operators::Operators},
    story,
};
use reqwest::Method;

use super::{adopt, amended, renamed, signed};

async fn in_force(client: &Client) -> String {
    client.exchange_matrix().await.unwrap().version.to_string()
}

/// The pointers and codes with which a matrix is refused.
async fn refused(operator: &Client, adoption: &NewAdoption) -> Vec<(String, String)> {
    let ClientError::Refused(problem) = operator.propose_matrix(adoption).await.unwrap_err() else { panic!("a problem") };
    problem.errors.into_iter().map(|error| (error.pointer, error.code)).collect()
}

story!(an_amendment_is_in_force_once_two_operators_adopted_it_and_the_old_one_can_still_be_read, |app| {
    let operators = Operators::of(&app).await;
    let (first, second, anybody) = (&operators.first, &operators.second, app.anonymous());
    let amendment = amended("2026-R1", Transition::MboHbo, Section::WorkExperience, Ground::Forbidden);
    let proposal = first.propose_matrix(&signed(amendment.clone())).await.unwrap();

    // Nothing holds yet; who decides sees who signed it, and every cell that would change.
    assert_eq!(first.confirm_proposal(proposal.id, &NoDetails {}).await.unwrap_err().problem(), Some(ProblemKind::NotAllowed));
    assert_eq!(in_force(&anybody).await, "2026-1");
    assert_eq!(anybody.exchange_matrix_of("2026-R1").await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    let seen = second.proposals(&Default::default()).await.unwrap().items.remove(0);
    let matrix = seen.matrix.unwrap();
    assert_eq!(
        (seen.kind, matrix.signed_by.as_str(), matrix.signed_on.to_string()),
        (ProposalKind::AdoptMatrix, "Karin de Boer", "2026-01-08".into())
    );
    let [cell] = matrix.differences[..] else { panic!("one cell changes") };
    assert_eq!((cell.transition, cell.receiver, cell.before.section), (Transition::MboHbo, PartnerKind::Hbo, Section::WorkExperience));
    assert_eq!((cell.before.ground, cell.after.ground), (Ground::Consent, Ground::Forbidden));

    operators.confirm(&proposal).await;
    assert_eq!(anybody.exchange_matrix().await.unwrap(), amendment);
    assert_eq!(anybody.exchange_matrix_of("2026-1").await.unwrap(), *Matrix::shipped().document());
    let lines = second.exchange_matrices().await.unwrap().items;
    assert_eq!(lines.iter().map(|line| (line.version.as_str(), line.in_force)).collect::<Vec<_>>(), [("2026-R1", true), ("2026-1", false)]);
    assert_eq!((lines[0].signed_by.as_deref(), lines[1].signed_by.as_deref()), (Some("Karin de Boer"), None));
    assert!(lines[0].adopted_at.is_some());

    // What a transition asks for follows.
    let profiles = anybody.vocabulary("transitions").await.unwrap().profiles.unwrap();
    let profile = profiles.iter().find(|profile| profile.transition == Transition::MboHbo).unwrap();
    let demand = profile.sections.iter().find(|rule| rule.section == Section::WorkExperience).unwrap().demand;
    assert_eq!(demand, SectionDemand::Forbidden);
});

story!(no_amendment_lifts_a_hard_rule, |app| {
    let operators = Operators::of(&app).await;
    for (transition, section) in [
        (Transition::MboEmployer, Section::Health),
        (Transition::LearningWorkBbl, Section::SupportNeeds),
        (Transition::VmboMbo, Section::Criminal),
        (Transition::SchoolGemeente, Section::Criminal),
    ] {
        for &ground in Ground::ALL.iter().filter(|ground| **ground != Ground::Forbidden) {
            let told = refused(&operators.first, &signed(amended("2026-R1", transition, section, ground))).await;
            assert_eq!(told.len(), 1, "{transition} {section} {ground}: {told:?}");
            assert!(told[0].0.starts_with("/matrix/columns/") && told[0].0.ends_with("/ground") && told[0].1 == "hard-rule", "{told:?}");
        }
    }
    // And there is no place for a national number.
    let mut body = serde_json::to_value(signed(renamed("2026-R1"))).unwrap();
    for (pointer, field) in [("/signedBy", "/signedBy"), ("/matrix/version", "/matrix/version")] {
        let mut numbered = body.clone();
        *numbered.pointer_mut(field).unwrap() = "111222333".into();
        let request = Request::new(Method::POST, "/v1/exchange-matrices").json(&numbered).once();
        let ClientError::Refused(problem) = operators.first.send(request).await.unwrap().succeeded().unwrap_err() else {
            panic!("a problem")
        };
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), (pointer, "national-number"));
    }
    body["matrix"]["columns"][0]["cells"][0]["bsn"] = true.into();
    let request = Request::new(Method::POST, "/v1/exchange-matrices").json(&body).once();
    assert_eq!(operators.first.send(request).await.unwrap().succeeded().unwrap_err().problem(), Some(ProblemKind::InvalidField));
    assert!(operators.first.proposals(&Default::default()).await.unwrap().items.is_empty());
});

story!(a_matrix_is_whole_has_a_version_of_its_own_and_changes_nothing_backwards, |app| {
    let operators = Operators::of(&app).await;
    let first = &operators.first;
    let one = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
    let mut short = renamed("2026-R1");
    short.columns.pop();
    assert!(refused(first, &signed(short)).await.iter().all(|(pointer, code)| pointer == "/matrix/columns" && code == "missing-way"));
    let early = estafette_contract::ExchangeMatrix { valid_from: "2025-12-31".parse().unwrap(), ..renamed("2026-R1") };
    assert_eq!(refused(first, &signed(early)).await, one("/matrix/validFrom", "before-in-force"));
    assert_eq!(refused(first, &signed(renamed("2026-1"))).await, one("/matrix/version", "version-used"));
    let tomorrow = dutch_day(app.clock().now() + TimeDelta::days(1));
    assert_eq!(refused(first, &NewAdoption { signed_on: tomorrow, ..signed(renamed("2026-R1")) }).await, one("/signedOn", "in-future"));

    // Of two proposals of one version the second finds it taken when it is confirmed.
    let again = first.propose_matrix(&signed(renamed("2026-R1"))).await.unwrap();
    adopt(&operators, renamed("2026-R1")).await;
    assert_eq!(operators.second.confirm_proposal(again.id, &NoDetails {}).await.unwrap_err().problem(), Some(ProblemKind::InvalidField));
    assert_eq!(refused(first, &signed(renamed("2026-R1"))).await, one("/matrix/version", "version-used"));
    let kept = app.database.raw().execute("UPDATE adopted_matrices SET signed_by = 'somebody'");
    assert!(kept.is_err(), "what was signed stays as it was signed");

    let stranger = app.partner_granted("Vmbo De Linde", PartnerKind::VmboSchool, vec!["partners:manage".to_owned()]).await;
    let by_stranger = stranger.propose_matrix(&signed(renamed("2026-R2"))).await.unwrap_err();
    assert_eq!(by_stranger.problem(), Some(ProblemKind::NotAllowed));
});

story!(a_matrix_holds_from_its_day_on, |app| {
    let operators = Operators::of(&app).await;
    let today = dutch_day(app.clock().now());
    let from =
        |days: i64, version: &str| estafette_contract::ExchangeMatrix { valid_from: today + TimeDelta::days(days), ..renamed(version) };
    adopt(&operators, from(20, "later")).await;
    adopt(&operators, from(10, "sooner")).await;
    adopt(&operators, from(20, "instead")).await;
    let anybody = app.anonymous();
    assert_eq!(in_force(&anybody).await, "2026-1");
    assert!(anybody.exchange_matrix_of("later").await.is_ok(), "it can be read before it holds");
    app.days_pass(10);
    assert_eq!(in_force(&anybody).await, "sooner");
    app.days_pass(10);
    assert_eq!(in_force(&anybody).await, "instead", "of one day the one that was adopted last");
});

story!(every_process_goes_by_the_matrix_that_was_adopted_within_seconds, |app| {
    if matches!(app.database, TestDatabase::Sqlite(_)) {
        return;
    }
    let beside = app.beside().await;
    let other = Client::builder(&beside.base).build().unwrap();
    assert_eq!(in_force(&other).await, "2026-1");
    adopt(&Operators::of(&app).await, renamed("2026-R1")).await;
    let began = Instant::now();
    while in_force(&other).await != "2026-R1" {
        assert!(began.elapsed() < Duration::from_secs(5), "within five seconds");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let started_later = app.beside().await;
    assert_eq!(in_force(&Client::builder(&started_later.base).build().unwrap()).await, "2026-R1");
});
