//! The ledger: which text was shown, how it was proven, and on which days it holds.

use estafette_client::ClientError;
use estafette_contract::{
    Channel, ConsentStatement, ConsentText, ConsentWithdrawal, Giver, Ground, Language, NewConsent, NewInforming, RepresentationGround,
    Role, Section, Sha256Hex, TextKind, Witness,
};
use estafette_tests::{
    harness::{
        TestApp,
        scene::{Leg, by_representative, consent, day, informing, taking_back, text},
    },
    story,
};

use super::{college_reads, leg_with_career, representative, to_review, to_transfer, turning_sixteen_in};

/// Each culprit with the rule it breaks.
fn culprits(error: &ClientError) -> Vec<(&str, &str)> {
    let ClientError::Refused(problem) = error else { return Vec::new() };
    problem.errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect()
}

async fn refused(leg: &Leg, new: &NewConsent) -> Vec<(String, String)> {
    let error = leg.school.record_consent(leg.handover, new).await.unwrap_err();
    culprits(&error).into_iter().map(|(pointer, code)| (pointer.to_owned(), code.to_owned())).collect()
}

/// As if another text had been shown.
fn shown(new: NewConsent, kind: TextKind, reader: Giver, language: Language) -> NewConsent {
    let other = ConsentText::current(kind, reader, language).unwrap();
    let text_sha256 = Sha256Hex::new(other.sha256.clone()).unwrap();
    NewConsent { text_version: text(&other.version), text_language: other.language, text_sha256, ..new }
}

async fn adults_leg(app: &TestApp) -> Leg {
    leg_with_career(app, day("2004-02-11")).await
}

story!(the_texts_are_served_word_for_word_with_their_digests, |app| {
    let served = app.anonymous().consent_texts().await.unwrap().items;
    assert!(served.len() >= 14);
    for shown in &served {
        let digest: String = openssl::sha::sha256(shown.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, shown.sha256, "{} {} {}: a changed text is another version", shown.kind, shown.reader, shown.language);
    }
});

story!(a_consent_names_the_very_text_that_belongs_to_it, |app| {
    let leg = adults_leg(&app).await;
    let good = consent(Section::CareerProfile, app.clock().now());
    let unknown = [("/textSha256".to_owned(), "unknown-text".to_owned())];
    let none_of_ours = Sha256Hex::new("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08").unwrap();
    assert_eq!(refused(&leg, &NewConsent { text_sha256: none_of_ours, ..good.clone() }).await, unknown);
    for (kind, reader) in [
        (TextKind::ExplicitConsent, Giver::Student),
        (TextKind::OwnRelease, Giver::Student),
        (TextKind::Informing, Giver::Student),
        (TextKind::Consent, Giver::LegalRepresentative),
    ] {
        assert_eq!(refused(&leg, &shown(good.clone(), kind, reader, Language::Nl)).await, unknown, "{kind} for the {reader}");
    }
    let other = [("/textVersion".to_owned(), "other-text".to_owned())];
    assert_eq!(refused(&leg, &NewConsent { text_language: Language::En, ..good.clone() }).await, other);
    assert_eq!(refused(&leg, &NewConsent { text_version: text("2025-9"), ..good.clone() }).await, other);

    let english = shown(good, TextKind::Consent, Giver::Student, Language::En);
    leg.school.record_consent(leg.handover, &english).await.unwrap();
    let line = leg.school.consents(leg.handover).await.unwrap().items.remove(0);
    assert_eq!((line.text_language, line.text_sha256), (Language::En, english.text_sha256.to_string()));
    assert_eq!((line.ground, line.matrix_version.as_str()), (Ground::Consent, "2026-1"));
});

story!(an_informing_names_a_text_that_was_published, |app| {
    let leg = adults_leg(&app).await;
    let unheard_of = NewInforming { text_version: text("eigen brief"), ..informing(app.clock().now()) };
    let error = leg.school.inform(leg.handover, &unheard_of).await.unwrap_err();
    assert_eq!(culprits(&error), [("/textVersion", "unknown-text")]);
});

