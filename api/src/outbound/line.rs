//! A line to one address: looked up and checked once, for a few calls in a row to the very same place.

use reqwest::{Client, Url, header::HeaderMap};

use super::{OutboundFault, within_patience};

/// The way to one address.
#[derive(Debug)]
pub struct Line {
    pub(super) client: Client,
    pub(super) url: Url,
}

impl Line {
    /// Posts a body; answers the status, whichever it is. What is answered beside it is not read.
    ///
    /// # Errors
    /// When no answer came, in three seconds.
    pub async fn post(&self, headers: HeaderMap, body: String) -> Result<u16, OutboundFault> {
        within_patience(async {
            let call = self.client.post(self.url.clone()).headers(headers).body(body);
            let answer =
                call.send().await.map_err(|error| if error.is_timeout() { OutboundFault::Late } else { OutboundFault::Unreachable })?;
            Ok(answer.status().as_u16())
        })
        .await
    }
}
