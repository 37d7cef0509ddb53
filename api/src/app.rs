//! The application: built once from settings, run by the command line and by the tests alike.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use actix_web::{
    App, HttpServer,
    dev::{Server, ServerHandle},
    middleware::from_fn,
    web::{self, Data},
};
use estafette_db::{Clock, Keyring, Store, StoreConfig};
use utoipa_actix_web::AppExt;
use utoipa_swagger_ui::SwaggerUi;

use crate::{
    gate::Gate,
    http::{around, certificate, contract, fallback, mount},
    identity_provider::ProviderKeys,
    limits::Limits,
    oauth,
    outbound::Outbound,
    settings::Settings,
    state::State,
    tls,
    tokens::provider,
};

/// Why the application cannot start, in one line.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StartError(pub String);

impl StartError {
    /// The whole chain of causes in one line.
    pub fn of(error: &dyn std::error::Error) -> Self {
        let mut line = error.to_string();
        let mut cause = error.source();
        while let Some(next) = cause {
            let text = next.to_string();
            if !line.contains(&text) {
                line = format!("{line}: {text}");
            }
            cause = next.source();
        }
        Self(line)
    }
}

/// A service that listens.
pub struct Application {
    server: Server,
    address: SocketAddr,
    state: Data<State>,
    provider_keys: Option<Arc<ProviderKeys>>,
}

impl Application {
    /// Opens the store, loads the keys and starts listening; port 0 takes any free one.
    ///
    /// # Errors
    /// What is missing or wrong, in one line.
    pub fn build(settings: &Settings, clock: Clock, workers: usize) -> Result<Self, StartError> {
        provider::install();
        let listener = std::net::TcpListener::bind(settings.listen)
            .map_err(|error| StartError(format!("setting listen: cannot listen on {}: {error}", settings.listen)))?;
        let address = listener.local_addr().map_err(|error| StartError::of(&error))?;
        let scheme = if settings.tls.is_some() { "https" } else { "http" };
        let issuer = settings.issuer.clone().unwrap_or_else(|| format!("{scheme}://{address}"));
        let provider_keys = provider_keys(settings, &clock)?;
        let state = Data::new(state(settings, clock, issuer, provider_keys.as_deref())?);
        let shared = state.clone();
        let server = HttpServer::new(move || {
            let (app, _) = App::new().into_utoipa_app().configure(mount).split_for_parts();
            app.app_data(shared.clone())
                .service(web::resource("/.well-known/oauth-authorization-server").get(oauth::well_known))
                .service(SwaggerUi::new("/docs/{_:.*}").config(utoipa_swagger_ui::Config::from("/v1/openapi.json")))
                .default_service(web::to(fallback))
                .wrap(from_fn(around))
        })
        .on_connect(certificate::remember)
        .workers(workers)
        .client_request_timeout(Duration::from_secs(10))
        .shutdown_timeout(10)
        .disable_signals();
        let server = match &settings.tls {
            Some((certificate, key)) => {
                server.listen_openssl(listener, tls::acceptor(certificate, key, settings.mutual_tls.client_ca.as_deref())?)
            }
            None => server.listen(listener),
        };
        Ok(Self { server: server.map_err(|error| StartError::of(&error))?.run(), address, state, provider_keys })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address partners know it by.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.state.issuer
    }

    /// What events name as their source.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.state.source
    }

    /// What a log is called that begins here: the address it is served below, without the scheme.
    #[must_use]
    pub fn log_name(&self) -> String {
        format!("{}/v1/audit", self.base().split_once("://").map_or(self.base(), |(_, rest)| rest))
    }

    /// The store behind it, for the house's own work.
    #[must_use]
    pub fn store(&self) -> Store {
        self.state.store.clone()
    }

    /// Its way out, for the house's own work.
    #[must_use]
    pub fn outbound(&self) -> Outbound {
        self.state.outbound.clone()
    }

    /// The keys of the region's own identity provider, if it has one, for the house to keep.
    #[must_use]
    pub fn provider_keys(&self) -> Option<Arc<ProviderKeys>> {
        self.provider_keys.clone()
    }

    /// What stops it.
    #[must_use]
    pub fn handle(&self) -> ServerHandle {
        self.server.handle()
    }

    /// Serves until it is stopped.
    ///
    /// # Errors
    /// When the server breaks.
    pub async fn run(self) -> Result<(), StartError> {
        self.server.await.map_err(|error| StartError::of(&error))
    }
}

