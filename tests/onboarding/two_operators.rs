//! Two operators: one proposes, another confirms; nobody gives alone.

use estafette_client::{Client, ClientError};
use estafette_contract::{AuditOutcome, NewScope, NoDetails, PartnerKind, PartnerStatus, ProblemKind, ProposalKind, ProposalStatus, Text};
use estafette_tests::{
    harness::operators::{Operators, client, joining, jwks, key},
    story,
};

fn problem<T: std::fmt::Debug>(answer: Result<T, ClientError>) -> ProblemKind {
    answer.unwrap_err().problem().unwrap()
}

fn health() -> NewScope {
    NewScope { scope: Text::new("sections.health:read").unwrap(), reason: Some(Text::new("Zorg leest mee").unwrap()) }
}

/// What an operator did, as its own log has it, newest first.
async fn acts(operator: &Client, act: &str) -> Vec<(AuditOutcome, Option<String>, Option<String>)> {
    let entries = operator.audit_entries(&Default::default()).await.unwrap().items;
    let entries = entries.into_iter().map(|record| record.entry).filter(|entry| entry.act.to_string() == act);
    entries.map(|entry| (entry.outcome, entry.reason, entry.object.reference)).collect()
}

story!(a_partner_signs_in_once_two_operators_gave_it_a_key, |app| {
    let operators = Operators::of(&app).await;
    let (first, second) = (&operators.first, &operators.second);
    let college = operators.admit("ROC Maasdal", PartnerKind::MboCollege).await;
    let its_key = key();
    let its_client = client(&app, "roc-maasdal", &its_key);
    assert_eq!(problem(its_client.fetch_token().await), ProblemKind::InvalidClient);

    // The first proposes; that gives nothing yet, and the first cannot confirm it.
    let proposal = first.propose_keys(college, &jwks(&[&its_key])).await.unwrap();
    assert_eq!(proposal.status, ProposalStatus::Open);
    assert_eq!(problem(first.confirm_proposal(proposal.id, &NoDetails {}).await), ProblemKind::NotAllowed);
    assert_eq!(problem(its_client.fetch_token().await), ProblemKind::InvalidClient);

    // The second sees what is proposed, by whom, and confirms.
    let seen = second.proposals(&Default::default()).await.unwrap().items.remove(0);
    assert_eq!((seen.kind, seen.client_id.as_str(), seen.proposed_by.as_str()), (ProposalKind::AddKeys, "roc-maasdal", "regiobeheer-1"));
    assert_eq!(seen.keys[0].thumbprint, its_key.kid());
    operators.confirm(&proposal).await;
    assert!(its_client.fetch_token().await.is_ok());
    assert_eq!(problem(second.confirm_proposal(proposal.id, &NoDetails {}).await), ProblemKind::Conflict);

    // Both stand in the log, with one reference to the proposal.
    let proposed = acts(first, "proposal.make").await.remove(0);
    let refused = acts(first, "proposal.confirm").await.remove(0);
    let confirmed = acts(second, "proposal.confirm").await.pop().unwrap();
    assert_eq!((proposed.0, refused.0, confirmed.0), (AuditOutcome::Done, AuditOutcome::Refused, AuditOutcome::Done));
    assert_eq!(confirmed.1.as_deref(), Some("add_keys"));
    assert!(proposed.2.is_some() && proposed.2 == confirmed.2 && proposed.2 == refused.2);

    // And the partner shows who may sign in.
    let shown = second.managed_partner(college).await.unwrap();
    assert_eq!((shown.status, shown.keys.len(), shown.keys[0].kid.as_str()), (PartnerStatus::Active, 1, its_key.kid()));
});

story!(of_two_who_confirm_at_once_one_does, |app| {
    let operators = Operators::of(&app).await;
    let third = app.partner("Regiobeheer 3", PartnerKind::Region).await;
    let college = operators.admit("ROC Maasdal", PartnerKind::MboCollege).await;
    let proposal = operators.first.propose_scope(college, &health()).await.unwrap().id;
    let none = NoDetails {};
    let both = tokio::join!(operators.second.confirm_proposal(proposal, &none), third.confirm_proposal(proposal, &none));
    let done = [both.0, both.1].into_iter().filter(Result::is_ok).count();
    assert_eq!(done, 1);
    let scopes = operators.first.managed_partner(college).await.unwrap().scopes;
    assert_eq!(scopes.iter().filter(|scope| *scope == "sections.health:read").count(), 1);
});

