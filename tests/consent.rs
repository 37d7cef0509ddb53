//! Consent: who gives it, what it opens, and how fast it closes again.

mod ledger;
mod receipts;
mod silence;
mod standings;
mod told;

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use estafette_client::ClientError;
use estafette_contract::{
    Agreement, ConsentStatement, Giver, Ground, NewConsent, NewRepresentative, NoDetails, OfferDetails, PartnerKind, ProblemKind,
    RepresentationGround, Section, SectionAnswer, Transition,
};
use estafette_tests::{
    harness::{
        TestApp,
        contents::{content, reflections},
        scene::{
            self, Leg, accepting, agreed, born_on, by_representative, career, consent, conversation, informing, release, taking_back, text,
        },
        way::Way,
    },
    story,
};
use uuid::Uuid;

/// The birth day of who turns sixteen in so many days, counted from the noon that comes, so that summer time changes no day.
fn turning_sixteen_in(app: &TestApp, days: u64) -> NaiveDate {
    let now = app.clock().now();
    let noon = (now.date_naive() + chrono::Days::new(1)).and_hms_opt(12, 0, 0).unwrap().and_utc();
    app.clock().advance(noon - now);
    let day = estafette_db::dutch_day(app.clock().now()) + chrono::Days::new(days);
    let born = day.checked_sub_months(Months::new(16 * 12)).unwrap();
    // On 29 February nobody of that age was born sixteen years before; the day after will do.
    if (born.month(), born.day()) == (day.month(), day.day()) { born } else { born + chrono::Days::new(1) }
}

/// A leg with a career profile, which goes on consent.
async fn leg_with_career(app: &TestApp, born: NaiveDate) -> Leg {
    let leg = Leg::drafted_for(app, &born_on(born)).await;
    leg.school.put_section(leg.handover, career(), None, None).await.unwrap();
    leg
}

async fn representative(leg: &Leg, name: &str) -> Uuid {
    let reachable_at = estafette_contract::content::Contact { email: Some(text("thuis@gezin.example")), phone: None };
    let new = NewRepresentative { name: text(name), ground: RepresentationGround::ParentalAuthority, reachable_at };
    leg.school.add_representative(leg.learner, &new).await.unwrap().id
}

/// What a representative states about the career profile.
fn stated_by(who: Uuid, statement: ConsentStatement, at: DateTime<Utc>) -> NewConsent {
    by_representative(who, Section::CareerProfile, statement, at)
}

async fn to_review(leg: &Leg, at: DateTime<Utc>) {
    leg.school.inform(leg.handover, &informing(at)).await.unwrap();
    leg.school.review(leg.handover, &NoDetails {}).await.unwrap();
    leg.school.record_view(leg.handover, &agreed(at)).await.unwrap();
}

async fn to_transfer(leg: &Leg, at: DateTime<Utc>) {
    leg.school.ready(leg.handover, &NoDetails {}).await.unwrap();
    leg.school.offer(leg.handover, &OfferDetails::default()).await.unwrap();
    leg.college.accept(leg.handover, &accepting()).await.unwrap();
    leg.college.record_conversation(leg.handover, &conversation(at)).await.unwrap();
    leg.school.transfer(leg.handover, &NoDetails {}).await.unwrap();
}

async fn college_reads(leg: &Leg) -> Vec<Section> {
    leg.college.record(leg.handover).await.unwrap().sections.iter().map(|section| section.section).collect()
}

fn pointer(error: &ClientError) -> Option<(&str, &str)> {
    let ClientError::Refused(problem) = error else { return None };
    problem.errors.first().map(|error| (error.pointer.as_str(), error.code.as_str()))
}

story!(under_sixteen_the_representative_speaks, |app| {
    let leg = leg_with_career(&app, turning_sixteen_in(&app, 200)).await;
    let now = app.clock().now();
    let refused = leg.school.record_consent(leg.handover, &consent(Section::CareerProfile, now)).await.unwrap_err();
    assert_eq!(pointer(&refused), Some(("/giver", "under-sixteen")));
    let nobody = stated_by(Uuid::now_v7(), ConsentStatement::Given, now);
    let refused = leg.school.record_consent(leg.handover, &nobody).await.unwrap_err();
    assert_eq!(pointer(&refused), Some(("/representativeId", "unknown-representative")));

    to_review(&leg, now).await;
    let refused = leg.school.ready(leg.handover, &NoDetails {}).await.unwrap_err();
    assert_eq!(
        (refused.problem(), pointer(&refused)),
        (Some(ProblemKind::GuardNotMet), Some(("/sections/career_profile", "grounds_live")))
    );
    let mother = representative(&leg, "Ria Vermeulen").await;
    leg.school.record_consent(leg.handover, &stated_by(mother, ConsentStatement::Given, now)).await.unwrap();
    to_transfer(&leg, now).await;
    assert!(college_reads(&leg).await.contains(&Section::CareerProfile));
});

