//! The invented region as data: who takes part, who goes where, and what is told of them.

use std::collections::HashMap;

use estafette_contract::{Brin, HandoverStatus, PartnerKind, RmcRegion, Role, Section, Transition};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::cli::outcome::{Outcome, because};

/// A partner of the region.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PartnerLine {
    pub(super) client_id: String,
    pub(super) name: String,
    pub(super) kind: PartnerKind,
    pub(super) brin: Option<Brin>,
    pub(super) rmc_region: Option<RmcRegion>,
    pub(super) desk: String,
    /// Who acts there; the last one takes over.
    pub(super) people: Vec<(String, Role)>,
}

/// A learner of the region.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LearnerLine {
    /// Given name, particle and family name.
    pub(super) name: (String, String, String),
    pub(super) age: i64,
    /// The client id of the partner that registers the learner and sends.
    pub(super) at: String,
    /// Which sections the sender writes, as far as the exchange matrix allows.
    pub(super) tells: String,
    pub(super) legs: Vec<LegLine>,
}

/// One handover of a learner.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct LegLine {
    #[serde(rename = "as")]
    pub(super) transition: Transition,
    pub(super) to: String,
    /// The desk that receives, where it is not the usual one.
    #[serde(default)]
    pub(super) desk: Option<String>,
    /// Nobody has done anything for a long time.
    #[serde(default)]
    pub(super) stands_still: bool,
    /// The status in which it stands when the demo begins.
    pub(super) until: HandoverStatus,
    #[serde(rename = "for")]
    pub(super) programme: Option<String>,
}

/// What is told of learners.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sections {
    pub(super) tells: HashMap<String, Vec<Section>>,
    pub(super) necessity: Value,
    /// Some contents for each section; learners take turns.
    pub(super) contents: HashMap<Section, Vec<Value>>,
}

/// The whole region.
pub(super) struct Script {
    pub(super) partners: Vec<PartnerLine>,
    pub(super) learners: Vec<LearnerLine>,
    pub(super) programmes: HashMap<String, Value>,
    pub(super) sections: Sections,
}

impl Script {
    /// Reads the data that is compiled in.
    pub(super) fn read() -> Outcome<Self> {
        Ok(Self {
            partners: parse(include_str!("data/partners.json"))?,
            learners: parse(include_str!("data/learners.json"))?,
            programmes: parse(include_str!("data/programmes.json"))?,
            sections: parse(include_str!("data/sections.json"))?,
        })
    }
}

fn parse<T: DeserializeOwned>(text: &str) -> Outcome<T> {
    serde_json::from_str(text).map_err(|error| because("the data of the demo", &error))
}
