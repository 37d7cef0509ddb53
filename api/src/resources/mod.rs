//! One thin module a resource: names the act, calls one function of the store, shapes the answer.

mod activities;
mod aftercare;
mod alternatives;
mod audit;
pub mod cases;
mod claims;
mod consents;
mod conversations;
mod document;
pub mod dossiers;
mod events;
mod feedback;
mod handovers;
pub mod health;
mod informings;
mod learners;
mod managed_partners;
mod matrices;
mod moves;
mod notices;
mod objections;
mod own;
mod partners;
mod plan_steps;
mod proposals;
mod questions;
mod records;
mod reports;
mod retention_rules;
mod rights;
mod sections;
mod signing_keys;
mod subscriptions;
pub mod tree;
mod views;
mod vocabularies;
mod work_items;
mod wrapping_rotations;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts everything below `/v1`.
pub fn mount(config: &mut ServiceConfig<'_>) {
    config
        .configure(document::mount)
        .configure(vocabularies::mount)
        .configure(matrices::mount)
        .configure(activities::mount)
        .configure(partners::mount)
        .configure(managed_partners::mount)
        .configure(proposals::mount)
        .configure(claims::mount)
        .configure(learners::mount)
        .configure(own::mount)
        .configure(dossiers::mount)
        .configure(handovers::mount)
        .configure(work_items::mount)
        .configure(sections::mount)
        .configure(records::mount)
        .configure(informings::mount)
        .configure(views::mount)
        .configure(consents::mount)
        .configure(notices::mount)
        .configure(events::mount)
        .configure(subscriptions::mount)
        .configure(objections::mount)
        .configure(rights::mount)
        .configure(retention_rules::mount)
        .configure(moves::mount)
        .configure(conversations::mount)
        .configure(plan_steps::mount)
        .configure(questions::mount)
        .configure(alternatives::mount)
        .configure(feedback::mount)
        .configure(cases::mount)
        .configure(aftercare::mount)
        .configure(reports::mount)
        .configure(audit::mount)
        .configure(signing_keys::mount)
        .configure(wrapping_rotations::mount)
        .configure(tree::mount);
}
