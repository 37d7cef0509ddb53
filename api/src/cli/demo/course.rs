//! The course of a handover: the steps that lead to the status it is to stand in, and when each was taken.

use estafette_contract::HandoverStatus;

use super::script::LegLine;

/// One call in the life of a handover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Drafted, with its sections and the consents they rest on.
    Draft,
    Inform,
    Review,
    View,
    Ready,
    Offer,
    Accept,
    Talk,
    Transfer,
    TakeOver,
    Feedback,
    Close,
    Decline,
    Withdraw,
    Cancel,
    Hold,
}

/// The main line of the state table.
const MAIN_LINE: [Step; 12] = [
    Step::Draft,
    Step::Inform,
    Step::Review,
    Step::View,
    Step::Ready,
    Step::Offer,
    Step::Accept,
    Step::Talk,
    Step::Transfer,
    Step::TakeOver,
    Step::Feedback,
    Step::Close,
];

/// How many days ago the steps of the demo were taken, longest ago first. An offer lapses after two weeks.
pub(super) const TIMES: [i64; 4] = [LONG_AGO, LAPSED, LATELY, NOW];
const LONG_AGO: i64 = 100;
const LAPSED: i64 = 20;
const LATELY: i64 = 6;
const NOW: i64 = 0;

/// The steps that lead to where a handover stands, each with how many days ago it was taken.
pub(super) fn course(leg: &LegLine) -> Vec<(Step, i64)> {
    use HandoverStatus as S;
    let (length, ending) = match leg.until {
        S::Draft => (1, None),
        S::InReview => (3, None),
        S::Ready => (5, None),
        // The clock or another offer of the same learner does the rest.
        S::Offered | S::Expired | S::PlacedElsewhere => (6, None),
        S::Declined => (6, Some(Step::Decline)),
        S::Withdrawn => (6, Some(Step::Withdraw)),
        S::Accepted => (7, None),
        S::OnHold => (7, Some(Step::Hold)),
        S::InTransfer => (9, None),
        S::CancellationRequested => (9, Some(Step::Cancel)),
        S::TakenOver => (10, None),
        S::Closed => (12, None),
    };
    MAIN_LINE[..length].iter().copied().chain(ending).map(|step| (step, days_ago(leg, step))).collect()
}

fn days_ago(leg: &LegLine, step: Step) -> i64 {
    match (leg.until, step) {
        _ if leg.stands_still => LONG_AGO,
        (_, Step::Feedback | Step::Close) => NOW,
        (HandoverStatus::Closed, _) => LONG_AGO,
        (HandoverStatus::Expired, _) => LAPSED,
        (_, Step::Draft | Step::Inform | Step::Review | Step::View | Step::Ready | Step::Offer) => LATELY,
        _ => NOW,
    }
}
