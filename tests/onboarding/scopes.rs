//! Scopes: one list, in both languages, with what each kind of partner is given.

use estafette_client::ClientError;
use estafette_contract::{CodeList, NewScope, PartnerKind, ProblemKind, SCOPES, ScopeName, Text, scope};
use estafette_tests::{harness::operators::Operators, story};

story!(the_scopes_and_what_each_kind_is_given_can_be_read_by_anybody, |app| {
    let served = app.anonymous().vocabulary("scopes").await.unwrap();
    let codes: Vec<&str> = served.terms.iter().map(|term| term.code.as_str()).collect();
    assert_eq!(codes, SCOPES.iter().map(|scope| scope.name).collect::<Vec<_>>());
    assert!(served.terms.iter().all(|term| term.nl != term.en));

    let rules = served.scope_rules.unwrap();
    assert_eq!(rules.per_transition, ["handovers:offer", "handovers:receive", "sections:read"]);
    for &kind in PartnerKind::ALL {
        let joined = app.partner(&format!("Een {kind}"), kind).await;
        let answer = joined.fetch_token().await.unwrap();
        assert_eq!(answer.scope, rules.defaults[kind.code()].join(" "), "{kind}");
        assert_eq!(rules.defaults[kind.code()], scope::defaults(kind), "{kind}");
    }
});

fn asked(scope: &str, reason: Option<&str>) -> NewScope {
    NewScope { scope: Text::new(scope).unwrap(), reason: reason.map(|reason| Text::new(reason).unwrap()) }
}

story!(a_scope_outside_the_set_of_its_kind_needs_a_reason, |app| {
    let operators = Operators::of(&app).await;
    let school = app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    for (scope, pointer, code) in [
        ("sections.health:read", "/reason", "missing"),
        ("handovers:offer:mbo_hbo", "/reason", "missing"),
        ("handovers:offer", "/reason", "missing"),
        ("handovers:offer:vmbo_mbo", "/scope", "already-granted"),
        ("handovers:offer:nowhere", "/scope", "unknown-code"),
        ("everything", "/scope", "unknown-code"),
        ("partners:manage", "/scope", "not-for-this-kind"),
    ] {
        let ClientError::Refused(problem) = operators.first.propose_scope(school.id, &asked(scope, None)).await.unwrap_err() else {
            panic!("a problem")
        };
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), (pointer, code), "{scope}");
    }
    let refused = operators.first.propose_scope(school.id, &asked("partners:manage", Some("Dat is handig"))).await;
    assert_eq!(refused.unwrap_err().problem(), Some(ProblemKind::InvalidField));

    let table = app.partner("Regiotafel", PartnerKind::Overlegtafel).await;
    for (partner, scope) in [(table.id, "learners:read"), (operators.second.id, "sections.health:read")] {
        let refused = operators.first.propose_scope(partner, &asked(scope, Some("Dat is handig"))).await.unwrap_err();
        assert_eq!(refused.problem(), Some(ProblemKind::InvalidField), "{scope}");
    }

    let reason = "De zorgcoordinatoren lezen mee";
    let proposal = operators.first.propose_scope(school.id, &asked("sections.health:read", Some(reason))).await.unwrap();
    assert_eq!(operators.second.proposals(&Default::default()).await.unwrap().items[0].reason.as_deref(), Some(reason));
    assert!(!school.fetch_token().await.unwrap().scope.contains("sections.health:read"));
    operators.confirm(&proposal).await;
    assert!(school.fetch_token().await.unwrap().scope.contains("sections.health:read"));
});

story!(one_operator_takes_a_scope_back_and_two_give_it_again_without_a_reason, |app| {
    let operators = Operators::of(&app).await;
    let school = app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    let name = ScopeName { scope: Text::new("feedback:write").unwrap() };
    operators.first.revoke_scope(school.id, &name).await.unwrap();
    assert!(!school.fetch_token().await.unwrap().scope.contains("feedback:write"));
    assert!(operators.first.revoke_scope(school.id, &name).await.is_err(), "it is not there any more");
    operators.confirm(&operators.first.propose_scope(school.id, &asked("feedback:write", None)).await.unwrap()).await;
    assert!(school.fetch_token().await.unwrap().scope.contains("feedback:write"));

    let own = ScopeName { scope: Text::new("partners:manage").unwrap() };
    assert_eq!(operators.first.revoke_scope(operators.first.id, &own).await.unwrap_err().problem(), Some(ProblemKind::NotAllowed));
});
