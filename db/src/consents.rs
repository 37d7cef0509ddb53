//! The ledger of consents: append-only statements, one section at a time.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::{insert_into, prelude::*};
use estafette_contract::{
    CodeList, ConsentList, ConsentStatement, ConsentView, ConsentWithdrawal, Created, Giver, Ground, NewConsent, ProblemKind, Section,
    Text, scope::ConsentsWrite,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    DbError, DbResult, birthday, dutch_day,
    handovers::{Handover, cell_of, held_by_sender, visible},
    informings::not_in_future,
    learners::{Learner, Vault},
    rules::{AGE_OF_CONSENT, Relation, Statement},
    schema::consents,
    store::{Cx, Tx, new_id},
    stored,
    views::check_giver,
};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = consents)]
struct Row {
    id: String,
    handover_id: String,
    section: String,
    version: i64,
    statement: String,
    giver: String,
    representative_id: Option<String>,
    channel: String,
    text_version: String,
    text_sha256: String,
    content: Vec<u8>,
    stated_at: NaiveDateTime,
    recorded_at: NaiveDateTime,
}

/// What is sealed in a statement's row.
#[derive(Serialize, Deserialize)]
struct Content {
    purpose: Text<300>,
    evidence: Option<Text<300>>,
}

fn place(id: &str) -> String {
    format!("consents.content|{id}")
}

/// Records what was stated about one section of a handover.
///
/// # Errors
/// When the section rests on no consent, or whoever stated it may not.
pub fn record(tx: &mut Tx<'_, ConsentsWrite>, handover: Uuid, new: &NewConsent) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (handover, learner) = held_by_sender(cx, handover)?;
    if new.statement == ConsentStatement::Withdrawn {
        return Err(DbError::field("/statement", "not-here", "Withdraw a consent by POST …/consents/{consentId}/_withdraw."));
    }
    let ground = consent_ground(cx, &handover, new.section)?;
    not_in_future(cx, "/statedAt", new.stated_at)?;
    check_giver(cx, &learner.id, new.giver, new.representative_id)?;
    let vault = learner.vault(cx)?;
    check_age(&learner, &vault, new, ground)?;
    let content = Content { purpose: new.purpose.clone(), evidence: Some(new.evidence.clone()) };
    let row = Row {
        id: String::new(),
        handover_id: handover.id,
        section: new.section.code().into(),
        version: 0,
        statement: new.statement.code().into(),
        giver: new.giver.code().into(),
        representative_id: new.representative_id.map(|id| id.to_string()),
        channel: new.channel.code().into(),
        text_version: new.text_version.to_string(),
        text_sha256: new.text_sha256.to_string(),
        content: Vec::new(),
        stated_at: new.stated_at.naive_utc(),
        recorded_at: cx.at(),
    };
    append(cx, &learner, &vault, row, &content)
}

/// Records that a consent was taken back; it counts for the very next read.
///
/// # Errors
/// When there is no such consent, or it is no longer the last word of whoever gave it.
pub fn withdraw(tx: &mut Tx<'_, ConsentsWrite>, handover: Uuid, consent: Uuid, how: &ConsentWithdrawal) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (handover, learner) = held_by_sender(cx, handover)?;
    not_in_future(cx, "/statedAt", how.stated_at)?;
    let rows = rows(cx, &handover.id)?;
    let given = rows.iter().find(|row| row.id == consent.to_string()).ok_or_else(DbError::not_found)?;
    let same = |row: &&Row| row.section == given.section && row.giver == given.giver && row.representative_id == given.representative_id;
    let last = rows.iter().rfind(same).map(|row| (row.id.as_str(), row.statement.as_str()));
    if last != Some((given.id.as_str(), ConsentStatement::Given.code())) {
        return Err(DbError::refused(ProblemKind::Conflict, "This consent no longer stands; read the list of consents."));
    }
    let vault = learner.vault(cx)?;
    let before: Content = vault.reveal(&place(&given.id), &given.content)?;
    let row = Row {
        statement: ConsentStatement::Withdrawn.code().into(),
        channel: how.channel.code().into(),
        stated_at: how.stated_at.naive_utc(),
        recorded_at: cx.at(),
        ..given.clone()
    };
    append(cx, &learner, &vault, row, &Content { evidence: how.note.clone(), ..before })
}

/// Every statement about the sections of a handover, oldest first within each section.
///
/// # Errors
/// When this partner is not the sender.
pub fn list(tx: &mut Tx<'_, ConsentsWrite>, handover: Uuid) -> DbResult<ConsentList> {
    let cx = &mut tx.cx;
    let handover = visible(cx, handover)?;
    if handover.relation(&cx.partner()) != Relation::Sender {
        return Err(DbError::not_found());
    }
    let vault = Learner::load(cx, &handover.learner_id)?.vault(cx)?;
    let items = rows(cx, &handover.id)?.iter().map(|row| view(row, &vault)).collect::<DbResult<_>>()?;
    Ok(ConsentList { items })
}

