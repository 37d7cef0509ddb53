//! Tables of what was said and spoken, and of what became of it.

use super::{
    super::{AftercareReach, Fact, ReferralStanding, ReportName, SupportSaid},
    Column, Table, codes, codes_or, growing, place, place_or, plain, sensitive, table,
};
use crate::{CodeList, Competency, ConsentStatement, ConversationOutcome, Criterion, DeclineReason, FeedbackOutcome};

pub(super) fn content() -> Vec<Table> {
    let conversations = table(
        ReportName::Conversations,
        "conversations",
        ("Het warme gesprek", "The warm conversation"),
        growing(codes_or::<ConversationOutcome>("none", "nog geen gesprek", "no conversation yet"), &["missed", "waived", "none"]),
        Box::new(|f| f.stage >= 4),
        Box::new(|f| place_or(f.conversation)),
    );
    let consented =
        vec![plain("given", "gegeven", "given"), plain("refused_or_withdrawn", "geweigerd of ingetrokken", "refused or withdrawn")];
    let consent = table(
        ReportName::Consent,
        "consent",
        ("Toestemming, waar die is gevraagd", "Consent, where it was asked"),
        sensitive(growing(consented, &["given"]), &["refused_or_withdrawn"]),
        Box::new(|f| f.consent.is_some()),
        Box::new(|f| f.consent.map(|said| usize::from(said != ConsentStatement::Given))),
    );
    [support()].into_iter().chain(competencies()).chain([conversations, consent]).collect()
}

fn support() -> Table {
    // Who says nothing of support says as much as who knows nothing.
    let unknown = SupportSaid::ALL.len() - 1;
    table(
        ReportName::Support,
        "support",
        ("Ondersteuning: op tijd gezegd?", "Support: said in time?"),
        sensitive(growing(codes::<SupportSaid>(), &["nothing_known"]), &["needs_described", "described_late"]),
        Box::new(|f| f.stage >= 3),
        Box::new(move |f| Some(place(f.support).unwrap_or(unknown))),
    )
}

fn competencies() -> impl Iterator<Item = Table> {
    let yes_no =
        || vec![plain("reflected", "op teruggekeken", "reflected on"), plain("not_reflected", "niet op teruggekeken", "not reflected on")];
    let yes_no = move || growing(yes_no(), &["not_reflected"]);
    Competency::ALL.iter().map(move |&competency| {
        let title = (competency.term().nl, competency.term().en);
        let reflects = Box::new(move |f: &Fact| Some(usize::from(!f.reflects(competency))));
        table(ReportName::Competencies, &format!("competency_{competency}"), title, yes_no(), Box::new(|f| f.stage >= 3), reflects)
    })
}

/// The criteria that no other table tells of: how many were met when it was offered.
pub(super) fn quality() -> Vec<Table> {
    use Criterion as Q;
    let yes_no = || growing(vec![plain("met", "voldaan", "met"), plain("not_met", "niet voldaan", "not met")], &[]);
    let one = |criterion: Criterion| {
        let (term, bit) = (criterion.term(), criterion.bit());
        let met = move |f: &Fact| f.quality.map(|met| usize::from(i64::from(met) & bit == 0));
        let offered = |f: &Fact| f.stage >= 3 && f.quality.is_some();
        table(ReportName::Quality, &format!("quality_{criterion}"), (term.nl, term.en), yes_no(), Box::new(offered), Box::new(met))
    };
    [Q::Complete, Q::Competencies, Q::OwnWords, Q::View, Q::NamedPersons, Q::InTime].map(one).into()
}

pub(super) fn ends() -> Vec<Table> {
    vec![
        Table {
            known_zeros: true,
            ..table(
                ReportName::Declines,
                "declines",
                ("Waarom afgewezen", "Why declined"),
                growing(codes::<DeclineReason>(), &[]),
                Box::new(|f| f.declined.is_some()),
                Box::new(|f| place(f.declined)),
            )
        },
        table(
            ReportName::Outcomes,
            "outcomes",
            ("Wat ervan werd", "What became of it"),
            sensitive(outcomes(), &["dropped_out"]),
            Box::new(|f| f.stage >= 6),
            Box::new(|f| Some(outcome(f.outcome))),
        ),
        table(
            ReportName::Aftercare,
            "aftercare",
            ("Nazorg", "Aftercare"),
            codes::<AftercareReach>(),
            Box::new(|f| f.aftercare.is_some()),
            Box::new(|f| place(f.aftercare)),
        ),
        table(
            ReportName::Referrals,
            "referrals",
            ("Naar de tweede lijn", "To the second line"),
            codes::<ReferralStanding>(),
            Box::new(|f| f.referral.is_some()),
            Box::new(|f| place(f.referral)),
        ),
    ]
}

/// A switch is a column of its own, and so is a drop-out: nobody counts the one as the other.
fn outcomes() -> Vec<Column> {
    vec![
        plain("none", "nog geen terugkoppeling", "no feedback yet"),
        plain("in_place", "gestart of op de goede plek", "started or in the right place"),
        plain("switched", "overgestapt", "switched to a better-fitting programme"),
        plain("not_there", "niet gestart of niet bereikt", "did not start or not reached"),
        plain("dropped_out", "uitgevallen", "left without startkwalificatie"),
    ]
}

fn outcome(told: Option<FeedbackOutcome>) -> usize {
    use FeedbackOutcome as O;
    match told {
        None => 0,
        Some(O::Started | O::RightPlace) => 1,
        Some(O::Switched) => 2,
        Some(O::NotStarted | O::NotReached) => 3,
        Some(O::DroppedOut) => 4,
    }
}
