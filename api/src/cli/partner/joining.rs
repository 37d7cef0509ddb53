//! `estafette partner add`: a partner that joins.

use clap::Args;
use estafette_contract::{Brin, ClientId, CodeList, InputFault, Kvk, NewManagedPartner, Oin, PartnerKind, RmcRegion, Text};

use super::super::{operator::Desk, outcome::Outcome};

/// A partner to admit.
#[derive(Debug, Args)]
pub(super) struct Joining {
    /// The id its client will sign in with, such as roc-maasdal
    #[arg(value_name = "PARTNER", value_parser = |text: &str| ClientId::new(text).map_err(InputFault::sentence))]
    client_id: ClientId,
    /// Its name
    #[arg(long, value_parser = |text: &str| Text::<160>::new(text).map_err(InputFault::sentence))]
    name: Text<160>,
    /// What kind of organisation it is, a code of /v1/vocabularies/partner-kinds
    #[arg(long, value_parser = kind)]
    kind: PartnerKind,
    /// Its registration, if it is a school
    #[arg(long, value_parser = |text: &str| Brin::new(text).map_err(InputFault::sentence))]
    brin: Option<Brin>,
    /// Its organisation number
    #[arg(long, value_parser = |text: &str| Oin::new(text).map_err(InputFault::sentence))]
    oin: Option<Oin>,
    /// Its number in the trade register
    #[arg(long, value_parser = |text: &str| Kvk::new(text).map_err(InputFault::sentence))]
    kvk: Option<Kvk>,
    /// The RMC region it follows, if it is a Doorstroompunt
    #[arg(long, value_name = "NUMBER", value_parser = |text: &str| text.parse::<RmcRegion>().map_err(InputFault::sentence))]
    rmc_region: Option<RmcRegion>,
}

impl Joining {
    /// Admits the partner and says what comes next.
    pub(super) async fn admit(self, desk: &Desk) -> Outcome {
        let Self { client_id, name, kind, brin, oin, kvk, rmc_region } = self;
        let partner = client_id.as_str().to_owned();
        let new = NewManagedPartner { name, kind, client_id, brin, oin, kvk, rmc_region };
        let created = desk.ask(desk.client.admit_partner(&new)).await?;
        desk.tell(&created, |created| {
            format!(
                "{partner} is admitted, with id {}\nIt can do nothing without a key: estafette partner key add {partner} JWKS-FILE",
                created.id
            )
        })
    }
}

fn kind(text: &str) -> Result<PartnerKind, String> {
    let known = || PartnerKind::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(", ");
    PartnerKind::from_code(text).ok_or_else(|| format!("choose one of {}", known()))
}
