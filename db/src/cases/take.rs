//! One line of a monthly file: a case begins, is renewed, or stays as it is.

use diesel::{insert_into, prelude::*, update};
use estafette_contract::{CaseStatus, CodeList, NamedPerson, Role, Text, VsvRejection, content::Contact};

use super::{
    Case,
    fold::Fold,
    import::{Desk, Fate, Import},
    place,
    reported::{PersonNumber, Reported},
};
use crate::{
    DbResult, Fault, aftercare, birthday, dutch_day,
    learners::{Learner, NewPerson, PERSONAL, enrol_at},
    schema::{cases, learners},
    store::{Cx, new_id},
};

impl Import {
    /// Makes of a line that could be read what it tells.
    pub(super) fn take(&self, cx: &mut Cx<'_>, desk: &mut Desk, reported: &Reported) -> DbResult<Fate> {
        if let Some(rejected) = self.objection(cx, reported) {
            self.still_reported(cx, desk, &reported.number)?;
            return Ok(rejected);
        }
        let digest = desk.folds.digest(&reported.number);
        let folds = desk.folds.of(cx, &digest)?;
        let own = folds.iter().find(|fold| fold.importer_id == self.importer);
        if own.is_some_and(|own| own.import_id == self.id) {
            return Ok(Fate::Rejected(VsvRejection::Twice, Some("PERSOONSGEBONDENNUMMER")));
        }
        let Some(known) = folds.first() else {
            let case_id = match desk.unfolded.remove(&reported.personal()) {
                Some(case) => renew(cx, &case, reported, false).map(|_| case)?,
                None => begin(cx, desk, reported)?,
            };
            desk.folds.add(cx, &digest, &self.fold(case_id))?;
            return Ok(Fate::New);
        };
        let back = folds.iter().all(|fold| fold.gone_at.is_some());
        let changed = renew(cx, &known.case_id, reported, back)?;
        match own {
            // Whether others reported the person before is not this partner's to know.
            None => desk.folds.add(cx, &digest, &self.fold(known.case_id.clone())).map(|()| Fate::New),
            Some(_) => {
                desk.folds.again(cx, &digest, &self.importer, &self.id)?;
                Ok(if changed { Fate::Updated } else { Fate::Unchanged })
            }
        }
    }

    /// The person is still reported, though the line says nothing that can be used.
    pub(super) fn still_reported(&self, cx: &mut Cx<'_>, desk: &Desk, number: &PersonNumber) -> DbResult<()> {
        let digest = desk.folds.digest(number);
        let running = |fold: &Fold| fold.importer_id == self.importer && fold.gone_at.is_none();
        if desk.folds.of(cx, &digest)?.iter().any(running) {
            desk.folds.again(cx, &digest, &self.importer, &self.id)?;
        }
        Ok(())
    }

    /// Why a line that can be read becomes no case.
    fn objection(&self, cx: &Cx<'_>, reported: &Reported) -> Option<Fate> {
        let today = dutch_day(cx.now);
        let followed_until = birthday(reported.born_on, cx.house.terms.count(estafette_contract::TermKind::FollowedUntil));
        let of_another = self.brin.as_ref().zip(reported.made_for.as_ref()).is_some_and(|(own, other)| own != other.as_str());
        let objections = [
            (of_another, VsvRejection::OtherSchool, "BRIN_NR"),
            (reported.reported_in > self.month, VsvRejection::Month, "RAPPORTAGEMAAND"),
            (reported.born_on > today, VsvRejection::BornOn, "GEBOORTEDATUM"),
            (followed_until <= today, VsvRejection::NotFollowed, "GEBOORTEDATUM"),
        ];
        objections.into_iter().find(|(holds, ..)| *holds).map(|(_, reason, column)| Fate::Rejected(reason, Some(column)))
    }

    fn fold(&self, case_id: String) -> Fold {
        Fold { importer_id: self.importer.clone(), case_id, import_id: self.id.clone(), gone_at: None }
    }
}

/// A case begins, at a learner's row of its own: the Doorstroompunt is responsible from now on.
fn begin(cx: &mut Cx<'_>, desk: &Desk, reported: &Reported) -> DbResult<String> {
    let name = Text::new(desk.partner.name.as_str()).map_err(|_| Fault::Stored("the name of a partner"))?;
    let responsible = NamedPerson { name, role: Role::Casemanager, reachable_at: Contact::default() };
    let person = NewPerson { personal: reported.personal(), responsible: &responsible, desk: None };
    let (learner, _, vault) = enrol_at(cx, &desk.partner.id, person)?;
    let id = new_id().to_string();
    let row = (
        cases::id.eq(&id),
        cases::partner_id.eq(&desk.partner.id),
        cases::learner_id.eq(&learner),
        cases::status.eq(CaseStatus::Open.code()),
        cases::reported_in.eq(reported.reported_in.as_str()),
        cases::content.eq(vault.conceal(&place(&id), &reported.content())?),
        cases::opened_at.eq(cx.at()),
    );
    insert_into(cases::table).values(row).execute(cx.conn)?;
    aftercare::begin_for_case(cx, &vault, (&desk.partner.id, &learner, &id), reported.born_on)?;
    cx.notes.also.push(learner);
    Ok(id)
}

/// A case is told of again; says whether it says something else than before.
fn renew(cx: &mut Cx<'_>, case: &str, reported: &Reported, back: bool) -> DbResult<bool> {
    let case: Case = cases::table.find(case).select(Case::as_select()).first(cx.conn)?;
    let learner = Learner::lock(cx, &case.learner_id)?;
    let vault = learner.vault(cx)?;
    let (personal, content) = (reported.personal(), reported.content());
    let renamed = learner.personal(&vault)? != personal;
    let retold = vault.reveal::<super::Content>(&place(&case.id), &case.content)? != content;
    if renamed {
        let sealed = vault.conceal(PERSONAL, &personal)?;
        update(learners::table.find(&learner.id)).set(learners::personal.eq(sealed)).execute(cx.conn)?;
    }
    if retold || case.reported_in != reported.reported_in.as_str() {
        let told = (cases::content.eq(vault.conceal(&place(&case.id), &content)?), cases::reported_in.eq(reported.reported_in.as_str()));
        update(cases::table.find(&case.id)).set(told).execute(cx.conn)?;
    }
    if back {
        let open = (cases::status.eq(CaseStatus::Open.code()), cases::ended_at.eq(None::<chrono::NaiveDateTime>));
        update(cases::table.find(&case.id)).set(open).execute(cx.conn)?;
    }
    let changed = renamed || retold || back;
    if changed {
        learner.raise_grounds(cx)?;
        cx.notes.also.push(case.learner_id);
    }
    Ok(changed)
}
