//! Whether the keys are those the data were written with: a restored database next to fresh keys must not look healthy.

use diesel::{insert_into, prelude::*, result::Error};

use super::Conn;
use crate::{Keyring, schema::house};

pub(super) const NAME: &str = "key-check";

/// Why the keys do not do.
#[derive(Debug, thiserror::Error)]
pub enum KeyCheckError {
    /// They are others than the data were written with.
    #[error("these keys are not those the database was written with: restore the key folder that belongs to it")]
    OtherKeys,
    /// The check itself failed.
    #[error("cannot check the keys: {0}")]
    Failed(String),
}

/// Compares the keys with those the database knows, and makes them known to a new database.
pub(super) fn check(conn: &mut Conn, keys: &Keyring) -> Result<(), KeyCheckError> {
    let failed = |error: Error| KeyCheckError::Failed(error.to_string());
    let own = keys.check_value().map_err(|fault| KeyCheckError::Failed(fault.to_string()))?;
    let known: Option<String> = house::table.find(NAME).select(house::value).first(conn).optional().map_err(failed)?;
    match known {
        Some(known) if known == own => Ok(()),
        Some(_) => Err(KeyCheckError::OtherKeys),
        None => insert_into(house::table).values((house::name.eq(NAME), house::value.eq(own))).execute(conn).map(|_| ()).map_err(failed),
    }
}
