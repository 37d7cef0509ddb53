//! The gate: who may come in right now, and what the tokens of those who may are signed with.
//!
//! Every process keeps at hand which partners, keys and tokens count, and reads that anew every second. What another process took back is
//! refused here within [`KNOWN_FOR`]; when that cannot be known, nobody comes in.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use estafette_contract::{ProblemKind, scope};
use estafette_db::{
    Store,
    signing_keys::{self, KeptKey, NewSigningKey, Overlap},
    standing::{ClientStanding, Standing, Watch},
};
use serde_json::Value;

use crate::{
    app::StartError,
    http::Problem,
    tokens::{
        alg::Alg,
        caller::Caller,
        fault::TokenFault,
        issuer::{Issuer, IssuerKey},
        jwks,
        key_fault::KeyFault,
        signing_key::SigningKey,
        validation::{LEEWAY_SECONDS, LIFETIME_SECONDS, REMEMBERED, Refused, Verifier, still_counts},
    },
};

/// How long what was read may be relied on.
const KNOWN_FOR: Duration = Duration::from_secs(4);
/// How long a call waits for a reading.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long others may keep the published keys, in seconds.
pub const PUBLISHED_FOR: i64 = 300;
/// How much later than the clock says a process may still sign with the key before: its clock is off, or what it knows is old.
const SLACK: i64 = 20;

/// Who may come in, and what their tokens are signed with.
pub struct Gate {
    shared: Arc<Shared>,
    watch: Watch,
}

/// What the watch brings and the calls use.
struct Shared {
    verifier: Verifier,
    own: Arc<Issuer>,
    store: Store,
    known: RwLock<Arc<Known>>,
}

/// How everything stood at one moment.
struct Known {
    standing: Standing,
    since: Instant,
    keys: HashMap<String, Arc<OwnKey>>,
}

/// A key of this service's own, as far as it is of use here.
struct OwnKey {
    published: Value,
    signing: Option<SigningKey>,
}

/// Who comes in: what the token says, and how the client stands.
pub struct Admitted {
    /// What the token says.
    pub caller: Arc<Caller>,
    /// How the client stands.
    pub client: ClientStanding,
    /// The scopes that count.
    pub scopes: String,
}

/// Why somebody does not come in.
pub enum Turned {
    /// The token opens nothing.
    Away(Refused, Option<ClientStanding>),
    /// Nobody comes in as long as it is not known who may.
    Blind,
    /// Nobody comes in by way of an issuer that cannot be asked.
    Silent,
}

/// How long the next key is published before it signs, and the one before it accepted after that.
#[must_use]
pub fn overlap() -> Overlap {
    Overlap { announced: TimeDelta::seconds(PUBLISHED_FOR), accepted: TimeDelta::seconds(LIFETIME_SECONDS + LEEWAY_SECONDS + SLACK) }
}

/// A fresh key, to be kept in the store.
///
/// # Errors
/// When OpenSSL fails.
pub fn new_signing_key() -> Result<NewSigningKey, KeyFault> {
    let key = SigningKey::generate()?;
    Ok(NewSigningKey { kid: key.kid().into(), public_pem: key.public_pem().into(), private_pem: key.private_pem()? })
}

impl Gate {
    /// Opens the gate for tokens that this service issues under this name, and for those of another issuer if there is one; makes the first key to sign with if there is none.
    ///
    /// # Errors
    /// When the keys cannot be made or read.
    pub fn open(store: &Store, issuer: &str, other: Option<Arc<Issuer>>) -> Result<Self, StartError> {
        let new = new_signing_key().map_err(|error| StartError::of(&error))?;
        store.ensure_signing_key(&new).map_err(|error| StartError::of(&error))?;
        let own = Arc::new(Issuer::own(issuer, issuer));
        let verifier = Verifier::new(std::iter::once(Arc::clone(&own)).chain(other).collect(), REMEMBERED);
        let known = Known { standing: Standing::default(), since: Instant::now(), keys: HashMap::new() };
        let shared = Arc::new(Shared { verifier, own, store: store.clone(), known: RwLock::new(Arc::new(known)) });
        let told = Arc::clone(&shared);
        let watch = store.watch(move |standing, since| told.learn(standing, since)).map_err(|error| StartError::of(&error))?;
        Ok(Self { shared, watch })
    }

    /// Looks at once how everything stands, after something was changed here.
    pub async fn look(&self) -> bool {
        tokio::time::timeout(PATIENCE, self.watch.look()).await.unwrap_or(false)
    }

    /// Whether a call comes in with what it brings.
    ///
    /// # Errors
    /// Why it does not.
    pub async fn admit(&self, authorization: &[&[u8]], certificate: Option<&str>, now: DateTime<Utc>) -> Result<Admitted, Turned> {
        let verifier = &self.shared.verifier;
        let check = |standing: &Standing| verifier.check(authorization.iter().copied(), certificate, standing, now);
        let (known, checked) = self.judged(check, |refused| refused.fault).await?;
        let client = |caller: &Caller| known.standing.clients.get(&caller.client_id).cloned();
        match checked {
            Ok(caller) => {
                let client = client(&caller).ok_or(Turned::Blind)?;
                let scopes = self.counting_scopes(&caller, &client);
                Ok(Admitted { caller, client, scopes })
            }
            Err(refused) if refused.fault == TokenFault::IssuerSilent => Err(Turned::Silent),
            Err(refused) => {
                let client = refused.caller.as_deref().and_then(client);
                Err(Turned::Away(refused, client))
            }
        }
    }

