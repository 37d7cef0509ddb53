//! Reading the facts of a school year for a release: nothing else is read of any handover.

use std::collections::HashMap;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::{connection::DefaultLoadingMode, prelude::*};
use estafette_contract::{
    CodeList, HandoverStatus, PartnerKind, TermKind, Terms, Transition,
    report::{Fact, Way},
};

use crate::{
    DbResult, Fault,
    schema::{partners, transition_facts as f},
    store::{Conn, on_each},
    stored,
};

/// A fact's row, as far as reports count it.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = f)]
struct Row {
    learner: String,
    transition: String,
    sender_partner_id: String,
    receiver_partner_id: String,
    sector: Option<String>,
    level: Option<String>,
    learning_path: Option<String>,
    leerweg: Option<String>,
    status: String,
    status_since: NaiveDateTime,
    began_at: NaiveDateTime,
    stage: i64,
    in_review_seconds: i64,
    offered_seconds: i64,
    accepted_seconds: i64,
    in_transfer_seconds: i64,
    reason: Option<String>,
    support: Option<String>,
    competencies: i64,
    conversation: Option<String>,
    consent: Option<String>,
    outcome: Option<String>,
    aftercare: Option<String>,
    referral: Option<String>,
    quality: Option<i64>,
}

/// The facts of a school year, and the partners they refer to by place.
pub(crate) struct Year {
    pub(crate) facts: Vec<Fact>,
    pub(crate) partners: Vec<String>,
}

/// Reads a school year of a region as it stands at a moment.
pub(crate) fn year(conn: &mut Conn, school_year: &str, region: u8, terms: &Terms, now: NaiveDateTime) -> DbResult<Year> {
    let known: Vec<(String, String)> = partners::table.select((partners::id, partners::kind)).load(conn)?;
    let mut places = HashMap::new();
    let mut kinds = Vec::new();
    for (at, (id, kind)) in (0u32..).zip(&known) {
        places.insert(id.as_str(), at);
        kinds.push(stored::code::<PartnerKind>(kind)?);
    }
    let reader = Reader { places, kinds, terms, now };
    let these = f::table.filter(f::school_year.eq(school_year)).filter(f::region.eq(i64::from(region)));
    let mut facts = Vec::new();
    on_each!(conn, |c| {
        for row in these.select(Row::as_select()).load_iter::<Row, DefaultLoadingMode>(c)? {
            facts.push(reader.fact(&row?)?);
        }
    });
    Ok(Year { facts, partners: known.into_iter().map(|(id, _)| id).collect() })
}

struct Reader<'a> {
    places: HashMap<&'a str, u32>,
    kinds: Vec<PartnerKind>,
    terms: &'a Terms,
    now: NaiveDateTime,
}

impl Reader<'_> {
    fn fact(&self, row: &Row) -> DbResult<Fact> {
        const WRONG: Fault = Fault::Stored("a fact");
        let partner = |id: &str| self.places.get(id).copied().ok_or(WRONG);
        let (sender, receiver) = (partner(&row.sender_partner_id)?, partner(&row.receiver_partner_id)?);
        let kind = |at: u32| self.kinds.get(at as usize).copied().ok_or(WRONG);
        let transition: Transition = stored::code(&row.transition)?;
        let status: HandoverStatus = stored::code(&row.status)?;
        let reason = |of: HandoverStatus| row.reason.as_deref().filter(|_| status == of);
        let days = |seconds: i64| u32::try_from(seconds / 86_400).unwrap_or(0);
        Ok(Fact {
            learner: learner(&row.learner).ok_or(WRONG)?,
            way: Way { transition, from: kind(sender)?, to: kind(receiver)? },
            sender,
            receiver,
            began: row.began_at.and_utc().timestamp(),
            sector: code(row.sector.as_deref()),
            level: code(row.level.as_deref()),
            path: code(row.learning_path.as_deref()),
            leerweg: code(row.leerweg.as_deref()),
            status,
            stage: u8::try_from(row.stage).unwrap_or(0),
            days: [row.in_review_seconds, row.offered_seconds, row.accepted_seconds, row.in_transfer_seconds].map(days),
            over: self.over(status, row.status_since),
            declined: code(reason(HandoverStatus::Declined)),
            held: code(reason(HandoverStatus::OnHold)),
            support: code(row.support.as_deref()),
            competencies: u8::try_from(row.competencies).unwrap_or(0),
            conversation: code(row.conversation.as_deref()),
            consent: code(row.consent.as_deref()),
            outcome: code(row.outcome.as_deref()),
            aftercare: code(row.aftercare.as_deref()),
            referral: code(row.referral.as_deref()),
            quality: row.quality.and_then(|met| u16::try_from(met).ok()),
        })
    }

    /// By how many days it is over the term of where it stands.
    fn over(&self, status: HandoverStatus, since: NaiveDateTime) -> Option<u32> {
        let term = TimeDelta::days(self.terms.count(term_of(status)?).into());
        u32::try_from((self.now - since - term).num_days()).ok().filter(|days| *days > 0)
    }
}

/// The term within which a handover moves on from where it stands.
pub(crate) fn term_of(status: HandoverStatus) -> Option<TermKind> {
    use HandoverStatus as S;
    match status {
        S::Draft => Some(TermKind::Draft),
        S::InReview => Some(TermKind::Review),
        S::Ready => Some(TermKind::Offering),
        S::Offered => Some(TermKind::Offer),
        S::Accepted => Some(TermKind::Transfer),
        S::InTransfer => Some(TermKind::Takeover),
        S::CancellationRequested => Some(TermKind::Cancellation),
        S::OnHold => Some(TermKind::Hold),
        _ => None,
    }
}

/// A code that this release may not know any more is not counted.
fn code<L: CodeList>(text: Option<&str>) -> Option<L> {
    text.and_then(L::from_code)
}

/// A learner's name in the facts as a number.
fn learner(text: &str) -> Option<u128> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
    Some(u128::from_be_bytes(bytes.get(..16)?.try_into().ok()?))
}
