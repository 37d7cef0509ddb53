//! The sequencer: numbers what arrived, hashes it, signs what comes of it. One process at a time, and never anything that does not go on
//! from what was signed before.

use chrono::TimeDelta;
use diesel::{dsl::insert_into, prelude::*};
use estafette_contract::tlog::{Checkpoint, Edge, Hash, Note, Tile};
use tokio::sync::Mutex;

use super::{
    head::Head,
    number::{self, Arrival},
    rows::{self, Shard},
};
use crate::{
    DbResult, Fault, Store,
    schema::{audit_checkpoints, audit_shards},
    store::{Conn, Lease, put_tile},
};

/// As many entries are numbered in one transaction.
const BATCH: i64 = 4096;
/// Longer than a batch takes by far, and short enough for another process to go on within seconds.
const LEASE: TimeDelta = TimeDelta::seconds(3);

/// What the sequencer remembers between two rounds: where the log stood. It is compared with the database before it is used.
#[derive(Debug, Default)]
pub(crate) struct Sequencer(Mutex<Option<Head>>);

/// What comes of a batch, to be stored in one transaction.
struct Grown {
    head: Head,
    arrived: Vec<Arrival>,
    first_leaf: i64,
    size_before: u64,
    tiles: Vec<(Tile, Vec<Hash>)>,
    note: String,
}

impl Store {
    /// Numbers and signs what arrived, unless nothing did or another process is at it; answers how many entries.
    ///
    /// `name` is what a log is called that begins now; one that is there keeps its name.
    ///
    /// # Errors
    /// A fault on our side; then nothing was numbered that is not signed.
    pub async fn sequence(&self, name: &str) -> DbResult<usize> {
        let mut kept = self.sequencer().0.lock().await;
        let mut numbered = 0;
        while self.held_back().is_none() {
            let batch = self.sequence_batch(&mut kept, name).await;
            if batch.is_err() {
                *kept = None;
            }
            let count = batch?;
            numbered += count;
            if count < BATCH as usize {
                break;
            }
        }
        Ok(numbered)
    }

    async fn sequence_batch(&self, kept: &mut Option<Head>, name: &str) -> DbResult<usize> {
        if kept.is_none() {
            let (house, name) = (self.clone(), name.to_owned());
            *kept = self.aside(move |conn| house.stands(conn, None, &name)).await?;
        }
        let Some(next) = kept.as_ref().map(Head::next_leaf) else { return Ok(0) };
        if self.aside(move |conn| Ok(number::arrived(conn, next, 1)?.is_empty())).await? {
            return Ok(0);
        }
        let Some(lease) = self.lease_aside("log", LEASE).await? else { return Ok(0) };
        let (house, name, known) = (self.clone(), name.to_owned(), kept.take());
        let grown = self.aside(move |conn| house.grow(conn, known, &name)).await?;
        let Some(grown) = grown else { return Ok(0) };
        let (note, count, now) = (grown.note.clone(), grown.arrived.len(), self.clock().now());
        *kept = Some(self.keep_aside(move |conn| grown.store(conn, &lease, now)).await?);
        // Stored first: what is kept beside the keys is never ahead of the database.
        self.log_keys().keep(&note).map_err(Fault::Kept)?;
        Ok(count)
    }

    /// Lets the tree grow by what arrived, and signs it; nothing when nothing arrived, or the tree is not what was signed.
    fn grow(&self, conn: &mut Conn, known: Option<Head>, name: &str) -> DbResult<Option<Grown>> {
        let Some(mut head) = self.stands(conn, known, name)? else { return Ok(None) };
        let (first_leaf, size_before) = (head.next_leaf(), head.edge.size());
        let arrived = number::arrived(conn, first_leaf, BATCH)?;
        if arrived.is_empty() {
            return Ok(None);
        }
        let tiles = grow(&mut head.edge, &arrived);
        let checkpoint = Checkpoint { origin: head.shard.origin.clone(), size: head.edge.size(), root: head.edge.root() };
        let signers = self.log_keys().signers(&checkpoint.origin)?;
        let note = Note::sign(&checkpoint.text(), &signers).map_err(|_| Fault::Crypto("the log cannot be signed"))?;
        head.checkpoint = Some(checkpoint);
        Ok(Some(Grown { head, arrived, first_leaf, size_before, tiles, note }))
    }

    /// Where the log stands now; nothing, and the store only reads from here on, when that is not what was signed.
    fn stands(&self, conn: &mut Conn, known: Option<Head>, name: &str) -> DbResult<Option<Head>> {
        let Some(shard) = rows::newest_shard(conn)? else {
            return Ok(Some(Head { shard: first_shard(name, self.clock().now().naive_utc()), checkpoint: None, edge: Edge::default() }));
        };
        let newest = rows::newest_checkpoint(conn, shard.shard)?.map(|(_, note)| note);
        let same = |head: &Head| {
            let text = head.checkpoint.as_ref().map(Checkpoint::text);
            head.shard == shard && newest.as_deref().zip(text.as_deref()).is_some_and(|(note, text)| note.starts_with(text))
        };
        if let Some(head) = known.filter(same) {
            return Ok(Some(head));
        }
        match Head::read(conn, shard, self.log_keys())? {
            Ok(head) => Ok(Some(head)),
            Err(inconsistent) => {
                self.hold_back(inconsistent.to_string());
                Ok(None)
            }
        }
    }
}

fn first_shard(name: &str, opened_at: chrono::NaiveDateTime) -> Shard {
    Shard { shard: 1, origin: name.to_owned(), first_leaf: 1, lost_from: None, lost_to: None, opened_at }
}

/// Appends the leaves; answers every tile that is another than before, the full ones and those at the edge.
fn grow(edge: &mut Edge, arrived: &[Arrival]) -> Vec<(Tile, Vec<Hash>)> {
    let mut tiles: Vec<_> = arrived.iter().flat_map(|arrival| edge.append(Hash::leaf(arrival.entry.as_bytes()))).collect();
    tiles.extend(edge.partial().map(|(tile, row)| (tile, row.to_vec())));
    tiles
}

impl Grown {
    /// Stores everything, if the lease still holds and the log still stands where it stood.
    fn store(self, conn: &mut Conn, lease: &Lease, now: chrono::DateTime<chrono::Utc>) -> DbResult<Head> {
        lease.hold(conn, now)?;
        let shard = &self.head.shard;
        let newest = rows::newest_checkpoint(conn, shard.shard)?.map_or(0, |(size, _)| size);
        if newest != self.size_before {
            return Err(Fault::LeaseLost.into());
        }
        if rows::newest_shard(conn)?.is_none() {
            insert_into(audit_shards::table).values(shard).execute(conn)?;
        }
        number::number(conn, self.first_leaf, &self.arrived)?;
        for (tile, row) in &self.tiles {
            put_tile(conn, shard.shard, *tile, &Hash::concat(row))?;
        }
        let row = (
            audit_checkpoints::shard.eq(shard.shard),
            audit_checkpoints::size.eq(self.head.edge.size().cast_signed()),
            audit_checkpoints::note.eq(&self.note),
            audit_checkpoints::signed_at.eq(now.naive_utc()),
        );
        insert_into(audit_checkpoints::table).values(row).execute(conn)?;
        Ok(self.head)
    }
}
