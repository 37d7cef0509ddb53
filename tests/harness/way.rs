//! Any way of the chain: two partners of the right kind and a handover between them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use estafette_contract::{
    AcceptDetails, CodeList, Ground, Matrix, NewConsent, NewLearner, NoDetails, OfferDetails, PartnerKind, Role, Section, TakeOverDetails,
    Transition,
};
use uuid::Uuid;

use super::{
    Partner, TestApp,
    contents::{content, necessity},
    scene::{self, agreed, born_on, consent, conversation, day, handover_to, informing, person, release, started},
};

/// Sander, who has long been an adult.
pub fn adult() -> NewLearner {
    born_on(day("2004-02-11"))
}

/// A sender and a receiver of every kind there is.
pub struct Chain {
    senders: BTreeMap<PartnerKind, Partner>,
    receivers: BTreeMap<PartnerKind, Partner>,
}

impl Chain {
    /// Lets them all join.
    pub async fn of_every_kind(app: &TestApp) -> Self {
        let (mut senders, mut receivers) = (BTreeMap::new(), BTreeMap::new());
        for &kind in PartnerKind::ALL {
            senders.insert(kind, app.partner(&format!("Verzender {kind}"), kind).await);
            receivers.insert(kind, app.partner(&format!("Ontvanger {kind}"), kind).await);
        }
        Self { senders, receivers }
    }

    /// A draft without sections from one kind to another.
    pub async fn way(&self, transition: Transition, sender: PartnerKind, receiver: PartnerKind) -> Way {
        let sender = self.senders[&sender].clone();
        let receiver = if transition.is_within_one_partner() { sender.clone() } else { self.receivers[&receiver].clone() };
        Way::between(sender, receiver, transition).await
    }
}

/// Two partners and a handover of an adult learner between them.
pub struct Way {
    /// By which transition.
    pub transition: Transition,
    /// Who sends.
    pub sender: Partner,
    /// Who receives; another client of the same partner where a school hands over within itself.
    pub receiver: Partner,
    /// The sender's pseudonym for the learner.
    pub learner: Uuid,
    /// The handover.
    pub handover: Uuid,
}

impl Way {
    /// A draft with every section the exchange matrix allows.
    pub async fn drafted(app: &TestApp, transition: Transition, sender: PartnerKind, receiver: PartnerKind) -> Self {
        let way = Self::empty(app, transition, sender, receiver).await;
        for section in way.possible_sections() {
            way.write(section).await;
        }
        way
    }

    /// A draft without sections.
    pub async fn empty(app: &TestApp, transition: Transition, sender: PartnerKind, receiver: PartnerKind) -> Self {
        let sender = app.partner(&format!("Verzender {sender}"), sender).await;
        let receiver = match transition.is_within_one_partner() {
            true => sender.clone(),
            false => app.partner(&format!("Ontvanger {receiver}"), receiver).await,
        };
        Self::between(sender, receiver, transition).await
    }

    /// The same between two partners that are there already.
    pub async fn between(sender: Partner, receiver: Partner, transition: Transition) -> Self {
        let learner = sender.register_learner(&adult()).await.expect("registered").id;
        let handover = sender.draft_handover(&handover_to(&receiver, learner, transition)).await.expect("drafted").id;
        Self { transition, sender, receiver, learner, handover }
    }

    /// A draft for a learner the sender knows, with every section the exchange matrix allows.
    pub async fn carrying(transition: Transition, sender: &Partner, receiver: &Partner, learner: Uuid) -> Self {
        let handover = sender.draft_handover(&handover_to(receiver, learner, transition)).await.expect("drafted").id;
        let way = Self { transition, sender: sender.clone(), receiver: receiver.clone(), learner, handover };
        for section in way.possible_sections() {
            way.write(section).await;
        }
        way
    }

    /// Another handover of the same learner on the same way.
    pub async fn another(&self) -> Uuid {
        self.sender.draft_handover(&handover_to(&self.receiver, self.learner, self.transition)).await.expect("drafted").id
    }

    /// The ground on which a section goes here.
    pub fn ground(&self, section: Section) -> Ground {
        Matrix::shipped().cell(self.transition, self.receiver.kind, section).ground
    }

    /// The sections that can be written here.
    pub fn possible_sections(&self) -> impl Iterator<Item = Section> {
        Section::ALL.iter().copied().filter(|&section| self.ground(section) != Ground::Forbidden)
    }

    /// Writes a section.
    pub async fn write(&self, section: Section) {
        let content = content(section).expect("a section that can be written");
        self.sender.put_section(self.handover, content, Some(necessity()), None).await.expect("written");
    }

    /// Puts it up for review, with everything agreed to.
    pub async fn review(&self, app: &TestApp) {
        let now = app.clock().now();
        self.sender.inform(self.handover, &informing(now)).await.expect("informed");
        self.sender.review(self.handover, &NoDetails {}).await.expect("in review");
    }

    /// Records a view and, for every section that needs one, a consent.
    pub async fn agree(&self, app: &TestApp) {
        let now = app.clock().now();
        self.sender.record_view(self.handover, &agreed(now)).await.expect("viewed");
        for section in self.possible_sections().filter(|&section| self.ground(section).needs_consent()) {
            self.sender.record_consent(self.handover, &self.stated(section, now)).await.expect("consented");
        }
    }

    /// What the student states about a section here.
    fn stated(&self, section: Section, at: DateTime<Utc>) -> NewConsent {
        if self.ground(section) == Ground::OwnRelease { release(section, at) } else { consent(section, at) }
    }

    /// Makes it ready.
    pub async fn ready(&self) {
        self.sender.ready(self.handover, &NoDetails {}).await.expect("ready");
    }

    /// Offers it.
    pub async fn offer(&self) {
        self.sender.offer(self.handover, &OfferDetails::default()).await.expect("offered");
    }

    /// Accepts it.
    pub async fn accept(&self) {
        self.receiver.accept(self.handover, &self.accepting()).await.expect("accepted");
    }

    /// Who accepts, for which application.
    pub fn accepting(&self) -> AcceptDetails {
        let application_reference = self.transition.needs_application().then(scene::application);
        AcceptDetails { person: person("Bram Willems", Role::Intaker), application_reference }
    }

    /// Starts the transfer after a conversation.
    pub async fn transfer(&self, app: &TestApp) {
        self.receiver.record_conversation(self.handover, &conversation(app.clock().now())).await.expect("recorded");
        self.sender.transfer(self.handover, &NoDetails {}).await.expect("transferring");
    }

    /// Takes it over.
    pub async fn take_over(&self) {
        let details = TakeOverDetails { person: person("Fatima Aydin", Role::Coach), desk: None };
        self.receiver.take_over(self.handover, &details).await.expect("taken over");
    }

    /// Gives feedback and closes it.
    pub async fn close(&self, app: &TestApp) {
        let today = estafette_db::dutch_day(app.clock().now());
        self.receiver.give_feedback(self.handover, &started(today)).await.expect("told");
        self.receiver.close(self.handover, &NoDetails {}).await.expect("closed");
    }

    /// All the way until the transfer runs.
    pub async fn to_transfer(&self, app: &TestApp) {
        self.review(app).await;
        self.agree(app).await;
        self.ready().await;
        self.offer().await;
        self.accept().await;
        self.transfer(app).await;
    }
}
