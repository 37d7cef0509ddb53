//! Whether the log goes on where it was: asked once, when the store is opened.

use estafette_contract::tlog::{Checkpoint, root};

use super::{
    head::{Head, nodes},
    rows,
};
use crate::{DbResult, keys::LogKeys, store::Conn};

/// What an operator can do about it, after the reason.
const WHAT_TO_DO: &str = "The service only reads until a newer backup is restored, or estafette audit recover says what was lost.";

/// Recomputes where the log stands and compares it with what was signed, here and beside the keys; says why it may not go on.
pub(crate) fn why_held_back(conn: &mut Conn, keys: &LogKeys) -> DbResult<Option<String>> {
    Ok(why_not(conn, keys)?.map(|reason| format!("{reason}. {WHAT_TO_DO}")))
}

/// Why the log may not go on.
pub(super) fn why_not(conn: &mut Conn, keys: &LogKeys) -> DbResult<Option<String>> {
    let kept = match keys.kept() {
        Ok(kept) => kept,
        Err(error) => return Ok(Some(error.to_string())),
    };
    let Some(shard) = rows::newest_shard(conn)? else {
        return Ok(kept.map(|kept| behind(0, &kept)));
    };
    match Head::read(conn, shard, keys)? {
        Err(inconsistent) => Ok(Some(inconsistent.to_string())),
        Ok(head) => kept.map_or(Ok(None), |kept| compared(conn, &head, &kept)),
    }
}

/// Whether the kept checkpoint is the beginning of what is in the database, or of a shard whose end was accounted for.
fn compared(conn: &mut Conn, head: &Head, kept: &Checkpoint) -> DbResult<Option<String>> {
    let shards = rows::shards(conn)?;
    let Some(at) = shards.iter().position(|shard| shard.origin == kept.origin) else {
        return Ok(Some(behind(0, kept)));
    };
    if let Some(lost_to) = shards.get(at + 1).map(|next| next.lost_to.unwrap_or(next.first_leaf)) {
        let last = shards[at].first_leaf + kept.size.cast_signed();
        return Ok((last > lost_to).then(|| behind(0, kept)));
    }
    let size = head.edge.size();
    if size < kept.size {
        return Ok(Some(behind(size, kept)));
    }
    let same = root(&mut nodes(conn, head.shard.shard), kept.size)? == kept.root;
    Ok((!same).then(|| "The log in the database was rewritten: it does not begin with the checkpoint kept beside the keys".to_owned()))
}

fn behind(size: u64, kept: &Checkpoint) -> String {
    let Checkpoint { origin, size: signed, .. } = kept;
    format!("The database is older than the log: it holds {size} entries of {origin}, and {signed} were signed")
}
