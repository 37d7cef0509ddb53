//! The examples: every body the document shows is sent, in a scene that fits, and does what it promises.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use estafette_client::Request;
use estafette_contract::{HandoverStatus, NoDetails, OfferDetails, PartnerKind, Section};
use estafette_tests::{
    harness::{Partner, TestApp, contents, scene, talks},
    story,
};
use reqwest::Method;
use serde_json::Value;
use uuid::Uuid;

use super::{Operation, document_example, filled, operations, operators, own};
use Side::{Operator, Receiver, Sender};

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Sender,
    Receiver,
    /// For what is no part of any handover.
    Operator,
}

/// Who sends each example, and where the handover must stand for it.
const SCENES: &[(&str, Side, HandoverStatus)] = {
    use HandoverStatus as S;
    &[
        ("register_learner", Sender, S::Draft),
        ("add_representative", Sender, S::Draft),
        ("make_claim", Sender, S::Draft),
        ("draft_handover", Sender, S::Draft),
        ("search_handovers", Sender, S::Offered),
        ("search_audit_entries", Sender, S::Offered),
        ("export_processing_records", Sender, S::Offered),
        ("search_disclosures", Receiver, S::TakenOver),
        ("put_section", Sender, S::Draft),
        ("inform_learner", Sender, S::Draft),
        ("record_consent", Sender, S::Draft),
        ("withdraw_consent", Sender, S::Draft),
        ("acknowledge_notice", Sender, S::Draft),
        ("make_subscription", Sender, S::Draft),
        ("rotate_subscription", Sender, S::Draft),
        ("test_subscription", Sender, S::Draft),
        ("resume_subscription", Sender, S::Draft),
        ("put_aliases", Sender, S::Draft),
        ("replay_delivery", Sender, S::Draft),
        ("review_handover", Sender, S::Draft),
        ("record_view", Sender, S::InReview),
        ("make_ready", Sender, S::InReview),
        ("offer_handover", Sender, S::Ready),
        ("withdraw_handover", Sender, S::Offered),
        ("accept_handover", Receiver, S::Offered),
        ("decline_handover", Receiver, S::Offered),
        ("record_conversation", Receiver, S::Accepted),
        ("propose_times", Sender, S::Accepted),
        ("agree_on_time", Sender, S::Accepted),
        ("end_conversation", Sender, S::Accepted),
        ("confirm_agreements", Receiver, S::Accepted),
        ("accept_step", Receiver, S::TakenOver),
        ("return_step", Receiver, S::TakenOver),
        ("complete_step", Sender, S::TakenOver),
        ("ask_question", Receiver, S::Offered),
        ("answer_question", Sender, S::Accepted),
        ("propose_alternative", Receiver, S::Offered),
        ("decide_alternative", Sender, S::Accepted),
        ("hold_handover", Sender, S::Accepted),
        ("resume_handover", Sender, S::OnHold),
        ("start_transfer", Sender, S::Accepted),
        ("ask_to_cancel", Sender, S::InTransfer),
        ("confirm_cancellation", Receiver, S::CancellationRequested),
        ("refuse_cancellation", Receiver, S::CancellationRequested),
        ("take_over", Receiver, S::InTransfer),
        ("give_feedback", Receiver, S::TakenOver),
        ("set_desk", Receiver, S::Draft),
        ("close_handover", Receiver, S::TakenOver),
        ("switch_programme", Receiver, S::TakenOver),
        ("begin_aftercare", Sender, S::Draft),
        ("record_contact", Sender, S::Draft),
        ("assign_aftercare", Sender, S::Draft),
        ("end_aftercare", Sender, S::Draft),
        ("release_reports", Operator, S::Draft),
        ("rotate_signing_keys", Operator, S::Draft),
        ("revoke_signing_key", Operator, S::Draft),
        ("begin_wrapping_rotation", Operator, S::Draft),
    ]
};

#[test]
fn every_operation_with_a_json_body_shows_an_example() {
    let takes_json = || operations().iter().filter(|operation| operation.takes_json());
    let shown: Vec<String> = takes_json().map(|operation| operation.id.clone()).collect();
    let kept: Value = serde_json::from_str(include_str!("../../openapi/data/examples.json")).unwrap();
    for id in &shown {
        assert!(kept[id].is_object(), "write an example for {id} in openapi/data/examples.json");
    }
    for Operation { id, .. } in takes_json().filter(|operation| !is_elsewhere(operation)) {
        assert!(SCENES.iter().any(|(scene, ..)| scene == id), "say in SCENES who sends the example of {id}, and when");
    }
    for id in kept.as_object().unwrap().keys() {
        assert!(shown.contains(id), "{id} in openapi/data/examples.json is no operation with a JSON body");
    }
}

