//! The tables, as both databases have them.

mod access;
mod entries;
mod items;
mod keeping;
mod onboarding;
mod people;
mod relay;
mod warmth;

pub(crate) use access::*;
pub(crate) use entries::*;
pub(crate) use items::*;
pub(crate) use keeping::*;
pub(crate) use onboarding::*;
pub(crate) use people::*;
pub(crate) use relay::*;
pub(crate) use warmth::*;

diesel::allow_tables_to_appear_in_same_query!(
    handovers,
    handover_moves,
    handover_sections,
    learners,
    learner_pseudonyms,
    audit_entries,
    audit_details,
    partners,
    partner_keys
);
