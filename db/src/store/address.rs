//! Which database: read from the URL's scheme and from nothing else.

use std::{path::PathBuf, str::FromStr};

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A file of our own.
    Sqlite(PathBuf),
    /// A server.
    Postgres(String),
}

/// A URL that names neither database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("database-url must begin with sqlite: or postgres://")]
pub struct UnknownDatabase;

impl FromStr for Address {
    type Err = UnknownDatabase;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        match url.strip_prefix("sqlite:").map(|path| path.strip_prefix("//").unwrap_or(path)) {
            Some(path) if !path.is_empty() => Ok(Self::Sqlite(path.into())),
            _ => Err(UnknownDatabase),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_decides() {
        assert_eq!("sqlite:region.db".parse(), Ok(Address::Sqlite("region.db".into())));
        assert_eq!("sqlite:///var/lib/region.db".parse(), Ok(Address::Sqlite("/var/lib/region.db".into())));
        assert!(matches!("postgres://localhost/region".parse(), Ok(Address::Postgres(_))));
        assert!("host=localhost dbname=region".parse::<Address>().is_err());
        assert!("sqlite:".parse::<Address>().is_err());
    }
}
