//! What it costs to know a token: the first time, and once it is known by its hash; beside the bare verification by OpenSSL.

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use estafette_api::tokens::{
    issuer::{Issuer, IssuerKey},
    mint::{Grant, mint},
    provider,
    signing_key::SigningKey,
    validation::Verifier,
};
use estafette_contract::{PartnerKind, scope};
use estafette_db::{
    Clock,
    standing::{ClientStanding, Standing},
};
use openssl::{bn::BigNum, ecdsa::EcdsaSig, pkey::PKey, sha::sha256};
use uuid::Uuid;

use super::{
    measure::median,
    report::Report,
    table::{Table, number, ratio},
};

const ISSUER: &str = "https://estafette.example";
const CLIENT: &str = "roc-maasdal";
/// Tokens in a round.
const TOKENS: usize = 2_000;
/// How often each is used once it is known.
const USES: usize = 10;
const HEAD: [&str; 6] = ["an access token (ES256)", "at most µs", "µs", "p99 µs", "OpenSSL alone µs", "ratio"];

/// Measures the whole check of a token but for its scope, some rounds, each with tokens of its own.
pub fn measured(rounds: usize, report: &mut Report) {
    provider::install();
    let bench = Bench::new();
    let (mut first, mut known, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let tokens = bench.tokens();
        let verifier = bench.verifier();
        first.push(timed(&tokens, |token| bench.check(&verifier, token)));
        // A token lives for five minutes and is brought with every call: each is known for a while before it is timed.
        tokens.iter().for_each(|token| bench.check(&verifier, token));
        let uses: Vec<&String> = tokens.iter().flat_map(|token| std::iter::repeat_n(token, USES)).collect();
        known.push(timed(&uses, |token| bench.check(&verifier, token)));
        bare.push(bench.bare(&tokens));
    }
    report.heading("Tokens");
    let bare = median(bare.iter().map(|times| times.mean).collect());
    let mut table = Table::new(&HEAD);
    for (name, most, times) in [("seen for the first time", 150.0, first), ("known by its hash", 2.0, known)] {
        let mean = median(times.iter().map(|times| times.mean).collect());
        let p99 = median(times.iter().map(|times| times.p99).collect());
        table.row([name.to_owned(), number(most), number(mean), number(p99), number(bare), ratio(mean, bare)]);
    }
    report.table(&table);
}

/// How long one took, in microseconds.
struct Times {
    mean: f64,
    p99: f64,
}

/// Each once.
fn timed<T>(all: &[T], mut work: impl FnMut(&T)) -> Times {
    let mut took: Vec<Duration> = Vec::with_capacity(all.len());
    for one in all {
        let began = Instant::now();
        work(one);
        took.push(began.elapsed());
    }
    took.sort_unstable();
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    Times { mean: micros(took.iter().sum::<Duration>()) / took.len() as f64, p99: micros(took[took.len() * 99 / 100]) }
}

struct Bench {
    key: SigningKey,
    issuer: Arc<Issuer>,
    standing: Standing,
    now: DateTime<Utc>,
}

impl Bench {
    fn new() -> Self {
        let key = SigningKey::generate().expect("a key");
        let issuer = Issuer::own(ISSUER, ISSUER);
        issuer.replace_keys([IssuerKey::own(key.kid(), key.public_pem(), None).expect("its public half")]);
        let client = ClientStanding {
            partner: Uuid::now_v7(),
            kind: PartnerKind::MboCollege,
            scopes: String::new(),
            active: true,
            generation: 1,
            voided_at: None,
            certificates: Vec::new(),
        };
        let standing = Standing { clients: [(CLIENT.to_owned(), client)].into(), ..Standing::default() };
        Self { key, issuer: Arc::new(issuer), standing, now: Clock::default().now() }
    }

    fn verifier(&self) -> Verifier {
        Verifier::new(vec![Arc::clone(&self.issuer)], 2 * TOKENS)
    }

    /// Authorization headers with tokens of a college, each another.
    fn tokens(&self) -> Vec<String> {
        let grant = Grant {
            issuer: ISSUER.into(),
            audience: ISSUER.into(),
            client_id: CLIENT.into(),
            scope: scope::defaults(PartnerKind::MboCollege).join(" "),
            partner_id: Uuid::now_v7(),
            partner_kind: PartnerKind::MboCollege,
            partner_oin: None,
            generation: 1,
            certificate: None,
            act: None,
        };
        let one = |_| format!("Bearer {}", mint(&self.key, grant.clone(), self.now).expect("a token").token);
        (0..TOKENS).map(one).collect()
    }

    fn check(&self, verifier: &Verifier, header: &str) {
        let checked = verifier.check(std::iter::once(header.as_bytes()), None, &self.standing, self.now);
        black_box(checked.expect("a good token"));
    }

    /// The bare verification of the same signatures with a key that was read once.
    fn bare(&self, headers: &[String]) -> Times {
        let key = PKey::public_key_from_pem(self.key.public_pem().as_bytes()).and_then(|key| key.ec_key()).expect("the public half");
        let ready: Vec<([u8; 32], EcdsaSig)> = headers.iter().map(|header| taken_apart(header)).collect();
        timed(&ready, |(digest, signature)| assert!(signature.verify(digest, &key).expect("a verdict"), "a good signature"))
    }
}

/// What was signed, as a digest, and the signature.
fn taken_apart(header: &str) -> ([u8; 32], EcdsaSig) {
    let (signed, signature) = header.trim_start_matches("Bearer ").rsplit_once('.').expect("three parts");
    let base64 = signature.replace('-', "+").replace('_', "/") + "==";
    let bytes = openssl::base64::decode_block(&base64).expect("base64");
    let number = |bytes: &[u8]| BigNum::from_slice(bytes).expect("a number");
    let signature = EcdsaSig::from_private_components(number(&bytes[..32]), number(&bytes[32..64])).expect("a signature");
    (sha256(signed.as_bytes()), signature)
}
