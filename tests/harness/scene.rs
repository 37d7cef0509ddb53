//! What partners of the invented region hand over.

use chrono::{DateTime, NaiveDate, Utc};
use estafette_client::Client;
use estafette_contract::{
    AcceptDetails, Agreement, ApplicationReference, CancelDetails, CancelReason, Channel, ConversationForm, ConversationKind,
    ConversationOutcome, Destination, FeedbackMoment, FeedbackOutcome, Giver, HoldDetails, HoldReason, NamedPerson, NewConsent,
    NewConversation, NewFeedback, NewHandover, NewInforming, NewLearner, NewView, NoDetails, OfferDetails, PartnerKind, Programme,
    ProgrammeLevel, Role, Sector, SupportDomain, SupportLine, SupportStatement, TakeOverDetails, Text, Transition,
    content::{CareerProfile, Contact, IdentityContact, SupportNeed, SupportNeeds},
};
use uuid::Uuid;

pub use super::consents::{by_representative, consent, release, taking_back};
use super::{Partner, TestApp};

/// A text that is within the rules.
pub fn text<const MAX: usize>(text: &str) -> Text<MAX> {
    Text::new(text).expect("a text within the rules")
}

/// A day written as such.
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A professional who can be called.
pub fn person(name: &str, role: Role) -> NamedPerson {
    let reachable_at = Contact { email: Some(text("team@deregio.example")), phone: Some(text("0611111111")) };
    NamedPerson { name: text(name), role, reachable_at }
}

/// Noor, fifteen years old for a long time to come, registered by her decaan.
pub fn noor() -> NewLearner {
    NewLearner {
        given_name: text("Noor"),
        family_name_prefix: None,
        family_name: text("Vermeulen"),
        born_on: day("2009-03-14"),
        responsible: person("Els Jansen", Role::Decaan),
        desk: Some(text("Decanaat")),
    }
}

/// The same learner, born on another day.
pub fn born_on(born_on: NaiveDate) -> NewLearner {
    NewLearner { born_on, ..noor() }
}

/// The application Noor made at the college.
pub fn application() -> ApplicationReference {
    ApplicationReference::new("A-2026-0017").expect("a reference")
}

/// A handover of this learner to this receiver.
pub fn handover_to(receiver: &Partner, learner_id: Uuid, transition: Transition) -> NewHandover {
    NewHandover {
        learner_id,
        transition,
        receiver: Destination { partner_id: receiver.id, desk: Some(text("Intake Zorg en Welzijn")) },
        sender_desk: Some(text("Decanaat")),
        sender_contact: person("Els Jansen", Role::Decaan),
        programme: Some(Programme {
            name: text("Verzorgende IG"),
            opleidingscode: Some("25491".parse().expect("an opleidingscode")),
            level: Some(ProgrammeLevel::Mbo3),
            learning_path: None,
            sector: Some(Sector::ZorgWelzijn),
            location: Some(text("Locatie Havenkade")),
            starts_on: Some(day("2026-09-01")),
        }),
        application_reference: transition.needs_application().then(application),
        urgency: None,
        continues_from: None,
    }
}

/// Content of `identity_contact`.
pub fn identity() -> IdentityContact {
    IdentityContact {
        given_name: text("Noor"),
        family_name_prefix: None,
        family_name: text("Vermeulen"),
        born_on: day("2009-03-14"),
        address: None,
        reachable_at: None,
        representatives: Vec::new(),
    }
}

/// Content of `support_needs` with one need.
pub fn support() -> SupportNeeds {
    SupportNeeds {
        statement: SupportStatement::NeedsDescribed,
        attested_by_sender: true,
        attested_by_learner: true,
        needs: vec![SupportNeed {
            domain: SupportDomain::Planning,
            need: text("Heeft hulp nodig bij het plannen van grote opdrachten"),
            what_helps: Some(text("Elke maandag samen de week doornemen")),
            line: SupportLine::Basic,
            provided_by: None,
            since_on: Some(day("2024-09-01")),
            until_on: None,
            agreed_with_learner: true,
        }],
    }
}

/// Content of `career_profile`.
pub fn career() -> CareerProfile {
    CareerProfile {
        ambitions: Some(text("Ik wil met ouderen werken")),
        strengths: vec![text("Geduldig"), text("Ik blijf rustig als het druk is")],
        ..CareerProfile::default()
    }
}

/// That the learner was told, just now.
pub fn informing(at: DateTime<Utc>) -> NewInforming {
    NewInforming { informed: Giver::Student, informed_at: at, channel: Channel::Spoken, text_version: text("2026-1"), note: None }
}

/// A view in which the learner agrees.
pub fn agreed(at: DateTime<Utc>) -> NewView {
    NewView {
        giver: Giver::Student,
        representative_id: None,
        agreed: Agreement::Yes,
        reason: None,
        own_text: Some(text("Ik vind het goed dat ze dit weten")),
        what_works: None,
        reflections: Vec::new(),
        sections: Vec::new(),
        channel: Channel::Spoken,
        given_at: at,
        evidence: None,
    }
}

