//! One thin module a resource: names the act, calls one function of the store, shapes the answer.

mod activities;
mod aftercare;
mod alternatives;
mod audit;
pub mod cases;
mod claims;
mod consents;
mod contacts;
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
mod referrals;
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

/// Everything below `/v1`. Each is mounted for itself: what mounts all at once keeps every type of the contract as often as it is named until
/// the last is mounted. What is called most comes first: a call is held against one pattern after another until one fits.
pub const ALL: &[fn(&mut ServiceConfig<'_>)] = &[
    records::mount,
    moves::mount,
    sections::mount,
    dossiers::mount,
    handovers::mount,
    work_items::mount,
    document::mount,
    vocabularies::mount,
    matrices::mount,
    activities::mount,
    partners::mount,
    managed_partners::mount,
    proposals::mount,
    claims::mount,
    learners::mount,
    own::mount,
    informings::mount,
    views::mount,
    consents::mount,
    notices::mount,
    events::mount,
    subscriptions::mount,
    objections::mount,
    rights::mount,
    retention_rules::mount,
    conversations::mount,
    plan_steps::mount,
    questions::mount,
    alternatives::mount,
    feedback::mount,
    referrals::mount,
    contacts::mount,
    cases::mount,
    aftercare::mount,
    reports::mount,
    audit::mount,
    signing_keys::mount,
    wrapping_rotations::mount,
    tree::mount,
];
