//! Within which time: days as they begin in the Netherlands, or instants.

use chrono::{DateTime, Utc};
use clap::Args;
use estafette_contract::{TimeZone, parse_day, parse_instant};

/// From when until when.
#[derive(Debug, Args)]
pub(super) struct Period {
    /// From this day or instant on: 2026-04-01, or 2026-04-01T09:30:00Z
    #[arg(long, value_name = "WHEN", value_parser = moment)]
    pub(super) from: DateTime<Utc>,
    /// Until this day or instant, which is not in it any more
    #[arg(long, value_name = "WHEN", value_parser = moment)]
    pub(super) until: DateTime<Utc>,
}

fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(at) = parse_instant(text) {
        return Ok(at);
    }
    let day = parse_day(text).map_err(|_| "write a day as 2026-04-01 or an instant as 2026-04-01T09:30:00Z")?;
    TimeZone::NETHERLANDS.begins(day).ok_or_else(|| "that day does not begin".to_owned())
}
