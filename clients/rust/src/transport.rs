//! Sending calls: tokens, idempotency keys and problems.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use estafette_contract::{Problem, TokenAnswer};
use reqwest::{
    Method, StatusCode,
    header::{CONTENT_TYPE, HeaderMap, HeaderValue},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{ClientError, Credentials, assertion_key::ActingFor};

/// Tells the time in seconds since 1970.
type Seconds = Arc<dyn Fn() -> i64 + Send + Sync>;

/// A client of one service; cheap to clone.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    http: reqwest::Client,
    base: String,
    credentials: Option<Credentials>,
    learner_token: Option<String>,
    now: Seconds,
    token: Mutex<Option<Token>>,
}

#[derive(Clone)]
struct Token {
    value: String,
    renew_at: i64,
}

/// How long a connection is kept for a next call: shorter than the service keeps it (five seconds), so that no call is sent on one that ends.
const IDLE: Duration = Duration::from_secs(2);

/// Builds a client.
pub struct ClientBuilder {
    base: String,
    credentials: Option<Credentials>,
    learner_token: Option<String>,
    now: Seconds,
    root_certificate: Option<Vec<u8>>,
    certificate: Option<(Vec<u8>, Vec<u8>)>,
}

impl ClientBuilder {
    /// Signs in with these credentials.
    #[must_use]
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Calls with a learner token, as `/v1/own/_enter` answers it.
    #[must_use]
    pub fn learner_token(mut self, token: String) -> Self {
        self.learner_token = Some(token);
        self
    }

    /// Goes by another clock than the machine's.
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.now = Arc::new(now);
        self
    }

    /// Trusts this certificate, in PEM, beside those the system trusts.
    #[must_use]
    pub fn root_certificate(mut self, pem: Vec<u8>) -> Self {
        self.root_certificate = Some(pem);
        self
    }

    /// Shows this certificate, with its private key, both in PEM.
    #[must_use]
    pub fn certificate(mut self, certificate: Vec<u8>, key: Vec<u8>) -> Self {
        self.certificate = Some((certificate, key));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// When the HTTP client cannot be set up.
    pub fn build(self) -> Result<Client, ClientError> {
        let mut http =
            reqwest::Client::builder().timeout(Duration::from_secs(30)).pool_idle_timeout(IDLE).redirect(reqwest::redirect::Policy::none());
        if let Some(pem) = self.root_certificate {
            http = http.add_root_certificate(reqwest::Certificate::from_pem(&pem)?);
        }
        if let Some((certificate, key)) = self.certificate {
            http = http.identity(reqwest::Identity::from_pkcs8_pem(&certificate, &key)?);
        }
        let Self { base, credentials, learner_token, now, .. } = self;
        let inner = Inner { http: http.build()?, base, credentials, learner_token, now, token: Mutex::new(None) };
        Ok(Client { inner: Arc::new(inner) })
    }
}

/// One call, as raw as it goes over the wire.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path below the base, with its query.
    pub path: String,
    /// Headers beside the usual ones.
    pub headers: HeaderMap,
    /// The body, if there is one.
    pub body: Option<Vec<u8>>,
}

impl Request {
    /// A call without a body.
    #[must_use]
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), headers: HeaderMap::new(), body: None }
    }

    /// The call with one more header; a value that is no header value is left out.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.append(name, value);
        }
        self
    }

    /// The call with a JSON body.
    #[must_use]
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.body = Some(serde_json::to_vec(body).unwrap_or_default());
        self.header("content-type", "application/json")
    }

    /// The call under a fresh idempotency key.
    #[must_use]
    pub fn once(self) -> Self {
        let key = Uuid::new_v4().to_string();
        self.header("idempotency-key", &key)
    }
}

