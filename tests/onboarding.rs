//! Onboarding: how a partner joins, and what it may.

mod scopes;
