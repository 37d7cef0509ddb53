//! The own page: learners come in with a one-time code, and see and say themselves what is about them.

mod access_log;
mod coming_in;
mod consents;
mod erasure;
mod found;
mod objections;
mod rights;
mod support;
mod take_along;
mod views;
