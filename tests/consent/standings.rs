//! How the consents stand, told to the sender before anybody runs into it.

use estafette_contract::{ConsentStanding, ConsentStatement, Ground, NewConsent, Section, SectionStanding};
use estafette_tests::{
    harness::scene::{Leg, by_representative, consent, day, taking_back},
    story,
};

use super::{leg_with_career, representative, to_review, to_transfer, turning_sixteen_in};

async fn career_stands(leg: &Leg) -> SectionStanding {
    let standings = leg.school.consents(leg.handover).await.unwrap().standings;
    assert_eq!(standings.len(), 1, "sections on a legal task have no standing: {standings:?}");
    assert_eq!((standings[0].section, standings[0].ground), (Section::CareerProfile, Ground::Consent));
    standings[0]
}

story!(the_sender_sees_how_a_consent_stands_and_until_when, |app| {
    let leg = leg_with_career(&app, day("2004-02-11")).await;
    turning_sixteen_in(&app, 0); // noon, so that no day begins while this is told
    let now = app.clock().now();
    let today = estafette_db::dutch_day(now);
    let stands = career_stands(&leg).await;
    assert_eq!((stands.standing, stands.consent_version, stands.ends_on), (ConsentStanding::Missing, None, None));

    let yes = consent(Section::CareerProfile, now);
    let given = leg.school.record_consent(leg.handover, &yes).await.unwrap().id;
    let stands = career_stands(&leg).await;
    assert_eq!((stands.standing, stands.consent_version, stands.ends_on), (ConsentStanding::Live, Some(1), None));
    leg.school.withdraw_consent(leg.handover, given, &taking_back(now)).await.unwrap();
    assert_eq!(career_stands(&leg).await.standing, ConsentStanding::Refused);

    let until_on = Some(today + chrono::Days::new(5));
    leg.school.record_consent(leg.handover, &NewConsent { until_on, ..yes }).await.unwrap();
    let stands = career_stands(&leg).await;
    assert_eq!((stands.consent_version, stands.ends_on), (Some(3), Some(today + chrono::Days::new(6))));
    app.days_pass(6);
    assert_eq!(career_stands(&leg).await.standing, ConsentStanding::Missing);
});

story!(a_parents_consent_is_foreseen_to_end_and_asks_to_be_confirmed, |app| {
    let leg = leg_with_career(&app, turning_sixteen_in(&app, 5)).await;
    let mother = representative(&leg, "Ria Vermeulen").await;
    let now = app.clock().now();
    let sixteenth = estafette_db::dutch_day(now) + chrono::Days::new(5);
    let yes = by_representative(mother, Section::CareerProfile, ConsentStatement::Given, now);
    leg.school.record_consent(leg.handover, &yes).await.unwrap();
    let before = career_stands(&leg).await;
    assert_eq!((before.standing, before.ends_on), (ConsentStanding::Live, Some(sixteenth)), "nothing runs on it yet");

    to_review(&leg, now).await;
    to_transfer(&leg, now).await;
    let last = Some(sixteenth + chrono::Days::new(30));
    let running = career_stands(&leg).await;
    assert_eq!((running.standing, running.ends_on), (ConsentStanding::Live, last), "what runs may run on for a while");
    app.days_pass(5);
    let after = career_stands(&leg).await;
    assert_eq!((after.standing, after.consent_version, after.ends_on), (ConsentStanding::RunningOut, Some(1), last));
    app.days_pass(30);
    let over = career_stands(&leg).await;
    assert_eq!((over.standing, over.consent_version, over.ends_on), (ConsentStanding::NeedsConfirmation, None, None));
    leg.school.record_consent(leg.handover, &consent(Section::CareerProfile, app.clock().now())).await.unwrap();
    assert_eq!(career_stands(&leg).await.standing, ConsentStanding::Live);
});
