//! Who may read what: every cell of matrix × status × relation against an oracle, and samples of them at the front door.

mod announcement;
mod oracle;
mod person;
mod ways;

use estafette_contract::{CodeList, Ground, HandoverStatus, Matrix, MatrixCell, PartnerKind, Section, Transition};
use estafette_db::rules::{ConsentState, Question, Relation, decide};
use estafette_tests::story;
use oracle::Wish;

const RELATIONS: [(Relation, &str); 3] = [(Relation::Sender, "sender"), (Relation::Receiver, "receiver"), (Relation::None, "none")];

const CONSENTS: [(ConsentState, &str); 4] = [
    (ConsentState::Live(3), "live"),
    (ConsentState::NeedsConfirmation, "to be confirmed"),
    (ConsentState::Refused, "refused"),
    (ConsentState::Missing, "missing"),
];

/// What a token may carry; `:here` stands for the transition asked about, `:elsewhere` for another.
const GRANTS: [&[&str]; 6] = [
    &[],
    &["sections:read:elsewhere", "sections.health:read"],
    &["sections:read:here"],
    &["sections:read"],
    &["handovers:read", "sections:read:here", "sections.health:read"],
    &["sections.health:read"],
];

#[test]
fn the_deciding_function_and_the_oracle_agree_on_every_cell() {
    let mut allowed = 0;
    let mut asked = 0;
    for &transition in Transition::ALL {
        for &receiver in PartnerKind::ALL {
            for &section in Section::ALL {
                let (all, yes) = compare(transition, receiver, section);
                asked += all;
                allowed += yes;
            }
        }
    }
    assert!(asked > 400_000 && allowed > 10_000, "{allowed} of {asked}");
}

/// Every status, relation, consent, grant and moment for one cell of the matrix; answers how many, and how many of them may read.
fn compare(transition: Transition, receiver: PartnerKind, section: Section) -> (usize, usize) {
    let known = oracle::leads_to(transition.code(), receiver.code());
    let cell = if known { Matrix::shipped().cell(transition, receiver, section) } else { nowhere(section) };
    let told = oracle::cell(transition.code(), receiver.code(), section.code());
    let (mut asked, mut allowed) = (0, 0);
    // Where no way leads, the most generous grant and consent are enough to show that nothing is read.
    let (grants, consents) = if known { (&GRANTS[..], &CONSENTS[..]) } else { (&GRANTS[4..5], &CONSENTS[..1]) };
    for scopes in grants.iter().map(|grant| granted(grant, transition)) {
        let (claim, carried) = (scopes.join(" "), scopes.iter().map(String::as_str).collect::<Vec<_>>());
        for &status in HandoverStatus::ALL {
            for (relation, relation_name) in RELATIONS {
                for &(consent, consent_name) in consents {
                    for (within_window, objected, restricted) in
                        [(true, false, false), (false, false, false), (true, true, false), (true, false, true)]
                    {
                        let reading = reading(status, relation);
                        let scopes = claim.as_str();
                        let question =
                            Question { relation, reading, scopes, transition, section, cell, consent, objected, restricted, within_window };
                        let wish = Wish {
                            relation: relation_name,
                            status: status.code(),
                            transition: transition.code(),
                            section: section.code(),
                            cell: told,
                            consent: consent_name,
                            scopes: &carried,
                            in_time: within_window,
                            objected,
                            restricted,
                        };
                        asked += 1;
                        allowed += usize::from(agree(&question, &wish));
                    }
                }
            }
        }
    }
    (asked, allowed)
}

fn agree(question: &Question<'_>, wish: &Wish<'_>) -> bool {
    let said = decide(question);
    match oracle::judge(wish) {
        Ok(ground) => assert_eq!((said.allows(), said.code()), (true, ground), "{wish:?}"),
        Err(reasons) => assert!(!said.allows() && reasons.contains(said.code()), "{said} is not among {reasons:?}: {wish:?}"),
    }
    said.allows()
}

fn reading(status: HandoverStatus, relation: Relation) -> estafette_contract::Reading {
    match relation {
        Relation::Sender => status.readings().sender,
        // Who is no party is asked about at its most generous, and still reads nothing.
        Relation::Receiver | Relation::None => status.readings().receiver,
    }
}

fn granted(grant: &[&str], here: Transition) -> Vec<String> {
    let elsewhere = if here == Transition::MboHbo { Transition::MboMbo } else { Transition::MboHbo };
    grant.iter().map(|scope| scope.replace(":here", &format!(":{here}")).replace(":elsewhere", &format!(":{elsewhere}"))).collect()
}

fn nowhere(section: Section) -> MatrixCell {
    MatrixCell { section, ground: Ground::Forbidden, necessity: false, own_text_only: false }
}

story!(the_matrix_that_is_served_is_the_table_of_the_domain, |app| {
    let served = app.anonymous().exchange_matrix().await.unwrap();
    let matrix = Matrix::new(served);
    for &transition in Transition::ALL {
        for &receiver in PartnerKind::ALL {
            if !oracle::leads_to(transition.code(), receiver.code()) {
                let way = transition.profile();
                assert!(!way.receivers.contains(&receiver), "{transition} to {receiver} is not in the table");
                continue;
            }
            for &section in Section::ALL {
                let expected = oracle::cell(transition.code(), receiver.code(), section.code());
                let cell = matrix.cell(transition, receiver, section);
                let place = format!("{section}, {transition} to {receiver}");
                assert_eq!(word(cell.ground), expected.ground, "{place}");
                assert_eq!(cell.own_text_only, expected.own_text_only, "{place}");
                // Beyond the table the house asks for written necessity wherever consent has to be explicit.
                assert_eq!(cell.necessity, expected.necessity || expected.ground == "explicit", "{place}");
            }
        }
    }
});

fn word(ground: Ground) -> &'static str {
    match ground {
        Ground::LegalTask => "task",
        Ground::Consent => "consent",
        Ground::ExplicitConsent => "explicit",
        Ground::OwnRelease => "self",
        Ground::Forbidden => "forbidden",
        Ground::Agreement => "agreement",
    }
}

story!(the_statuses_that_are_served_let_read_what_the_oracle_says, |app| {
    let served = app.anonymous().vocabulary("handover-status").await.unwrap().readings.unwrap();
    assert_eq!(served.len(), HandoverStatus::ALL.len());
    for (status, readings) in served {
        let word = |reading: estafette_contract::Reading| if reading.code() == "nothing" { "–" } else { reading.code() };
        assert_eq!(word(readings.sender), oracle::reading(&status, true), "{status}");
        assert_eq!(word(readings.receiver), oracle::reading(&status, false), "{status}");
    }
});
