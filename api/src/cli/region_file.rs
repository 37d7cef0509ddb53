//! `demo.json`: where the demo runs and who takes part, written by `demo` and read by the verbs that call its API.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use estafette_client::{Client, Credentials, Professional};
use estafette_contract::{CodeList, PartnerKind, Role};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    key_file,
    outcome::{Outcome, because, failure},
};

/// The folder of a demo, for verbs that call its API.
#[derive(Debug, Args)]
pub(super) struct DataDir {
    /// The data folder of the demo
    #[arg(long, value_name = "FOLDER", default_value = "estafette-demo")]
    pub(super) data_dir: PathBuf,
}

/// What `demo.json` holds.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RegionFile {
    /// Where the API is.
    pub(super) base_url: String,
    /// Who takes part.
    pub(super) partners: Vec<Member>,
}

/// A partner of the demo.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Member {
    /// Its id.
    pub(super) id: Uuid,
    /// What kind of organisation it is.
    pub(super) kind: PartnerKind,
    /// Its name.
    pub(super) name: String,
    /// The id its client signs in with.
    pub(super) client_id: String,
    /// The path of its private key.
    pub(super) private_key: PathBuf,
}

impl DataDir {
    fn file(&self) -> PathBuf {
        self.data_dir.join("demo.json")
    }

    /// Reads the file of a demo that was started before.
    pub(super) fn read(&self) -> Outcome<RegionFile> {
        let file = self.file();
        let text = fs::read_to_string(&file);
        let text = text.map_err(|_| failure(format!("cannot read {}: start estafette demo first, or give --data-dir", file.display())))?;
        serde_json::from_str(&text).map_err(|error| because(file.display(), &error))
    }

    /// Writes the file, whole or not at all.
    pub(super) fn write(&self, region: &RegionFile) -> Outcome {
        let file = self.file();
        let cannot = |error: &dyn std::error::Error| because(format!("cannot write {}", file.display()), error);
        let text = serde_json::to_string_pretty(region).map_err(|error| cannot(&error))?;
        write_whole(&file, &text).map_err(|error| cannot(&error))
    }
}

/// Writes a file beside its place and puts it there.
pub(super) fn write_whole(file: &Path, text: &str) -> std::io::Result<()> {
    let beside = file.with_extension("new");
    fs::write(&beside, format!("{text}\n"))?;
    fs::rename(beside, file)
}

impl RegionFile {
    /// The partner with this name, client id or id.
    pub(super) fn member(&self, named: &str) -> Outcome<&Member> {
        let wanted = named.to_lowercase();
        let is = |member: &&Member| member.client_id == wanted || member.name.to_lowercase() == wanted || member.id.to_string() == wanted;
        self.partners.iter().find(is).ok_or_else(|| {
            let known: Vec<&str> = self.partners.iter().map(|member| member.client_id.as_str()).collect();
            failure(format!("there is no partner {named:?}; choose one of {}", known.join(", ")))
        })
    }

    /// A client that signs in as this partner.
    pub(super) fn client(&self, member: &Member, professional: Option<Professional>, scope: Option<String>) -> Outcome<Client> {
        let key = Arc::new(key_file::load(&member.private_key)?);
        let professional = professional.or_else(|| Some(usual_professional(member)));
        let credentials = Credentials { client_id: member.client_id.clone(), key, professional, scope };
        let client = Client::builder(&self.base_url).credentials(credentials).build();
        client.map_err(|error| because("cannot set up a client", &error))
    }
}

/// A professional in the role that usually acts at such a partner.
pub(super) fn usual_professional(member: &Member) -> Professional {
    let role = usual_role(member.kind).code();
    Professional { pseudonym: format!("{}.{role}", member.client_id), role: role.into() }
}

/// The role that usually acts at a partner of this kind.
pub(super) fn usual_role(kind: PartnerKind) -> Role {
    use PartnerKind as K;
    match kind {
        K::VmboSchool | K::ProSchool | K::VsoSchool => Role::Decaan,
        K::MboCollege | K::Hbo => Role::Intaker,
        K::TrainingCompany | K::Employer => Role::Praktijkopleider,
        K::Uwv | K::Doorstroompunt | K::Gemeente | K::Werkcentrum => Role::Casemanager,
        K::Overlegtafel => Role::OverlegtafelLid,
        K::Region => Role::Operator,
    }
}