/// An answer, as raw as it came.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// The body as a type of the contract, if the call succeeded.
    ///
    /// # Errors
    /// The problem, or an answer that is not in the contract.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, ClientError> {
        self.succeeded()?;
        serde_json::from_slice(&self.body).map_err(|_| ClientError::Unexpected(self.status.as_u16()))
    }

    /// Whether the call succeeded.
    ///
    /// # Errors
    /// The problem, or an answer that is not in the contract.
    pub fn succeeded(&self) -> Result<(), ClientError> {
        if self.status.is_success() {
            return Ok(());
        }
        let is_problem = self.headers.get(CONTENT_TYPE).is_some_and(|mime| mime == "application/problem+json");
        match serde_json::from_slice::<Problem>(&self.body) {
            Ok(problem) if is_problem => Err(ClientError::Refused(Box::new(problem))),
            _ => Err(ClientError::Unexpected(self.status.as_u16())),
        }
    }

    /// The opaque version the answer carries, without its quotes.
    #[must_use]
    pub fn etag(&self) -> Option<String> {
        let tag = self.headers.get("etag")?.to_str().ok()?;
        Some(tag.trim_matches('"').to_owned())
    }
}

impl Client {
    /// A client of the service at `base`, such as `https://api.example`.
    pub fn builder(base: impl Into<String>) -> ClientBuilder {
        let machine = || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.as_secs().cast_signed());
        let base = base.into().trim_end_matches('/').to_owned();
        ClientBuilder { base, credentials: None, learner_token: None, now: Arc::new(machine), root_certificate: None, certificate: None }
    }

    /// The address of the service.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.inner.base
    }

    /// Sends a call with this client's token, if it has one or can fetch one.
    ///
    /// # Errors
    /// When the service cannot be reached, or gives no token.
    pub async fn send(&self, request: Request) -> Result<Reply, ClientError> {
        let token = match self.inner.credentials {
            Some(_) => Some(self.token().await?),
            None => self.inner.learner_token.clone(),
        };
        self.send_with(request, token.as_deref()).await
    }

    /// Sends a call with a given token, or with none.
    ///
    /// # Errors
    /// When the service cannot be reached.
    pub async fn send_with(&self, request: Request, token: Option<&str>) -> Result<Reply, ClientError> {
        let url = format!("{}{}", self.inner.base, request.path);
        let mut call = self.inner.http.request(request.method, url).headers(request.headers);
        if let Some(token) = token {
            call = call.bearer_auth(token);
        }
        if let Some(body) = request.body {
            call = call.body(body);
        }
        let answer = call.send().await?;
        Ok(Reply { status: answer.status(), headers: answer.headers().clone(), body: answer.bytes().await?.to_vec() })
    }

    /// An access token, fetched when there is none or it is about to expire.
    ///
    /// # Errors
    /// When the service gives none.
    pub async fn token(&self) -> Result<String, ClientError> {
        let now = (self.inner.now)();
        let kept = self.inner.token.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(token) = kept.filter(|token| now < token.renew_at) {
            return Ok(token.value);
        }
        let answer = self.fetch_token().await?;
        let renew_at = now + i64::from(answer.expires_in) - 30;
        let token = Token { value: answer.access_token.clone(), renew_at };
        *self.inner.token.lock().unwrap_or_else(PoisonError::into_inner) = Some(token);
        Ok(answer.access_token)
    }

    /// Signs a fresh assertion and fetches a token with it.
    ///
    /// # Errors
    /// When there are no credentials, or the service gives no token.
    pub async fn fetch_token(&self) -> Result<TokenAnswer, ClientError> {
        let credentials = self.inner.credentials.as_ref().ok_or(ClientError::Unexpected(401))?;
        let acting = credentials.professional.as_ref().map(|p| ActingFor { pseudonym: &p.pseudonym, role: &p.role });
        let assertion = credentials.key.assertion(&credentials.client_id, &self.inner.base, acting, (self.inner.now)())?;
        let mut form = vec![
            ("grant_type", "client_credentials"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", &assertion),
        ];
        form.extend(credentials.scope.as_deref().map(|scope| ("scope", scope)));
        let answer = self.inner.http.post(format!("{}/oauth/token", self.inner.base)).form(&form).send().await?;
        let reply = Reply { status: answer.status(), headers: answer.headers().clone(), body: answer.bytes().await?.to_vec() };
        reply.read()
    }
}
