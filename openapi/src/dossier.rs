//! What an imported dossier became.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{HandoverStatus, Section, code_list};

code_list! {
    /// What happened to a part of an imported dossier.
    ImportFate = "import-fates" {
        Mapped = "mapped", "overgenomen", "taken over";
        Dropped = "dropped", "weggelaten", "left out";
        NeedsHuman = "needs_human", "vraagt aandacht", "needs a human";
    }
}

/// One line of an import report; it names the part, never its content.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportLine {
    /// The part of the dossier.
    #[schema(example = "leerling/stage")]
    pub part: String,
    /// What happened to it.
    pub fate: ImportFate,
    /// The section it went to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<Section>,
    /// Why, or what to do.
    pub detail: String,
}

/// What an imported dossier became.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportReport {
    /// The draft that was made.
    pub id: Uuid,
    /// Where it stands.
    pub status: HandoverStatus,
    /// The sender's own pseudonym for the learner.
    pub learner_id: Uuid,
    /// The kind of overstap the dossier names.
    #[schema(example = "VOMBO")]
    pub dossier_kind: String,
    /// What went where, what was dropped and why, what needs a human.
    pub lines: Vec<ImportLine>,
}
