//! The ids of a handover, or of something else, and of what hangs on it.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use utoipa::IntoParams;

use super::{Id, Problem};

/// Declares what hangs on a handover, by the name its id has in paths.
macro_rules! within {
    ($($(#[$doc:meta])* $name:ident = $param:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, IntoParams)]
        #[into_params(names("id", $param), parameter_in = Path)]
        pub struct $name(#[param(value_type = uuid::Uuid)] pub Id, #[param(value_type = uuid::Uuid)] pub Id);

        impl FromRequest for $name {
            type Error = Problem;
            type Future = Ready<Result<Self, Problem>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                ready(Ok(Self(Id::named(request, "id"), Id::named(request, $param))))
            }
        }
    )+};
}

within! {
    /// A question on a handover.
    QuestionOf = "questionId";
    /// A conversation of a handover.
    ConversationOf = "conversationId";
    /// A step of a plan that travelled with a handover.
    StepOf = "stepId";
    /// An alternative on a handover.
    AlternativeOf = "alternativeId";
    /// An objection to a section of a handover.
    ObjectionOf = "objectionId";
    /// A delivery to a subscription.
    DeliveryOf = "eventId";
    /// A request about a handover.
    RequestOf = "requestId";
}