/// A conversation that was held just now.
pub fn conversation(at: DateTime<Utc>) -> NewConversation {
    NewConversation {
        kind: ConversationKind::WarmHandover,
        planned: None,
        outcome: Some(ConversationOutcome::Held),
        form: Some(ConversationForm::Video),
        held_at: Some(at),
        participants: vec![Role::Decaan, Role::Intaker, Role::Student],
        agreed: Some(text("De coach belt in de eerste week")),
        points: Vec::new(),
        privacy_note: None,
        side: None,
    }
}

/// Who accepts.
pub fn accepting() -> AcceptDetails {
    AcceptDetails { person: person("Bram Willems", Role::Intaker), application_reference: Some(application()) }
}

/// Who takes over.
pub fn taking_over() -> TakeOverDetails {
    TakeOverDetails { person: person("Fatima Aydin", Role::Coach), desk: Some(text("Coaches Zorg")) }
}

/// Why a handover waits.
pub fn holding(explanation: &str) -> HoldDetails {
    HoldDetails { reason: HoldReason::StudentUndecided, explanation: Some(text(explanation)) }
}

/// Why a transfer should be cancelled.
pub fn cancelling(explanation: &str) -> CancelDetails {
    CancelDetails { reason: CancelReason::OtherReceiver, explanation: Some(text(explanation)) }
}

/// Feedback that the learner started.
pub fn started(on: NaiveDate) -> NewFeedback {
    NewFeedback {
        moment: FeedbackMoment::ExtendedIntake,
        outcome: FeedbackOutcome::RightPlace,
        observed_on: on,
        agreements_kept: None,
        note: None,
    }
}

/// A vmbo school, an mbo college and a learner on the way from one to the other.
pub struct Leg {
    /// The sender.
    pub school: Partner,
    /// The receiver.
    pub college: Partner,
    /// The school's pseudonym for the learner.
    pub learner: Uuid,
    /// The handover.
    pub handover: Uuid,
}

impl Leg {
    /// A draft with the sections that vmbo→mbo requires.
    pub async fn drafted(app: &TestApp) -> Self {
        Self::drafted_for(app, &noor()).await
    }

    /// The same for another learner.
    pub async fn drafted_for(app: &TestApp, learner: &NewLearner) -> Self {
        let school = app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
        let college = app.partner("ROC Maasdal", PartnerKind::MboCollege).await;
        let learner = school.register_learner(learner).await.expect("registered").id;
        let handover = draft(&school, &college, learner).await;
        Self { school, college, learner, handover }
    }

    /// Another draft of the same learner between the same two.
    pub async fn draft_beside(leg: &Self) -> Uuid {
        draft(&leg.school, &leg.college, leg.learner).await
    }

    /// The draft informed, reviewed and made ready.
    pub async fn ready(app: &TestApp) -> Self {
        let leg = Self::drafted(app).await;
        make_ready(&leg.school, leg.handover, app.clock().now()).await;
        leg
    }

    /// The same, offered to the college.
    pub async fn offered(app: &TestApp) -> Self {
        let leg = Self::ready(app).await;
        leg.school.offer(leg.handover, &OfferDetails::default()).await.expect("offered");
        leg
    }

    /// The same, accepted.
    pub async fn accepted(app: &TestApp) -> Self {
        let leg = Self::offered(app).await;
        leg.college.accept(leg.handover, &accepting()).await.expect("accepted");
        leg
    }

    /// The same, after a conversation and with the transfer running.
    pub async fn in_transfer(app: &TestApp) -> Self {
        let leg = Self::accepted(app).await;
        leg.college.record_conversation(leg.handover, &conversation(app.clock().now())).await.expect("recorded");
        leg.school.transfer(leg.handover, &NoDetails {}).await.expect("transferring");
        leg
    }

    /// The same, taken over.
    pub async fn taken_over(app: &TestApp) -> Self {
        let leg = Self::in_transfer(app).await;
        leg.college.take_over(leg.handover, &taking_over()).await.expect("taken over");
        leg
    }
}

/// A draft with the sections that vmbo→mbo requires.
pub async fn draft(school: &Partner, college: &Partner, learner: Uuid) -> Uuid {
    let handover = school.draft_handover(&handover_to(college, learner, Transition::VmboMbo)).await.expect("drafted").id;
    school.put_section(handover, identity(), None, None).await.expect("written");
    school.put_section(handover, support(), None, None).await.expect("written");
    handover
}

/// Informs, reviews and makes ready.
pub async fn make_ready(school: &Client, handover: Uuid, at: DateTime<Utc>) {
    make_ready_with(school, handover, at, &[]).await;
}

/// The same with consents on record.
pub async fn make_ready_with(school: &Client, handover: Uuid, at: DateTime<Utc>, consents: &[NewConsent]) {
    for consent in consents {
        school.record_consent(handover, consent).await.expect("recorded");
    }
    school.inform(handover, &informing(at)).await.expect("informed");
    school.review(handover, &NoDetails {}).await.expect("in review");
    school.record_view(handover, &agreed(at)).await.expect("viewed");
    school.ready(handover, &NoDetails {}).await.expect("ready");
}