/// What was stated about each section, oldest first.
pub(crate) type Statements = HashMap<Section, Vec<Statement>>;

/// A statement as the rules read it.
pub(crate) fn statement(version: i64, statement: &str, giver: &str, representative: Option<String>) -> DbResult<Statement> {
    Ok(Statement { version, statement: stored::code(statement)?, giver: stored::code(giver)?, representative })
}

/// The statements about each section of a handover.
pub(crate) fn statements(cx: &mut Cx<'_>, handover: &str) -> DbResult<Statements> {
    let mut all = Statements::new();
    for row in rows(cx, handover)? {
        let stated = statement(row.version, &row.statement, &row.giver, row.representative_id)?;
        all.entry(stored::code(&row.section)?).or_default().push(stated);
    }
    Ok(all)
}

/// Whether the handover rests on consent at all.
pub(crate) fn carry(cx: &mut Cx<'_>, handover: &str) -> DbResult<bool> {
    Ok(!rows(cx, handover)?.is_empty())
}

fn rows(cx: &mut Cx<'_>, handover: &str) -> DbResult<Vec<Row>> {
    Ok(consents::table
        .filter(consents::handover_id.eq(handover))
        .order((consents::section, consents::version))
        .select(Row::as_select())
        .load(cx.conn)?)
}

fn append(cx: &mut Cx<'_>, learner: &Learner, vault: &Vault, row: Row, content: &Content) -> DbResult<Created> {
    let id = new_id();
    let section = consents::table.filter(consents::handover_id.eq(&row.handover_id)).filter(consents::section.eq(&row.section));
    let last: Option<i64> = section.select(diesel::dsl::max(consents::version)).first(cx.conn)?;
    let values = (
        consents::id.eq(id.to_string()),
        consents::handover_id.eq(row.handover_id),
        consents::section.eq(row.section),
        consents::version.eq(last.unwrap_or(0) + 1),
        consents::statement.eq(row.statement),
        consents::giver.eq(row.giver),
        consents::representative_id.eq(row.representative_id),
        consents::channel.eq(row.channel),
        consents::text_version.eq(row.text_version),
        consents::text_sha256.eq(row.text_sha256),
        consents::content.eq(vault.conceal(&place(&id.to_string()), content)?),
        consents::stated_at.eq(row.stated_at),
        consents::recorded_at.eq(row.recorded_at),
    );
    insert_into(consents::table).values(values).execute(cx.conn)?;
    learner.raise_grounds(cx)?;
    cx.notes.object = Some(id);
    Ok(Created { id })
}

/// The ground of a section that rests on consent.
fn consent_ground(cx: &mut Cx<'_>, handover: &Handover, section: Section) -> DbResult<Ground> {
    let ground = cell_of(cx, handover, section)?.ground;
    match ground {
        Ground::Forbidden => {
            let detail = format!("{section} may not be handed over here, and consent does not cure that: see /v1/exchange-matrix.");
            Err(DbError::refused(ProblemKind::SectionForbidden, detail))
        }
        ground if ground.needs_consent() => Ok(ground),
        _ => Err(DbError::field("/section", "no-consent-needed", "This section goes on a legal task; record the learner's view instead.")),
    }
}

/// Under sixteen the representative states it, from the sixteenth birthday the student.
fn check_age(learner: &Learner, vault: &Vault, new: &NewConsent, ground: Ground) -> DbResult<()> {
    let sixteenth = birthday(learner.personal(vault)?.born_on, AGE_OF_CONSENT);
    let of_age = dutch_day(new.stated_at) >= sixteenth;
    match new.giver {
        Giver::LegalRepresentative if ground == Ground::OwnRelease => {
            Err(DbError::field("/giver", "own-act-only", "Only the learner's own act releases this section."))
        }
        Giver::LegalRepresentative if of_age => {
            Err(DbError::field("/giver", "of-age", "The student was sixteen then and speaks for themself."))
        }
        Giver::Student if !of_age && ground != Ground::OwnRelease => {
            Err(DbError::field("/giver", "under-sixteen", "The student was under sixteen then; the legal representative states it."))
        }
        _ => Ok(()),
    }
}

fn view(row: &Row, vault: &Vault) -> DbResult<ConsentView> {
    let content: Content = vault.reveal(&place(&row.id), &row.content)?;
    Ok(ConsentView {
        id: stored::id(&row.id)?,
        section: stored::code(&row.section)?,
        statement: stored::code(&row.statement)?,
        giver: stored::code(&row.giver)?,
        representative_id: row.representative_id.as_deref().map(stored::id).transpose()?,
        version: row.version,
        purpose: content.purpose.to_string(),
        channel: stored::code(&row.channel)?,
        text_version: row.text_version.clone(),
        text_sha256: row.text_sha256.clone(),
        stated_at: stored::instant(row.stated_at),
        recorded_at: stored::instant(row.recorded_at),
    })
}
