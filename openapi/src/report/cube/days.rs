//! Tables of days: how long handovers stood where, and what is stuck.

use super::{
    super::{Fact, ReportName},
    Column, Holds, Table, codes, column, growing, place, plain, table,
};
use crate::{CodeList, HandoverStatus, HoldReason, TermKind};

/// The last day of each band of days but the last: the terms a region usually has, and the days to beat.
pub const BANDS: [u32; 4] = [10, 14, 28, 44];

/// The bands of days, each a column.
fn bands() -> Vec<Column> {
    let first = |at: usize| if at == 0 { 0 } else { BANDS[at - 1] + 1 };
    let band = |(at, last): (usize, &u32)| {
        let days = format!("{}–{last}", first(at));
        let plain = plain(&format!("days_{}_{last}", first(at)), &format!("{days} dagen"), &format!("{days} days"));
        Column { days: Some((first(at), Some(*last))), ..plain }
    };
    let over = BANDS[BANDS.len() - 1];
    let last = plain(&format!("days_over_{over}"), &format!("meer dan {over} dagen"), &format!("over {over} days"));
    let last = Column { days: Some((over + 1, None)), ..last };
    BANDS.iter().enumerate().map(band).chain([last]).collect()
}

fn band_of(days: u32) -> Option<usize> {
    Some(BANDS.iter().position(|last| days <= *last).unwrap_or(BANDS.len()))
}

pub(super) fn lead_times() -> Vec<Table> {
    let timed = |code: &str, nl: &str, en: &str, term, counts: Holds, days: fn(&Fact) -> u32| Table {
        ordered: true,
        term,
        ..table(ReportName::LeadTimes, code, (nl, en), growing(bands(), &[]), counts, Box::new(move |f| band_of(days(f))))
    };
    vec![
        timed("lead_whole", "Van aanbod tot overname", "From offer to takeover", None, Box::new(|f| f.stage >= 6), Fact::lead),
        timed(
            "lead_review",
            "Ter inzage bij de leerling",
            "In review with the learner",
            Some(TermKind::Review),
            Box::new(|f| f.stage >= 2),
            |f| f.days[0],
        ),
        timed(
            "lead_offered",
            "Aangeboden, tot aangenomen",
            "Offered, until accepted",
            Some(TermKind::Offer),
            Box::new(|f| f.stage >= 4),
            |f| f.days[1],
        ),
        timed(
            "lead_accepted",
            "Aangenomen, tot begonnen",
            "Accepted, until started",
            Some(TermKind::Transfer),
            Box::new(|f| f.stage >= 5),
            |f| f.days[2],
        ),
        timed(
            "lead_transfer",
            "Begonnen, tot overgenomen",
            "Started, until taken over",
            Some(TermKind::Takeover),
            Box::new(|f| f.stage >= 6),
            |f| f.days[3],
        ),
    ]
}

/// The statuses in which a handover can be stuck, one column each but for what is on hold, which has one for each reason.
const STUCK_IN: [HandoverStatus; 6] = [
    HandoverStatus::Draft,
    HandoverStatus::InReview,
    HandoverStatus::Ready,
    HandoverStatus::Offered,
    HandoverStatus::Accepted,
    HandoverStatus::InTransfer,
];

pub(super) fn stuck() -> Vec<Table> {
    use ReportName::Stuck;
    let is_stuck = || Box::new(|f: &Fact| f.over.is_some());
    let columns = STUCK_IN.iter().map(|status| column(status.term(), false)).chain(codes::<HoldReason>());
    let standing = |f: &Fact| match f.held {
        Some(_) => place(f.held).map(|at| at + STUCK_IN.len()),
        None if f.status == HandoverStatus::CancellationRequested => Some(STUCK_IN.len() - 1),
        None => STUCK_IN.iter().position(|status| *status == f.status),
    };
    let ages = [("over_1_7", "1–7", 7), ("over_8_14", "8–14", 14), ("over_15_30", "15–30", 30), ("over_30", "> 30", u32::MAX)];
    let age_columns = ages.iter().map(|(code, days, _)| plain(code, &format!("{days} dagen over"), &format!("{days} days over")));
    let age = move |f: &Fact| f.over.and_then(|over| ages.iter().position(|(_, _, last)| over <= *last));
    vec![
        table(Stuck, "stuck_where", ("Waar het vastzit", "Where it is stuck"), columns.collect(), is_stuck(), Box::new(standing)),
        Table {
            ordered: true,
            ..table(
                Stuck,
                "stuck_age",
                ("Hoe lang over de termijn", "How long over the term"),
                age_columns.collect(),
                is_stuck(),
                Box::new(age),
            )
        },
    ]
}
