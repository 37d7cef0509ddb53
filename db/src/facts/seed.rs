//! Facts of an invented school year, to look at and to measure with: no handover and no person stands behind them.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::{insert_into, prelude::*};
use estafette_contract::{
    CodeList, PartnerKind,
    report::{Fact, Way},
};

use super::{read::term_of, school_year};
use crate::{
    DbResult, Fault, Store,
    schema::{partners, transition_facts as f},
    store::{insert_unless_there, new_id, on_each},
};

/// How many rows go into one statement: as many as either database takes values for.
const AT_ONCE: usize = 500;

impl Store {
    /// Adds partners that facts can refer to; they take no part and have no key. Answers their ids, in order.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn invent_partners(&self, invented: &[(&'static str, PartnerKind)]) -> DbResult<Vec<String>> {
        let (invented, now) = (invented.to_vec(), self.clock().now().naive_utc());
        self.keep(move |conn| {
            for (at, (name, kind)) in invented.iter().enumerate() {
                let row = (
                    partners::id.eq(new_id().to_string()),
                    partners::name.eq(format!("{name} (verzonnen)")),
                    partners::kind.eq(kind.code()),
                    partners::client_id.eq(format!("invented-{at}")),
                    partners::scopes.eq(""),
                    partners::generation.eq(1),
                    partners::active.eq(false),
                    partners::created_at.eq(now),
                );
                insert_unless_there!(conn, partners::table, row);
            }
            let of = |at| partners::table.filter(partners::client_id.eq(format!("invented-{at}"))).select(partners::id);
            (0..invented.len()).map(|at| Ok(of(at).first::<String>(conn)?)).collect()
        })
        .await
    }

    /// Adds invented facts as they stood on a day; the same facts again change nothing.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn keep_facts(&self, facts: &[Fact], known: &[String], counted_at: DateTime<Utc>) -> DbResult<()> {
        let (region, terms) = (i64::from(self.terms().region), self.terms().clone());
        let row = |fact: &Fact| Row::of(fact, known, region, counted_at, term_of(fact.status).map_or(0, |term| terms.count(term)));
        let rows: Vec<Row> = facts.iter().map(row).collect::<Result<_, _>>()?;
        self.keep(move |conn| {
            let last: Option<&Row> = rows.last();
            let there: i64 = last.map_or(Ok(0), |row| f::table.filter(f::id.eq(&row.id)).count().get_result(conn))?;
            if there > 0 {
                return Ok(());
            }
            for some in rows.chunks(AT_ONCE) {
                on_each!(conn, |c| insert_into(f::table).values(some).execute(c))?;
            }
            Ok(())
        })
        .await
    }
}

#[derive(Debug, Insertable)]
#[diesel(table_name = f, treat_none_as_default_value = false)]
struct Row {
    id: String,
    learner: String,
    region: i64,
    school_year: String,
    transition: &'static str,
    sender_partner_id: String,
    receiver_partner_id: String,
    sector: Option<&'static str>,
    level: Option<&'static str>,
    learning_path: Option<&'static str>,
    leerweg: Option<&'static str>,
    status: &'static str,
    status_since: chrono::NaiveDateTime,
    began_at: chrono::NaiveDateTime,
    stage: i64,
    draft_seconds: i64,
    in_review_seconds: i64,
    ready_seconds: i64,
    offered_seconds: i64,
    accepted_seconds: i64,
    in_transfer_seconds: i64,
    on_hold_seconds: i64,
    reason: Option<&'static str>,
    support: Option<&'static str>,
    competencies: i64,
    conversation: Option<&'static str>,
    consent: Option<&'static str>,
    outcome: Option<&'static str>,
    aftercare: Option<&'static str>,
    referral: Option<&'static str>,
    quality: Option<i64>,
}

const DAY: i64 = 86_400;

impl Row {
    fn of(fact: &Fact, known: &[String], region: i64, counted_at: DateTime<Utc>, term: u32) -> Result<Self, Fault> {
        const WRONG: Fault = Fault::Stored("an invented fact");
        let began = DateTime::from_timestamp(fact.began, 0).ok_or(WRONG)?;
        let partner = |at: u32| known.get(at as usize).cloned().ok_or(WRONG);
        let rested = fact.over.map_or(1, |over| over + term);
        let [in_review, offered, accepted, in_transfer] = fact.days.map(|days| i64::from(days) * DAY);
        let Way { transition, .. } = fact.way;
        Ok(Self {
            id: format!("invented-{}-{}", fact.learner, fact.receiver),
            learner: name(fact.learner),
            region,
            school_year: school_year(began),
            transition: transition.code(),
            sender_partner_id: partner(fact.sender)?,
            receiver_partner_id: partner(fact.receiver)?,
            sector: code(fact.sector),
            level: code(fact.level),
            learning_path: code(fact.path),
            leerweg: code(fact.leerweg),
            status: fact.status.code(),
            status_since: (counted_at - TimeDelta::days(rested.into())).naive_utc(),
            began_at: began.naive_utc(),
            stage: fact.stage.into(),
            draft_seconds: 0,
            in_review_seconds: in_review,
            ready_seconds: 0,
            offered_seconds: offered,
            accepted_seconds: accepted,
            in_transfer_seconds: in_transfer,
            on_hold_seconds: 0,
            reason: code(fact.declined).or(code(fact.held)),
            support: code(fact.support),
            competencies: fact.competencies.into(),
            conversation: code(fact.conversation),
            consent: code(fact.consent),
            outcome: code(fact.outcome),
            aftercare: code(fact.aftercare),
            referral: code(fact.referral),
            quality: fact.quality.map(i64::from),
        })
    }
}

fn code<L: CodeList>(value: Option<L>) -> Option<&'static str> {
    value.map(CodeList::code)
}

/// A learner's number as text of the length that names of learners have in the facts.
fn name(learner: u128) -> String {
    BASE64_URL_SAFE_NO_PAD.encode([&learner.to_be_bytes()[..], &[0, 0]].concat())
}
