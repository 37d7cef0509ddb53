//! Drop-outs: the monthly file comes in, and each Doorstroompunt has the cases that are its own.

mod command;
mod folding;
mod months;
mod numbers;
mod refused;

use estafette_client::VsvOptions;
use estafette_contract::{PartnerKind, VsvReport};
use estafette_tests::harness::{Partner, TestApp, vsv::month};

/// A college and the Doorstroompunten of two regions, in November 2043.
pub struct Region {
    pub college: Partner,
    pub here: Partner,
    pub there: Partner,
}

impl Region {
    pub async fn of(app: &TestApp) -> Self {
        app.goes_to("2043-11-06");
        let college = app.partner("ROC Maasdal", PartnerKind::MboCollege).await;
        let here = app.partner("Doorstroompunt Maasdal", PartnerKind::Doorstroompunt).await;
        let there = app.partner("Doorstroompunt Vaart", PartnerKind::Doorstroompunt).await;
        app.follows(&here, 28);
        app.follows(&there, 29);
        Self { college, here, there }
    }
}

/// Imports a whole file.
pub async fn import(partner: &Partner, file: &str, of: &str) -> VsvReport {
    partner.import_vsv(file.into(), &VsvOptions::whole(month(of))).await.unwrap()
}

/// How many lines were new, updated, unchanged and rejected, and how many cases ended.
pub fn counts(report: &VsvReport) -> (usize, usize, usize, usize, u32) {
    (report.new.len(), report.updated.len(), report.unchanged.len(), report.rejected.len(), report.ended)
}
