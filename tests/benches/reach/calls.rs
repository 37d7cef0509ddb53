//! The calls that are measured, as the bytes that go over the wire.

use std::net::SocketAddr;

use estafette_client::{Client, Credentials, Professional};
use estafette_contract::{HandoverSearch, HandoverStatus, Party as Side, Role, Transition};
use estafette_tests::harness::scene::{application, person, text};
use serde::Serialize;
use uuid::Uuid;

use super::{
    load::Requests,
    region::{Party, Region, Seeded},
    seed::{accept_details, take_over_details},
};

/// A call that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Call {
    /// A token for a fresh assertion.
    Token,
    /// The full record of a handover, audited.
    Read,
    /// A page of twenty from the inbox.
    Inbox,
    /// A page of twenty of what was searched for.
    Search,
    /// A new draft.
    Create,
    /// Accepting an offer.
    Accept,
    /// Taking over.
    TakeOver,
}

impl Call {
    /// What the tables call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Read => "audited read",
            Self::Inbox => "inbox page of 20",
            Self::Search => "search page of 20",
            Self::Create => "create",
            Self::Accept => "accept",
            Self::TakeOver => "take over",
        }
    }

    /// The status a handover has to be in for this call, and the one it has after it.
    pub fn move_made(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Accept => Some(("offered", "accepted")),
            Self::TakeOver => Some(("in_transfer", "taken_over")),
            _ => None,
        }
    }
}

/// A service to send calls to, with a token of every partner that acts.
pub struct Service<'a> {
    /// Where it listens.
    pub address: SocketAddr,
    base: String,
    region: &'a Region,
    schools: Vec<String>,
    colleges: Vec<String>,
}

impl<'a> Service<'a> {
    /// Fetches the tokens; they live five minutes.
    pub async fn enter(base: &str, region: &'a Region) -> Self {
        let address = base.trim_start_matches("http://").parse().expect("an address");
        let (schools, colleges) = (tokens(base, &region.schools).await, tokens(base, &region.colleges).await);
        Self { address, base: base.to_owned(), region, schools, colleges }
    }

    /// Requests for this call: for what changes something, one for each of these handovers.
    pub fn requests(&self, call: Call, handovers: &[Seeded]) -> Requests {
        match call {
            Call::Token => Requests::each_once(self.token_requests(handovers.len())),
            Call::Read => Requests::repeated(
                self.each(handovers, |one| self.get(&self.colleges[one.college], &format!("/v1/handovers/{}/record", one.id))),
            ),
            Call::Inbox => Requests::repeated(self.colleges.iter().map(|token| self.get(token, "/v1/inbox?limit=20")).collect()),
            Call::Search => {
                let search = HandoverSearch {
                    party: Some(Side::Receiver),
                    statuses: [HandoverStatus::InTransfer].into(),
                    ..HandoverSearch::default()
                };
                Requests::repeated(self.colleges.iter().map(|token| self.post(token, "/v1/handovers/_search?limit=20", &search)).collect())
            }
            Call::Create => {
                Requests::each_once(self.each(handovers, |one| self.post(&self.schools[one.school], "/v1/handovers", &self.draft(one))))
            }
            Call::Accept => {
                let path = |one: &Seeded| format!("/v1/handovers/{}/_accept", one.id);
                Requests::each_once(self.each(handovers, |one| self.post(&self.colleges[one.college], &path(one), &accept_details())))
            }
            Call::TakeOver => {
                let path = |one: &Seeded| format!("/v1/handovers/{}/_takeover", one.id);
                Requests::each_once(self.each(handovers, |one| self.post(&self.colleges[one.college], &path(one), &take_over_details())))
            }
        }
    }

    fn each(&self, handovers: &[Seeded], request: impl Fn(&Seeded) -> Vec<u8>) -> Vec<Vec<u8>> {
        handovers.iter().map(request).collect()
    }

    /// A reading by a college.
    pub fn get_as_college(&self, college: usize, path: &str) -> Vec<u8> {
        self.get(&self.colleges[college], path)
    }

    fn get(&self, token: &str, path: &str) -> Vec<u8> {
        format!("GET {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\n\r\n", self.address).into_bytes()
    }

    fn post(&self, token: &str, path: &str, body: &impl Serialize) -> Vec<u8> {
        let body = serde_json::to_string(body).expect("a body is JSON");
        let head = format!("POST {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\n", self.address);
        let key = Uuid::new_v4();
        format!("{head}Idempotency-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len())
            .into_bytes()
    }

    fn draft(&self, one: &Seeded) -> estafette_contract::NewHandover {
        estafette_contract::NewHandover {
            learner_id: one.learner,
            transition: Transition::VmboMbo,
            receiver: estafette_contract::Destination { partner_id: self.region.colleges[one.college].id, desk: Some(text("Intake")) },
            sender_desk: Some(text("Decanaat")),
            sender_contact: person("Els Jansen", Role::Decaan),
            programme: None,
            application_reference: Some(application()),
            urgency: None,
            continues_from: None,
        }
    }

    /// Signs assertions for the colleges in turn.
    fn token_requests(&self, count: usize) -> Vec<Vec<u8>> {
        let keys: Vec<_> = self.region.colleges.iter().map(|college| (college, college.key())).collect();
        let now = now();
        let one = |number: usize| {
            let (college, key) = &keys[number % keys.len()];
            let assertion = college.assertion(key, &self.base, now);
            let form = format!(
                "grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion={assertion}"
            );
            let head = format!("POST /oauth/token HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded", self.address);
            format!("{head}\r\nContent-Length: {}\r\n\r\n{form}", form.len()).into_bytes()
        };
        (0..count).map(one).collect()
    }
}

/// Now, in seconds since 1970.
fn now() -> i64 {
    estafette_db::Clock::default().now().timestamp()
}

async fn tokens(base: &str, parties: &[Party]) -> Vec<String> {
    let mut all = Vec::with_capacity(parties.len());
    for party in parties {
        let professional = Some(Professional { pseudonym: party.pseudonym.clone(), role: party.role.clone() });
        let credentials = Credentials { client_id: party.client_id.clone(), key: party.key(), professional, scope: None };
        let client = Client::builder(base).credentials(credentials).build().expect("a client can be built");
        all.push(client.token().await.expect("a token"));
    }
    all
}
