//! Changes of the wrapping key, and how long what was written is kept.

use estafette_contract::{Created, NoDetails, RetentionRuleList, WrappingRotationList, WrappingRotationView};
use reqwest::Method;
use uuid::Uuid;

use super::Result;
use crate::{Client, Request};

gets! {
    /// The rules by which what was written is erased, and how much each would erase now.
    retention_rules(): "/v1/retention-rules" => RetentionRuleList;
    /// Every change of the wrapping key, the newest first.
    wrapping_rotations(): "/v1/wrapping-rotations" => WrappingRotationList;
    /// How far a change of the wrapping key is.
    wrapping_rotation(id): "/v1/wrapping-rotations/{id}" => WrappingRotationView;
}

posts! {
    /// Goes over to a new wrapping key.
    begin_wrapping_rotation(): "/v1/wrapping-rotations", NoDetails => Created;
}
