//! `estafette token`: an access token to paste into a call.

use clap::Args;
use estafette_client::Professional;
use estafette_contract::{CodeList, Role};

use super::{
    outcome::{Outcome, because},
    region_file::DataDir,
    say,
};

/// Print an access token for a partner of the demo.
#[derive(Debug, Args)]
pub(super) struct Token {
    /// The partner, by name or client id
    #[arg(long, value_name = "PARTNER")]
    partner: String,
    #[command(flatten)]
    region: DataDir,
    /// The professional acting; somebody in the partner's usual role when left out
    #[arg(long = "as", value_name = "PSEUDONYM:ROLE", value_parser = professional)]
    acting: Option<Professional>,
    /// The scopes asked for, separated by spaces; all granted ones when left out
    #[arg(long, value_name = "SCOPES")]
    scope: Option<String>,
}

impl Token {
    /// Fetches the token from the running service; nothing else goes to standard output.
    pub(super) async fn print(self) -> Outcome {
        let region = self.region.read()?;
        let client = region.client(region.member(&self.partner)?, self.acting, self.scope)?;
        let answer = client.fetch_token().await;
        let answer = answer.map_err(|error| because(format!("no token from {}", region.base_url), &error))?;
        say(answer.access_token);
        Ok(())
    }
}

fn professional(text: &str) -> Result<Professional, String> {
    let (pseudonym, role) = text.split_once(':').ok_or("write it as PSEUDONYM:ROLE")?;
    let role = Role::from_code(role).ok_or("the role is no code of /v1/vocabularies/roles")?;
    Ok(Professional { pseudonym: pseudonym.into(), role: role.code().into() })
}
