//! Real handovers along several ways, and what each party reads in every status they pass.

use std::collections::BTreeSet;

use estafette_client::Client;
use estafette_contract::{CodeList, HandoverStatus, PartnerKind, ProblemKind, Section, Transition};
use estafette_tests::{
    harness::{Partner, TestApp, raw::Raw, way::Way},
    story,
};

use super::oracle::{self, Wish};

/// Goes the whole way and looks, in every status, over the shoulder of each.
async fn watch(app: &TestApp, transition: Transition, sender: PartnerKind, receiver: PartnerKind) {
    let way = Way::drafted(app, transition, sender, receiver).await;
    let stranger = app.partner("Derde partij", receiver).await;
    let mut rows = app.database.raw();
    for partner in [&way.receiver, &stranger] {
        rows.grant(partner, "sections.health:read");
    }
    let watch = Watch { way: &way, stranger: &stranger };
    watch.look(HandoverStatus::Draft).await;
    way.review(app).await;
    watch.look(HandoverStatus::InReview).await;
    way.agree(app).await;
    way.ready().await;
    watch.look(HandoverStatus::Ready).await;
    way.offer().await;
    watch.look(HandoverStatus::Offered).await;
    way.accept().await;
    watch.look(HandoverStatus::Accepted).await;
    way.transfer(app).await;
    watch.look(HandoverStatus::InTransfer).await;
    way.take_over().await;
    watch.look(HandoverStatus::TakenOver).await;
    way.close(app).await;
    watch.look(HandoverStatus::Closed).await;
}

struct Watch<'a> {
    way: &'a Way,
    stranger: &'a Partner,
}

impl Watch<'_> {
    async fn look(&self, status: HandoverStatus) {
        let way = self.way;
        assert_eq!(way.sender.handover(way.handover).await.unwrap().status, status);
        self.reads(&way.sender, "sender", status).await;
        if way.sender.id != way.receiver.id {
            self.reads(&way.receiver, "receiver", status).await;
        }
        self.is_shut_out().await;
    }

    /// The record, each section by itself and the list of sections all say what the oracle says.
    async fn reads(&self, client: &Client, relation: &str, status: HandoverStatus) {
        let expected: BTreeSet<Section> = self.way.possible_sections().filter(|section| self.may(relation, status, *section)).collect();
        assert_eq!(sections_of(client, self.way).await, expected, "{relation}, {status}");
        for section in [Section::IdentityContact, Section::SupportNeeds, Section::CareerProfile, Section::Health, Section::AbsenceHistory] {
            let read = client.section(self.way.handover, section).await;
            assert_eq!(read.is_ok(), expected.contains(&section), "{relation}, {status}, {section}");
        }
        let view = client.handover(self.way.handover).await;
        let listed = view.ok().and_then(|view| view.sections).unwrap_or_default();
        assert_eq!(listed.iter().map(|line| line.section).collect::<BTreeSet<_>>(), expected, "{relation}, {status}");
    }

    fn may(&self, relation: &str, status: HandoverStatus, section: Section) -> bool {
        let way = self.way;
        if relation == "receiver" && oracle::gets_a_profile(way.receiver.kind.code()) {
            return false;
        }
        // Only the receiver asked for a token after it was given the scope for health.
        let health = relation == "receiver";
        let wish = Wish {
            relation,
            status: status.code(),
            transition: way.transition.code(),
            section: section.code(),
            cell: oracle::cell(way.transition.code(), way.receiver.kind.code(), section.code()),
            consent: "live",
            scopes: if health { &["sections:read", "sections.health:read"] } else { &["sections:read"] },
            in_time: true,
            objected: false,
            restricted: false,
        };
        oracle::judge(&wish).is_ok()
    }

    /// For a third partner there is nothing here, whatever it asks.
    async fn is_shut_out(&self) {
        let (stranger, id) = (self.stranger, self.way.handover);
        let answers = [
            stranger.handover(id).await.map(drop),
            stranger.record(id).await.map(drop),
            stranger.section(id, Section::IdentityContact).await.map(drop),
            stranger.history(id).await.map(drop),
            stranger.conversations(id).await.map(drop),
            stranger.feedback(id).await.map(drop),
            stranger.consents(id).await.map(drop),
            stranger.learner(self.way.learner).await.map(drop),
            stranger.access_log(self.way.learner, &Default::default()).await.map(drop),
        ];
        for answer in answers {
            assert_eq!(answer.unwrap_err().problem(), Some(ProblemKind::NotFound));
        }
        assert!(stranger.inbox(&Default::default()).await.unwrap().items.is_empty());
    }
}