fn provider_keys(settings: &Settings, clock: &Clock) -> Result<Option<Arc<ProviderKeys>>, StartError> {
    let keys = settings.identity_provider.as_ref().map(|provider| ProviderKeys::of(provider, clock.clone()).map(Arc::new));
    keys.transpose().map_err(|reason| StartError(format!("setting identity-provider: {reason}")))
}

fn state(settings: &Settings, clock: Clock, issuer: String, provider_keys: Option<&ProviderKeys>) -> Result<State, StartError> {
    let keys = Keyring::open_or_create(&settings.keys).map_err(|error| StartError::of(&error))?;
    let config = StoreConfig { address: settings.database.clone(), connections: settings.connections, terms: settings.terms.clone() };
    let store = Store::open(&config, keys, clock).map_err(|error| StartError::of(&error))?;
    let outbound = Outbound::new(&settings.outbound.networks, settings.outbound.ca.as_deref());
    let outbound = outbound.map_err(|reason| StartError(format!("setting outbound-ca: {reason}")))?;
    let gate = Gate::open(&store, &issuer, provider_keys.map(ProviderKeys::issuer))?;
    let limits = Limits::new(&settings.limits, store.clock());
    let source = settings.oin.as_ref().map_or_else(|| issuer.clone(), |oin| format!("urn:nld:oin:{oin}:systeem:estafette"));
    Ok(State { store, gate, limits, mutual_tls: settings.mutual_tls.clone(), outbound, issuer, source, contract: contract() })
}

/// What the house does by itself: it looks at the terms twice a minute, erases every night what has had its time, and once an hour tidies up and
/// releases the reports of the quarter.
pub async fn keep_house(store: Store) {
    let mut every = tokio::time::interval(Duration::from_secs(30));
    for round in 0u64.. {
        every.tick().await;
        let mut done = store.watch_terms().await.map(|_| ());
        if done.is_ok() {
            done = store.purge_at_night().await.map(|_| ());
        }
        if done.is_ok() && round % 120 == 119 {
            done = store.tidy().await.map(|_| ());
            done = done.and(store.release_when_due().await.map(|_| ()));
        }
        if let Err(error) = done {
            tracing::error!(error = &error as &dyn std::error::Error, "the house's own work failed; it is tried again");
        }
    }
}

/// Goes on with a change of the wrapping key, and clears what erasures left, whichever process began either.
pub async fn keep_keys(store: Store) {
    let mut every = tokio::time::interval(Duration::from_secs(2));
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        if let Err(error) = store.rewrap().await {
            tracing::error!(error = &error as &dyn std::error::Error, "the change of the wrapping key stopped; it is tried again");
        }
        if let Err(error) = store.settle_erasures().await {
            tracing::error!(error = &error as &dyn std::error::Error, "an erasure is not settled yet; it is tried again");
        }
    }
}

/// Numbers and signs what arrived in the log, within a second of its arrival.
pub async fn keep_log(store: Store, name: String) {
    let mut every = tokio::time::interval(Duration::from_millis(300));
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        if let Err(error) = store.sequence(&name).await {
            tracing::error!(error = &error as &dyn std::error::Error, "the log was not signed; it is tried again");
        }
    }
}

/// The contract as text, for the file that is reviewed.
#[must_use]
pub fn contract_text() -> String {
    Arc::clone(&contract()).json.clone()
}