story!(every_statement_has_the_proof_of_its_channel_and_no_other, |app| {
    let leg = adults_leg(&app).await;
    let paper = consent(Section::CareerProfile, app.clock().now());
    let bare = NewConsent { scan_reference: None, ..paper.clone() };
    let heard = Some(Witness { name: text("Els Jansen"), role: Role::Decaan });
    let pair = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
    assert_eq!(refused(&leg, &bare).await, pair("/scanReference", "missing"));
    assert_eq!(refused(&leg, &NewConsent { witness: heard.clone(), ..paper.clone() }).await, pair("/witness", "other-channel"));
    assert_eq!(refused(&leg, &NewConsent { channel: Channel::Spoken, ..bare.clone() }).await, pair("/witness", "missing"));
    for channel in [Channel::Email, Channel::Portal, Channel::Letter, Channel::OwnPage] {
        assert_eq!(refused(&leg, &NewConsent { channel, ..bare.clone() }).await, pair("/channel", "no-proof"), "{channel}");
    }
    leg.school.record_consent(leg.handover, &paper).await.unwrap();
    leg.school.record_consent(leg.handover, &NewConsent { channel: Channel::Spoken, witness: heard.clone(), ..bare }).await.unwrap();
    let ledger = leg.school.consents(leg.handover).await.unwrap().items;
    assert_eq!((ledger[0].scan_reference.as_deref(), &ledger[0].witness), (Some("scan 2026-0031"), &None));
    assert_eq!((ledger[1].scan_reference.as_deref(), &ledger[1].witness), (None, &heard));
});

story!(a_withdrawal_says_when_and_how_and_leaves_what_was_given_as_it_was, |app| {
    let leg = adults_leg(&app).await;
    let now = app.clock().now();
    let given = leg.school.record_consent(leg.handover, &consent(Section::CareerProfile, now)).await.unwrap().id;
    let before = leg.school.consents(leg.handover).await.unwrap().items;
    app.days_pass(3);
    let how = ConsentWithdrawal { note: Some(text("Vertelt het liever zelf")), ..taking_back(app.clock().now()) };
    leg.school.withdraw_consent(leg.handover, given, &how).await.unwrap();
    let ledger = leg.school.consents(leg.handover).await.unwrap().items;
    assert_eq!(ledger[..1], before, "what was written stays as it was written");
    let taken_back = &ledger[1];
    assert_eq!((taken_back.statement, taken_back.channel), (ConsentStatement::Withdrawn, Channel::Spoken));
    assert_eq!((taken_back.stated_at, taken_back.note.as_deref()), (how.stated_at, Some("Vertelt het liever zelf")));
});

story!(the_ground_on_which_someone_represents_a_learner_stands_beside_what_they_said, |app| {
    let leg = leg_with_career(&app, turning_sixteen_in(&app, 200)).await;
    let mother = representative(&leg, "Ria Vermeulen").await;
    let yes = by_representative(mother, Section::CareerProfile, ConsentStatement::Given, app.clock().now());
    leg.school.record_consent(leg.handover, &yes).await.unwrap();
    let line = leg.school.consents(leg.handover).await.unwrap().items.remove(0);
    assert_eq!((line.representative_id, line.representation_ground), (Some(mother), Some(RepresentationGround::ParentalAuthority)));
});

story!(a_consent_holds_from_its_first_day_to_its_last, |app| {
    let leg = adults_leg(&app).await;
    turning_sixteen_in(&app, 0); // noon, so that no day begins while this is told
    let now = app.clock().now();
    let today = estafette_db::dutch_day(now);
    let days = |from: u64, until: u64| NewConsent {
        from_on: Some(today + chrono::Days::new(from)),
        until_on: Some(today + chrono::Days::new(until)),
        ..consent(Section::CareerProfile, now)
    };
    let backwards = refused(&leg, &days(3, 2)).await;
    assert_eq!(backwards, [("/untilOn".to_owned(), "before-from".to_owned())]);
    to_review(&leg, now).await;
    leg.school.record_consent(leg.handover, &days(1, 3)).await.unwrap();
    let early = leg.school.ready(leg.handover, &Default::default()).await.unwrap_err();
    assert_eq!(culprits(&early), [("/sections/career_profile", "grounds_live")]);
    app.days_pass(1);
    to_transfer(&leg, app.clock().now()).await;
    assert!(college_reads(&leg).await.contains(&Section::CareerProfile));
    app.days_pass(2);
    assert!(college_reads(&leg).await.contains(&Section::CareerProfile), "on its last day");
    app.days_pass(1);
    assert!(!college_reads(&leg).await.contains(&Section::CareerProfile), "and no longer");
});
