//! A region's own identity provider, whose tokens are accepted beside this service's own: told in a file of its own.

mod claims;
mod keys;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use estafette_contract::{CodeList, Role};
use serde::Deserialize;

pub use keys::ProviderKeys;

/// What the file says of an identity provider, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityProvider {
    /// The `iss` of its tokens.
    pub issuer: String,
    /// The `aud` of its tokens: what it calls this service.
    pub audience: String,
    /// Where its public keys are.
    pub jwks: String,
    /// The authorities that vouch for that address, beside those of the system, in PEM.
    pub authorities: Option<PathBuf>,
    /// Whether it may sign with RS256.
    pub rs256: bool,
    /// Which of its claims say who calls.
    pub claims: ClaimNames,
    /// What it calls a role, where that is no code of `/v1/vocabularies/roles`.
    pub roles: HashMap<String, Role>,
}

/// Which claims say who calls.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ClaimNames {
    /// The partner: the client id the region gave it.
    pub partner: String,
    /// The person: a pseudonym, never a name.
    #[serde(default = "subject")]
    pub person: String,
    /// The person's role.
    pub role: String,
}

fn subject() -> String {
    "sub".into()
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Found {
    issuer: String,
    audience: String,
    jwks: String,
    authorities: Option<PathBuf>,
    #[serde(default)]
    rs256: bool,
    claims: ClaimNames,
    #[serde(default)]
    roles: HashMap<String, String>,
}

impl IdentityProvider {
    /// Reads the file; what it names lies beside it, unless said in full.
    ///
    /// # Errors
    /// What is wrong, in one line.
    pub fn read(file: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        let folder = file.parent().unwrap_or(Path::new("."));
        Self::of(&text, folder).map_err(|reason| format!("{}: {reason}", file.display()))
    }

    fn of(text: &str, folder: &Path) -> Result<Self, String> {
        use figment::providers::Format;
        let found: Result<Found, figment::Error> = figment::Figment::from(figment::providers::Toml::string(text)).extract();
        let found = found.map_err(|error| error.to_string().lines().collect::<Vec<_>>().join(" "))?;
        if !found.jwks.starts_with("https://") {
            return Err("jwks has to be an https:// address".into());
        }
        let named = [&found.issuer, &found.audience, &found.claims.partner, &found.claims.person, &found.claims.role];
        if named.into_iter().any(String::is_empty) {
            return Err("issuer, audience and the names of claims cannot be empty".into());
        }
        let role = |(theirs, ours): (String, String)| Role::from_code(&ours).map(|role| (theirs, role)).ok_or(ours);
        let roles = found.roles.into_iter().map(role).collect::<Result<_, _>>();
        Ok(Self {
            issuer: found.issuer,
            audience: found.audience,
            jwks: found.jwks,
            authorities: found.authorities.map(|path| folder.join(path)),
            rs256: found.rs256,
            claims: found.claims,
            roles: roles.map_err(|code| format!("{code} is no code of /v1/vocabularies/roles"))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
        issuer = "https://login.maasdal.example"
        audience = "https://estafette.example"
        jwks = "https://login.maasdal.example/jwks"
        authorities = "ca.pem"
        [claims]
        partner = "estafette_partner"
        role = "function"
        [roles]
        "LOB-coach" = "coach"
    "#;

    #[test]
    fn the_file_says_whose_tokens_count_and_how_they_are_read() {
        let read = IdentityProvider::of(FILE, Path::new("/etc/estafette")).unwrap();
        assert_eq!((read.claims.person.as_str(), read.roles["LOB-coach"], read.rs256), ("sub", Role::Coach, false));
        assert_eq!(read.authorities, Some("/etc/estafette/ca.pem".into()));
    }

    #[test]
    fn what_is_wrong_in_it_is_told_in_one_line() {
        for (from, to, told) in [
            ("https://login.maasdal.example/jwks", "http://login.maasdal.example/jwks", "https://"),
            ("= \"coach\"", "= \"trainer\"", "trainer is no code"),
            ("role = \"function\"", "", "role"),
            ("partner = \"estafette_partner\"", "partner = \"\"", "cannot be empty"),
            ("issuer", "isuer", "isuer"),
        ] {
            let error = IdentityProvider::of(&FILE.replacen(from, to, 1), Path::new(".")).unwrap_err();
            assert!(error.contains(told) && !error.contains('\n'), "{error}");
        }
    }
}