story!(a_proposal_waits_a_week_and_falls_with_who_made_it, |app| {
    let operators = Operators::of(&app).await;
    let (first, second, none) = (&operators.first, &operators.second, NoDetails {});
    let college = operators.admit("ROC Maasdal", PartnerKind::MboCollege).await;
    let third = app.partner("Regiobeheer 3", PartnerKind::Region).await;

    let old = first.propose_scope(college, &health()).await.unwrap().id;
    app.days_pass(7);
    assert_eq!(problem(second.confirm_proposal(old, &none).await), ProblemKind::Conflict);
    assert_eq!(second.proposals(&Default::default()).await.unwrap().items[0].status, ProposalStatus::Expired);

    let rejected = first.propose_scope(college, &health()).await.unwrap().id;
    second.reject_proposal(rejected, &none).await.unwrap();
    assert_eq!(problem(third.confirm_proposal(rejected, &none).await), ProblemKind::Conflict);

    let orphaned = first.propose_scope(college, &health()).await.unwrap().id;
    second.suspend_partner(first.id, &none).await.unwrap();
    assert_eq!(problem(third.confirm_proposal(orphaned, &none).await), ProblemKind::Conflict);
    assert!(!second.managed_partner(college).await.unwrap().scopes.contains(&"sections.health:read".to_owned()));
});

story!(a_suspended_partner_gets_no_tokens_until_two_let_it_in_again, |app| {
    let operators = Operators::of(&app).await;
    let (first, second, none) = (&operators.first, &operators.second, NoDetails {});
    let school = app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    assert_eq!(problem(first.propose_reinstatement(school.id, &none).await), ProblemKind::Conflict);
    assert_eq!(first.suspend_partner(school.id, &none).await.unwrap().status, PartnerStatus::Suspended);
    assert_eq!(problem(school.fetch_token().await), ProblemKind::InvalidClient);
    let listed = first.managed_partners(&Default::default()).await.unwrap().items;
    assert_eq!(listed.iter().find(|line| line.id == school.id).unwrap().status, PartnerStatus::Suspended);
    assert!(!second.partners().await.unwrap().items.iter().any(|partner| partner.id == school.id));

    let proposal = first.propose_reinstatement(school.id, &none).await.unwrap();
    assert_eq!(problem(school.fetch_token().await), ProblemKind::InvalidClient);
    operators.confirm(&proposal).await;
    assert!(school.fetch_token().await.is_ok());
    assert_eq!(problem(first.suspend_partner(first.id, &none).await), ProblemKind::NotAllowed);
});

story!(only_operators_manage_partners_whatever_scope_somebody_holds, |app| {
    let operators = Operators::of(&app).await;
    let college = operators.admit("ROC Maasdal", PartnerKind::MboCollege).await;
    let scopes = vec!["partners:manage".to_owned(), "audit:read".to_owned()];
    let stranger = app.partner_granted("Vmbo De Linde", PartnerKind::VmboSchool, scopes).await;
    let none = NoDetails {};
    let proposal = operators.first.propose_scope(college, &health()).await.unwrap().id;
    assert_eq!(problem(stranger.admit_partner(&joining("Nieuw", PartnerKind::Region)).await), ProblemKind::NotAllowed);
    assert_eq!(problem(stranger.managed_partners(&Default::default()).await), ProblemKind::NotAllowed);
    assert_eq!(problem(stranger.managed_partner(college).await), ProblemKind::NotAllowed);
    assert_eq!(problem(stranger.suspend_partner(college, &none).await), ProblemKind::NotAllowed);
    assert_eq!(problem(stranger.propose_keys(college, &jwks(&[&key()])).await), ProblemKind::NotAllowed);
    assert_eq!(problem(stranger.proposals(&Default::default()).await), ProblemKind::NotAllowed);
    assert_eq!(problem(stranger.confirm_proposal(proposal, &none).await), ProblemKind::NotAllowed);
    assert_eq!(problem(stranger.reject_proposal(proposal, &none).await), ProblemKind::NotAllowed);
});

story!(a_partner_is_admitted_once_and_with_numbers_of_the_right_shape, |app| {
    let operators = Operators::of(&app).await;
    let college = joining("ROC Maasdal", PartnerKind::MboCollege);
    operators.first.admit_partner(&college).await.unwrap();
    assert_eq!(problem(operators.second.admit_partner(&college).await), ProblemKind::Conflict);
    for (field, wrong) in [("oin", "00000005123456789000"), ("brin", "9XAB"), ("kvk", "1234567"), ("clientId", "ROC Maasdal")] {
        let mut body = serde_json::to_value(joining("Een ander", PartnerKind::Hbo)).unwrap();
        body[field] = wrong.into();
        let request = estafette_client::Request::new(reqwest::Method::POST, "/v1/managed-partners").json(&body).once();
        let reply = operators.first.send(request).await.unwrap();
        let ClientError::Refused(problem) = reply.succeeded().unwrap_err() else { panic!("a problem") };
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), (format!("/{field}").as_str(), "wrong-shape"));
    }
});