story!(two_representatives_who_disagree_are_no_consent, |app| {
    let leg = leg_with_career(&app, turning_sixteen_in(&app, 200)).await;
    let now = app.clock().now();
    let mother = representative(&leg, "Ria Vermeulen").await;
    let father = representative(&leg, "Kees Vermeulen").await;
    to_review(&leg, now).await;
    leg.school.record_consent(leg.handover, &stated_by(mother, ConsentStatement::Given, now)).await.unwrap();
    leg.school.record_consent(leg.handover, &stated_by(father, ConsentStatement::Refused, now)).await.unwrap();
    assert_eq!(leg.school.ready(leg.handover, &NoDetails {}).await.unwrap_err().problem(), Some(ProblemKind::GuardNotMet));
    leg.school.record_consent(leg.handover, &stated_by(father, ConsentStatement::Given, now)).await.unwrap();
    to_transfer(&leg, now).await;
    assert!(college_reads(&leg).await.contains(&Section::CareerProfile));

    leg.school.record_consent(leg.handover, &stated_by(mother, ConsentStatement::Refused, now)).await.unwrap();
    assert!(!college_reads(&leg).await.contains(&Section::CareerProfile));
});

story!(a_running_disclosure_ends_thirty_days_after_the_sixteenth_birthday, |app| {
    let leg = leg_with_career(&app, turning_sixteen_in(&app, 5)).await;
    let mother = representative(&leg, "Ria Vermeulen").await;
    let now = app.clock().now();
    leg.school.record_consent(leg.handover, &stated_by(mother, ConsentStatement::Given, now)).await.unwrap();
    to_review(&leg, now).await;
    to_transfer(&leg, now).await;
    app.days_pass(5 + 29);
    assert!(college_reads(&leg).await.contains(&Section::CareerProfile), "it may run on for a while");
    app.days_pass(1);
    assert_eq!(college_reads(&leg).await, [Section::IdentityContact, Section::SupportNeeds]);
    let refused = leg.college.section(leg.handover, Section::CareerProfile).await.unwrap_err();
    assert!(refused.to_string().contains("sixteen"), "{refused}");

    let now = app.clock().now();
    let late = leg.school.record_consent(leg.handover, &stated_by(mother, ConsentStatement::Given, now)).await.unwrap_err();
    assert_eq!(pointer(&late), Some(("/giver", "of-age")));
    leg.school.record_consent(leg.handover, &consent(Section::CareerProfile, now)).await.unwrap();
    assert!(college_reads(&leg).await.contains(&Section::CareerProfile), "the student confirmed");
});

story!(from_the_sixteenth_birthday_nothing_new_goes_on_a_parents_consent, |app| {
    let leg = leg_with_career(&app, turning_sixteen_in(&app, 2)).await;
    let mother = representative(&leg, "Ria Vermeulen").await;
    let now = app.clock().now();
    leg.school.record_consent(leg.handover, &stated_by(mother, ConsentStatement::Given, now)).await.unwrap();
    to_review(&leg, now).await;
    leg.school.ready(leg.handover, &NoDetails {}).await.unwrap();
    leg.school.offer(leg.handover, &OfferDetails::default()).await.unwrap();
    leg.college.accept(leg.handover, &accepting()).await.unwrap();
    app.days_pass(2);
    let refused = leg.school.transfer(leg.handover, &NoDetails {}).await.unwrap_err();
    assert_eq!(
        (refused.problem(), pointer(&refused)),
        (Some(ProblemKind::GuardNotMet), Some(("/sections/career_profile", "grounds_live")))
    );
    leg.school.record_consent(leg.handover, &consent(Section::CareerProfile, app.clock().now())).await.unwrap();
    leg.school.transfer(leg.handover, &NoDetails {}).await.unwrap();
    assert!(college_reads(&leg).await.contains(&Section::CareerProfile));
});

