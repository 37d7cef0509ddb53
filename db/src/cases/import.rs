//! Taking in a monthly file: each line becomes, renews or is no case, and at the end what is no longer reported is over.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::{
    dsl::{exists, not},
    insert_into,
    prelude::*,
    update,
};
use estafette_contract::{CaseStatus, CodeList, Month, ProblemKind, RmcRegion, VsvRejected, VsvRejection, VsvReport, scope::CasesImport};

use super::{
    fold::Folds,
    reported::{VsvLine, VsvPart},
};
use crate::{
    DbError, DbResult,
    learners::{Learner, Personal},
    partners::{self, Partner},
    schema::{cases, learners, vsv_folds, vsv_imports},
    store::{Cx, Tx, new_id},
};

/// How many cases are ended in one statement.
const AT_ONCE: usize = 500;

/// A Doorstroompunt that cases are routed to.
pub(super) struct Desk {
    pub(super) partner: Partner,
    pub(super) folds: Folds,
    /// Its running cases that nothing folds any more, by who they are about.
    pub(super) unfolded: HashMap<Personal, String>,
}

/// An import under way.
pub(super) struct Import {
    pub(super) importer: String,
    /// The registration of the school that imports, if it has one.
    pub(super) brin: Option<String>,
    pub(super) id: String,
    pub(super) month: Month,
    desks: BTreeMap<RmcRegion, Desk>,
    /// How many lines it cannot be said of whose they are, earlier parts included.
    unreadable: i64,
    report: VsvReport,
}

/// What became of a line.
pub(super) enum Fate {
    New,
    Updated,
    Unchanged,
    Rejected(VsvRejection, Option<&'static str>),
}

/// Takes in a monthly file, or one part of it.
///
/// # Errors
/// When the import it goes on with is none of this partner's, or a later month was taken in.
pub fn import_vsv(tx: &mut Tx<'_, CasesImport>, part: &VsvPart) -> DbResult<VsvReport> {
    let cx = &mut tx.cx;
    let mut import = Import::go_on(cx, part)?;
    for line in &part.lines {
        let fate = import.look_at(cx, line)?;
        import.note(line.number, fate);
    }
    if !part.more {
        import.end_unseen(cx)?;
    }
    import.keep(cx, part.more)?;
    // Each learner has an entry of their own; the one of the import is about none of them.
    cx.notes.subject = None;
    Ok(import.report)
}

impl Import {
    /// The import a part belongs to, begun now unless it goes on with one.
    fn go_on(cx: &mut Cx<'_>, part: &VsvPart) -> DbResult<Self> {
        let importer = cx.partner();
        let id = part.import.unwrap_or_else(new_id);
        let begun = vsv_imports::table.find((&importer, id.to_string()));
        let begun = begun.select((vsv_imports::month, vsv_imports::unreadable, vsv_imports::done_at.is_not_null()));
        let unreadable = match begun.first::<(String, i64, bool)>(cx.conn).optional()? {
            Some((month, unreadable, false)) if month == part.month.as_str() => unreadable,
            Some(_) => return Err(DbError::field("import", "over", "This import is over, or of another month: begin a new one.")),
            None => begin(cx, &importer, &id.to_string(), &part.month)?,
        };
        let brin = partners::find(cx, &importer)?.and_then(|partner| partner.brin);
        let report = VsvReport {
            id,
            month: part.month.clone(),
            new: Vec::new(),
            updated: Vec::new(),
            unchanged: Vec::new(),
            ended: 0,
            ending_withheld: false,
            rejected: Vec::new(),
        };
        let desks = desks(cx, &part.lines)?;
        Ok(Self { importer, brin, id: id.to_string(), month: part.month.clone(), desks, unreadable, report })
    }

    /// Makes of a line what it tells; a line that cannot be read still says that its person was reported.
    fn look_at(&mut self, cx: &mut Cx<'_>, line: &VsvLine) -> DbResult<Fate> {
        match &line.read {
            Ok(reported) => match self.desks.remove(&reported.region) {
                Some(mut desk) => {
                    let fate = self.take(cx, &mut desk, reported);
                    self.desks.insert(reported.region, desk);
                    fate
                }
                None => Ok(Fate::Rejected(VsvRejection::NoDoorstroompunt, Some("RMC_REGIO"))),
            },
            Err(unread) => {
                match &unread.whose {
                    Some((region, number)) => {
                        if let Some(desk) = self.desks.get(region) {
                            self.still_reported(cx, desk, number)?;
                        }
                    }
                    None => self.unreadable += 1,
                }
                Ok(Fate::Rejected(unread.reason, unread.column))
            }
        }
    }

    fn note(&mut self, line: u32, fate: Fate) {
        let report = &mut self.report;
        match fate {
            Fate::New => report.new.push(line),
            Fate::Updated => report.updated.push(line),
            Fate::Unchanged => report.unchanged.push(line),
            Fate::Rejected(reason, column) => {
                report.rejected.push(VsvRejected { line, reason, column: column.map(str::to_owned) });
            }
        }
    }

