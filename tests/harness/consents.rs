//! What learners and representatives state about sections, after reading the text that belongs to it.

use chrono::{DateTime, Utc};
use estafette_contract::{
    Channel, ConsentStatement, ConsentText, ConsentWithdrawal, Giver, Language, NewConsent, Section, Sha256Hex, TextKind,
};
use uuid::Uuid;

use super::scene::text;

/// A consent of the student for one section, where it goes on consent.
pub fn consent(section: Section, at: DateTime<Utc>) -> NewConsent {
    stated(section, kind(section), Giver::Student, at)
}

/// The same for what only the learner's own act releases.
pub fn release(section: Section, at: DateTime<Utc>) -> NewConsent {
    stated(section, TextKind::OwnRelease, Giver::Student, at)
}

/// What a representative states about one section, where it goes on consent.
pub fn by_representative(who: Uuid, section: Section, statement: ConsentStatement, at: DateTime<Utc>) -> NewConsent {
    let stated = stated(section, kind(section), Giver::LegalRepresentative, at);
    NewConsent { statement, representative_id: Some(who), ..stated }
}

/// Taking a consent back, told to the school.
pub fn taking_back(at: DateTime<Utc>) -> ConsentWithdrawal {
    ConsentWithdrawal { channel: Channel::Spoken, stated_at: at, note: None }
}

/// The kind of text that is shown where this section goes on consent.
fn kind(section: Section) -> TextKind {
    match section {
        Section::Health | Section::HomeSituation => TextKind::ExplicitConsent,
        _ => TextKind::Consent,
    }
}

fn stated(section: Section, kind: TextKind, giver: Giver, at: DateTime<Utc>) -> NewConsent {
    let shown = ConsentText::current(kind, giver, Language::Nl).expect("a text is published");
    NewConsent {
        section,
        statement: ConsentStatement::Given,
        giver,
        representative_id: None,
        purpose: text("Een goede start bij de opleiding"),
        channel: Channel::Paper,
        scan_reference: Some(text("scan 2026-0031")),
        witness: None,
        stated_at: at,
        from_on: None,
        until_on: None,
        text_version: text(&shown.version),
        text_language: shown.language,
        text_sha256: Sha256Hex::new(shown.sha256.clone()).expect("a digest"),
    }
}