story!(a_refusal_never_blocks_what_goes_on_a_legal_task, |app| {
    let leg = Leg::drafted(&app).await;
    let now = app.clock().now();
    leg.school.put_section(leg.handover, career(), None, None).await.unwrap();
    let tag = leg.school.section(leg.handover, Section::CareerProfile).await.unwrap().1;
    let no = NewConsent { statement: ConsentStatement::Refused, ..consent(Section::CareerProfile, now) };
    leg.school.record_consent(leg.handover, &no).await.unwrap();
    leg.school.inform(leg.handover, &informing(now)).await.unwrap();
    leg.school.review(leg.handover, &NoDetails {}).await.unwrap();
    let objects = SectionAnswer { section: Section::SupportNeeds, agreed: Agreement::No, reason: Some(text("Dat is voorbij")) };
    let view = estafette_contract::NewView { agreed: Agreement::No, sections: vec![objects], ..agreed(now) };
    leg.school.record_view(leg.handover, &view).await.unwrap();
    leg.school.remove_section(leg.handover, Section::CareerProfile, &tag).await.unwrap();
    to_transfer(&leg, now).await;
    let record = leg.college.record(leg.handover).await.unwrap();
    assert_eq!(record.sections.iter().map(|s| s.section).collect::<Vec<_>>(), [Section::IdentityContact, Section::SupportNeeds]);
    let said = &record.views[0];
    assert_eq!((said.agreed, said.sections[0].agreed), (Agreement::No, Agreement::No), "the no travels along");
});

story!(a_withdrawal_counts_for_the_very_next_read, |app| {
    let leg = leg_with_career(&app, born_on(scene::day("2008-01-05")).born_on).await;
    let now = app.clock().now();
    let given = leg.school.record_consent(leg.handover, &consent(Section::CareerProfile, now)).await.unwrap().id;
    to_review(&leg, now).await;
    to_transfer(&leg, now).await;
    assert!(college_reads(&leg).await.contains(&Section::CareerProfile));
    leg.school.withdraw_consent(leg.handover, given, &taking_back(now)).await.unwrap();
    assert_eq!(college_reads(&leg).await, [Section::IdentityContact, Section::SupportNeeds]);
    let alone = leg.college.section(leg.handover, Section::CareerProfile).await.unwrap_err();
    assert_eq!(alone.problem(), Some(ProblemKind::NotAllowed));
    let again = leg.school.withdraw_consent(leg.handover, given, &taking_back(now)).await.unwrap_err();
    assert_eq!(again.problem(), Some(ProblemKind::Conflict));

    leg.school.record_consent(leg.handover, &consent(Section::CareerProfile, now)).await.unwrap();
    let (read, _) = leg.college.section(leg.handover, Section::CareerProfile).await.unwrap();
    assert_eq!((read.ground, read.consent_version), (Ground::Consent, Some(3)));
    let ledger = leg.school.consents(leg.handover).await.unwrap().items;
    let said: Vec<_> = ledger.iter().map(|line| (line.version, line.statement)).collect();
    use ConsentStatement::{Given, Withdrawn};
    assert_eq!(said, [(1, Given), (2, Withdrawn), (3, Given)]);
});

story!(the_offer_waits_for_a_consent_that_was_taken_back, |app| {
    let leg = leg_with_career(&app, scene::day("2008-01-05")).await;
    let now = app.clock().now();
    let given = leg.school.record_consent(leg.handover, &consent(Section::CareerProfile, now)).await.unwrap().id;
    to_review(&leg, now).await;
    leg.school.ready(leg.handover, &NoDetails {}).await.unwrap();
    leg.school.withdraw_consent(leg.handover, given, &taking_back(now)).await.unwrap();
    let refused = leg.school.offer(leg.handover, &OfferDetails::default()).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::GuardNotMet));
});

