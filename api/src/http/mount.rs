//! Every route, once: the router and the contract are both made from this.

use actix_web::web::{resource, to};
use utoipa_actix_web::{scope, service_config::ServiceConfig};

use super::fallback;
use crate::{oauth, resources};

/// Mounts every operation.
pub fn mount(config: &mut ServiceConfig<'_>) {
    let below_v1 = resources::ALL.iter().fold(scope::scope("/v1"), |scope, mount| scope.configure(mount)).map(|scope| {
        // Served, but not in the contract: after `_` the NL GOV rules for paths allow no hyphen.
        let import = resource("/handovers/_import-oso").post(resources::dossiers::import).default_service(to(fallback));
        let cases = resource("/cases/_import-vsv").post(resources::cases::import).default_service(to(fallback));
        scope.service(import).service(cases).configure(resources::tree::mount_tiles)
    });
    config.configure(oauth::mount).configure(resources::health::mount).service(below_v1);
}
