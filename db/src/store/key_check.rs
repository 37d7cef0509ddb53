//! Whether the keys are those the data were written with: a restored database next to fresh keys must not look healthy.

use chrono::NaiveDateTime;
use diesel::{insert_into, prelude::*, result::Error};

use super::Conn;
use crate::{DbError, Fault, Keyring, WrappingKeyError, schema::house, wrapping};

pub(super) const NAME: &str = "key-check";

/// Why the keys do not do.
#[derive(Debug, thiserror::Error)]
pub enum KeyCheckError {
    /// They are others than the data were written with.
    #[error("these keys are not those the database was written with: restore the key folder that belongs to it")]
    OtherKeys,
    /// A wrapping key is not there, or its file cannot be used.
    #[error(transparent)]
    Wrapping(WrappingKeyError),
    /// The check itself failed.
    #[error("cannot check the keys: {0}")]
    Failed(String),
}

/// Compares the keys with those the database knows, and makes them known to a new database.
pub(super) fn check(conn: &mut Conn, keys: &Keyring, now: NaiveDateTime) -> Result<(), KeyCheckError> {
    let failed = |error: Error| KeyCheckError::Failed(error.to_string());
    let own = keys.check_value().map_err(|fault| KeyCheckError::Failed(fault.to_string()))?;
    let known: Option<String> = house::table.find(NAME).select(house::value).first(conn).optional().map_err(failed)?;
    match known {
        Some(known) if known == own => {}
        Some(_) => return Err(KeyCheckError::OtherKeys),
        None => drop(insert_into(house::table).values((house::name.eq(NAME), house::value.eq(own))).execute(conn).map_err(failed)?),
    }
    wrapping::check(conn, keys, now).map_err(told)
}

fn told(error: DbError) -> KeyCheckError {
    match error {
        DbError::Fault(Fault::Wrapping(WrappingKeyError::Unusable(..))) => KeyCheckError::OtherKeys,
        DbError::Fault(Fault::Wrapping(error)) => KeyCheckError::Wrapping(error),
        DbError::Fault(Fault::Database(error)) => KeyCheckError::Failed(error.to_string()),
        other => KeyCheckError::Failed(other.to_string()),
    }
}