    /// What this partner reported before and not in this file is over, unless a line could be anybody's.
    fn end_unseen(&mut self, cx: &mut Cx<'_>) -> DbResult<()> {
        if self.unreadable > 0 {
            self.report.ending_withheld = true;
            return Ok(());
        }
        let unseen = vsv_folds::table
            .filter(vsv_folds::importer_id.eq(&self.importer))
            .filter(vsv_folds::import_id.ne(&self.id))
            .filter(vsv_folds::gone_at.is_null());
        let gone: Vec<String> = unseen.select(vsv_folds::case_id).load(cx.conn)?;
        update(unseen).set(vsv_folds::gone_at.eq(cx.at())).execute(cx.conn)?;
        self.report.ended = u32::try_from(gone.len()).unwrap_or(u32::MAX);
        gone.chunks(AT_ONCE).try_for_each(|cases| end(cx, cases))
    }

    fn keep(&self, cx: &mut Cx<'_>, more: bool) -> DbResult<()> {
        let kept = (vsv_imports::unreadable.eq(self.unreadable), vsv_imports::done_at.eq((!more).then(|| cx.at())));
        update(vsv_imports::table.find((&self.importer, &self.id))).set(kept).execute(cx.conn)?;
        Ok(())
    }
}

/// Begins an import, unless a later month was taken in: what is new there would be over here.
fn begin(cx: &mut Cx<'_>, importer: &str, id: &str, month: &Month) -> DbResult<i64> {
    let latest = vsv_imports::table.filter(vsv_imports::importer_id.eq(importer)).order(vsv_imports::month.desc());
    let latest: Option<String> = latest.select(vsv_imports::month).first(cx.conn).optional()?;
    if latest.is_some_and(|latest| latest.as_str() > month.as_str()) {
        return Err(DbError::refused(ProblemKind::Conflict, "The file of a later month was imported already: import the newest file."));
    }
    let row = (
        vsv_imports::importer_id.eq(importer),
        vsv_imports::id.eq(id),
        vsv_imports::month.eq(month.as_str()),
        vsv_imports::unreadable.eq(0),
        vsv_imports::began_at.eq(cx.at()),
    );
    insert_into(vsv_imports::table).values(row).execute(cx.conn)?;
    Ok(0)
}

/// The Doorstroompunten that the lines go to, held one after the other in the order of their ids.
fn desks(cx: &mut Cx<'_>, lines: &[VsvLine]) -> DbResult<BTreeMap<RmcRegion, Desk>> {
    let region = |line: &VsvLine| match &line.read {
        Ok(reported) => Some(reported.region),
        Err(unread) => unread.whose.as_ref().map(|(region, _)| *region),
    };
    let regions: Vec<RmcRegion> = lines.iter().filter_map(region).collect::<BTreeSet<_>>().into_iter().collect();
    let mut desks = BTreeMap::new();
    for (region, partner) in partners::doorstroompunten(cx, &regions)? {
        let folds = Folds::open(cx, &partner.id)?;
        let unfolded = unfolded(cx, &partner.id)?;
        desks.insert(region, Desk { partner, folds, unfolded });
    }
    Ok(desks)
}

/// The running cases that nothing folds any more, because their school year is over: they are known by who they are about.
fn unfolded(cx: &mut Cx<'_>, partner: &str) -> DbResult<HashMap<Personal, String>> {
    let folded = exists(vsv_folds::table.filter(vsv_folds::case_id.eq(cases::id)));
    let rows: Vec<(String, Learner)> = cases::table
        .inner_join(learners::table.on(learners::id.eq(cases::learner_id)))
        .filter(cases::partner_id.eq(partner))
        .filter(cases::status.eq(CaseStatus::Open.code()))
        .filter(not(folded))
        .select((cases::id, Learner::as_select()))
        .load(cx.conn)?;
    rows.into_iter().map(|(case, learner)| Ok((learner.personal(&learner.vault(cx)?)?, case))).collect()
}

/// Ends those of these cases that nobody reports any more.
fn end(cx: &mut Cx<'_>, gone: &[String]) -> DbResult<()> {
    let reported = vsv_folds::table.filter(vsv_folds::case_id.eq_any(gone)).filter(vsv_folds::gone_at.is_null());
    let reported: BTreeSet<String> = reported.select(vsv_folds::case_id).load(cx.conn)?.into_iter().collect();
    let over: Vec<&str> = gone.iter().filter(|case| !reported.contains(*case)).map(String::as_str).collect();
    let running = cases::table.filter(cases::id.eq_any(over)).filter(cases::status.eq(CaseStatus::Open.code()));
    let learners: Vec<String> = running.clone().select(cases::learner_id).load(cx.conn)?;
    let ended = (cases::status.eq(CaseStatus::Ended.code()), cases::ended_at.eq(cx.at()));
    update(running).set(ended).execute(cx.conn)?;
    cx.notes.also.extend(learners);
    Ok(())
}
