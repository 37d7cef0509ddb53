//! Reading the rows of the tree.

use diesel::prelude::*;
use estafette_contract::tlog::{Hash, Tile};

use crate::{
    DbResult, Fault,
    schema::{audit_checkpoints, audit_leaves, audit_shards, audit_tiles},
    store::Conn,
};

/// A tree by its name.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_shards, treat_none_as_default_value = false)]
pub(crate) struct Shard {
    pub(crate) shard: i64,
    pub(crate) origin: String,
    /// The first of its leaves, counted through all shards from 1.
    pub(crate) first_leaf: i64,
    pub(crate) lost_from: Option<i64>,
    pub(crate) lost_to: Option<i64>,
    pub(crate) opened_at: chrono::NaiveDateTime,
}

/// Every shard, oldest first.
pub(crate) fn shards(conn: &mut Conn) -> DbResult<Vec<Shard>> {
    Ok(audit_shards::table.order(audit_shards::shard).select(Shard::as_select()).load(conn)?)
}

/// The shard that grows.
pub(crate) fn newest_shard(conn: &mut Conn) -> DbResult<Option<Shard>> {
    Ok(audit_shards::table.order(audit_shards::shard.desc()).select(Shard::as_select()).first(conn).optional()?)
}

/// The shard that a leaf is in.
pub(crate) fn shard_of(conn: &mut Conn, leaf: i64) -> DbResult<Option<Shard>> {
    let found = audit_shards::table.filter(audit_shards::first_leaf.le(leaf)).order(audit_shards::shard.desc());
    Ok(found.select(Shard::as_select()).first(conn).optional()?)
}

/// The size and the note of the newest checkpoint of a shard.
pub(crate) fn newest_checkpoint(conn: &mut Conn, shard: i64) -> DbResult<Option<(u64, String)>> {
    let found: Option<(i64, String)> = audit_checkpoints::table
        .filter(audit_checkpoints::shard.eq(shard))
        .order(audit_checkpoints::size.desc())
        .select((audit_checkpoints::size, audit_checkpoints::note))
        .first(conn)
        .optional()?;
    Ok(found.map(|(size, note)| (size.cast_unsigned(), note)))
}

/// The hashes of a tile, as many as there are.
pub(crate) fn tile(conn: &mut Conn, shard: i64, level: u32, number: u64) -> DbResult<Option<Vec<u8>>> {
    let found = audit_tiles::table.find((shard, i64::from(level), number.cast_signed())).select(audit_tiles::hashes);
    Ok(found.first(conn).optional()?)
}

/// The hashes of a tile that has to be there.
pub(crate) fn hashes(conn: &mut Conn, shard: i64, wanted: Tile) -> DbResult<Vec<Hash>> {
    let bytes = tile(conn, shard, wanted.level, wanted.index)?.ok_or(NO_TILE)?;
    Ok(Hash::list(&bytes).ok_or(NO_TILE)?)
}

/// A tile that should be there and is not whole.
pub(crate) const NO_TILE: Fault = Fault::Stored("a tile of the log");

/// Which leaf an entry is, if it has a number.
pub(crate) fn leaf_of(conn: &mut Conn, event_id: &str) -> DbResult<Option<i64>> {
    Ok(audit_leaves::table.filter(audit_leaves::event_id.eq(event_id)).select(audit_leaves::leaf).first(conn).optional()?)
}
