//! What granting a request to erase would do: asked by the sender before it answers.

use diesel::prelude::*;
use estafette_contract::{CodeList, ErasurePreview, ErasureStays, RightKind, Section, scope::ConsentsWrite};
use uuid::Uuid;

use super::{Row, sent};
use crate::{
    DbError, DbResult,
    handovers::{self, Handover, was_given, written},
    learners::Learner,
    schema::rights_requests,
    store::{Cx, Tx},
    stored,
};

/// What would go, who would be told, and what would stay, if this request were granted now.
///
/// # Errors
/// Not found when this partner is not the sender, or there is no such request to erase that waits for an answer.
pub fn preview(tx: &mut Tx<'_, ConsentsWrite>, handover: Uuid, id: Uuid) -> DbResult<ErasurePreview> {
    let cx = &mut tx.cx;
    let (handover, learner) = sent(cx, handover)?;
    let open = rights_requests::table.find((&handover.id, id.to_string())).filter(rights_requests::answered_at.is_null());
    let to_erase = open.filter(rights_requests::kind.eq(RightKind::Erase.code()));
    let row: Row = to_erase.select(Row::as_select()).first(cx.conn).optional()?.ok_or_else(DbError::not_found)?;
    let sections = match row.section.as_deref() {
        Some(section) => vec![stored::code(section)?],
        None => written(cx, &handover)?,
    };
    Ok(ErasurePreview {
        receiver_told: told(cx, &handover, &learner, &sections)?,
        sections,
        everything: row.everything,
        ends: if row.everything { handovers::running_of(cx, &learner)? } else { Vec::new() },
        stays: ErasureStays::ALL.to_vec(),
    })
}

fn told(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, sections: &[Section]) -> DbResult<Vec<Section>> {
    let vault = learner.vault(cx)?;
    let mut told = Vec::new();
    for &section in sections {
        if was_given(cx, handover, learner, &vault, section)? {
            told.push(section);
        }
    }
    Ok(told)
}
