//! Every transition, from the first word to the last: the ways are those of the profiles that are served, so a new one is walked unasked.

use std::collections::BTreeSet;

use estafette_contract::{
    CodeList, HandoverStatus, PartnerKind, ProblemKind, Reading, Section, Transition, TransitionProfile, WorkProfile,
};
use estafette_tests::{
    harness::{
        TestApp,
        way::{Chain, Way},
    },
    story,
};
use uuid::Uuid;

story!(every_transition_goes_from_the_first_word_to_the_last, |app| {
    let profiles = app.anonymous().vocabulary("transitions").await.unwrap().profiles.unwrap();
    assert_eq!(profiles.len(), Transition::ALL.len());
    let (chain, mut walked) = (Chain::of_every_kind(&app).await, 0);
    for profile in &profiles {
        for (sender, receiver) in ways(profile) {
            let way = chain.way(profile.transition, sender, receiver).await;
            walk(&app, profile, &way).await;
            walked += 1;
        }
    }
    assert!(walked > 30, "only {walked} ways");
});

/// From which kind of partner to which a transition leads.
fn ways(profile: &TransitionProfile) -> Vec<(PartnerKind, PartnerKind)> {
    let pairs = profile.senders.iter().flat_map(|sender| profile.receivers.iter().map(move |receiver| (*sender, *receiver)));
    pairs.filter(|(sender, receiver)| !profile.same_partner || sender == receiver).collect()
}

/// Drafted, reviewed, offered, accepted, spoken about, transferred, taken over, told of and closed.
async fn walk(app: &TestApp, profile: &TransitionProfile, way: &Way) {
    for section in way.possible_sections() {
        way.write(section).await;
    }
    let story = Story { way, profile, name: format!("{} from {} to {}", profile.transition, way.sender.kind, way.receiver.kind) };
    story.the_draft_is_the_senders_alone().await;
    way.review(app).await;
    way.agree(app).await;
    way.ready().await;
    way.offer().await;
    way.accept().await;
    story.the_announcement_names_nobody().await;
    way.transfer(app).await;
    story.what_has_a_ground_is_read_and_nothing_else().await;
    story.responsible_is(way.sender.id).await;
    way.take_over().await;
    story.responsible_is(if profile.moves_responsibility { way.receiver.id } else { way.sender.id }).await;
    way.close(app).await;
    story.the_course_is_the_main_line().await;
}

struct Story<'w> {
    way: &'w Way,
    profile: &'w TransitionProfile,
    name: String,
}

impl Story<'_> {
    async fn the_draft_is_the_senders_alone(&self) {
        let view = self.way.sender.handover(self.way.handover).await.unwrap();
        assert!(view.term_ends_at.is_some(), "{}: somebody is to finish it", self.name);
        if !self.profile.same_partner {
            let seen = self.way.receiver.handover(self.way.handover).await.unwrap_err();
            assert_eq!(seen.problem(), Some(ProblemKind::NotFound), "{}", self.name);
        }
    }

    async fn the_announcement_names_nobody(&self) {
        if self.profile.same_partner {
            return;
        }
        let seen = self.way.receiver.handover(self.way.handover).await.unwrap();
        assert_eq!((seen.reading, seen.learner_id, seen.sections), (Reading::Announcement, None, None), "{}", self.name);
        assert_eq!(seen.application_reference.is_some(), self.profile.needs_application, "{}", self.name);
    }

    /// Everything was written and agreed to; what is about health asks for a scope that nobody here was given.
    async fn what_has_a_ground_is_read_and_nothing_else(&self) {
        if WorkProfile::is_for(self.way.receiver.kind) {
            let refused = self.way.receiver.record(self.way.handover).await.unwrap_err();
            assert_eq!(refused.problem(), Some(ProblemKind::NotFound), "{}", self.name);
            assert!(!self.way.receiver.work_profile(self.way.handover).await.unwrap().strengths.is_empty(), "{}", self.name);
            return;
        }
        let read = self.way.receiver.record(self.way.handover).await.unwrap();
        let read: BTreeSet<Section> = read.sections.iter().map(|section| section.section).collect();
        let expected = self.way.possible_sections().filter(|section| *section != Section::Health).collect();
        assert_eq!(read, expected, "{}", self.name);
    }

    async fn responsible_is(&self, partner: Uuid) {
        let responsible = self.way.sender.learner(self.way.learner).await.unwrap().responsible;
        assert_eq!(responsible.partner.id, partner, "{}", self.name);
        assert!(responsible.person.is_some(), "{}: a named person", self.name);
    }

    async fn the_course_is_the_main_line(&self) {
        use HandoverStatus::{Accepted, Closed, Draft, InReview, InTransfer, Offered, Ready, TakenOver};
        let course = self.way.sender.history(self.way.handover).await.unwrap().items;
        let course: Vec<HandoverStatus> = course.iter().map(|line| line.status).collect();
        assert_eq!(course, [Draft, InReview, Ready, Offered, Accepted, InTransfer, TakenOver, Closed], "{}", self.name);
    }
}