/// Whether its example is sent by others.
fn is_elsewhere(operation: &Operation) -> bool {
    // Referrals go between desks of one school: see tests/referrals.rs.
    let of_referrals = ["ask_referral", "answer_referral"].contains(&operation.id.as_str());
    of_referrals || operators::is_theirs(operation) || own::is_theirs(operation)
}

story!(every_example_does_what_it_promises, |app| {
    let stage = Stage::set(&app).await;
    for operation in operations().iter().filter(|operation| operation.takes_json() && !is_elsewhere(operation)) {
        let (_, side, status) = SCENES.iter().find(|(id, ..)| *id == operation.id).unwrap();
        let props = stage.handover_at(*status).await;
        let client = match side {
            Sender => &stage.school,
            Receiver => &stage.college,
            Operator => &stage.operator,
        };
        let reply = client.send(request(operation, &stage, &props)).await.unwrap();
        assert!(reply.status.is_success(), "{}: {} {}", operation.id, reply.status, String::from_utf8_lossy(&reply.body));
    }
});

/// The documented example, with the ids of this scene in place of the invented ones.
fn request(operation: &Operation, stage: &Stage, props: &Props) -> Request {
    let mut body = operation.example().unwrap().clone();
    let goes_to = if operation.id == "switch_programme" { stage.elsewhere.id } else { stage.college.id };
    let mut ids = vec![("learnerId", props.learner), ("partnerId", goes_to), ("representativeId", props.representative)];
    ids.extend(props.inner.iter().map(|(name, id)| (*name, *id)));
    recast(&mut body, &ids);
    let id = match operation.path.split('/').nth(2) {
        Some("learners") => props.learner,
        Some("notices") => props.notice,
        Some("aftercare") => props.aftercare,
        Some("subscriptions") => stage.subscription,
        Some("signing-keys") => props.signing_key,
        _ => props.handover,
    };
    let path = filled(&operation.path, |name| match name {
        "id" => id.to_string(),
        "section" => "education_history".to_owned(),
        "name" => "roles".to_owned(),
        "conversationId" if operation.id == "confirm_agreements" => props.inner["spokenId"].to_string(),
        "eventId" => stage.event.to_string(),
        inner => props.inner[inner].to_string(),
    });
    let request = Request::new(operation.method.clone(), path).json(&body);
    if operation.method == Method::PUT { request.header("if-none-match", "*") } else { request.once() }
}

