//! Proposals as operators see them.

use std::collections::HashMap;

use diesel::prelude::*;
use estafette_contract::{ProposalPage, ProposalView, ProposedKey, scope::PartnersManage};

use super::{Change, Proposal};
use crate::{
    DbResult, Fault, PageRequest, cursor, matrices,
    partners::{ImportedKey, operator},
    schema::{partners, proposals},
    store::{Cx, Tx},
    stored,
};

/// The client id of each partner that is named.
type Names = HashMap<String, String>;

/// A page of the proposals, newest first.
///
/// # Errors
/// When the page cannot be, or who asks is no operator.
pub fn list(tx: &mut Tx<'_, PartnersManage>, page: &PageRequest) -> DbResult<ProposalPage> {
    const LIST: &str = "proposals";
    let cx = &mut tx.cx;
    operator(cx)?;
    let size = page.size()?;
    let mut query = proposals::table.order(proposals::id.desc()).limit(size as i64 + 1).select(Proposal::as_select()).into_boxed();
    if let Some(after) = page.after(cx, LIST)? {
        query = query.filter(proposals::id.lt(after));
    }
    let mut rows: Vec<Proposal> = query.load(cx.conn)?;
    let next_cursor = cursor::cut(cx, LIST, &mut rows, size, |row| &row.id)?;
    let names = names(cx, &rows)?;
    Ok(ProposalPage { items: rows.iter().map(|row| view(cx, row, &names)).collect::<DbResult<_>>()?, next_cursor })
}

fn names(cx: &mut Cx<'_>, rows: &[Proposal]) -> DbResult<Names> {
    let named = rows.iter().flat_map(|row| [Some(&row.partner_id), Some(&row.proposed_by), row.decided_by.as_ref()]).flatten();
    let named: Vec<&String> = named.collect();
    let found = partners::table.filter(partners::id.eq_any(named)).select((partners::id, partners::client_id));
    Ok(found.load::<(String, String)>(cx.conn)?.into_iter().collect())
}

fn view(cx: &Cx<'_>, row: &Proposal, names: &Names) -> DbResult<ProposalView> {
    let name = |id: &String| names.get(id).cloned().ok_or(Fault::Stored("a partner of a proposal"));
    let change = row.change()?;
    let view = ProposalView {
        id: stored::id(&row.id)?,
        kind: change.kind(),
        status: row.status(cx.at())?,
        partner_id: stored::id(&row.partner_id)?,
        client_id: name(&row.partner_id)?,
        keys: Vec::new(),
        jwks_uri: None,
        scope: None,
        reason: None,
        certificate: None,
        rmc_region: None,
        matrix: None,
        proposed_by: name(&row.proposed_by)?,
        proposed_at: stored::instant(row.proposed_at),
        expires_at: stored::instant(row.expires_at),
        decided_by: row.decided_by.as_ref().map(name).transpose()?,
        decided_at: row.decided_at.map(stored::instant),
    };
    Ok(giving(cx, view, change))
}

/// The view with what is given.
fn giving(cx: &Cx<'_>, view: ProposalView, change: Change) -> ProposalView {
    let shown = |keys: Vec<ImportedKey>| keys.into_iter().map(shown).collect();
    match change {
        Change::AddKeys { keys } => ProposalView { keys: shown(keys), ..view },
        Change::SetJwksUri { jwks_uri, keys } => ProposalView { keys: shown(keys), jwks_uri: Some(jwks_uri), ..view },
        Change::GrantScope { scope, reason } => ProposalView { scope: Some(scope), reason, ..view },
        Change::AddCertificate { thumbprint } => ProposalView { certificate: Some(thumbprint), ..view },
        Change::FollowRegion { rmc_region } => ProposalView { rmc_region: Some(rmc_region), ..view },
        Change::AdoptMatrix { adoption } => ProposalView { matrix: Some(matrices::proposed(cx, &adoption)), ..view },
        Change::SwitchOnNlGov | Change::Reinstate => view,
    }
}

fn shown(key: ImportedKey) -> ProposedKey {
    ProposedKey { kid: key.kid, alg: key.alg, thumbprint: key.thumbprint }
}
