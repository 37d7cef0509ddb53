//! `estafette init`: keys, database, and the first two operators, so that one can always undo what the other did.

use estafette_contract::PartnerKind;
use estafette_db::{Clock, Keyring, Store, StoreConfig};

use super::{
    key_file::{self, Joining},
    outcome::Outcome,
    say,
    table::table,
};
use crate::{app::StartError, gate::Gate, settings::Settings};

const OPERATORS: [u8; 2] = [1, 2];

/// Makes what is not there yet and prints what there is.
pub(super) async fn init(settings: &Settings) -> Outcome {
    let keys = Keyring::open_or_create(&settings.keys).map_err(|error| StartError::of(&error))?;
    say(format!("keys in {}", settings.keys.display()));
    let ran = Store::migrate(&settings.database).map_err(|error| StartError::of(&error))?;
    say(if ran.is_empty() { "database up to date".to_owned() } else { format!("migrations run: {}", ran.join(", ")) });
    let config = StoreConfig { address: settings.database.clone(), connections: settings.connections, terms: settings.terms.clone() };
    let store = Store::open(&config, keys, Clock::default()).map_err(|error| StartError::of(&error))?;
    let issuer = settings.issuer.as_deref().unwrap_or_default();
    Gate::open(&store, issuer, None)?;
    let mut rows = Vec::new();
    for number in OPERATORS {
        rows.push(operator(settings, &store, number).await?);
    }
    say(table(&["operator", "partner id", "private key"], rows));
    say("Give each operator their own key file and take it off this machine.");
    Ok(())
}

async fn operator(settings: &Settings, store: &Store, number: u8) -> Outcome<Vec<String>> {
    let client_id = format!("operator-{number}");
    let file = settings.keys.join("operators").join(format!("{client_id}.pem"));
    let partner = Joining {
        client_id: client_id.clone(),
        name: format!("Regiobeheer {number}"),
        kind: PartnerKind::Region,
        brin: None,
        rmc_region: None,
    };
    let id = key_file::join(store, partner, &file).await?;
    Ok(vec![client_id, id.to_string(), file.display().to_string()])
}
