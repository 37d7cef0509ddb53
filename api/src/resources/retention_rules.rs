//! How long what was written is kept, and what would be erased now.

use actix_web::{get, web::Json};
use estafette_contract::{Act, ObjectKind, RetentionRuleList, scope::RetentionRead};
use estafette_db::{Action, retention};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Granted};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(list_retention_rules);
}

/// List the rules by which what was written is erased, and how much each would erase now.
///
/// They are carried out every night. No person is in the answer.
#[utoipa::path(tag = "retention", security(("partner_token" = ["retention:read"])),
    responses((status = 200, description = "Every rule, with what is due.", body = RetentionRuleList)))]
#[get("/retention-rules")]
async fn list_retention_rules(granted: Granted<RetentionRead>) -> Answer<Json<RetentionRuleList>> {
    granted.read(Action::all(Act::RetentionList, ObjectKind::List), retention::rules).await.map(Json)
}
