//! Conversations as a partner reads them: the plan from its acceptance on, what was agreed from the transfer on, of that its own part.

use diesel::prelude::*;
use estafette_contract::{
    CodeList, ConfirmationView, ConversationList, ConversationView, Party, TimeView, TimeZone, scope::ConversationsWrite,
};
use uuid::Uuid;

use super::{
    Row, Told,
    confirm::{self, ConfirmationRow},
    plan::TimeRow,
};
use crate::{
    DbResult, PageRequest, cursor,
    handovers::{items::Sight, reads_the_others},
    learners::Vault,
    schema::{conversation_confirmations as confirmations, conversation_times as times, conversations},
    store::{Cx, Tx},
    stored,
};

/// The conversations of a handover, oldest first; a receiver that has not accepted yet sees those it put on record itself.
///
/// # Errors
/// Not found when this partner may not know of it.
pub fn list(tx: &mut Tx<'_, ConversationsWrite>, handover: Uuid, page: &PageRequest) -> DbResult<ConversationList> {
    let cx = &mut tx.cx;
    let size = page.size()?;
    let sight = Sight::of(cx, handover)?;
    let list = format!("conversations|{handover}");
    let mut query = conversations::table
        .filter(conversations::handover_id.eq(&sight.handover.id))
        .order(conversations::id)
        .limit(size as i64 + 1)
        .select(Row::as_select())
        .into_boxed();
    if let Some(side) = sight.only {
        query = query.filter(conversations::recorded_by.eq(side.code()));
    }
    if let Some(after) = page.after(cx, &list)? {
        query = query.filter(conversations::id.gt(after));
    }
    let mut rows: Vec<Row> = query.load(cx.conn)?;
    let next_cursor = cursor::cut(cx, &list, &mut rows, size, |row| &row.id)?;
    let beside = Beside::load(cx, &sight, &rows)?;
    Ok(ConversationList { items: rows.iter().map(|row| beside.view(row)).collect::<DbResult<_>>()?, next_cursor })
}

/// What belongs to the conversations of a page, and the eyes that look at it.
struct Beside<'s> {
    vault: &'s Vault,
    times: Vec<TimeRow>,
    confirmations: Vec<ConfirmationRow>,
    own: Vec<Party>,
    reads_the_others: bool,
}

impl<'s> Beside<'s> {
    fn load(cx: &mut Cx<'_>, sight: &'s Sight, rows: &[Row]) -> DbResult<Self> {
        let handover = &sight.handover;
        let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        let times = times::table
            .filter(times::handover_id.eq(&handover.id))
            .filter(times::conversation_id.eq_any(&ids))
            .order((times::conversation_id, times::id))
            .select(TimeRow::as_select())
            .load(cx.conn)?;
        let confirmations = confirmations::table
            .filter(confirmations::handover_id.eq(&handover.id))
            .filter(confirmations::conversation_id.eq_any(&ids))
            .order((confirmations::conversation_id, confirmations::id))
            .select(ConfirmationRow::as_select())
            .load(cx.conn)?;
        let own = handover.sides(&cx.partner());
        Ok(Self { vault: &sight.vault, times, confirmations, own, reads_the_others: reads_the_others(cx, handover)? })
    }

    fn view(&self, row: &Row) -> DbResult<ConversationView> {
        let planned = row.planned(self.vault)?;
        let told_by = row.told_by()?;
        let is_own = self.own.contains(&told_by);
        let told = row.told(self.vault)?;
        let zone = planned.as_ref().map(|planned| planned.time_zone);
        let agreed_time = row.agreed_time();
        let participants = told.as_ref().map(|told| told.participants.clone());
        let read = told.as_ref().filter(|_| is_own || self.reads_the_others);
        Ok(ConversationView {
            id: stored::id(&row.id)?,
            kind: stored::code(&row.kind)?,
            outcome: row.outcome()?,
            form: told.as_ref().map_or(planned.as_ref().and_then(|planned| planned.form), |told| told.form),
            times: self.times_of(row, zone)?,
            agreed_time,
            local_start: agreed_time.zip(zone).map(|(time, zone)| zone.clock_at(time.starts_at)),
            time_zone: zone,
            held_at: told.as_ref().map(|told| told.held_at),
            participants: participants.or_else(|| planned.as_ref().map(|planned| planned.participants.clone())).unwrap_or_default(),
            place: planned.and_then(|planned| planned.place),
            agreed: read.and_then(|told| told.agreed.clone()),
            points: read.map(|told| self.part(told, is_own)).unwrap_or_default(),
            confirmations: if read.is_some() { self.confirmations_of(row)? } else { Vec::new() },
            privacy_note: read.and_then(|told| told.privacy_note.clone()),
            recorded_by: stored::code(&row.recorded_by)?,
            recorded_at: stored::instant(row.recorded_at),
        })
    }

    /// The points that concern these eyes; all of them for who put them on record.
    fn part(&self, told: &Told, is_own: bool) -> Vec<estafette_contract::AgreedPoint> {
        let concerns = |parties: &[Party]| parties.iter().any(|party| self.own.contains(party));
        told.points.iter().filter(|point| is_own || concerns(&point.parties)).cloned().collect()
    }

    fn times_of(&self, row: &Row, zone: Option<TimeZone>) -> DbResult<Vec<TimeView>> {
        let zone = zone.unwrap_or(TimeZone::NETHERLANDS);
        let of_row = self.times.iter().filter(|time| time.conversation_id == row.id);
        let view = |time: &TimeRow| {
            let starts_at = stored::instant(time.starts_at);
            Ok(TimeView {
                id: stored::id(&time.id)?,
                proposed_by: stored::code(&time.proposed_by)?,
                starts_at,
                ends_at: stored::instant(time.ends_at),
                local_start: zone.clock_at(starts_at),
            })
        };
        of_row.map(view).collect()
    }

    /// The last word of each party; a remark is for that party, and for whoever put it on record.
    fn confirmations_of(&self, row: &Row) -> DbResult<Vec<ConfirmationView>> {
        let of_row: Vec<&ConfirmationRow> = self.confirmations.iter().filter(|line| line.conversation_id == row.id).collect();
        let is_last = |at: usize| of_row[at + 1..].iter().all(|later| later.party != of_row[at].party);
        (0..of_row.len()).filter(|&at| is_last(at)).map(|at| self.confirmation(of_row[at])).collect()
    }

    fn confirmation(&self, line: &ConfirmationRow) -> DbResult<ConfirmationView> {
        let (party, recorded_by) = (stored::code(&line.party)?, stored::code(&line.recorded_by)?);
        let reads = self.own.contains(&party) || self.own.contains(&recorded_by);
        Ok(ConfirmationView {
            party,
            agreed: stored::code(&line.agreed)?,
            remark: self.vault.reveal_some(&confirm::place(&line.id), line.remark.as_deref().filter(|_| reads))?,
            channel: line.channel.as_deref().map(stored::code).transpose()?,
            recorded_at: stored::instant(line.recorded_at),
        })
    }
}
