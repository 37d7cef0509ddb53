//! Every route, once: the router and the contract are both made from this.

use utoipa_actix_web::{scope, service_config::ServiceConfig};

use crate::{oauth, resources};

/// Mounts every operation.
pub fn mount(config: &mut ServiceConfig<'_>) {
    config.configure(oauth::mount).configure(resources::health::mount).service(scope::scope("/v1").configure(resources::mount));
}
