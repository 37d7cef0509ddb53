//! The identity provider as a process, and people who sign in at it.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use estafette_tests::harness::certificates::Authority;
use serde_json::{Value, json};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/oidc");

/// A provider that runs; killed when dropped.
pub struct Provider {
    child: Child,
    address: String,
    folder: tempfile::TempDir,
}

impl Provider {
    /// Starts a provider for these people; it may say that it is another.
    pub fn start(issuer: Option<&str>, people: &Value, scopes: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let authority = Authority::new("identity providers");
        let server = authority.certify("identity provider");
        let text = |pem: Vec<u8>| String::from_utf8(pem).unwrap();
        let settings = json!({ "certificate": text(server.pem()), "key": text(server.key_pem()), "kid": "staff-1",
            "issuer": issuer, "people": people, "scopes": scopes });
        std::fs::write(folder.path().join("settings.json"), settings.to_string()).unwrap();
        std::fs::write(folder.path().join("ca.pem"), authority.pem()).unwrap();
        let log = folder.path().join("log");
        let mut server = node("server.mjs");
        server.arg(folder.path().join("settings.json")).stdout(Stdio::piped()).stderr(std::fs::File::create(&log).unwrap());
        let mut child = server.spawn().expect("node runs");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let line = lines.find(|line| line.contains("listens on "));
        let line = line.unwrap_or_else(|| panic!("the provider does not start: {}", std::fs::read_to_string(log).unwrap()));
        // What else it says has to go somewhere, or it ends.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address: line.rsplit(' ').next().unwrap().to_owned(), folder }
    }

    /// Where it is, which is also its issuer.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The file of the authority that vouches for it.
    pub fn authorities(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// The access token that a person's application gets for this service.
    pub fn sign_in(&self, person: &str, service: &str, scopes: &str) -> String {
        let mut browser = node("sign_in.mjs");
        browser.args([&self.address, person, service, scopes]).env("NODE_EXTRA_CA_CERTS", self.authorities());
        let output = browser.output().expect("node runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }
}

fn node(script: &str) -> Command {
    let mut node = Command::new("node");
    node.arg(Path::new(FOLDER).join(script)).stdin(Stdio::null());
    node
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
