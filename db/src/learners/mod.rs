//! Learners: the row that is the lock, the vault that opens what belongs to it, and who knows whom by which name.

mod read;
mod register;
pub(crate) mod representatives;
mod vault;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use estafette_contract::{NamedPerson, ResponsibleParty, Text};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use read::find;
pub use register::register;
pub(crate) use register::{NewPerson, enrol, enrol_at};
pub use representatives::add as add_representative;
pub(crate) use vault::Vault;

use crate::{
    DbError, DbResult,
    claims::introduced,
    handovers, partners,
    schema::{learner_pseudonyms, learners},
    store::{Cx, Repeated, lock_learner, on_each},
    stored,
};

/// A learner's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = learners)]
pub(crate) struct Learner {
    pub(crate) id: String,
    pub(crate) data_key: Option<Vec<u8>>,
    pub(crate) personal: Vec<u8>,
    pub(crate) ground_version: i64,
    registered_by: String,
    pub(crate) responsible_partner_id: String,
    pub(crate) responsible_desk: Option<String>,
    pub(crate) responsible_person: Vec<u8>,
    pub(crate) responsible_since: NaiveDateTime,
    wrapped_under: i64,
}

/// What is sealed in a learner's row.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Personal {
    pub(crate) given_name: Text<80>,
    pub(crate) family_name_prefix: Option<Text<40>>,
    pub(crate) family_name: Text<120>,
    pub(crate) born_on: NaiveDate,
}

/// The places of a learner's sealed columns.
pub(crate) const PERSONAL: &str = "learners.personal";
pub(crate) const PERSON: &str = "responsible.person";

impl Learner {
    /// The learner behind a partner's own pseudonym, as long as the partner may know who that is.
    pub(crate) fn by_pseudonym(cx: &mut Cx<'_>, pseudonym: Uuid) -> DbResult<Self> {
        let learner = Self::named(cx, pseudonym)?;
        if learner.is_known(cx)? { Ok(learner) } else { Err(DbError::not_found()) }
    }

    /// The same, or a learner who made themself known to this partner by a code.
    pub(crate) fn met(cx: &mut Cx<'_>, pseudonym: Uuid) -> DbResult<Self> {
        let learner = Self::named(cx, pseudonym)?;
        if learner.is_known(cx)? || introduced(cx, &learner.id)? { Ok(learner) } else { Err(DbError::not_found()) }
    }

    /// Whether the acting partner has this learner in its care, or is handed them over.
    pub(crate) fn is_known(&self, cx: &mut Cx<'_>) -> DbResult<bool> {
        Ok(self.is_in_care_of(&cx.partner()) || handovers::lets_know(cx, self)?)
    }

    fn named(cx: &mut Cx<'_>, pseudonym: Uuid) -> DbResult<Self> {
        let partner = cx.partner();
        let learner = learner_pseudonyms::table
            .find((partner, pseudonym.to_string()))
            .inner_join(learners::table.on(learners::id.eq(learner_pseudonyms::learner_id)))
            .select(Self::as_select())
            .first::<Self>(cx.conn)
            .optional()?
            .ok_or_else(DbError::not_found)?;
        cx.notes.subject = Some(learner.id.clone());
        // What is answered hangs on consent and status, and leaves only if these still hold when its entry is written.
        cx.notes.stamp = Some((learner.id.clone(), learner.ground_version));
        Ok(learner)
    }

    /// Whether this partner registered the learner or is responsible now.
    pub(crate) fn is_in_care_of(&self, partner: &str) -> bool {
        self.registered_by == partner || self.responsible_partner_id == partner
    }

    /// The learner with this id, noted as the one this act is about.
    pub(crate) fn load(cx: &mut Cx<'_>, id: &str) -> DbResult<Self> {
        cx.notes.subject = Some(id.to_owned());
        Ok(learners::table.find(id).select(Self::as_select()).first(cx.conn)?)
    }

    /// The learner with this id, held until the transaction ends.
    pub(crate) fn lock(cx: &mut Cx<'_>, id: &str) -> DbResult<Self> {
        cx.notes.subject = Some(id.to_owned());
        Ok(lock_learner(cx.conn, id)?)
    }

    /// What opens and seals this learner's data.
    pub(crate) fn vault(&self, cx: &Cx<'_>) -> DbResult<Vault> {
        Vault::open(&cx.house.keys, &self.id, self.data_key.as_deref(), self.wrapped_under)
    }

    /// The same; nothing once the learner is erased.
    pub(crate) fn vault_if_kept(&self, cx: &Cx<'_>) -> DbResult<Option<Vault>> {
        self.data_key.is_some().then(|| self.vault(cx)).transpose()
    }

    pub(crate) fn personal(&self, vault: &Vault) -> DbResult<Personal> {
        vault.reveal(PERSONAL, &self.personal)
    }

    /// Who is responsible right now.
    pub(crate) fn responsible(&self, cx: &mut Cx<'_>, vault: &Vault) -> DbResult<ResponsibleParty> {
        Ok(ResponsibleParty {
            partner: partners::view(cx, &self.responsible_partner_id)?,
            desk: self.responsible_desk.clone(),
            person: Some(vault.reveal::<NamedPerson>(PERSON, &self.responsible_person)?),
            since_at: stored::instant(self.responsible_since),
        })
    }

    /// Tells readers that what they decided on has changed.
    pub(crate) fn raise_grounds(&self, cx: &mut Cx<'_>) -> DbResult<()> {
        let raise = diesel::update(learners::table.find(&self.id)).set(learners::ground_version.eq(learners::ground_version + 1));
        on_each!(cx.conn, |c| Repeated(raise.returning(learners::ground_version)).get_result::<i64>(c))?;
        Ok(())
    }
}

/// The pseudonym under which a partner knows a learner, put on record the first time.
pub(crate) fn pseudonym_for(cx: &mut Cx<'_>, partner: &str, learner: &str) -> DbResult<Uuid> {
    let pseudonym = cx.house.keys.pseudonym(partner, learner)?;
    let known: i64 = learner_pseudonyms::table.find((partner, pseudonym.to_string())).count().get_result(cx.conn)?;
    if known == 0 {
        let row = (
            learner_pseudonyms::partner_id.eq(partner),
            learner_pseudonyms::pseudonym.eq(pseudonym.to_string()),
            learner_pseudonyms::learner_id.eq(learner),
        );
        diesel::insert_into(learner_pseudonyms::table).values(row).execute(cx.conn)?;
    }
    Ok(pseudonym)
}

/// The id of the learner behind a pseudonym of the acting partner, whatever it may know of them by now.
pub(crate) fn learner_behind(cx: &mut Cx<'_>, pseudonym: Uuid) -> DbResult<Option<String>> {
    let found = learner_pseudonyms::table.find((cx.partner(), pseudonym.to_string())).select(learner_pseudonyms::learner_id);
    Ok(found.first(cx.conn).optional()?)
}

/// Every pseudonym of the acting partner, with the id of the learner behind it.
pub(crate) fn pseudonyms_of_partner(cx: &mut Cx<'_>) -> DbResult<Vec<(String, String)>> {
    let all = learner_pseudonyms::table.filter(learner_pseudonyms::partner_id.eq(cx.partner()));
    Ok(all.select((learner_pseudonyms::pseudonym, learner_pseudonyms::learner_id)).load(cx.conn)?)
}

/// The pseudonym under which the acting partner knows a learner.
pub(crate) fn pseudonym_of(cx: &Cx<'_>, learner: &str) -> DbResult<Uuid> {
    Ok(cx.house.keys.pseudonym(&cx.partner(), learner)?)
}
