//! Lists that hold no more than the contract says.

use serde::{Deserialize, Deserializer, de::Error};

use crate::InputFault;

/// Reads a list of at most `MAX` items.
///
/// # Errors
/// When there are more, or an item cannot be read.
pub(crate) fn at_most<'de, const MAX: usize, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let items = Vec::deserialize(deserializer)?;
    if items.len() > MAX { Err(D::Error::custom(InputFault::TooManyItems(MAX))) } else { Ok(items) }
}

#[cfg(test)]
mod tests {
    use crate::NewConversation;

    #[test]
    fn one_item_too_many_is_refused() {
        let with = |participants: usize| {
            let told = serde_json::json!({
                "kind": "intake", "outcome": "held", "heldAt": "2026-03-01T10:00:00Z", "participants": vec!["student"; participants],
            });
            serde_json::from_value::<NewConversation>(told)
        };
        assert!(with(12).is_ok());
        assert!(with(13).unwrap_err().to_string().contains("too-many-items"));
    }
}
