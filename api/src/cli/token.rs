//! `estafette token`: an access token to paste into a call.

use clap::Args;
use estafette_client::Professional;
use estafette_contract::{CodeList, Role};

use super::{
    client_options::ClientOptions,
    outcome::{Outcome, because},
    region_file::DataDir,
    say,
};

/// Print an access token for whoever holds the key, or for a partner of the demo.
#[derive(Debug, Args)]
pub(super) struct Token {
    /// A partner of the demo, by name or client id
    #[arg(long, value_name = "PARTNER")]
    partner: Option<String>,
    #[command(flatten)]
    region: DataDir,
    #[command(flatten)]
    service: ClientOptions,
    /// The professional acting; in the demo somebody in the partner's usual role when left out
    #[arg(long = "as", value_name = "PSEUDONYM:ROLE", value_parser = professional)]
    acting: Option<Professional>,
    /// The scopes asked for, separated by spaces; all granted ones when left out
    #[arg(long, value_name = "SCOPES")]
    scope: Option<String>,
}

impl Token {
    /// Fetches the token from the running service; nothing else goes to standard output.
    pub(super) async fn print(self) -> Outcome {
        let client = match &self.partner {
            Some(partner) => {
                let region = self.region.read()?;
                region.client(region.member(partner)?, self.acting, self.scope)?
            }
            None => self.service.client(self.acting, self.scope)?,
        };
        let answer = client.fetch_token().await;
        let answer = answer.map_err(|error| because(format!("no token from {}", client.base()), &error))?;
        say(answer.access_token);
        Ok(())
    }
}

fn professional(text: &str) -> Result<Professional, String> {
    let (pseudonym, role) = text.split_once(':').ok_or("write it as PSEUDONYM:ROLE")?;
    let role = Role::from_code(role).ok_or("the role is no code of /v1/vocabularies/roles")?;
    Ok(Professional { pseudonym: pseudonym.into(), role: role.code().into() })
}
