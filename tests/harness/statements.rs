//! The statements the service sends to one database, overheard where diesel sends them: nobody has to copy them.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use estafette_db::Address;

/// What was sent, by the database's address as diesel gets it; only addresses that are listened to.
static HEARD: LazyLock<Mutex<HashMap<String, Vec<String>>>> = LazyLock::new(Mutex::default);

/// Listens to one database.
pub struct Listening {
    url: String,
}

impl Listening {
    /// Overhears all connections that are made to this database from now on.
    pub fn to(address: &Address) -> Self {
        set_default_instrumentation(|| Some(Box::new(Ear::default()))).expect("diesel can be listened to");
        let url = match address {
            Address::Sqlite(path) => path.to_string_lossy().into_owned(),
            Address::Postgres(url) => url.clone(),
        };
        heard(|all| all.insert(url.clone(), Vec::new()));
        Self { url }
    }

    /// The statements since the last time this was asked, without their values.
    pub fn heard(&self) -> Vec<String> {
        heard(|all| all.get_mut(&self.url).map(std::mem::take)).unwrap_or_default()
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        heard(|all| all.remove(&self.url));
    }
}

fn heard<T>(what: impl FnOnce(&mut HashMap<String, Vec<String>>) -> T) -> T {
    what(&mut HEARD.lock().unwrap_or_else(PoisonError::into_inner))
}

/// What hears the statements of one connection.
#[derive(Default)]
struct Ear {
    url: Option<String>,
}

impl Instrumentation for Ear {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => {
                self.url = heard(|all| all.contains_key(url)).then(|| url.to_owned());
            }
            InstrumentationEvent::StartQuery { query, .. } => {
                let Some(url) = &self.url else { return };
                let text = query.to_string();
                let statement = text.split(" -- binds: ").next().unwrap_or_default().trim().to_owned();
                heard(|all| all.get_mut(url).map(|statements| statements.push(statement)));
            }
            _ => {}
        }
    }
}
