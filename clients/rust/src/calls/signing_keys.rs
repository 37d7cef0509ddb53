//! The keys that access tokens are signed with.

use estafette_contract::{NoDetails, SigningKeyList, SigningKeyView};
use reqwest::Method;
use uuid::Uuid;

use super::Result;
use crate::{Client, Request};

gets! {
    /// Every signing key, the newest first.
    signing_keys(): "/v1/signing-keys" => SigningKeyList;
}

posts! {
    /// Goes over to a new signing key.
    rotate_signing_keys(): "/v1/signing-keys/_rotate", NoDetails => SigningKeyView;
    /// Takes a signing key back.
    revoke_signing_key(id): "/v1/signing-keys/{id}/_revoke", NoDetails => SigningKeyView;
}
