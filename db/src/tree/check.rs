//! Recomputing the whole log: every entry, tile and checkpoint, and the checkpoint that is kept beside the keys.

use std::collections::VecDeque;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Binary, Nullable, Text},
};
use estafette_contract::tlog::{Checkpoint, Difference, Hash, checkpoint_of, compare_whole};
use serde::Deserialize;

use super::{
    number,
    rows::{self, Shard},
    start,
};
use crate::{
    Address, DbResult, Keyring,
    keys::LogKeys,
    log::commitment,
    schema::audit_checkpoints,
    store::{Conn, Manager, OpenError, on_each},
};

/// As many entries are read at once.
const PAGE: i64 = 4096;

/// What came of recomputing the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogCheck {
    /// Shards.
    pub shards: usize,
    /// Entries that are in the tree.
    pub entries: u64,
    /// Checkpoints that were signed.
    pub checkpoints: usize,
    /// Entries that were written and are not signed yet.
    pub waiting: u64,
    /// The first thing that is not what was signed.
    pub difference: Option<String>,
}

/// Recomputes the log of a database, also while it is served; `tell` hears now and then how many entries were looked at, and of how many.
///
/// # Errors
/// When the database cannot be read.
pub fn check_log(address: &Address, keys: &Keyring, tell: impl FnMut(u64, u64)) -> Result<LogCheck, OpenError> {
    let manager = Manager::new(address.clone());
    let mut conns = [manager.onlooker()?, manager.onlooker()?];
    Ok(check(&mut conns, keys.log(), tell)?)
}

fn check(conns: &mut [Conn; 2], keys: &LogKeys, mut tell: impl FnMut(u64, u64)) -> DbResult<LogCheck> {
    let mut found = LogCheck::default();
    // What is not numbered yet is counted before the rest: between the two it can only become less.
    let waiting = number::waiting(&mut conns[0])?;
    for shard in rows::shards(&mut conns[0])? {
        found.shards += 1;
        let checkpoints = match signed(&mut conns[0], &shard, keys)? {
            Ok(checkpoints) => checkpoints,
            Err(difference) => return Ok(LogCheck { difference: Some(difference), ..found }),
        };
        found.checkpoints += checkpoints.len();
        let size = checkpoints.last().map_or(0, |newest| newest.size);
        if let Err(difference) = compare(conns, &shard, size, &checkpoints, &mut tell)? {
            return Ok(LogCheck { difference: Some(format!("{}: {difference}", shard.origin)), ..found });
        }
        found.entries += size;
    }
    found.waiting = waiting;
    found.difference = start::why_not(&mut conns[0], keys)?.or(stray(&mut conns[0], &found)?);
    Ok(found)
}

/// The checkpoints of a shard, smallest first; or which of them was not signed here.
fn signed(conn: &mut Conn, shard: &Shard, keys: &LogKeys) -> DbResult<Result<Vec<Checkpoint>, String>> {
    let notes: Vec<(i64, String)> = audit_checkpoints::table
        .filter(audit_checkpoints::shard.eq(shard.shard))
        .order(audit_checkpoints::size)
        .select((audit_checkpoints::size, audit_checkpoints::note))
        .load(conn)?;
    let public = keys.public(&shard.origin)?;
    let one = |(size, note): &(i64, String)| {
        let checkpoint = checkpoint_of(note, &public).ok().filter(|read| read.size == size.cast_unsigned() && read.origin == shard.origin);
        checkpoint.ok_or_else(|| format!("the checkpoint of {} at {size} entries was not signed with this log-signing.pem", shard.origin))
    };
    Ok(notes.iter().map(one).collect())
}

fn compare(
    [tiles, entries]: &mut [Conn; 2],
    shard: &Shard,
    size: u64,
    checkpoints: &[Checkpoint],
    tell: &mut impl FnMut(u64, u64),
) -> DbResult<Result<(), Difference>> {
    let (mut unread, mut unread_tile) = (None, None);
    let mut pages = Pages { conn: entries, next: shard.first_leaf, read: VecDeque::new() };
    let tile = |wanted: estafette_contract::tlog::Tile| {
        let read = rows::tile(tiles, shard.shard, wanted.level, wanted.index).map_err(|fault| unread_tile = Some(fault)).ok()??;
        read.get(..32 * wanted.width as usize).map(<[u8]>::to_vec)
    };
    let leaf = |index: u64, stands: Hash| {
        if index.is_multiple_of(PAGE.cast_unsigned()) {
            tell(index, size);
        }
        let entry = pages.next().map_err(|fault| unread = Some(fault)).ok().flatten().ok_or(Difference::NoEntry(index))?;
        entry.is(shard.first_leaf + index.cast_signed(), stands).ok_or(Difference::Entry(index))
    };
    let compared = compare_whole(size, checkpoints, tile, leaf);
    unread.or(unread_tile).map_or(Ok(compared), Err)
}

/// An entry with its number and its details, if they are still there.
#[derive(QueryableByName)]
struct Numbered {
    #[diesel(sql_type = BigInt)]
    leaf: i64,
    #[diesel(sql_type = Text)]
    entry: String,
    #[diesel(sql_type = Nullable<Binary>)]
    salt: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Text>)]
    details: Option<String>,
}

/// What an entry says of its details.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Committed {
    detail_commitment: Option<String>,
}

impl Numbered {
    /// Whether it is this leaf, and its details are those it commits to; erased details are missing, never others.
    fn is(&self, leaf: i64, hash: Hash) -> Option<()> {
        let of_details = self.salt.as_deref().zip(self.details.as_deref()).map(|(salt, details)| commitment(salt, details));
        let kept = match of_details {
            Some(of_details) => serde_json::from_str::<Committed>(&self.entry).ok()?.detail_commitment == Some(of_details),
            None => true,
        };
        (kept && self.leaf == leaf && Hash::leaf(self.entry.as_bytes()) == hash).then_some(())
    }
}

/// Numbered entries one after the other, read page by page.
struct Pages<'c> {
    conn: &'c mut Conn,
    next: i64,
    read: VecDeque<Numbered>,
}

const NUMBERED: &str = "SELECT l.leaf, e.entry, d.salt, d.details FROM audit_leaves l JOIN audit_entries e ON e.event_id = l.event_id \
     LEFT JOIN audit_details d ON d.event_id = l.event_id WHERE l.leaf >= ";

impl Pages<'_> {
    fn next(&mut self) -> DbResult<Option<Numbered>> {
        if self.read.is_empty() {
            let (from, to) = (self.next, self.next + PAGE);
            // Numbers of our own, written out: the databases mark what is bound in different ways.
            let page = sql_query(format!("{NUMBERED}{from} AND l.leaf < {to} ORDER BY l.leaf"));
            let read: Vec<Numbered> = on_each!(self.conn, |c| page.load(c))?;
            self.read = read.into();
            self.next = to;
        }
        Ok(self.read.pop_front())
    }
}

/// Entries that nobody numbered and that wait for no number: they were not written by the service.
fn stray(conn: &mut Conn, found: &LogCheck) -> DbResult<Option<String>> {
    let unnumbered = number::stray(conn)?;
    let told = || format!("{unnumbered} entries are in no tree and do not wait for a place in it, beside {} that are", found.entries);
    Ok((unnumbered > 0).then(told))
}
