//! A school year of one region: whoever forgets whatever, no handover is ever left without a next term or an end.

use estafette_contract::{CodeList, HandoverStatus, PartnerKind, SectionDemand, TermStage, Transition};
use estafette_tests::{
    harness::{
        TestApp,
        scene::{cancelling, holding},
        way::{Chain, Way},
    },
    story,
};

use super::items;

/// How many travel by each transition when nobody says how many.
const TRAVELLERS: usize = 2;

/// The steps of the main line, of which each traveller takes some.
const STEPS: usize = 8;

/// A handover that goes on at its own pace, until it is forgotten.
struct Traveller {
    way: Way,
    pace: usize,
    begins: usize,
    taken: usize,
    /// How many steps are taken before nobody thinks of it any more.
    stops_after: usize,
    /// What happens last.
    last: Last,
}

/// How a handover comes to stand still.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    Forgotten,
    Held,
    Cancelled,
}

impl Traveller {
    async fn of(chain: &Chain, number: usize, all: usize) -> Self {
        let transition = Transition::ALL[number % Transition::ALL.len()];
        let profile = transition.profile();
        let way = chain.way(transition, profile.senders[0], profile.receivers[0]).await;
        let required = profile.sections.iter().filter(|rule| rule.demand == SectionDemand::Required).map(|rule| rule.section);
        for section in required.chain([estafette_contract::Section::CareerProfile]) {
            way.write(section).await;
        }
        let stops_after = number * 5 % (STEPS + 1);
        let last = match stops_after {
            6 if number.is_multiple_of(4) => Last::Cancelled,
            1..=6 if number % 4 == 1 => Last::Held,
            _ => Last::Forgotten,
        };
        Self { way, pace: 1 + number % 6, begins: number * 280 / all, taken: 0, stops_after, last }
    }

    /// Does what is to be done on this day of the year, if anybody thinks of it.
    async fn live(&mut self, app: &TestApp, day: usize) {
        if day < self.begins || !(day - self.begins).is_multiple_of(self.pace) {
            return;
        }
        if self.taken < self.stops_after {
            return self.step(app).await;
        }
        match std::mem::replace(&mut self.last, Last::Forgotten) {
            Last::Held => drop(self.way.sender.hold(self.way.handover, &holding("De leerling weet het nog niet")).await.unwrap()),
            Last::Cancelled => drop(self.way.sender.cancel(self.way.handover, &cancelling("Een andere opleiding")).await.unwrap()),
            Last::Forgotten => {}
        }
    }

    async fn step(&mut self, app: &TestApp) {
        let way = &self.way;
        match self.taken {
            0 => way.review(app).await,
            1 => way.agree(app).await,
            2 => way.ready().await,
            3 => way.offer().await,
            4 => way.accept().await,
            5 => way.transfer(app).await,
            6 => way.take_over().await,
            _ => way.close(app).await,
        }
        self.taken += 1;
    }
}

story!(in_a_school_year_no_handover_is_left_without_a_next_term_or_an_end, |app| {
    app.until(8, 17);
    let doorstroompunt = app.partner("Doorstroompunt Maasdal", PartnerKind::Doorstroompunt).await;
    let (chain, mut travellers) = (Chain::of_every_kind(&app).await, Vec::new());
    let each = std::env::var("ESTAFETTE_TRAVELLERS").ok().and_then(|each| each.parse().ok()).unwrap_or(TRAVELLERS);
    let all = each * Transition::ALL.len();
    for number in 0..all {
        travellers.push(Traveller::of(&chain, number, all).await);
    }
    let mut seen = 0;
    for day in 0..365 {
        for traveller in &mut travellers {
            traveller.live(&app, day).await;
        }
        seen += app.look().await.reminders;
        assert_eq!(left_alone(&app), Vec::<String>::new(), "on day {day}");
        app.days_pass(1);
    }
    assert!(seen > 6 * all, "people were reminded only {seen} times");
    let told = items(&doorstroompunt).await;
    assert!(told.iter().any(|item| item.stage == TermStage::Referred), "what stood still was told on");
    ended_or_waiting(&travellers).await;
});

/// The handovers that are not over and of which nobody would ever hear again, or that are on nobody's list.
fn left_alone(app: &TestApp) -> Vec<String> {
    let over = HandoverStatus::ALL.iter().filter(|status| status.is_final()).map(|status| format!("'{status}'"));
    let (over, now) = (over.collect::<Vec<_>>().join(", "), app.clock().now().naive_utc());
    app.database.raw().lines(&format!(
        "SELECT h.id || ' ' || h.transition || ' ' || h.status AS line FROM handovers h WHERE h.status NOT IN ({over}) AND NOT (\
         EXISTS (SELECT 1 FROM handover_terms t WHERE t.handover_id = h.id AND t.state = 'running' AND t.next_at > '{now}') \
         AND h.term_ends_at IS NOT NULL AND EXISTS (SELECT 1 FROM work_items w WHERE w.handover_id = h.id))"
    ))
}

/// Through the front door: each has an end, or its parties are shown until when.
async fn ended_or_waiting(travellers: &[Traveller]) {
    let mut statuses = std::collections::BTreeSet::new();
    for traveller in travellers {
        let view = traveller.way.sender.handover(traveller.way.handover).await.unwrap();
        assert!(view.status.is_final() || view.term_ends_at.is_some(), "{} {}", view.transition, view.status);
        statuses.insert(view.status);
    }
    use HandoverStatus as S;
    for status in [S::Draft, S::InReview, S::Ready, S::Expired, S::Accepted, S::InTransfer, S::OnHold, S::CancellationRequested, S::Closed]
    {
        assert!(statuses.contains(&status), "none stands at {status}: {statuses:?}");
    }
}
