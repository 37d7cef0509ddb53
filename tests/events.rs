//! Being told what happens: the feed, and deliveries to an address of the partner's own.

mod feed;
mod forged;
mod hostile;
mod rotation;
mod tail;
mod webhooks;

use std::path::Path;

use estafette_api::settings::{OutboundSettings, Settings};
use estafette_client::Client;
use estafette_contract::{DeliveryView, Event, EventType, HttpsAddress, NewSubscription, SubscriptionMade};
use estafette_tests::harness::{Database, Receiver, TestApp, certificates::Authority};
use uuid::Uuid;

/// Tells one story on each database, in a region that may call partners on this machine.
macro_rules! told {
    ($name:ident, |$region:ident| $body:block) => {
        async fn $name($region: $crate::events::Region) $body

        mod $name {
            use estafette_tests::harness::Database;

            #[actix_web::test]
            async fn on_sqlite() {
                super::$name($crate::events::Region::start(Database::Sqlite, "127.0.0.1/32").await).await;
            }

            #[actix_web::test]
            async fn on_postgres() {
                if Database::Postgres.is_here() {
                    super::$name($crate::events::Region::start(Database::Postgres, "127.0.0.1/32").await).await;
                }
            }
        }
    };
}
use told;

/// A region that trusts an authority of the test's own.
struct Region {
    app: TestApp,
    authority: Authority,
    _folder: tempfile::TempDir,
}

impl Region {
    async fn start(database: Database, networks: &str) -> Self {
        let (authority, folder) = (Authority::new("An authority"), tempfile::tempdir().unwrap());
        let file = folder.path().join("authority.pem");
        std::fs::write(&file, authority.pem()).unwrap();
        let app = TestApp::with_settings(database, |usual| calling(usual, networks, &file)).await;
        Self { app, authority, _folder: folder }
    }

    fn receiver(&self) -> Receiver {
        Receiver::start(&self.authority)
    }

    /// So many minutes pass, and what is due then is delivered.
    async fn after_minutes(&self, minutes: i64) {
        self.app.clock().advance(chrono::TimeDelta::minutes(minutes));
        self.app.deliver().await;
    }
}

fn calling(usual: Settings, networks: &str, ca: &Path) -> Settings {
    let networks = networks.split_whitespace().map(|network| network.parse().unwrap()).collect();
    Settings { outbound: OutboundSettings { networks, ca: Some(ca.to_owned()) }, ..usual }
}

fn at(address: &str) -> NewSubscription {
    NewSubscription { address: HttpsAddress::new(address).unwrap(), types: Vec::new() }
}

/// Has a partner told at an address.
async fn subscribed(partner: &Client, receiver: &Receiver) -> SubscriptionMade {
    partner.make_subscription(&at(&receiver.address)).await.unwrap()
}

/// Everything a partner was told.
async fn all_events(partner: &Client) -> Vec<Event> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = partner.events(after.as_deref(), Some(3)).await.unwrap();
        all.extend(page.items);
        after = Some(page.after);
        if !page.more {
            return all;
        }
    }
}

/// What was told of one handover, in order, by the last word of its type.
fn told_of(events: &[Event], handover: Uuid) -> Vec<&'static str> {
    events.iter().filter(|event| event.subject == Some(handover)).map(|event| last_word(event.kind)).collect()
}

fn last_word(kind: EventType) -> &'static str {
    estafette_contract::CodeList::code(kind).rsplit('.').next().unwrap()
}

/// All deliveries to a subscription, oldest first.
async fn deliveries(partner: &Client, subscription: Uuid) -> Vec<DeliveryView> {
    let mut all = partner.deliveries(subscription, &estafette_client::PageOptions { cursor: None, limit: Some(100) }).await.unwrap().items;
    all.reverse();
    all
}
