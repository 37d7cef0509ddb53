//! Scopes: one list, in both languages, with what each kind of partner is given.

use estafette_contract::{CodeList, PartnerKind, SCOPES, scope};
use estafette_tests::story;

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
