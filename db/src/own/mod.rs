//! What learners, and who represents them, see and do themselves: with a learner token, and about that one learner only.

mod session;

pub(crate) use session::{OWN_PAGE, OWN_PAGE_PARTNER, speaks_for_themself};
pub use session::{OwnScope, Session, leave, page};