/// What the record shows; nothing if it is refused.
async fn sections_of(client: &Client, way: &Way) -> BTreeSet<Section> {
    match client.record(way.handover).await {
        Ok(record) => record.sections.iter().map(|section| section.section).collect(),
        Err(error) => {
            assert!(matches!(error.problem(), Some(ProblemKind::NotFound | ProblemKind::NotAllowed)), "{error}");
            BTreeSet::new()
        }
    }
}

story!(from_vmbo_to_mbo, |app| {
    watch(&app, Transition::VmboMbo, PartnerKind::VmboSchool, PartnerKind::MboCollege).await;
});

story!(from_mbo_to_hbo, |app| {
    watch(&app, Transition::MboHbo, PartnerKind::MboCollege, PartnerKind::Hbo).await;
});

story!(from_mbo_to_an_employer, |app| {
    watch(&app, Transition::MboEmployer, PartnerKind::MboCollege, PartnerKind::Employer).await;
});

story!(from_school_to_the_doorstroompunt, |app| {
    watch(&app, Transition::SchoolDoorstroompunt, PartnerKind::VmboSchool, PartnerKind::Doorstroompunt).await;
});

story!(from_work_back_to_learning, |app| {
    watch(&app, Transition::WorkLearning, PartnerKind::Uwv, PartnerKind::MboCollege).await;
});

story!(within_one_school, |app| {
    watch(&app, Transition::InternalLine, PartnerKind::MboCollege, PartnerKind::MboCollege).await;
});

story!(a_receiver_without_the_scope_for_health_gets_the_rest, |app| {
    let way = Way::drafted(&app, Transition::MboHbo, PartnerKind::MboCollege, PartnerKind::Hbo).await;
    way.to_transfer(&app).await;
    let read = sections_of(&way.receiver, &way).await;
    assert!(read.contains(&Section::SocialEmotional) && !read.contains(&Section::Health));
    assert_eq!(way.receiver.section(way.handover, Section::Health).await.unwrap_err().problem(), Some(ProblemKind::NotFound));

    let mut rows: Raw = app.database.raw();
    rows.grant(&way.receiver, "sections.health:read");
    let granted = app.client(way.receiver.credentials.clone());
    assert!(sections_of(&granted, &way).await.contains(&Section::Health));

    let elsewhere = way.receiver.with_scope(&app, "handovers:read sections:read:internal_line");
    assert_eq!(elsewhere.record(way.handover).await.unwrap_err().problem(), Some(ProblemKind::MissingScope));
});

story!(an_employer_gets_what_the_learner_released_for_work_and_no_record, |app| {
    let way = Way::drafted(&app, Transition::MboEmployer, PartnerKind::MboCollege, PartnerKind::Employer).await;
    way.to_transfer(&app).await;
    for refused in [
        way.receiver.record(way.handover).await.map(drop),
        way.receiver.section(way.handover, Section::CompetencyReflections).await.map(drop),
        way.receiver.section(way.handover, Section::CareerProfile).await.map(drop),
    ] {
        assert_eq!(refused.unwrap_err().problem(), Some(ProblemKind::NotFound));
    }
    let profile = serde_json::to_string(&way.receiver.work_profile(way.handover).await.unwrap()).unwrap();
    assert!(!profile.contains("Bleef rustig") && !profile.contains("Ik luister goed naar mensen"), "{profile}");
    let (own, _) = way.sender.section(way.handover, Section::CompetencyReflections).await.unwrap();
    assert!(own.content.get().contains("Bleef rustig"));
});
