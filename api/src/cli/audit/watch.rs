//! `estafette audit watch`: a witness outside the house. Whoever saw a checkpoint notices when history is written anew.

use std::{fs, path::PathBuf, time::Duration};

use clap::Args;
use estafette_client::{Client, ClientError};
use estafette_contract::tlog::{NoteKey, Tile, checkpoint_of};
use serde::{Deserialize, Serialize};

use super::{
    super::{
        client_options::Server,
        outcome::{Outcome, because, failure},
        say,
    },
    files,
};

/// Look whether the log still begins with what was seen before, and keep its newest checkpoint.
#[derive(Debug, Args)]
pub(super) struct Watch {
    /// What was seen last is kept here
    #[arg(long, value_name = "FILE", default_value = "estafette-log.json")]
    keep: PathBuf,
    /// Look again after so many seconds, until something is wrong
    #[arg(long, value_name = "SECONDS")]
    every: Option<u64>,
    /// A key that the log is trusted by [default: those it names at the first look]
    #[arg(long = "key", value_name = "KEY", value_parser = files::key)]
    keys: Vec<NoteKey>,
    #[command(flatten)]
    server: Server,
}

/// Fetch the newest checkpoint and the whole tree of hashes into a folder.
#[derive(Debug, Args)]
pub(super) struct Fetch {
    /// Where they go, laid out as C2SP tlog-tiles says
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    #[command(flatten)]
    server: Server,
}

/// What is kept between two looks.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    /// The keys that are trusted.
    keys: Vec<String>,
    /// The newest checkpoint that was seen.
    checkpoint: Option<String>,
}

impl Watch {
    /// Looks once, or again and again.
    pub(super) async fn run(self) -> Outcome {
        let client = self.server.anonymous()?;
        loop {
            self.look(&client).await?;
            let Some(seconds) = self.every else { return Ok(()) };
            actix_web::rt::time::sleep(Duration::from_secs(seconds)).await;
        }
    }

    async fn look(&self, client: &Client) -> Outcome {
        let kept = self.kept(client).await?;
        let keys = kept.keys.iter().map(|key| files::key(key)).collect::<Result<Vec<_>, _>>();
        let keys = keys.map_err(|fault| because(self.keep.display(), &fault))?;
        let seen = client.look_at_log(&keys, kept.checkpoint.as_deref()).await.map_err(|error| because(client.base(), &error))?;
        let text = serde_json::to_string_pretty(&Kept { keys: kept.keys, checkpoint: Some(seen.note) });
        files::write(&self.keep, text.map_err(|error| because(self.keep.display(), &error))?.as_bytes())?;
        let (origin, size) = (seen.checkpoint.origin, seen.checkpoint.size);
        say(match seen.before {
            None => format!("{origin} has {size} entries; from here on it is watched"),
            Some(before) => format!("{origin} has {size} entries, and begins with the {before} of before"),
        });
        Ok(())
    }

    /// What was kept; at the first look, the keys to trust from here on.
    async fn kept(&self, client: &Client) -> Outcome<Kept> {
        match fs::read(&self.keep) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| because(self.keep.display(), &error)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let keys: Vec<String> = self.keys.iter().map(ToString::to_string).collect();
                let keys = if keys.is_empty() { trusted_from_now_on(client).await? } else { keys };
                Ok(Kept { keys, checkpoint: None })
            }
            Err(error) => Err(because(format!("cannot read {}", self.keep.display()), &error)),
        }
    }
}

async fn trusted_from_now_on(client: &Client) -> Outcome<Vec<String>> {
    let told = |error: ClientError| because(client.base(), &error);
    let keys = client.log().await.map_err(told)?.keys;
    keys.iter().for_each(|key| say(format!("trusted from now on, compare it with what the region published: {key}")));
    Ok(keys)
}

impl Fetch {
    /// Fetches everything that is not there yet.
    pub(super) async fn run(self) -> Outcome {
        let client = self.server.anonymous()?;
        let told = |error: ClientError| because(client.base(), &error);
        let note = client.checkpoint().await.map_err(told)?;
        let keys = client.log().await.map_err(told)?.keys;
        let keys = keys.iter().filter_map(|key| files::key(key).ok()).collect::<Vec<_>>();
        // Only to know its size: who verifies it later says by which key.
        let size = checkpoint_of(&note, &keys).map_err(|fault| failure(format!("the checkpoint: {fault}")))?.size;
        for tile in Tile::all(size) {
            let path = self.folder.join("tile").join(tile.path());
            if !path.exists() {
                files::write(&path, &client.tile(tile).await.map_err(told)?)?;
            }
        }
        files::write(&self.folder.join("checkpoint"), note.as_bytes())?;
        say(format!("{size} hashes in {}", self.folder.display()));
        Ok(())
    }
}
