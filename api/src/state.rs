//! What every request has at hand.

use std::{collections::HashMap, sync::Arc};

use estafette_contract::CallClass;
use estafette_db::Store;

use crate::{gate::Gate, limits::Limits, outbound::Outbound, settings::MutualTls};

/// Shared by all workers of one process.
pub struct State {
    /// The two doors to the data.
    pub store: Store,
    /// Who may come in.
    pub gate: Gate,
    /// How often each may call.
    pub limits: Limits,
    /// Where certificates of clients come from.
    pub mutual_tls: MutualTls,
    /// The way out, to addresses that partners gave.
    pub outbound: Outbound,
    /// The issuer of tokens and the audience of assertions: the address partners know this service by.
    pub issuer: String,
    /// What events name as their source: a URN of the region's OIN, or the address of this service.
    pub source: String,
    /// The contract as it is served.
    pub contract: Arc<Contract>,
}

/// The contract, and what is read off it.
pub struct Contract {
    /// The document as JSON.
    pub json: String,
    /// Each path template with its methods, to answer 405 from.
    pub methods: Vec<(String, Vec<String>)>,
    /// The class of every operation, by method and path template; none for what is not limited.
    pub classes: HashMap<String, Option<CallClass>>,
}

impl Contract {
    /// What a call is counted as; what the contract does not know may be called by anybody.
    pub fn class(&self, method: &str, route: Option<&str>) -> Option<CallClass> {
        let known = route.and_then(|route| self.classes.get(&format!("{method} {route}")));
        known.copied().unwrap_or(Some(CallClass::Open))
    }
}
