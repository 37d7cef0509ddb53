//! The ledger itself: its rows, what is sealed in them, and how one is added.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{insert_into, prelude::*};
use estafette_contract::{Created, Section, Text, Witness};
use serde::{Deserialize, Serialize};

use crate::{
    DbResult, facts,
    learners::{Learner, Vault},
    rules::Statement,
    schema::consents,
    store::{Cx, new_id},
    stored,
};

/// A line of the ledger.
#[derive(Debug, Clone, Default, Queryable, Selectable, Insertable)]
#[diesel(table_name = consents, treat_none_as_default_value = false)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) handover_id: String,
    pub(super) section: String,
    pub(super) version: i64,
    pub(super) statement: String,
    pub(super) giver: String,
    pub(super) representative_id: Option<String>,
    pub(super) channel: String,
    pub(super) text_version: String,
    pub(super) text_language: String,
    pub(super) text_sha256: String,
    pub(super) ground: String,
    pub(super) matrix_version: String,
    pub(super) from_on: Option<NaiveDate>,
    pub(super) until_on: Option<NaiveDate>,
    pub(super) content: Vec<u8>,
    pub(super) stated_at: NaiveDateTime,
    pub(super) recorded_at: NaiveDateTime,
}

/// What is sealed in a line.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Content {
    pub(super) purpose: Text<300>,
    #[serde(default)]
    pub(super) scan_reference: Option<Text<120>>,
    #[serde(default)]
    pub(super) witness: Option<Witness>,
    #[serde(default)]
    pub(super) note: Option<Text<300>>,
}

fn place(id: &str) -> String {
    format!("consents.content|{id}")
}

impl Row {
    /// What is sealed in this line.
    pub(super) fn open(&self, vault: &Vault) -> DbResult<Content> {
        vault.reveal(&place(&self.id), &self.content)
    }

    /// The line as the rules read it.
    fn as_statement(&self) -> DbResult<Statement> {
        Ok(Statement {
            version: self.version,
            statement: stored::code(&self.statement)?,
            giver: stored::code(&self.giver)?,
            representative: self.representative_id.clone(),
            from_on: self.from_on,
            until_on: self.until_on,
        })
    }

    /// Whether the same giver speaks about the same section.
    pub(super) fn is_of_same_giver(&self, other: &Self) -> bool {
        (&self.section, &self.giver, &self.representative_id) == (&other.section, &other.giver, &other.representative_id)
    }
}

/// Adds a line to the ledger under a fresh id and the section's next version; the learner must be held.
pub(super) fn append(cx: &mut Cx<'_>, learner: &Learner, vault: &Vault, line: Row, content: &Content) -> DbResult<Created> {
    let id = new_id();
    let section = consents::table.filter(consents::handover_id.eq(&line.handover_id)).filter(consents::section.eq(&line.section));
    let last: Option<i64> = section.select(diesel::dsl::max(consents::version)).first(cx.conn)?;
    let row = Row {
        id: id.to_string(),
        version: last.unwrap_or(0) + 1,
        content: vault.conceal(&place(&id.to_string()), content)?,
        recorded_at: cx.at(),
        ..line
    };
    insert_into(consents::table).values(&row).execute(cx.conn)?;
    facts::consented(cx, &row.handover_id, &row.statement)?;
    learner.raise_grounds(cx)?;
    cx.notes.object = Some(id);
    Ok(Created { id })
}

/// Every line about a handover, oldest first within each section.
pub(super) fn rows(cx: &mut Cx<'_>, handover: &str) -> DbResult<Vec<Row>> {
    Ok(consents::table
        .filter(consents::handover_id.eq(handover))
        .order((consents::section, consents::version))
        .select(Row::as_select())
        .load(cx.conn)?)
}

/// What was stated about each section, oldest first.
pub(crate) type Statements = HashMap<Section, Vec<Statement>>;

/// The statements about each section of a handover.
pub(crate) fn statements(cx: &mut Cx<'_>, handover: &str) -> DbResult<Statements> {
    let mut all = Statements::new();
    for row in rows(cx, handover)? {
        all.entry(stored::code(&row.section)?).or_default().push(row.as_statement()?);
    }
    Ok(all)
}

/// Whether the handover rests on consent at all.
pub(crate) fn carry(cx: &mut Cx<'_>, handover: &str) -> DbResult<bool> {
    Ok(!rows(cx, handover)?.is_empty())
}
