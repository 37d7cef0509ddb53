//! What work inside a transaction has at hand, and what it leaves for the log.

use std::{
    marker::PhantomData,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, NaiveDateTime, Utc};
use estafette_contract::{AuditDetails, GroundUsed, Matrix, Role, Scope};
use uuid::{ContextV7, Timestamp, Uuid};

use super::{Conn, Looks, group::Stamp};
use crate::{Actor, Fault, Keyring, Terms, keys::Purpose, matrices::Matrices, partners::Kinds};

/// What the whole house shares.
#[derive(Debug)]
pub(crate) struct House {
    pub(crate) keys: Keyring,
    pub(crate) matrices: Arc<Matrices>,
    pub(crate) terms: Terms,
    pub(crate) kinds: Kinds,
    pub(crate) event_ids: EventIds,
}

/// What an act leaves for its entry in the log.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub(crate) subject: Option<String>,
    /// Learners the act is about beside the subject; each gets an entry of its own.
    pub(crate) also: Vec<String>,
    pub(crate) object: Option<Uuid>,
    pub(crate) reason: Option<String>,
    pub(crate) etags: Vec<String>,
    pub(crate) details: AuditDetails,
    pub(crate) stamp: Option<Stamp>,
    pub(crate) replayed: bool,
}

/// The connection and everything else work needs, whatever the scope.
pub(crate) struct Cx<'a> {
    pub(crate) conn: &'a mut Conn,
    pub(crate) actor: &'a Actor,
    pub(crate) now: DateTime<Utc>,
    pub(crate) house: &'a House,
    /// The exchange matrix in force, the same until the work is done.
    pub(crate) matrix: Arc<Matrix>,
    pub(crate) notes: Notes,
    /// Who looks, where the first statement has to say it.
    pub(crate) looks: Option<Looks>,
}

impl<'a> Cx<'a> {
    /// At this moment, with nothing noted yet.
    pub(super) fn new(conn: &'a mut Conn, actor: &'a Actor, now: DateTime<Utc>, house: &'a House) -> Self {
        Self { conn, actor, now, house, matrix: house.matrices.in_force(now), notes: Notes::default(), looks: None }
    }
}

impl Cx<'_> {
    /// Now, as the databases keep it.
    pub(crate) fn at(&self) -> NaiveDateTime {
        self.now.naive_utc()
    }

    /// The partner that acts.
    pub(crate) fn partner(&self) -> String {
        self.actor.partner.to_string()
    }

    /// The role of the professional who acts, if one is named.
    pub(crate) fn role(&self) -> Option<Role> {
        self.actor.professional.as_ref().map(|professional| professional.role)
    }

    /// Names the section, ground and consent a disclosure or a stored section rests on.
    pub(crate) fn note_ground(&mut self, used: GroundUsed) {
        self.notes.details.grounds.push(used);
    }

    /// An opaque version of something, for an `ETag`.
    pub(crate) fn version_tag(&self, parts: &[&str]) -> Result<String, Fault> {
        let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
        self.house.keys.reference(Purpose::Version, &parts)
    }
}

/// A transaction opened for a viewer whose token carries scope `S`.
pub struct Tx<'a, S> {
    pub(crate) cx: Cx<'a>,
    scope: PhantomData<fn() -> S>,
}

impl<'a, S: Scope> Tx<'a, S> {
    pub(super) fn new(cx: Cx<'a>) -> Self {
        Self { cx, scope: PhantomData }
    }
}

/// Ids of entries: version 7 UUIDs by the house's own clock, so that they sort by the moment the entries tell.
#[derive(Debug, Default)]
pub(crate) struct EventIds(Mutex<ContextV7>);

impl EventIds {
    /// The next id, for something of this moment.
    pub(crate) fn next(&self, at: DateTime<Utc>) -> Uuid {
        let context = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Uuid::new_v7(Timestamp::from_unix(&*context, at.timestamp().unsigned_abs(), at.timestamp_subsec_nanos()))
    }
}

/// A fresh id: a version 7 UUID, so that ids sort by the moment they were made.
pub(crate) fn new_id() -> Uuid {
    Uuid::now_v7()
}
