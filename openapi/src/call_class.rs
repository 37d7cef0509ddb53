//! Classes of calls: each class is limited apart, so that a flood of one leaves room for the others.

use crate::code_list;

code_list! {
    /// What a call is counted as.
    CallClass = "call-classes" {
        Read = "read", "lezen", "reading";
        Change = "change", "wijzigen", "changing";
        SignIn = "sign_in", "aanmelden", "signing in";
        Open = "open", "zonder aanmelding", "calling without a token";
    }
}

impl CallClass {
    /// The class of a call, from what kind of call it is: whether it needs a token, and its method.
    #[must_use]
    pub fn of(guarded: bool, method: &str) -> Self {
        match (guarded, method.eq_ignore_ascii_case("get")) {
            (true, true) => Self::Read,
            (true, false) => Self::Change,
            (false, true) => Self::Open,
            (false, false) => Self::SignIn,
        }
    }
}
