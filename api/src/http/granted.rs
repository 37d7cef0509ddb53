//! The first argument of every handler: proof that the token was checked and carries the scope.

use std::sync::Arc;

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header::AUTHORIZATION, web::Data};
use estafette_contract::{Act, CallClass, ObjectKind, ProblemKind, Scope};
use estafette_db::{Action, Actor, DbError, DbResult, Store, Tx, Viewer, handovers::VersionCondition, standing::ClientStanding};
use futures_util::future::LocalBoxFuture;
use serde::{Serialize, de::DeserializeOwned};

use super::{Answer, Body, Problem, certificate, charge_partner, current_trace, head::Head, limited::charge_address};
use crate::{
    gate::{Turned, blind, silent},
    state::State,
    tokens::{
        caller::Caller,
        validation::{Refused, in_scope},
    },
};

/// A call whose token carries scope `S`: the only way to the store.
pub struct Granted<S> {
    viewer: Viewer<S>,
    store: Store,
    head: Head,
}

impl<S: Scope> FromRequest for Granted<S> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state = request.app_data::<Data<State>>().cloned();
        let request = request.clone();
        Box::pin(async move {
            let state = state.ok_or_else(|| Problem::new(ProblemKind::Internal, "The service is not set up."))?;
            let actor = actor(&state, &request).await?;
            if in_scope(&actor.scopes, S::NAME).is_err() {
                return Err(refuse_scope::<S>(&state.store, actor).await);
            }
            #[expect(clippy::disallowed_methods, reason = "the one place that checks tokens")]
            let viewer = Viewer::vouch(actor);
            request.extensions_mut().insert(viewer.receipt());
            Ok(Self { viewer, store: state.store.clone(), head: Head::of(&request) })
        })
    }
}

impl<S: Scope> Granted<S> {
    /// Reads; the reading is in the log before the answer leaves.
    ///
    /// # Errors
    /// What the work refuses, as a problem.
    pub async fn read<T: Send + 'static>(
        self,
        action: Action,
        work: impl Fn(&mut Tx<'_, S>) -> DbResult<T> + Send + Sync + 'static,
    ) -> Answer<T> {
        Ok(self.store.read(self.viewer, action, work).await?)
    }

    /// Reads what hangs on one learner; see [`Store::read_on_grounds`].
    ///
    /// # Errors
    /// What the work refuses, as a problem.
    pub async fn read_on_grounds<T: Send + 'static>(
        self,
        action: Action,
        work: impl Fn(&mut Tx<'_, S>) -> DbResult<T> + Send + Sync + 'static,
    ) -> Answer<T> {
        Ok(self.store.read_on_grounds(self.viewer, action, work).await?)
    }

    /// Writes what has to stand before the act itself can be done, with an entry of its own.
    ///
    /// # Errors
    /// What the work refuses, or a fault on our side.
    pub async fn ahead<T: Send + 'static>(
        &self,
        action: Action,
        work: impl Fn(&mut Tx<'_, S>) -> DbResult<T> + Send + 'static,
    ) -> DbResult<T> {
        self.store.write(self.viewer.ahead(), action, work).await
    }

