//! The tables, as both databases have them.

mod access;
mod entries;
mod erased;
mod facts;
mod gate;
mod items;
mod keeping;
mod leaving;
mod lines;
mod matrix;
mod onboarding;
mod own;
mod people;
mod relay;
mod steps;
mod telling;
mod told;
mod tree;
mod warmth;
mod watch;
mod words;
mod wrapping;

pub(crate) use access::*;
pub(crate) use entries::*;
pub(crate) use erased::*;
pub(crate) use facts::*;
pub(crate) use gate::*;
pub(crate) use items::*;
pub(crate) use keeping::*;
pub(crate) use leaving::*;
pub(crate) use lines::*;
pub(crate) use matrix::*;
pub(crate) use onboarding::*;
pub(crate) use own::*;
pub(crate) use people::*;
pub(crate) use relay::*;
pub(crate) use steps::*;
pub(crate) use telling::*;
pub(crate) use told::*;
pub(crate) use tree::*;
pub(crate) use warmth::*;
pub(crate) use watch::*;
pub(crate) use words::*;
pub(crate) use wrapping::*;

diesel::allow_tables_to_appear_in_same_query!(
    handovers,
    handover_moves,
    handover_sections,
    handover_terms,
    work_items,
    learners,
    learner_pseudonyms,
    aftercare,
    cases,
    vsv_folds,
    audit_entries,
    audit_details,
    audit_leaves,
    partners,
    partner_keys,
    events,
    subscriptions,
    deliveries
);
