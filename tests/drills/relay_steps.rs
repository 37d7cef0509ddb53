//! A relay as a list of calls, each of which can be repeated until it is answered.

use chrono::{DateTime, Utc};
use estafette_client::{Client, ClientError, Reply, Request};
use estafette_contract::{Created, HandoverStatus, NoDetails, OfferDetails, Section, SectionContent, SectionDraft, Transition};
use estafette_tests::harness::{Partner, scene};
use reqwest::{Method, StatusCode};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

/// Where a handover stands after so many answered calls; before the second there is none.
const STANDS: [Option<HandoverStatus>; 16] = {
    use HandoverStatus as S;
    [
        None,
        None,
        Some(S::Draft),
        Some(S::Draft),
        Some(S::Draft),
        Some(S::Draft),
        Some(S::InReview),
        Some(S::InReview),
        Some(S::Ready),
        Some(S::Offered),
        Some(S::Accepted),
        Some(S::Accepted),
        Some(S::InTransfer),
        Some(S::TakenOver),
        Some(S::TakenOver),
        Some(S::Closed),
    ]
};

/// How many calls a relay has.
pub const CALLS: usize = STANDS.len() - 1;
/// After how many the transfer runs.
const TO_TRANSFER: usize = 12;
/// How often a call is made before it is given up.
const ATTEMPTS: usize = 10;

/// One relay, and how far it was answered.
pub struct Relay {
    number: usize,
    /// How many calls were answered.
    pub answered: usize,
    learner: Option<Uuid>,
    /// The handover, once its making was answered.
    pub handover: Option<Uuid>,
}

/// Makes a call that can be repeated, again while it is not answered.
pub async fn answered<T, F: Future<Output = Result<T, ClientError>>>(call: impl Fn() -> F) -> T {
    for _ in 1..ATTEMPTS {
        match call().await {
            Err(ClientError::Transport(_)) => {}
            answer => return answer.expect("an answer"),
        }
    }
    call().await.expect("an answer")
}

/// The two partners of every relay.
#[derive(Clone)]
pub struct Pair {
    /// The sender.
    pub school: Partner,
    /// The receiver.
    pub college: Partner,
}

impl Relay {
    /// A relay that has yet to begin.
    pub fn new(number: usize) -> Self {
        Self { number, answered: 0, learner: None, handover: None }
    }

    /// A relay of a learner who is registered already.
    pub fn of(number: usize, learner: Uuid) -> Self {
        Self { answered: 1, learner: Some(learner), ..Self::new(number) }
    }

    /// Makes calls until the relay is over or a call is not answered.
    pub async fn run(self, pair: &Pair, now: DateTime<Utc>) -> Self {
        self.run_until(CALLS, pair, now).await
    }

    /// Makes calls until the transfer runs, and again what was not answered; answers the handover.
    pub async fn run_to_transfer(mut self, pair: &Pair, now: DateTime<Utc>) -> Uuid {
        assert_eq!(STANDS[TO_TRANSFER], Some(HandoverStatus::InTransfer));
        for _ in 0..ATTEMPTS {
            self = self.run_until(TO_TRANSFER, pair, now).await;
            if self.answered == TO_TRANSFER {
                break;
            }
        }
        assert_eq!(self.answered, TO_TRANSFER, "relay {} is not answered", self.number);
        self.handover.expect("a handover")
    }

    async fn run_until(mut self, calls: usize, pair: &Pair, now: DateTime<Utc>) -> Self {
        while self.answered < calls {
            match self.call(pair, now).await {
                Ok(reply) => self.remember(&reply),
                Err(ClientError::Transport(_)) => break,
                Err(error) => panic!("relay {} call {}: {error}", self.number, self.answered),
            }
        }
        self
    }

    /// Where the handover may stand: after the answered calls, or after the one that was under way as well.
    pub fn may_stand(&self) -> [Option<HandoverStatus>; 2] {
        [STANDS[self.answered], STANDS[(self.answered + 1).min(CALLS)]]
    }

    async fn call(&self, pair: &Pair, now: DateTime<Utc>) -> Result<Reply, ClientError> {
        let (client, request) = self.next(pair, now);
        let reply = client.send(request).await?;
        // A section that is there already was written by the call that was not answered.
        if reply.status == StatusCode::PRECONDITION_FAILED {
            return Ok(reply);
        }
        reply.succeeded()?;
        Ok(reply)
    }

    fn remember(&mut self, reply: &Reply) {
        let id = || reply.read::<Created>().expect("an id").id;
        match self.answered {
            0 => self.learner = Some(id()),
            1 => self.handover = Some(id()),
            _ => {}
        }
        self.answered += 1;
    }

    fn next<'p>(&self, pair: &'p Pair, now: DateTime<Utc>) -> (&'p Client, Request) {
        let (school, college) = (&pair.school.client, &pair.college.client);
        let today = estafette_db::dutch_day(now);
        let draft = || scene::handover_to(&pair.college, self.learner.expect("a learner"), Transition::VmboMbo);
        match self.answered {
            0 => (school, self.post("/v1/learners".into(), &scene::noor())),
            1 => (school, self.post("/v1/handovers".into(), &draft())),
            2 => (school, self.put(scene::identity().into())),
            3 => (school, self.put(scene::support().into())),
            4 => (school, self.on("informings", &scene::informing(now))),
            5 => (school, self.on("_review", &NoDetails {})),
            6 => (school, self.on("views", &scene::agreed(now))),
            7 => (school, self.on("_ready", &NoDetails {})),
            8 => (school, self.on("_offer", &OfferDetails::default())),
            9 => (college, self.on("_accept", &scene::accepting())),
            10 => (college, self.on("conversations", &scene::conversation(now))),
            11 => (school, self.on("_transfer", &NoDetails {})),
            12 => (college, self.on("_takeover", &scene::taking_over())),
            13 => (college, self.on("feedback", &scene::started(today))),
            _ => (college, self.on("_close", &NoDetails {})),
        }
    }

    /// The same call has the same key and the same body, however often it is sent.
    fn post(&self, path: String, body: &impl Serialize) -> Request {
        let key = format!("relay-{}-call-{}", self.number, self.answered);
        Request::new(Method::POST, path).json(body).header("idempotency-key", &key)
    }

    fn on(&self, last: &str, body: &impl Serialize) -> Request {
        self.post(format!("/v1/handovers/{}/{last}", self.handover.expect("a handover")), body)
    }

    fn put(&self, content: SectionContent) -> Request {
        let section: Section = content.section();
        let path = format!("/v1/handovers/{}/sections/{section}", self.handover.expect("a handover"));
        Request::new(Method::PUT, path).json(&SectionDraft { content, necessity: None }).header("if-none-match", "*")
    }
}

/// The acts of a relay as the log names them, with how often one relay does each.
pub const ACTS: [(&str, usize); 14] = [
    ("learner.register", 1),
    ("handover.draft", 1),
    ("section.write", 2),
    ("learner.inform", 1),
    ("handover.review", 1),
    ("view.record", 1),
    ("handover.ready", 1),
    ("handover.offer", 1),
    ("handover.accept", 1),
    ("conversation.record", 1),
    ("handover.transfer", 1),
    ("handover.takeover", 1),
    ("feedback.give", 1),
    ("handover.close", 1),
];

/// Whether an entry of the log says that this act was done.
pub fn says_done(entry: &Value, act: &str) -> bool {
    entry["act"] == act && entry["outcome"] == "done"
}
