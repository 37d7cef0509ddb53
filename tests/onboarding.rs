//! Onboarding: how a partner joins, what two operators give it, and what one takes from it.

mod certificates;
mod keys;
mod published;
mod scopes;
mod two_operators;
