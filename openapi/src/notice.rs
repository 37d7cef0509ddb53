//! Notices: what happened to a handover that a partner has to know of.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Section, code_list};

code_list! {
    /// What a notice tells.
    NoticeKind = "notice-kinds" {
        ConsentWithdrawn = "consent_withdrawn", "een toestemming is ingetrokken", "a consent was withdrawn";
        ConsentStated = "consent_stated", "de leerling heeft op de eigen pagina ja of nee gezegd tegen een onderdeel", "the learner said yes or no to a section on the own page";
        ViewGiven = "view_given", "de leerling heeft op de eigen pagina een zienswijze gegeven", "the learner gave a view on the own page";
        NeedPast = "need_past", "de leerling zegt dat een ondersteuningsbehoefte niet meer klopt", "the learner says that a support need is no longer true";
        RightsRequested = "rights_requested", "de leerling doet een verzoek over de eigen gegevens", "the learner makes a request by their rights";
        Rectified = "rectified", "een onderdeel is verbeterd", "a section was corrected";
        Erased = "erased", "een onderdeel is gewist; wis ook de eigen kopie", "a section was erased; erase the own copy as well";
        Restricted = "restricted", "de leerling laat iets stilleggen; gebruik ook de eigen kopie niet", "the learner has something lie still; do not use the own copy either";
        RestrictionLifted = "restriction_lifted", "wat stillag, mag weer gebruikt worden", "what lay still may be used again";
        LearnerErased = "learner_erased", "alles over deze leerling is gewist; wis ook de eigen kopie", "everything about this learner was erased; erase the own copy as well";
        ContactAsked = "contact_asked", "de leerling vraagt om contact", "the learner asks for contact";
        ObjectionMade = "objection_made", "de leerling maakt bezwaar tegen een onderdeel", "the learner objects to a section";
    }
}

/// Something a partner has to know of; no person is in it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// Its id.
    pub id: Uuid,
    /// What it tells.
    pub kind: NoticeKind,
    /// The handover it is about.
    pub handover_id: Uuid,
    /// The section it is about; named only to who could read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<Section>,
    /// When it happened.
    pub made_at: DateTime<Utc>,
}

/// A page of notices that were not acknowledged yet, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NoticePage {
    /// The notices.
    pub items: Vec<Notice>,
    /// Give this as `cursor` to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
