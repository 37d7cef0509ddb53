//! `estafette keys`: the keys that access tokens are signed with and data keys are wrapped under, through the API, by an operator.

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use estafette_client::ClientError;
use estafette_contract::{CodeList, NoDetails, Scope, SigningKeyView, scope::KeysManage};
use uuid::Uuid;

use super::{
    client_options::ClientOptions,
    outcome::{Outcome, because, failure},
    rewrapping, say,
    table::table,
};

/// See to the keys that access tokens are signed with, and rotate the one that data keys are wrapped under.
#[derive(Debug, Args)]
pub(super) struct Keys {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    service: ClientOptions,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the keys and where they stand
    List,
    /// Publish the next key; it signs five minutes later
    Rotate,
    /// Take a key back: what it signed is refused within five seconds
    Revoke {
        /// The key, by its kid or id
        #[arg(value_name = "KEY", allow_hyphen_values = true)]
        wanted: String,
    },
    /// Go over to a new wrapping key while all is served, and destroy the old one
    RotateWrapping,
    /// List the changes of the wrapping key and how far they are
    Wrapping,
}

impl Keys {
    /// Does what is asked, and prints the keys it is about.
    pub(super) async fn run(self) -> Outcome {
        let client = self.service.client(None, Some(KeysManage::NAME.into()))?;
        let told = |error: ClientError| because(client.base(), &error);
        let keys = match &self.verb {
            Verb::RotateWrapping => return rewrapping::rotate(&client).await,
            Verb::Wrapping => return rewrapping::list(&client).await,
            Verb::List => client.signing_keys().await.map_err(told)?.items,
            Verb::Rotate => vec![client.rotate_signing_keys(&NoDetails {}).await.map_err(told)?],
            Verb::Revoke { wanted } => {
                let id = named(&client.signing_keys().await.map_err(told)?.items, wanted)?;
                vec![client.revoke_signing_key(id, &NoDetails {}).await.map_err(told)?]
            }
        };
        say(table(&["kid", "status", "signs from", "accepted until"], keys.iter().map(line)));
        Ok(())
    }
}

fn named(keys: &[SigningKeyView], wanted: &str) -> Outcome<Uuid> {
    let key = keys.iter().find(|key| key.kid == wanted || key.id.to_string() == wanted);
    key.map(|key| key.id).ok_or_else(|| failure(format!("there is no signing key {wanted:?}: see estafette keys list")))
}

fn line(key: &SigningKeyView) -> Vec<String> {
    let instant = |at: DateTime<Utc>| at.format("%F %T UTC").to_string();
    vec![key.kid.clone(), key.status.code().to_owned(), instant(key.active_at), key.gone_at.map(instant).unwrap_or_default()]
}
