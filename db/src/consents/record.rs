//! Recording what was stated, by whoever may state it, about a text that was really shown.

use estafette_contract::{
    Channel, CodeList, ConsentStatement, ConsentText, Created, FieldProblem, Giver, Ground, MatrixCell, NewConsent, NewOwnConsent,
    NoticeKind, ProblemKind, Section, Text, TextKind, scope::ConsentsWrite,
};
use uuid::Uuid;

use super::ledger::{self, Content, Row};
use crate::{
    DbError, DbResult, Fault, birthday, dutch_day,
    handovers::{Handover, about, cell_if_written, held_by_sender},
    informings::not_in_future,
    learners::{Learner, Vault},
    notices,
    own::{OwnScope, Session},
    rules::AGE_OF_CONSENT,
    store::{Cx, Tx},
    views::check_giver,
};

/// Records what was stated about one section of a handover.
///
/// # Errors
/// When the section rests on no consent, whoever stated it may not, or the text shown was none of ours.
pub fn record(tx: &mut Tx<'_, ConsentsWrite>, handover: Uuid, new: &NewConsent) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (handover, learner) = held_by_sender(cx, handover)?;
    if new.statement == ConsentStatement::Withdrawn {
        return Err(DbError::field("/statement", "not-here", "Withdraw a consent by POST …/consents/{consentId}/_withdraw."));
    }
    let cell = consent_cell(cx, &handover, new.section)?;
    refuse_any(new.problems())?;
    not_in_future(cx, "/statedAt", new.stated_at)?;
    check_giver(cx, &learner.id, new.giver, new.representative_id)?;
    append(cx, &handover, &learner, new, cell)
}

/// Records what the learner, or who represents the learner, states about one section on the own page; the sender is told.
///
/// # Errors
/// When the section rests on no consent, whoever states it may not, or the text shown was none of ours.
pub fn state(tx: &mut Tx<'_, OwnScope>, who: &Session, handover: Uuid, new: &NewOwnConsent) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (learner, _) = who.hold(cx)?;
    let handover = about(cx, &learner, handover)?;
    if new.statement == ConsentStatement::Withdrawn {
        return Err(DbError::field("/statement", "not-here", "Withdraw a consent by POST …/consents/{consentId}/_withdraw."));
    }
    let cell = consent_cell(cx, &handover, new.section)?;
    let stated = NewConsent {
        section: new.section,
        statement: new.statement,
        giver: who.giver(),
        representative_id: who.representative(),
        purpose: Text::new(handover.transition()?.term().nl).map_err(|_| Fault::Stored("a purpose"))?,
        channel: Channel::OwnPage,
        scan_reference: None,
        witness: None,
        stated_at: cx.now,
        from_on: None,
        until_on: new.until_on,
        text_version: new.text_version.clone(),
        text_language: new.text_language,
        text_sha256: new.text_sha256.clone(),
    };
    if new.until_on.is_some_and(|until| until < dutch_day(cx.now)) {
        return Err(DbError::field("/untilOn", "in-the-past", "Give a last day that has yet to come."));
    }
    notices::tell_of_section(cx, &handover, NoticeKind::ConsentStated, new.section, false)?;
    append(cx, &handover, &learner, &stated, cell)
}

fn refuse_any(problems: Vec<FieldProblem>) -> DbResult<()> {
    match problems.is_empty() {
        true => Ok(()),
        false => {
            Err(DbError::fields(ProblemKind::InvalidField, "Correct the fields named in errors and send the request again.", problems))
        }
    }
}

fn append(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, new: &NewConsent, cell: MatrixCell) -> DbResult<Created> {
    let vault = learner.vault(cx)?;
    check_age(learner, &vault, new, cell.ground)?;
    check_text(new, cell.ground)?;
    let content =
        Content { purpose: new.purpose.clone(), scan_reference: new.scan_reference.clone(), witness: new.witness.clone(), note: None };
    let line = line(cx, handover, new, cell);
    ledger::append(cx, learner, &vault, line, &content)
}

fn line(cx: &Cx<'_>, handover: &Handover, new: &NewConsent, cell: MatrixCell) -> Row {
    Row {
        handover_id: handover.id.clone(),
        section: new.section.code().into(),
        statement: new.statement.code().into(),
        giver: new.giver.code().into(),
        representative_id: new.representative_id.map(|id| id.to_string()),
        channel: new.channel.code().into(),
        text_version: new.text_version.to_string(),
        text_language: new.text_language.code().into(),
        text_sha256: new.text_sha256.to_string(),
        ground: cell.ground.code().into(),
        matrix_version: cx.matrix.version().to_owned(),
        from_on: new.from_on,
        until_on: new.until_on,
        stated_at: new.stated_at.naive_utc(),
        ..Row::default()
    }
}

/// The cell of a section that rests on consent.
fn consent_cell(cx: &mut Cx<'_>, handover: &Handover, section: Section) -> DbResult<MatrixCell> {
    let cell = cell_if_written(cx, handover, section)?;
    match cell.ground {
        Ground::Forbidden => {
            let detail = format!("{section} may not be handed over here, and consent does not cure that: see /v1/exchange-matrix.");
            Err(DbError::refused(ProblemKind::SectionForbidden, detail))
        }
        ground if ground.needs_consent() => Ok(cell),
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

/// The text shown is one that was published for this ground and this reader, to the letter.
fn check_text(new: &NewConsent, ground: Ground) -> DbResult<()> {
    let fits = |text: &&ConsentText| Some(text.kind) == TextKind::asked_for(ground) && text.reader == new.giver;
    let named = |text: &ConsentText| text.version == new.text_version.as_str() && text.language == new.text_language;
    let shown = ConsentText::all().iter().filter(fits).find(|text| text.sha256 == new.text_sha256.as_str());
    match shown {
        Some(text) if named(text) => Ok(()),
        Some(_) => Err(DbError::field("/textVersion", "other-text", "Give the version and language of the text this SHA-256 belongs to.")),
        None => Err(DbError::field(
            "/textSha256",
            "unknown-text",
            "Show the text of /v1/consent-texts for this section's ground and this giver, and give its SHA-256.",
        )),
    }
}
