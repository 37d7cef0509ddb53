//! The first argument of every handler of the own page: proof that a learner token was found and still counts.

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header::AUTHORIZATION, web::Data};
use estafette_contract::{CallClass, ProblemKind};
use estafette_db::{
    Action, DbResult, Once, Store, Tx, Viewer,
    own::{OwnScope, Session},
};
use futures_util::future::LocalBoxFuture;
use serde::{Serialize, de::DeserializeOwned};

use super::{Answer, Body, Problem, charge_partner, current_trace, head::Head, limited::charge_address, record_refusal};
use crate::state::State;

/// A call with a learner token: it opens what is about that one learner, and nothing else.
pub struct Own {
    viewer: Viewer<OwnScope>,
    session: Session,
    store: Store,
    head: Head,
}

impl FromRequest for Own {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state = request.app_data::<Data<State>>().cloned();
        let request = request.clone();
        Box::pin(async move {
            let state = state.ok_or_else(|| Problem::new(ProblemKind::Internal, "The service is not set up."))?;
            let Some(session) = session(&state, &request).await? else {
                charge_address(&state, &request)?;
                return Err(unauthenticated());
            };
            let class = CallClass::of(true, request.method().as_str());
            charge_partner(&state, &request, class, session.bucket(), || session.viewer(current_trace())).await?;
            let viewer = session.viewer(current_trace());
            request.extensions_mut().insert(viewer.receipt());
            Ok(Self { viewer, session, store: state.store.clone(), head: Head::of(&request) })
        })
    }
}

impl Own {
    /// Reads; the reading is in the log before the answer leaves.
    ///
    /// # Errors
    /// What the work refuses, as a problem.
    pub async fn read<T: Send + 'static>(
        self,
        action: Action,
        work: impl Fn(&mut Tx<'_, OwnScope>, &Session) -> DbResult<T> + Send + Sync + 'static,
    ) -> Answer<T> {
        let session = self.session;
        Ok(self.store.read(self.viewer, action, move |tx| work(tx, &session)).await?)
    }

    /// Makes something, at most once for this learner's `Idempotency-Key`.
    ///
    /// # Errors
    /// What the work refuses, as a problem.
    pub async fn once<B: Send + Sync + 'static, T: Serialize + DeserializeOwned + Send + 'static>(
        self,
        action: Action,
        body: Body<B>,
        work: impl Fn(&mut Tx<'_, OwnScope>, &Session, &B) -> DbResult<T> + Send + 'static,
    ) -> Answer<T> {
        let session = self.session;
        match self.head.once(body.raw()) {
            Ok(Once { key, request }) => {
                // Partners have their keys apart; so has everybody who came in.
                let once = Once { key: format!("{}|{key}", session.key()), request };
                Ok(self.store.write_once(self.viewer, action, once, move |tx| work(tx, &session, body.get()?)).await?)
            }
            Err(problem) => Err(record_refusal(&self.store, self.viewer, action, problem).await),
        }
    }
}

async fn session(state: &State, request: &HttpRequest) -> Result<Option<Session>, Problem> {
    let mut headers = request.headers().get_all(AUTHORIZATION);
    let (Some(only), None) = (headers.next(), headers.next()) else { return Ok(None) };
    let bearer = only.to_str().ok().and_then(|text| text.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    match bearer {
        Some((_, token)) => Ok(state.store.session(token).await?),
        None => Ok(None),
    }
}

fn unauthenticated() -> Problem {
    Problem::new(
        ProblemKind::Unauthenticated,
        "Come in with a one-time code at /v1/own/_enter, and send the token as Authorization: Bearer.",
    )
}
