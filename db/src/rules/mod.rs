//! The rules, apart from any row: pure functions over facts.

mod consent;
mod decide;
#[cfg(test)]
mod edges;

pub(crate) use consent::AGE_OF_CONSENT;
pub use consent::{ConsentFacts, ConsentState, Statement, consent_ends_on, consent_state, is_running_out};
pub use decide::{Question, Relation, decide, shut_out};
