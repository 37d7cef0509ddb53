//! One method an operation, one file a capability.

use crate::ClientError;

type Result<T> = std::result::Result<T, ClientError>;

/// Which page of a list.
#[derive(Debug, Clone, Default)]
pub struct PageOptions {
    /// The `nextCursor` of the page before.
    pub cursor: Option<String>,
    /// How many lines.
    pub limit: Option<u32>,
}

impl PageOptions {
    fn query(&self) -> String {
        let cursor = self.cursor.iter().map(|cursor| format!("cursor={cursor}"));
        let parts: Vec<String> = cursor.chain(self.limit.iter().map(|limit| format!("limit={limit}"))).collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

/// Declares methods that post a body under a fresh idempotency key.
macro_rules! posts {
    ($($(#[$doc:meta])* $name:ident($($id:ident),*): $path:literal, $body:ty => $answer:ty;)+) => {
        impl Client {$(
            $(#[$doc])*
            ///
            /// # Errors
            /// What the service refuses.
            pub async fn $name(&self, $($id: Uuid,)* body: &$body) -> Result<$answer> {
                self.send(Request::new(Method::POST, format!($path)).json(body).once()).await?.read()
            }
        )+}
    };
}

/// Declares methods that read one thing.
macro_rules! gets {
    ($($(#[$doc:meta])* $name:ident($($id:ident),*): $path:literal => $answer:ty;)+) => {
        impl Client {$(
            $(#[$doc])*
            ///
            /// # Errors
            /// What the service refuses.
            pub async fn $name(&self, $($id: Uuid),*) -> Result<$answer> {
                self.send(Request::new(Method::GET, format!($path))).await?.read()
            }
        )+}
    };
}

/// Declares methods that read a page of a list.
macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident($($id:ident),*): $path:literal => $answer:ty;)+) => {
        impl Client {$(
            $(#[$doc])*
            ///
            /// # Errors
            /// What the service refuses.
            pub async fn $name(&self, $($id: Uuid,)* page: &PageOptions) -> Result<$answer> {
                self.send(Request::new(Method::GET, format!($path) + &page.query())).await?.read()
            }
        )+}
    };
}

mod accountability;
mod aftercare;
mod cases;
mod conversations;
mod dossiers;
mod events;
mod handovers;
mod items;
mod learners;
mod log;
mod moves;
mod notices;
mod operators;
mod own;
mod plan_steps;
mod referrals;
mod region;
mod reports;
mod sections;
mod signing_keys;
mod warmth;
mod work;
mod wrapping;

pub use cases::VsvOptions;
pub use dossiers::ImportOptions;
