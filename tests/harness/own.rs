//! Learners, and who represents them, on their own page.

use estafette_client::Client;
use estafette_contract::{
    Agreement, ClaimCode, ClaimForm, ClaimMade, ClaimRole, ClaimShown, NewClaim, NewConsent, NewObjection, NewOwnConsent, NewOwnView,
    NewRightsRequest, RightKind, RightOutcome, RightsAnswer, Section,
};
use uuid::Uuid;

use super::{TestApp, scene::text};

/// A code as it is shown.
pub fn showing(code: &str) -> ClaimShown {
    ClaimShown { code: ClaimCode::new(code).expect("a code") }
}

/// A one-time code for the student.
pub fn for_student(form: ClaimForm) -> NewClaim {
    NewClaim { role: ClaimRole::Student, form, representative_id: None }
}

/// A view with nothing but this.
pub fn saying(agreed: Agreement) -> NewOwnView {
    NewOwnView { agreed, reason: None, own_text: None, what_works: None, reflections: Vec::new(), sections: Vec::new() }
}

/// The same as was stated elsewhere, stated on the own page.
pub fn stating(stated: &NewConsent) -> NewOwnConsent {
    NewOwnConsent {
        section: stated.section,
        statement: stated.statement,
        until_on: None,
        text_version: stated.text_version.clone(),
        text_language: stated.text_language,
        text_sha256: stated.text_sha256.clone(),
    }
}

/// An objection to a section.
pub fn objecting(section: Section) -> NewObjection {
    NewObjection { section, reason: text("Dit gaat over vroeger") }
}

/// What is asked about support.
pub fn asking(kind: RightKind) -> NewRightsRequest {
    NewRightsRequest { kind, section: Some(Section::SupportNeeds), everything: false, explanation: text("Dit klopt niet meer") }
}

/// What is asked to have all erased that is kept about the learner.
pub fn asking_for_everything() -> NewRightsRequest {
    NewRightsRequest { section: None, everything: true, ..asking(RightKind::Erase) }
}

/// What the sender answers to a request.
pub fn answering_it(outcome: RightOutcome) -> RightsAnswer {
    RightsAnswer { outcome, answer: text("We hebben ernaar gekeken") }
}

/// The student at this address, who came in with a code of this school.
pub async fn student_at(base: &str, school: &Client, learner: Uuid) -> Client {
    let made = school.make_claim(learner, &for_student(ClaimForm::Code)).await.expect("a code");
    let came_in = Client::builder(base).build().expect("a client").come_in(&showing(&made.code)).await.expect("in");
    Client::builder(base).learner_token(came_in.token).build().expect("a client can be built")
}

impl TestApp {
    /// A client with a learner token.
    pub fn with_learner_token(&self, token: String) -> Client {
        self.builder().learner_token(token).build().expect("a client can be built")
    }

    /// The student, who came in with a code of this school.
    pub async fn student(&self, school: &Client, learner: Uuid) -> Client {
        let made = school.make_claim(learner, &for_student(ClaimForm::Code)).await.expect("a code");
        self.come_in(&made).await
    }

    /// A legal representative who came in with a code of this school.
    pub async fn representative(&self, school: &Client, learner: Uuid, representative: Uuid) -> Client {
        let claim =
            NewClaim { role: ClaimRole::LegalRepresentative, representative_id: Some(representative), ..for_student(ClaimForm::Link) };
        let made = school.make_claim(learner, &claim).await.expect("a link");
        self.come_in(&made).await
    }

    async fn come_in(&self, made: &ClaimMade) -> Client {
        let came_in = self.anonymous().come_in(&showing(&made.code)).await.expect("in");
        self.with_learner_token(came_in.token)
    }
}
