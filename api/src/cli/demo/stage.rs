//! Where the demo is played: the partners with their clients, and the moment.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use estafette_client::{Client, ClientError, Method, Request};
use estafette_contract::ProblemKind;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::script::{PartnerLine, Script};
use crate::cli::{
    outcome::{Outcome, because, failure},
    progress::Progress,
};

/// A partner with its client.
pub(super) struct Seat<'a> {
    pub(super) line: &'a PartnerLine,
    pub(super) id: Uuid,
    pub(super) client: Client,
}

/// The partners by client id.
pub(super) struct Seats<'a>(pub(super) HashMap<&'a str, Seat<'a>>);

impl<'a> Seats<'a> {
    /// The partner with this client id.
    pub(super) fn of(&self, client_id: &str) -> Outcome<&Seat<'a>> {
        self.0.get(client_id).ok_or_else(|| failure(format!("the data of the demo names an unknown partner {client_id}")))
    }

    /// Fetches a token for everybody first, so that learners who go at once need not each fetch one.
    pub(super) async fn sign_in(&self) -> Outcome {
        for seat in self.0.values() {
            seat.client.token().await.map_err(|error| because(&seat.line.name, &error))?;
        }
        Ok(())
    }
}

/// One moment of the demo.
pub(super) struct Stage<'a> {
    pub(super) script: &'a Script,
    pub(super) seats: &'a Seats<'a>,
    pub(super) progress: &'a Progress,
    pub(super) days_ago: i64,
    /// What the clock shows, or a little before.
    pub(super) at: DateTime<Utc>,
    pub(super) began_at: DateTime<Utc>,
}

#[derive(Deserialize)]
struct Made {
    id: Uuid,
}

impl Seat<'_> {
    /// Makes or moves something, once for this key; answers its id.
    pub(super) async fn post(&self, path: &str, body: &Value, key: &str) -> Outcome<Uuid> {
        let request = Request::new(Method::POST, path).json(body).header("idempotency-key", &format!("demo.{key}"));
        let made = self.client.send(request).await.and_then(|reply| reply.read::<Made>());
        made.map(|made| made.id).map_err(|error| wrong(key, &error))
    }

    /// Writes a section, unless it was written in a run before.
    pub(super) async fn put_once(&self, path: &str, body: &Value, key: &str) -> Outcome {
        let request = Request::new(Method::PUT, path).json(body).header("if-none-match", "*");
        match self.client.send(request).await.and_then(|reply| reply.succeeded()) {
            Err(error) if error.problem() != Some(ProblemKind::VersionMismatch) => Err(wrong(key, &error)),
            _ => Ok(()),
        }
    }
}

/// What was wrong with a call, with the field that was.
fn wrong(key: &str, error: &ClientError) -> crate::cli::outcome::Failure {
    let fields = match error {
        ClientError::Refused(problem) => problem.errors.iter().map(|e| format!(" ({} {})", e.pointer, e.detail)).collect(),
        _ => String::new(),
    };
    failure(format!("demo step {key}: {error}{fields}"))
}
