//! Aftercare.

use estafette_contract::{AftercareAssignment, AftercareEnding, AftercarePage, AftercareView, Created, NewAftercare, NewAftercareContact};
use reqwest::Method;
use uuid::Uuid;

use super::{PageOptions, Result};
use crate::{Client, Request};

posts! {
    /// Begins aftercare of a learner this partner is responsible for.
    begin_aftercare(): "/v1/aftercare", NewAftercare => Created;
    /// Records contact that was sought at a moment.
    record_aftercare_contact(id): "/v1/aftercare/{id}/contacts", NewAftercareContact => Created;
    /// Says who keeps in touch from now on.
    assign_aftercare(id): "/v1/aftercare/{id}/_assign", AftercareAssignment => Created;
    /// Ends aftercare for a reason.
    end_aftercare(id): "/v1/aftercare/{id}/_end", AftercareEnding => Created;
}

pages! {
    /// The aftercare of this partner that runs, most urgent first.
    aftercare_list(): "/v1/aftercare" => AftercarePage;
}

gets! {
    /// Aftercare with all there is of it.
    aftercare(id): "/v1/aftercare/{id}" => AftercareView;
}
