//! Which service a verb calls, and as whom: for whoever holds a key of their own.

use std::{fs, path::PathBuf, sync::Arc};

use clap::Args;
use estafette_client::{Client, ClientBuilder, Credentials, Professional};

use super::{
    key_file,
    outcome::{Outcome, because, failure},
};
use crate::settings::service_address;

/// The service to call and the client to call it as; each can stand in the environment instead.
#[derive(Debug, Args)]
#[command(next_help_heading = "Service")]
pub(super) struct ClientOptions {
    /// The address of the service, as its tokens name it
    #[arg(long, global = true, value_name = "URL", env = "ESTAFETTE_SERVER")]
    server: Option<String>,
    /// The client to sign in as
    #[arg(long, global = true, value_name = "ID", env = "ESTAFETTE_CLIENT")]
    client: Option<String>,
    /// The file with its private key, in PEM
    #[arg(long, global = true, value_name = "FILE", env = "ESTAFETTE_KEY")]
    key: Option<PathBuf>,
    /// A certificate to trust beside those of the system, in PEM
    #[arg(long, global = true, value_name = "FILE", env = "ESTAFETTE_CA")]
    ca: Option<PathBuf>,
}

impl ClientOptions {
    /// A client that signs in with the key, for this professional and these scopes.
    pub(super) fn client(&self, professional: Option<Professional>, scope: Option<String>) -> Outcome<Client> {
        let (Some(server), Some(client_id), Some(key)) = (&self.server, &self.client, &self.key) else {
            return Err(failure("say which service and as whom: --server URL --client ID --key FILE"));
        };
        let key = Arc::new(key_file::load(key)?);
        let credentials = Credentials { client_id: client_id.clone(), key, professional, scope };
        built(self.builder(server)?.credentials(credentials))
    }

    /// A client of anybody, for what is served to all.
    pub(super) fn anybody(&self) -> Outcome<Client> {
        let server = self.server.as_ref().ok_or_else(|| failure("say which service: --server URL"))?;
        built(self.builder(server)?)
    }

    fn builder(&self, server: &str) -> Outcome<ClientBuilder> {
        let builder = Client::builder(service_address("server", server.to_owned())?);
        let Some(file) = &self.ca else { return Ok(builder) };
        Ok(builder.root_certificate(fs::read(file).map_err(|error| because(format!("cannot read {}", file.display()), &error))?))
    }
}

fn built(builder: ClientBuilder) -> Outcome<Client> {
    builder.build().map_err(|error| because("cannot set up a client", &error))
}
