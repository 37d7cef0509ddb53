//! Reading a learner as the asking partner knows them.

use estafette_contract::{LearnerView, Text, scope::LearnersRead};
use uuid::Uuid;

use super::{Learner, representatives};
use crate::{DbResult, store::Tx};

/// The learner behind this partner's pseudonym, with who is responsible right now.
///
/// Who represents them is not told to a partner that knows them by a code alone.
///
/// # Errors
/// Not found when the partner knows no learner by that id.
pub fn find(tx: &mut Tx<'_, LearnersRead>, pseudonym: Uuid) -> DbResult<LearnerView> {
    let cx = &mut tx.cx;
    let learner = Learner::met(cx, pseudonym)?;
    let known = learner.is_known(cx)?;
    let vault = learner.vault(cx)?;
    let personal = learner.personal(&vault)?;
    Ok(LearnerView {
        id: pseudonym,
        given_name: personal.given_name.to_string(),
        family_name_prefix: personal.family_name_prefix.as_ref().map(Text::to_string),
        family_name: personal.family_name.to_string(),
        born_on: personal.born_on,
        responsible: learner.responsible(cx, &vault)?,
        representatives: if known { representatives::views(cx, &learner.id, &vault)? } else { Vec::new() },
    })
}
