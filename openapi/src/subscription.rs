//! Subscriptions: an address at which a partner is told what happens (webhooks), after the Standard Webhooks specification.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{EventType, HttpsAddress, bounded::at_most, code_list};

code_list! {
    /// Whether a subscription is told what happens.
    SubscriptionStatus = "subscription-status" {
        Active = "active", "krijgt gebeurtenissen", "is told what happens";
        Stopped = "stopped", "gestopt; wat wacht, blijft wachten", "stopped; what waits goes on waiting";
    }
}

code_list! {
    /// Why a subscription was stopped.
    StopReason = "subscription-stop-reasons" {
        Gone = "gone", "het adres antwoordde met 410", "the address answered with 410";
        Unreachable = "unreachable", "het adres nam meer dan een dag niets aan", "the address took nothing for more than a day";
    }
}

code_list! {
    /// Where a delivery stands.
    DeliveryStatus = "delivery-status" {
        Waiting = "waiting", "wacht", "waiting";
        Delivered = "delivered", "aangekomen", "delivered";
        GivenUp = "given_up", "opgegeven nadat andere wel aankwamen", "given up, while others arrived";
    }
}

code_list! {
    /// Why a try to deliver came to nothing.
    DeliveryFault = "delivery-faults" {
        NotHttps = "not_https", "geen https-adres", "no https address";
        Unresolved = "unresolved", "de naam leidt nergens heen", "the name leads nowhere";
        NotPublic = "not_public", "het adres leidt naar een net dat niet wordt aangeroepen", "the address leads to a network that may not be called";
        Unreachable = "unreachable", "geen verbinding over TLS met een vertrouwd certificaat", "no connection over TLS with a trusted certificate";
        Redirected = "redirected", "een doorverwijzing, die niet wordt gevolgd", "a redirect, which is not followed";
        Status = "status", "een andere status dan 2xx", "another status than 2xx";
        Late = "late", "geen antwoord binnen drie seconden", "no answer within three seconds";
        Gone = "gone", "status 410", "status 410";
    }
}

/// An address to be told at.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewSubscription {
    /// The address; it is checked now and at every delivery, and a redirect is not followed.
    #[schema(example = "https://estafette.rocmaasdal.example/events")]
    pub address: HttpsAddress,
    /// Which events; all when empty.
    #[serde(default, deserialize_with = "at_most::<40, _, _>", skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 40)]
    pub types: Vec<EventType>,
}

/// A subscription that was made or got new keys. The secret is shown here and nowhere else.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubscriptionMade {
    /// Its id.
    pub id: Uuid,
    /// What signatures `v1` (HMAC-SHA-256) are checked with.
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=")]
    pub secret: String,
    /// What signatures `v1a` (Ed25519) are checked with.
    #[schema(example = "whpk_wXUVFmlLvVbVoNmZZfWEzcNw1pyQKk8h1k7zJ2H3rYc=")]
    pub public_key: String,
}

/// A subscription as its partner sees it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubscriptionView {
    /// Its id.
    pub id: Uuid,
    /// The address.
    pub address: HttpsAddress,
    /// Which events; all when empty.
    pub types: Vec<EventType>,
    /// Whether it is told what happens.
    pub status: SubscriptionStatus,
    /// Why it was stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped_for: Option<StopReason>,
    /// What signatures `v1a` are checked with: the newest first, and the one before it for as long as it signs along.
    pub public_keys: Vec<String>,
    /// Until when the keys before the last rotation sign along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signs_along_until_at: Option<DateTime<Utc>>,
    /// How many deliveries wait.
    pub waiting: u64,
    /// When something last arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<DateTime<Utc>>,
    /// Since when it is there.
    pub created_at: DateTime<Utc>,
}

/// The subscriptions of a partner.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubscriptionList {
    /// At most ten, oldest first.
    pub items: Vec<SubscriptionView>,
}

/// Where a subscription stands now.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubscriptionMoved {
    /// Its id.
    pub id: Uuid,
    /// Where it stands.
    pub status: SubscriptionStatus,
}

/// The delivery of one event to one subscription.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryView {
    /// The event, and `webhook-id` of every try.
    pub event_id: Uuid,
    /// What the event tells.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// The handover the event is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover_id: Option<Uuid>,
    /// Where it stands.
    pub status: DeliveryStatus,
    /// How often it was tried since it was last asked for.
    pub tries: u32,
    /// When it is tried next, if what comes before it has arrived by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_try_at: Option<DateTime<Utc>>,
    /// When it was last tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tried_at: Option<DateTime<Utc>>,
    /// Why the last try came to nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<DeliveryFault>,
    /// The status the address last answered with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_with: Option<u16>,
    /// When it arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<DateTime<Utc>>,
}

/// A page of deliveries.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryPage {
    /// The deliveries, newest first.
    pub items: Vec<DeliveryView>,
    /// Give this as `cursor` to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Where a delivery stands now.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryMoved {
    /// The event.
    pub event_id: Uuid,
    /// Where it stands.
    pub status: DeliveryStatus,
}
