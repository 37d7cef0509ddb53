//! Whether the wrapping keys are those the data keys were wrapped with.

use chrono::NaiveDateTime;
use diesel::{insert_into, prelude::*};

use super::add;
use crate::{
    DbResult, Fault, Keyring, WrappingKeyError, WrappingKeys,
    schema::{house, learners, wrapping_keys},
    store::Conn,
};

/// The row that names the wrapping key of new data keys.
pub(crate) const NAME: &str = "wrapping-key";

/// The first wrapping key there is.
const FIRST: i64 = 1;

const PROBE: &str = "probe";

/// What only the wrapping key of this number opens.
pub(super) fn probe(keys: &dyn WrappingKeys, number: i64) -> Result<Vec<u8>, WrappingKeyError> {
    keys.wrap(number, PROBE, &[0; 32])
}

/// Opens what every wrapping key in use has to open; a new database gets its first.
pub(crate) fn check(conn: &mut Conn, keys: &Keyring, now: NaiveDateTime) -> DbResult<()> {
    let in_use = wrapping_keys::table.filter(wrapping_keys::destroyed_at.is_null());
    let known: Vec<(i64, Vec<u8>)> = in_use.select((wrapping_keys::number, wrapping_keys::probe)).load(conn)?;
    if known.is_empty() {
        return begin(conn, keys, now);
    }
    for (number, probe) in known {
        keys.wrapping().unwrap(number, PROBE, &probe).map_err(Fault::from)?;
    }
    Ok(())
}

/// Makes the first wrapping key, or knows it by a data key from before wrapping keys had numbers.
fn begin(conn: &mut Conn, keys: &Keyring, now: NaiveDateTime) -> DbResult<()> {
    let with_key = learners::table.filter(learners::data_key.is_not_null()).select((learners::id, learners::data_key));
    match with_key.first::<(String, Option<Vec<u8>>)>(conn).optional()? {
        Some((learner, Some(data_key))) => keys.unwrap(FIRST, &learner, &data_key).map(|_| ())?,
        _ => keys.wrapping().make(FIRST).map_err(Fault::from)?,
    }
    add(conn, keys.wrapping(), FIRST, now)?;
    insert_into(house::table).values((house::name.eq(NAME), house::value.eq(FIRST.to_string()))).execute(conn)?;
    Ok(())
}
