//! Where a shard stands: its newest checkpoint, and the edge that it grows at.

use std::collections::HashMap;

use estafette_contract::tlog::{Checkpoint, Edge, Hash, NodeSource, Tile, checkpoint_of, node_in_tiles};

use super::rows::{self, NO_TILE, Shard};
use crate::{DbError, DbResult, keys::LogKeys, store::Conn};

/// A shard with all it takes to let it grow.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    pub(crate) shard: Shard,
    /// None before the first was signed.
    pub(crate) checkpoint: Option<Checkpoint>,
    pub(crate) edge: Edge,
}

/// Why the newest checkpoint and the tree do not belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Inconsistent {
    /// The checkpoint does not bear our signature.
    #[error("the newest checkpoint in the database was not signed with this log-signing.pem")]
    Unsigned,
    /// The tiles have another root.
    #[error("the tree in the database has another root than its newest checkpoint")]
    OtherRoot,
}

impl Head {
    /// Recomputes where a shard stands, and says if that is not what was signed.
    pub(crate) fn read(conn: &mut Conn, shard: Shard, keys: &LogKeys) -> DbResult<Result<Self, Inconsistent>> {
        let Some((size, note)) = rows::newest_checkpoint(conn, shard.shard)? else {
            return Ok(Ok(Self { shard, checkpoint: None, edge: Edge::default() }));
        };
        let Ok(checkpoint) = checkpoint_of(&note, &keys.public(&shard.origin)?) else { return Ok(Err(Inconsistent::Unsigned)) };
        let edge = Edge::of(size, |tile| rows::hashes(conn, shard.shard, tile), || NO_TILE.into());
        match edge {
            Ok(edge) if checkpoint.size == size && edge.root() == checkpoint.root => {
                Ok(Ok(Self { shard, checkpoint: Some(checkpoint), edge }))
            }
            Ok(_) | Err(DbError::Fault(crate::Fault::Stored(_))) => Ok(Err(Inconsistent::OtherRoot)),
            Err(error) => Err(error),
        }
    }

    /// The next leaf, counted through all shards.
    pub(crate) fn next_leaf(&self) -> i64 {
        self.shard.first_leaf + self.edge.size().cast_signed()
    }
}

/// The nodes of a shard, out of its tiles; each tile is read once.
pub(crate) fn nodes(conn: &mut Conn, shard: i64) -> impl NodeSource<Error = DbError> + '_ {
    let mut read: HashMap<(u32, u64), Vec<Hash>> = HashMap::new();
    move |level, index| {
        let tile = |level: u32, number: u64| match read.get(&(level, number)) {
            Some(hashes) => Ok(hashes.clone()),
            None => {
                let hashes = rows::hashes(conn, shard, Tile { level, index: number, width: 256 })?;
                read.insert((level, number), hashes.clone());
                Ok(hashes)
            }
        };
        node_in_tiles(level, index, tile, || NO_TILE.into())
    }
}
