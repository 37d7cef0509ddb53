//! Delivering: each subscription is told by itself what is due, after the Standard Webhooks specification; none waits for another.

use std::time::{Duration, Instant};

use estafette_contract::{DeliveryFault, Event};
use estafette_db::{
    DbResult, Store,
    subscriptions::{Lane, Tried},
};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

use crate::outbound::{Line, Outbound, OutboundFault};

/// After how many refusals an address is left alone for a while.
const REFUSALS: usize = 3;

/// How long a lane is served before others of its process have a turn to take it.
const ROUND: Duration = Duration::from_secs(20);

/// Numbers what arrived and delivers what is due; ends when nothing more is due now. `source` is the address of this service.
///
/// # Errors
/// A fault on our side.
pub async fn deliver_due(store: &Store, outbound: &Outbound, source: &str) -> DbResult<()> {
    store.number_events().await?;
    let lanes = store.due_lanes().await?;
    let serving = lanes.into_iter().map(|lane| serve(store, outbound, source, lane));
    futures_util::future::join_all(serving).await.into_iter().collect()
}

/// Delivers for as long as the service runs; a lane that takes its time holds up nobody.
pub async fn keep_delivering(store: Store, outbound: Outbound, source: String) {
    let mut every = tokio::time::interval(Duration::from_millis(300));
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        match begin(&store).await {
            Ok(lanes) => {
                lanes.into_iter().for_each(|lane| drop(actix_web::rt::spawn(alone(store.clone(), outbound.clone(), source.clone(), lane))))
            }
            Err(error) => failed(&error),
        }
    }
}

async fn begin(store: &Store) -> DbResult<Vec<Lane>> {
    store.number_events().await?;
    store.due_lanes().await
}

async fn alone(store: Store, outbound: Outbound, source: String, lane: Lane) {
    if let Err(error) = serve(&store, &outbound, &source, lane).await {
        failed(&error);
    }
}

fn failed(error: &estafette_db::DbError) {
    tracing::error!(error = error as &dyn std::error::Error, "what happened was not told; it is tried again");
}

/// Delivers what is due on one lane, of each handover in order, until the address does not answer or refuses too much.
async fn serve(store: &Store, outbound: &Outbound, source: &str, lane: Lane) -> DbResult<()> {
    let began = Instant::now();
    let due = store.next_deliveries(&lane, source).await?;
    if !due.is_empty() {
        // The name is looked up and checked anew for every round, and every call of it goes to the address that was checked.
        let line = outbound.line(&lane.address).await;
        let mut refused: Vec<Uuid> = Vec::new();
        for event in due {
            let of = event.subject.unwrap_or(event.id);
            if refused.contains(&of) {
                continue;
            }
            let tried = match &line {
                Ok(line) => deliver(store, line, &lane, &event).await?,
                Err(fault) => came_to_nothing(*fault),
            };
            let goes_on = store.record_try(&lane, event.id, tried).await?;
            match tried.fault {
                Some(DeliveryFault::Status) => refused.push(of),
                Some(_) => break,
                None => {}
            }
            if !goes_on || refused.len() >= REFUSALS || began.elapsed() > ROUND {
                break;
            }
        }
    }
    store.leave_lane(lane).await
}

async fn deliver(store: &Store, line: &Line, lane: &Lane, event: &Event) -> DbResult<Tried> {
    let body = serde_json::to_string(event).map_err(|_| estafette_db::Fault::Stored("an event"))?;
    let (id, timestamp) = (event.id.to_string(), store.clock().now().timestamp());
    let signatures = lane.signer.sign(&id, timestamp, &body)?;
    let headers = [("webhook-id", id), ("webhook-timestamp", timestamp.to_string()), ("webhook-signature", signatures)];
    let named = |(name, value): (&'static str, String)| Some((HeaderName::from_static(name), HeaderValue::from_str(&value).ok()?));
    let mut headers: HeaderMap = headers.into_iter().filter_map(named).collect();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/cloudevents+json"));
    Ok(match line.post(headers, body).await {
        Ok(status) => Tried { fault: fault_of(status), status: Some(status) },
        Err(fault) => came_to_nothing(fault),
    })
}

fn fault_of(status: u16) -> Option<DeliveryFault> {
    match status {
        200..=299 => None,
        300..=399 => Some(DeliveryFault::Redirected),
        410 => Some(DeliveryFault::Gone),
        _ => Some(DeliveryFault::Status),
    }
}

fn came_to_nothing(fault: OutboundFault) -> Tried {
    Tried { fault: Some(fault.of_delivery()), status: None }
}
