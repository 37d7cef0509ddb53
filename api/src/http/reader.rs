//! Whose words to answer in, where anybody may read.

use std::sync::Arc;

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::AUTHORIZATION, web::Data};
use estafette_contract::VocabularyView;
use futures_util::future::LocalBoxFuture;
use uuid::Uuid;

use super::{Answer, Problem, certificate};
use crate::state::State;

/// Who reads, as far as a good token says so. None is asked for, so one that opens nothing changes nothing.
pub struct Reader(Option<Uuid>);

impl Reader {
    /// The vocabulary in the words of who reads it; as it is for anybody else.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn spoken(&self, state: &State, vocabulary: VocabularyView) -> Answer<VocabularyView> {
        match self.0 {
            Some(partner) => Ok(state.store.own_words(partner).await?.spoken(vocabulary)),
            None => Ok(vocabulary),
        }
    }
}

impl FromRequest for Reader {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state: Option<Arc<State>> = request.app_data::<Data<State>>().cloned().map(Data::into_inner);
        let request = request.clone();
        Box::pin(async move {
            let Some(state) = state.filter(|_| request.headers().contains_key(AUTHORIZATION)) else { return Ok(Self(None)) };
            let Ok(shown) = certificate::of(&request, &state.mutual_tls) else { return Ok(Self(None)) };
            let tokens: Vec<&[u8]> = request.headers().get_all(AUTHORIZATION).map(|value| value.as_bytes()).collect();
            let admitted = state.gate.admit(&tokens, shown.as_deref(), state.store.clock().now()).await;
            Ok(Self(admitted.ok().map(|admitted| admitted.client.partner)))
        })
    }
}
