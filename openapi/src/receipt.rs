//! The receipt of a consent: what was stated, for the learner to keep and for anybody to check.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{ConsentView, PartnerView, Transition};

/// The standard whose consent record the receipt follows.
pub const RECEIPT_STANDARD: &str = "ISO/IEC TS 27560:2023";

/// The `typ` of a receipt's token, so that it is never taken for an access token.
pub const RECEIPT_TYPE: &str = "consent-receipt+jwt";

/// What a receipt says.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsentReceipt {
    /// The standard it follows.
    #[schema(example = "ISO/IEC TS 27560:2023")]
    pub standard: String,
    /// The learner it is about, under the controller's own pseudonym.
    pub learner_id: Uuid,
    /// Who asked, and has to answer for what happens with it.
    pub controller: PartnerView,
    /// Who may read the section on it.
    pub recipient: PartnerView,
    /// For which transition.
    pub transition: Transition,
    /// The statement, as the ledger has it.
    pub record: ConsentView,
}

/// A receipt, and the same signed.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignedReceipt {
    /// What it says.
    pub receipt: ConsentReceipt,
    /// The same as a signed JWT; its key is at `/oauth/jwks`.
    pub token: String,
}

/// The claims of a receipt's token.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct ReceiptClaims {
    /// Which service signed it.
    pub iss: String,
    /// Whom it is about: the learner, under the controller's own pseudonym.
    pub sub: Uuid,
    /// The statement's id.
    pub jti: Uuid,
    /// When the statement was recorded, in seconds since 1970.
    pub iat: i64,
    /// What it says.
    pub receipt: ConsentReceipt,
}

impl ReceiptClaims {
    /// The claims by which `issuer` stands behind a receipt.
    #[must_use]
    pub fn of(receipt: &ConsentReceipt, issuer: &str) -> Self {
        let record = &receipt.record;
        Self {
            iss: issuer.to_owned(),
            sub: receipt.learner_id,
            jti: record.id,
            iat: record.recorded_at.timestamp(),
            receipt: receipt.clone(),
        }
    }
}