    /// What this service wrote in a token it granted; of what another issuer wrote only that which the region granted the partner.
    fn counting_scopes(&self, caller: &Caller, client: &ClientStanding) -> String {
        if caller.issuer == self.shared.own.name() {
            return caller.scope.clone();
        }
        let granted: Vec<String> = client.scopes.split(' ').map(str::to_owned).collect();
        let counting = caller.scope.split(' ').filter(|wanted| scope::is_known(wanted) && scope::within(&granted, wanted));
        counting.collect::<Vec<_>>().join(" ")
    }

    /// What a token of this service says that somebody asks about, if it counts; who asks need not show its certificate.
    ///
    /// # Errors
    /// While it is not known what counts.
    pub async fn read_token(&self, token: &str, now: DateTime<Utc>) -> Result<Option<Arc<Caller>>, Problem> {
        let read = |standing: &Standing| {
            let caller = self.shared.verifier.verified(token, now)?;
            still_counts(&caller, standing).map(|()| caller)
        };
        let (_, read) = self.judged(read, |fault| *fault).await.map_err(|_| blind())?;
        Ok(read.ok().filter(|caller| caller.issuer == self.shared.own.name()))
    }

    /// Judges by how everything stands, and once more when what is missing may have been made a moment ago.
    async fn judged<T, E>(
        &self,
        judge: impl Fn(&Standing) -> Result<T, E>,
        fault: impl Fn(&E) -> TokenFault,
    ) -> Result<(Arc<Known>, Result<T, E>), Turned> {
        let mut known = self.known().await?;
        let mut judged = judge(&known.standing);
        if judged.as_ref().is_err_and(|error| fault(error).may_be_news()) && self.look().await {
            known = self.shared.known();
            judged = judge(&known.standing);
        }
        Ok((known, judged))
    }

    /// Does something with the key that signs now; nothing if there is none.
    pub fn with_signing_key<T>(&self, now: DateTime<Utc>, work: impl FnOnce(&SigningKey) -> T) -> Option<T> {
        let known = self.shared.known();
        let active = signing_keys::active(&known.standing.keys, now)?;
        known.keys.get(&active.kid)?.signing.as_ref().map(work)
    }

    /// The public halves of all keys that count or will, to be published.
    pub fn published(&self, now: DateTime<Utc>) -> Vec<Value> {
        let known = self.shared.known();
        let counting = known.standing.keys.iter().filter(|key| !key.is_gone(now));
        counting.filter_map(|key| Some(known.keys.get(&key.kid)?.published.clone())).collect()
    }

    /// How everything stands, read again if that is long ago.
    async fn known(&self) -> Result<Arc<Known>, Turned> {
        let known = self.shared.known();
        if known.since.elapsed() < KNOWN_FOR {
            return Ok(known);
        }
        if self.look().await { Ok(self.shared.known()) } else { Err(Turned::Blind) }
    }
}

/// The answer while it is not known who may come in.
pub fn blind() -> Problem {
    Problem::new(ProblemKind::Unavailable, "Nothing was done. Try again in a moment.")
}

/// The answer to who comes by way of an issuer that cannot be asked.
pub fn silent() -> Problem {
    let detail = "The keys of the region's identity provider cannot be fetched, so its tokens cannot be checked. Nothing was done. Try again in a minute; tokens of /oauth/token work meanwhile.";
    Problem::new(ProblemKind::Unavailable, detail)
}

impl Shared {
    fn known(&self) -> Arc<Known> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn learn(&self, standing: Standing, since: Instant) {
        let before = self.known();
        let ours = |kept: &KeptKey| match before.keys.get(&kept.kid) {
            Some(known) => Some((kept.kid.clone(), Arc::clone(known))),
            None => self.own_key(kept).map(|key| (kept.kid.clone(), Arc::new(key))),
        };
        let keys = standing.keys.iter().filter_map(ours).collect();
        self.own.replace_keys(standing.keys.iter().filter_map(accepted));
        self.verifier.forget_past(self.store.clock().now());
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Known { standing, since, keys });
    }

    /// A key that cannot be read is left out, so that the others go on.
    fn own_key(&self, kept: &KeptKey) -> Option<OwnKey> {
        let unreadable = |error: &(dyn std::error::Error + 'static)| tracing::error!(error, kid = kept.kid, "a signing key cannot be used");
        let published = jwks::export(&kept.public_pem, Alg::Es256).inspect_err(|error| unreadable(error)).ok()?;
        let opened = kept.private.as_ref().map(|sealed| self.store.open_signing_key(&kept.kid, sealed));
        let pem = opened.transpose().inspect_err(|error| unreadable(error)).ok().flatten();
        let signing = pem.and_then(|pem| SigningKey::from_pem(&pem).inspect_err(|error| unreadable(error)).ok());
        Some(OwnKey { published, signing })
    }
}

fn accepted(kept: &KeptKey) -> Option<IssuerKey> {
    IssuerKey::own(&kept.kid, &kept.public_pem, kept.gone_at.map(|gone| gone.timestamp())).ok()
}
