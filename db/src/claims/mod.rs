//! One-time links and codes: made for one learner and role, tried five times at most, used once.

mod make;
mod secret;
mod shown;

pub use make::{Made, make, make_own};
pub(crate) use shown::{Claim, introduced, open};
pub use shown::{Tried, find};