    /// Makes or moves something, at most once for the request's `Idempotency-Key`.
    ///
    /// # Errors
    /// What the work refuses, as a problem.
    pub async fn once<B: Send + Sync + 'static, T: Serialize + DeserializeOwned + Send + 'static>(
        self,
        action: Action,
        body: Body<B>,
        work: impl Fn(&mut Tx<'_, S>, &B) -> DbResult<T> + Send + 'static,
    ) -> Answer<T> {
        let body = self.worded(body).await?;
        match self.head.once(body.raw()) {
            Ok(once) => Ok(self.store.write_once(self.viewer, action, once, move |tx| work(tx, body.get()?)).await?),
            Err(problem) => Err(record_refusal(&self.store, self.viewer, action, problem).await),
        }
    }

    /// Takes something away; doing that again changes nothing more.
    ///
    /// # Errors
    /// What the work refuses, as a problem.
    pub async fn remove<T: Send + 'static>(
        self,
        action: Action,
        work: impl Fn(&mut Tx<'_, S>) -> DbResult<T> + Send + 'static,
    ) -> Answer<T> {
        Ok(self.store.write(self.viewer, action, work).await?)
    }

    /// Puts something in the place of what was there; doing that again changes nothing more.
    ///
    /// # Errors
    /// What the work refuses, as a problem.
    pub async fn replace<B: Send + Sync + 'static, T: Send + 'static>(
        self,
        action: Action,
        body: Body<B>,
        work: impl Fn(&mut Tx<'_, S>, &B) -> DbResult<T> + Send + 'static,
    ) -> Answer<T> {
        Ok(self.store.write(self.viewer, action, move |tx| work(tx, body.get()?)).await?)
    }

    /// The body in the words of the partner that sends it, where a code of it is not on its list.
    async fn worded<B>(&self, body: Body<B>) -> Answer<Body<B>> {
        if !body.may_be_worded() {
            return Ok(body);
        }
        let words = self.store.own_words(self.viewer.actor().partner).await?;
        Ok(body.in_words(Arc::new(words)))
    }

    /// Changes something at the version the request names.
    ///
    /// # Errors
    /// What the work refuses, as a problem.
    pub async fn change<B: Send + Sync + 'static, T: Send + 'static>(
        self,
        action: Action,
        body: Body<B>,
        work: impl Fn(&mut Tx<'_, S>, &B, &VersionCondition) -> DbResult<T> + Send + 'static,
    ) -> Answer<T> {
        let body = self.worded(body).await?;
        match self.head.condition() {
            Ok(condition) => Ok(self.store.write(self.viewer, action, move |tx| work(tx, body.get()?, &condition)).await?),
            Err(problem) => Err(record_refusal(&self.store, self.viewer, action, problem).await),
        }
    }
}

/// Leaves a refusal in the log, and answers it; a fault on our side instead when that fails.
pub async fn record_refusal<S: Scope>(store: &Store, viewer: Viewer<S>, action: Action, problem: Problem) -> Problem {
    let refusal = Arc::new(*problem.0);
    let recorded = store.read(viewer, action, move |_| Err::<(), _>(DbError::Refused(Box::new((*refusal).clone())))).await;
    recorded.map_or_else(Problem::from, |()| Problem::new(ProblemKind::Internal, "Nothing was done."))
}

async fn refuse_scope<S: Scope>(store: &Store, actor: Actor) -> Problem {
    let action = Action::all(Act::ScopeRefuse, ObjectKind::Token);
    let problem = Problem::new(ProblemKind::MissingScope, format!("This call needs the scope {}.", S::NAME));
    #[expect(clippy::disallowed_methods, reason = "vouches for nothing but the refusal")]
    let viewer = Viewer::<S>::vouch(actor);
    record_refusal(store, viewer, action, problem).await
}

/// Leaves it in the log when a known partner asks for a path or method that is not there.
pub(super) async fn refuse_route(state: &State, request: &HttpRequest, problem: Problem) -> Problem {
    if !request.headers().contains_key(AUTHORIZATION) {
        return problem;
    }
    let actor = match actor(state, request).await {
        Ok(actor) => actor,
        Err(too_often) if too_often.0.kind == ProblemKind::TooManyCalls => return too_often,
        Err(_) => return problem,
    };
    let action = Action::all(Act::RouteRefuse, ObjectKind::List);
    #[expect(clippy::disallowed_methods, reason = "vouches for nothing but the refusal")]
    let viewer = Viewer::<NoScope>::vouch(actor);
    record_refusal(&state.store, viewer, action, problem).await
}

/// What a call needs that leads nowhere.
struct NoScope;

impl Scope for NoScope {
    const NAME: &'static str = "(none)";
}

/// Who acts, from the token the call brings and the certificate its connection shows.
async fn actor(state: &State, request: &HttpRequest) -> Result<Actor, Problem> {
    let shown = certificate::of(request, &state.mutual_tls).map_err(|reason| {
        tracing::warn!(reason, trace_id = current_trace().trace_id, "a certificate was refused");
        unauthenticated()
    })?;
    let tokens: Vec<&[u8]> = request.headers().get_all(AUTHORIZATION).map(|value| value.as_bytes()).collect();
    match state.gate.admit(&tokens, shown.as_deref(), state.store.clock().now()).await {
        Ok(admitted) => within_limits(state, request, acting(&admitted.caller, &admitted.client, admitted.scopes)).await,
        Err(Turned::Blind) => Err(blind()),
        Err(Turned::Silent) => Err(silent()),
        Err(Turned::Away(refused, client)) => {
            charge_address(state, request)?;
            Err(turn_away(state, &refused, client).await)
        }
    }
}

/// Takes the call out of the partner's bucket.
async fn within_limits(state: &State, request: &HttpRequest, actor: Actor) -> Result<Actor, Problem> {
    #[expect(clippy::disallowed_methods, reason = "vouches for nothing but the refusal")]
    let viewer = || Viewer::<NoScope>::vouch(actor.clone());
    charge_partner(state, request, CallClass::of(true, request.method().as_str()), actor.partner, viewer).await?;
    Ok(actor)
}

/// A token that opens nothing is a line in the log of the process; once it is certain whose it is, also an entry.
async fn turn_away(state: &State, refused: &Refused, client: Option<ClientStanding>) -> Problem {
    let (fault, trace_id) = (refused.fault, current_trace().trace_id);
    tracing::warn!(step = ?fault.step(), reason = %fault, trace_id, "a token was refused");
    let (Some(caller), Some(client)) = (&refused.caller, client) else { return unauthenticated() };
    #[expect(clippy::disallowed_methods, reason = "vouches for nothing but the refusal")]
    let viewer = Viewer::<NoScope>::vouch(acting(caller, &client, String::new()));
    record_refusal(&state.store, viewer, Action::all(Act::TokenRefuse, ObjectKind::Token), unauthenticated()).await
}

fn unauthenticated() -> Problem {
    Problem::new(ProblemKind::Unauthenticated, "Fetch an access token at /oauth/token and send it as Authorization: Bearer.")
}

fn acting(caller: &Caller, client: &ClientStanding, scopes: String) -> Actor {
    Actor {
        client_id: caller.client_id.clone(),
        partner: client.partner,
        kind: client.kind,
        scopes,
        professional: caller.professional.clone(),
        trace: current_trace(),
    }
}
