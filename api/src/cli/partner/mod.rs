//! `estafette partner`: partners, as operators admit and keep them through the API.

mod access;
mod joining;
mod sheet;

use clap::{Args, Subcommand};
use estafette_contract::{CodeList, InputFault, ManagedPartnerLine, NewRmcRegion, NoDetails, PartnerStanding, RmcRegion};

use super::{
    operator::{Desk, Operator},
    outcome::Outcome,
    table::table,
};
use access::{CertificateVerb, KeyVerb, NlGovVerb, ScopeVerb};
use joining::Joining;

/// Admit partners, see what they hold, give and take keys, certificates and scopes.
#[derive(Debug, Args)]
pub(super) struct Partner {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    operator: Operator,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Admit a partner; it can do nothing until two operators have given it a key
    Add(Joining),
    /// List the partners, suspended ones too
    List,
    /// Show a partner with its keys, certificates and scopes
    Show(Named),
    /// Suspend a partner: it gets no tokens, and those it has are void
    Suspend(Named),
    /// Propose to let a suspended partner take part again
    Reinstate(Named),
    /// Propose the RMC region that a Doorstroompunt follows
    Follow(Follow),
    /// Propose keys, or retire one
    #[command(subcommand)]
    Key(KeyVerb),
    /// Propose a scope, or take one back
    #[command(subcommand)]
    Scope(ScopeVerb),
    /// Propose a certificate, or retire one
    #[command(subcommand)]
    Certificate(CertificateVerb),
    /// Propose the NL GOV profile, which allows RS256, or switch it off
    #[command(subcommand)]
    NlGov(NlGovVerb),
}

/// Which partner.
#[derive(Debug, Args)]
struct Named {
    /// The partner, by its client id or id
    #[arg(value_name = "PARTNER")]
    partner: String,
}

/// Which region, and who follows it.
#[derive(Debug, Args)]
struct Follow {
    #[command(flatten)]
    named: Named,
    /// The number of the RMC region
    #[arg(value_name = "REGION", value_parser = |text: &str| text.parse::<RmcRegion>().map_err(InputFault::sentence))]
    region: RmcRegion,
}

impl Partner {
    /// Does what is asked, and prints the answer.
    pub(super) async fn run(self) -> Outcome {
        let desk = self.operator.at_work()?;
        match self.verb {
            Verb::Add(joining) => joining.admit(&desk).await,
            Verb::List => desk.tell(&desk.partners().await?, |partners| {
                table(&["partner", "name", "kind", "status"], partners.iter().map(line)).to_string()
            }),
            Verb::Show(named) => {
                let id = desk.partner(&named.partner).await?.id;
                desk.tell(&desk.ask(desk.client.managed_partner(id)).await?, sheet::of)
            }
            Verb::Suspend(named) => {
                let partner = desk.partner(&named.partner).await?;
                let standing = desk.ask(desk.client.suspend_partner(partner.id, &NoDetails {})).await?;
                tell_done(&desk, &standing, &format!("{} is suspended; its tokens are void within five seconds", partner.client_id))
            }
            Verb::Reinstate(named) => {
                let partner = desk.partner(&named.partner).await?;
                let standing = desk.ask(desk.client.propose_reinstatement(partner.id, &NoDetails {})).await?;
                desk.tell_proposed(&format!("to let {} take part again", partner.client_id), &standing)
            }
            Verb::Follow(follow) => {
                let partner = desk.partner(&follow.named.partner).await?;
                let standing = desk.ask(desk.client.propose_region(partner.id, &NewRmcRegion { rmc_region: follow.region })).await?;
                desk.tell_proposed(&format!("that {} follows RMC region {}", partner.client_id, follow.region), &standing)
            }
            Verb::Key(verb) => verb.run(&desk).await,
            Verb::Scope(verb) => verb.run(&desk).await,
            Verb::Certificate(verb) => verb.run(&desk).await,
            Verb::NlGov(verb) => verb.run(&desk).await,
        }
    }
}

fn tell_done(desk: &Desk, standing: &PartnerStanding, done: &str) -> Outcome {
    desk.tell(standing, |_| done.to_owned())
}

fn line(partner: &ManagedPartnerLine) -> Vec<String> {
    let (kind, status) = (partner.kind.code().to_owned(), partner.status.code().to_owned());
    vec![partner.client_id.clone(), partner.name.clone(), kind, status]
}