story!(consent_is_not_asked_where_it_is_not_the_ground, |app| {
    let leg = Leg::drafted(&app).await;
    let now = app.clock().now();
    let needless = leg.school.record_consent(leg.handover, &consent(Section::SupportNeeds, now)).await.unwrap_err();
    assert_eq!(pointer(&needless), Some(("/section", "no-consent-needed")));
    for section in [Section::WorkplaceNeeds, Section::HomeSituation, Section::Criminal] {
        let refused = leg.school.record_consent(leg.handover, &consent(section, now)).await.unwrap_err();
        assert_eq!(refused.problem(), Some(ProblemKind::SectionForbidden), "{section}");
    }
    let write = leg.school.put_section(leg.handover, content(Section::WorkplaceNeeds).unwrap(), None, None).await.unwrap_err();
    assert_eq!(write.problem(), Some(ProblemKind::SectionForbidden));
    assert!(leg.school.consents(leg.handover).await.unwrap().items.is_empty());
});

story!(an_employer_may_not_hold_health_data_whatever_the_student_says, |app| {
    let way = Way::empty(&app, Transition::MboEmployer, PartnerKind::MboCollege, PartnerKind::Employer).await;
    for section in [Section::Health, Section::SupportNeeds, Section::SocialEmotional] {
        let refused = way.sender.record_consent(way.handover, &consent(section, app.clock().now())).await.unwrap_err();
        assert_eq!(refused.problem(), Some(ProblemKind::SectionForbidden));
        let refused = way.sender.put_section(way.handover, content(section).unwrap(), None, None).await.unwrap_err();
        assert_eq!(refused.problem(), Some(ProblemKind::SectionForbidden));
    }
});

story!(only_the_learners_own_act_releases_something_to_an_employer, |app| {
    let way = Way::empty(&app, Transition::MboEmployer, PartnerKind::MboCollege, PartnerKind::Employer).await;
    way.sender.put_section(way.handover, reflections(), None, None).await.unwrap();
    way.write(Section::WorkExperience).await;
    way.review(&app).await;
    let now = app.clock().now();
    way.sender.record_view(way.handover, &agreed(now)).await.unwrap();
    assert_eq!(way.sender.ready(way.handover, &NoDetails {}).await.unwrap_err().problem(), Some(ProblemKind::GuardNotMet));
    let reachable_at = estafette_contract::content::Contact::default();
    let father = NewRepresentative { name: text("Kees Vermeulen"), ground: RepresentationGround::Curatorship, reachable_at };
    let father = way.sender.add_representative(way.learner, &father).await.unwrap().id;
    let by_father = by_representative(father, Section::WorkExperience, ConsentStatement::Given, now);
    let refused = way.sender.record_consent(way.handover, &by_father).await.unwrap_err();
    assert_eq!(pointer(&refused), Some(("/giver", "own-act-only")));
    for section in [Section::CompetencyReflections, Section::WorkExperience] {
        way.sender.record_consent(way.handover, &release(section, now)).await.unwrap();
    }
    way.ready().await;
    way.offer().await;
    way.accept().await;
    way.transfer(&app).await;
    let ledger = way.sender.consents(way.handover).await.unwrap().items;
    assert!(ledger.iter().all(|line| line.ground == Ground::OwnRelease && line.giver == Giver::Student), "{ledger:?}");
    assert_eq!(way.receiver.record(way.handover).await.unwrap_err().problem(), Some(ProblemKind::NotFound), "it gets a profile for work");
});

story!(a_consent_for_one_receiver_opens_nothing_for_another, |app| {
    let way = Way::empty(&app, Transition::MboEmployer, PartnerKind::MboCollege, PartnerKind::Employer).await;
    way.write(Section::WorkExperience).await;
    way.sender.record_consent(way.handover, &release(Section::WorkExperience, app.clock().now())).await.unwrap();
    let other = app.partner("Zorggroep Elders", PartnerKind::Employer).await;
    let second = way.sender.draft_handover(&scene::handover_to(&other, way.learner, Transition::MboEmployer)).await.unwrap().id;
    way.sender.put_section(second, content(Section::WorkExperience).unwrap(), None, None).await.unwrap();
    let now = app.clock().now();
    way.sender.inform(second, &informing(now)).await.unwrap();
    way.sender.review(second, &NoDetails {}).await.unwrap();
    way.sender.record_view(second, &agreed(now)).await.unwrap();
    assert_eq!(way.sender.ready(second, &NoDetails {}).await.unwrap_err().problem(), Some(ProblemKind::GuardNotMet));
});
