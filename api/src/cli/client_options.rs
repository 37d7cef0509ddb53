//! Which service a verb calls, and as whom: for whoever holds a key of their own.

use std::{fs, path::PathBuf, sync::Arc};

use clap::Args;
use estafette_client::{Client, ClientBuilder, Credentials, Professional};

use super::{
    key_file,
    outcome::{Outcome, because, failure},
};
use crate::settings::service_address;

/// The service to call; each can stand in the environment instead.
#[derive(Debug, Args)]
#[command(next_help_heading = "Service")]
pub(super) struct Server {
    /// The address of the service, as its tokens name it
    #[arg(long, global = true, value_name = "URL", env = "ESTAFETTE_SERVER")]
    server: Option<String>,
    /// A certificate to trust beside those of the system, in PEM
    #[arg(long, global = true, value_name = "FILE", env = "ESTAFETTE_CA")]
    ca: Option<PathBuf>,
}

impl Server {
    /// A client of anybody, for what is served to all.
    pub(super) fn anonymous(&self) -> Outcome<Client> {
        built(self.builder()?.ok_or_else(|| failure("say which service: --server URL"))?)
    }

    /// What a client is made with, if a service was named.
    fn builder(&self) -> Outcome<Option<ClientBuilder>> {
        let Some(server) = &self.server else { return Ok(None) };
        let builder = Client::builder(service_address("server", server.clone())?);
        let Some(file) = &self.ca else { return Ok(Some(builder)) };
        let certificate = fs::read(file).map_err(|error| because(format!("cannot read {}", file.display()), &error))?;
        Ok(Some(builder.root_certificate(certificate)))
    }
}

/// The service to call and the client to call it as.
#[derive(Debug, Args)]
#[command(next_help_heading = "Service")]
pub(super) struct ClientOptions {
    #[command(flatten)]
    server: Server,
    /// The client to sign in as
    #[arg(long, global = true, value_name = "ID", env = "ESTAFETTE_CLIENT")]
    client: Option<String>,
    /// The file with its private key, in PEM
    #[arg(long, global = true, value_name = "FILE", env = "ESTAFETTE_KEY")]
    key: Option<PathBuf>,
}

impl ClientOptions {
    /// A client that signs in with the key, for this professional and these scopes.
    pub(super) fn client(&self, professional: Option<Professional>, scope: Option<String>) -> Outcome<Client> {
        let (Some(builder), Some(client_id), Some(key)) = (self.server.builder()?, &self.client, &self.key) else {
            return Err(failure("say which service and as whom: --server URL --client ID --key FILE"));
        };
        let key = Arc::new(key_file::load(key)?);
        let credentials = Credentials { client_id: client_id.clone(), key, professional, scope };
        built(builder.credentials(credentials))
    }

    /// A client of anybody, for what is served to all.
    pub(super) fn anybody(&self) -> Outcome<Client> {
        self.server.anonymous()
    }
}

fn built(builder: ClientBuilder) -> Outcome<Client> {
    builder.build().map_err(|error| because("cannot set up a client", &error))
}
