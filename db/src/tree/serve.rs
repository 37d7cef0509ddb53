//! What anybody may fetch of the tree: hashes and signatures, which say nothing of any person.

use estafette_contract::{
    LogShard, LogView,
    tlog::{ConsistencyFile, Tile, consistency_path},
};

use super::{
    head::nodes,
    rows::{self, Shard},
};
use crate::{DbError, DbResult, Store, store::Conn};

/// The newest checkpoint there is, with the shard it is of.
fn newest_note(conn: &mut Conn) -> DbResult<Option<(Shard, u64, String)>> {
    let Some(shard) = rows::newest_shard(conn)? else { return Ok(None) };
    Ok(rows::newest_checkpoint(conn, shard.shard)?.map(|(size, note)| (shard, size, note)))
}

impl Store {
    /// The newest checkpoint, as a signed note.
    ///
    /// # Errors
    /// Not found before the first entry was signed.
    pub async fn checkpoint(&self) -> DbResult<String> {
        self.peek(|conn| newest_note(conn)?.map(|(.., note)| note).ok_or_else(DbError::not_found)).await
    }

    /// The bytes of a tile of the newest shard, or of another by its number.
    ///
    /// # Errors
    /// Not found when the tree does not reach that far.
    pub async fn tile(&self, shard: Option<u32>, tile: Tile) -> DbResult<Vec<u8>> {
        self.peek(move |conn| {
            let newest = || rows::newest_shard(conn).map(|shard| shard.map_or(0, |shard| shard.shard));
            let shard = shard.map_or_else(newest, |shard| Ok(shard.into()))?;
            let mut hashes = rows::tile(conn, shard, tile.level, tile.index)?.unwrap_or_default();
            let width = 32 * tile.width as usize;
            if hashes.len() < width {
                return Err(DbError::not_found());
            }
            hashes.truncate(width);
            Ok(hashes)
        })
        .await
    }

    /// The proof that the log of `from` entries is the beginning of the log of `to`.
    ///
    /// # Errors
    /// When they are not in this order, or the log does not reach that far.
    pub async fn consistency(&self, from: u64, to: u64) -> DbResult<ConsistencyFile> {
        self.peek(move |conn| {
            let (shard, size, _) = newest_note(conn)?.ok_or_else(DbError::not_found)?;
            if from > to || to > size {
                return Err(DbError::field("to", "out-of-range", "Give two sizes in order, neither larger than the newest checkpoint."));
            }
            Ok(ConsistencyFile { from, to, path: consistency_path(&mut nodes(conn, shard.shard), from, to)? })
        })
        .await
    }

    /// What the log is called, what it is checked with, and where it was broken off.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn log_view(&self) -> DbResult<LogView> {
        let keys = self.log_keys().clone();
        self.peek(move |conn| {
            let shards = rows::shards(conn)?;
            let origin = shards.last().map(|shard| shard.origin.clone()).unwrap_or_default();
            let public = if shards.is_empty() { Vec::new() } else { keys.public(&origin)? };
            let items = shards.iter().map(|shard| view(conn, shard)).collect::<DbResult<_>>()?;
            Ok(LogView { origin, keys: public.iter().map(ToString::to_string).collect(), shards: items })
        })
        .await
    }
}

fn view(conn: &mut Conn, shard: &Shard) -> DbResult<LogShard> {
    let newest = rows::newest_checkpoint(conn, shard.shard)?;
    Ok(LogShard {
        shard: shard.shard.unsigned_abs(),
        origin: shard.origin.clone(),
        opened_at: shard.opened_at.and_utc(),
        checkpoint: newest.map(|(_, note)| note),
        lost_from: shard.lost_from.map(i64::unsigned_abs),
        lost_to: shard.lost_to.map(i64::unsigned_abs),
    })
}