fn recast(body: &mut Value, ids: &[(&str, Uuid)]) {
    match body {
        Value::Object(members) => {
            for (name, value) in members {
                match ids.iter().find(|(known, _)| known == name) {
                    Some((_, id)) => *value = id.to_string().into(),
                    None => recast(value, ids),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| recast(item, ids)),
        _ => {}
    }
}

/// A school, a college and an operator.
struct Stage {
    school: Partner,
    college: Partner,
    elsewhere: Partner,
    operator: Partner,
    /// The school's, with an event that is delivered to it.
    subscription: Uuid,
    event: Uuid,
    now: DateTime<Utc>,
}

/// What a scene has at hand.
struct Props {
    learner: Uuid,
    representative: Uuid,
    handover: Uuid,
    /// The newest signing key.
    signing_key: Uuid,
    notice: Uuid,
    /// Aftercare of another learner.
    aftercare: Uuid,
    /// What hangs on the handover, by the name its id has in paths.
    inner: BTreeMap<&'static str, Uuid>,
}

impl Stage {
    async fn set(app: &TestApp) -> Self {
        let school = app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
        let college = app.partner("ROC Maasdal", PartnerKind::MboCollege).await;
        let operator = app.partner("Regiobeheer", PartnerKind::Region).await;
        let elsewhere = app.partner("Mbo De Vaart", PartnerKind::MboCollege).await;
        let address = serde_json::from_value(document_example("make_subscription")).unwrap();
        let subscription = school.make_subscription(&address).await.unwrap().id;
        let event = school.test_subscription(subscription, &NoDetails {}).await.unwrap().id;
        app.store().number_events().await.unwrap();
        Self { school, college, elsewhere, operator, subscription, event, now: app.clock().now() }
    }

    /// A handover of a learner of its own that stands there, with everything done that the next move asks for.
    async fn handover_at(&self, status: HandoverStatus) -> Props {
        let learner = self.school.register_learner(&scene::noor()).await.unwrap().id;
        let guardian = serde_json::from_value(document_example("add_representative")).unwrap();
        let representative = self.school.add_representative(learner, &guardian).await.unwrap().id;
        let handover = scene::draft(&self.school, &self.college, learner).await;
        self.school.put_section(handover, contents::plan(), None, None).await.unwrap();
        self.school.inform(handover, &scene::informing(self.now)).await.unwrap();
        let consent = self.school.record_consent(handover, &scene::consent(Section::CareerProfile, self.now)).await.unwrap().id;
        let mut inner = BTreeMap::from([("consentId", consent)]);
        for at in way_to(status) {
            self.go_on(handover, *at).await;
            if *at == HandoverStatus::Accepted {
                self.hang(handover, &mut inner).await;
            }
            if *at == HandoverStatus::TakenOver {
                let steps = self.college.plan_steps(handover, &Default::default()).await.unwrap().items;
                inner.insert("stepId", steps[0].id);
            }
        }
        let signing_key = self.operator.signing_keys().await.unwrap().items[0].id;
        Props {
            learner,
            representative,
            handover,
            signing_key,
            notice: self.notice(handover).await,
            aftercare: self.aftercare().await,
            inner,
        }
    }

    /// Somebody else left the school some time ago.
    async fn aftercare(&self) -> Uuid {
        let learner_id = self.school.register_learner(&scene::noor()).await.unwrap().id;
        let example = serde_json::from_value::<estafette_contract::NewAftercare>(document_example("begin_aftercare")).unwrap();
        self.school.begin_aftercare(&estafette_contract::NewAftercare { learner_id, ..example }).await.unwrap().id
    }

    /// The school is told of a consent that was taken back.
    async fn notice(&self, handover: Uuid) -> Uuid {
        let given = scene::consent(Section::CompetencyReflections, self.now);
        let given = self.school.record_consent(handover, &given).await.unwrap().id;
        let how = serde_json::from_value(document_example("withdraw_consent")).unwrap();
        self.school.withdraw_consent(handover, given, &how).await.unwrap();
        self.school.notices(&Default::default()).await.unwrap().items[0].id
    }

    /// Hangs on an accepted handover what its sender can go into.
    async fn hang(&self, handover: Uuid, inner: &mut BTreeMap<&'static str, Uuid>) {
        let spoken = self.college.record_conversation(handover, &scene::conversation(self.now)).await.unwrap().id;
        let planned = self.college.record_conversation(handover, &talks::planned(self.now)).await.unwrap().id;
        let conversations = self.college.conversations(handover).await.unwrap().items;
        let time = conversations.iter().find(|conversation| conversation.id == planned).unwrap().times[0].id;
        inner.extend([("conversationId", planned), ("timeId", time), ("spokenId", spoken)]);
        let question = serde_json::from_value(document_example("ask_question")).unwrap();
        inner.insert("questionId", self.college.ask_question(handover, &question).await.unwrap().id);
        let alternative = serde_json::from_value(document_example("propose_alternative")).unwrap();
        inner.insert("alternativeId", self.college.propose_alternative(handover, &alternative).await.unwrap().id);
    }

    async fn go_on(&self, handover: Uuid, to: HandoverStatus) {
        let (school, college, none) = (&self.school, &self.college, NoDetails {});
        use HandoverStatus as S;
        match to {
            S::InReview => {
                school.review(handover, &none).await.unwrap();
                school.record_view(handover, &scene::agreed(self.now)).await.unwrap();
            }
            S::Ready => drop(school.ready(handover, &none).await.unwrap()),
            S::Offered => drop(school.offer(handover, &OfferDetails::default()).await.unwrap()),
            S::Accepted => drop(college.accept(handover, &scene::accepting()).await.unwrap()),
            S::InTransfer => drop(school.transfer(handover, &none).await.unwrap()),
            S::TakenOver => {
                college.take_over(handover, &scene::taking_over()).await.unwrap();
                college.give_feedback(handover, &scene::started(estafette_db::dutch_day(self.now))).await.unwrap();
            }
            S::CancellationRequested => drop(school.cancel(handover, &scene::cancelling("Even wachten")).await.unwrap()),
            S::OnHold => drop(school.hold(handover, &scene::holding("Even wachten")).await.unwrap()),
            other => panic!("say here how a handover gets to {other}"),
        }
    }
}

/// The statuses a handover passes on its way from draft.
fn way_to(status: HandoverStatus) -> &'static [HandoverStatus] {
    use HandoverStatus as S;
    const MAIN: &[S] = &[S::InReview, S::Ready, S::Offered, S::Accepted, S::InTransfer, S::TakenOver];
    match status {
        S::OnHold => &[S::InReview, S::Ready, S::Offered, S::Accepted, S::OnHold],
        S::CancellationRequested => &[S::InReview, S::Ready, S::Offered, S::Accepted, S::InTransfer, S::CancellationRequested],
        _ => MAIN.iter().position(|at| *at == status).map_or(&[], |last| &MAIN[..=last]),
    }
}
