//! `estafette demo`: a complete invented region on a database of its own, ready to be tried.

mod bodies;
mod course;
mod marker;
mod script;
mod seed;
mod stage;
mod traveller;
mod welcome;
mod year;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use clap::Args;
use estafette_client::{Client, Credentials};
use estafette_db::{Clock, Store, Terms};

use super::{
    key_file::{self, Joining},
    outcome::{Outcome, because, failure},
    region_file::{DataDir, Member, RegionFile, usual_professional},
    say,
    serve::{cores, start_log, until_stopped},
};
use crate::{
    app::{Application, keep_house, keep_keys, keep_log},
    settings::{Flags, Settings},
};
use marker::Marker;
use script::{PartnerLine, Script};
use stage::{Seat, Seats};

/// Who hears of what stands still.
const DOORSTROOMPUNT: &str = "doorstroompunt-maasdal";

/// Start a complete invented region and print what to try.
#[derive(Debug, Args)]
pub(super) struct Demo {
    #[command(flatten)]
    region: DataDir,
    /// Where to listen, on this machine only
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8085")]
    listen: String,
    /// Add the facts of a whole school year, with 5,000 learners from vmbo, 6,000 who leave mbo and 1,000 who drop out, and release its reports
    #[arg(long)]
    year: bool,
}

impl Demo {
    /// Listens first, fills the region if that was not done before, and serves until it is asked to stop.
    pub(super) async fn run(mut self) -> Outcome {
        self.region.data_dir = folder(&self.region.data_dir)?;
        let settings = self.settings()?;
        start_log(settings.log, "warn");
        let has_database = self.region.data_dir.join("region.db").exists();
        let clock = Clock::default();
        let app = Application::build(&settings, clock.clone(), cores())?;
        let marker = Marker::find(self.region.data_dir.join("seeding.json"), has_database, clock.now())?;
        let (base, store, log_name) = (app.base().to_owned(), app.store(), app.log_name());
        let mut serving = actix_web::rt::spawn(until_stopped(app)?);
        say(format!("estafette listens on {base}"));
        tokio::select! {
            opened = self.open(&base, &store, marker) => opened?,
            ended = &mut serving => return ended.map_err(|error| because("the service broke", &error))?,
        }
        actix_web::rt::spawn(keep_house(store.clone()));
        actix_web::rt::spawn(keep_keys(store.clone()));
        actix_web::rt::spawn(keep_log(store, log_name));
        serving.await.map_err(|error| because("the service broke", &error))?
    }

    /// The settings of a demo: everything in its folder, plain HTTP on this machine, the usual terms.
    fn settings(&self) -> Outcome<Settings> {
        let folder = &self.region.data_dir;
        let flags = Flags {
            database_url: Some(format!("sqlite:{}", folder.join("region.db").display())),
            listen: Some(self.listen.clone()),
            keys: Some(folder.join("keys")),
            ..Flags::default()
        };
        let found = Settings::find(None, &flags)?;
        if !found.listen.ip().is_loopback() {
            return Err(failure("setting listen: the demo's keys lie in the open, so it listens on loopback only"));
        }
        Ok(Settings { issuer: None, tls: None, terms: Terms::default().telling(Some(DOORSTROOMPUNT.into())), ..found })
    }

    /// Lets the partners join, fills the region, and tells what there is.
    async fn open(&self, base: &str, store: &Store, marker: Marker) -> Outcome {
        let script = Script::read()?;
        let mut region = RegionFile { base_url: base.to_owned(), partners: Vec::new() };
        for line in &script.partners {
            region.partners.push(self.member(line, store).await?);
        }
        let seats = seats(&script, &region, store.clock())?;
        if !marker.is_done() {
            seed::fill(&script, &seats, store, marker.began_at()).await?;
            marker.done()?;
        }
        self.region.write(&region)?;
        welcome::print(&seats, base, &self.region.data_dir).await?;
        if self.year {
            year::add(store).await?;
            year::speak(&seats).await?;
            year::write_pages(&seats, &self.region.data_dir).await?;
        }
        Ok(())
    }

    async fn member(&self, line: &PartnerLine, store: &Store) -> Outcome<Member> {
        let private_key = self.region.data_dir.join("partners").join(format!("{}.pem", line.client_id));
        let (client_id, name, kind, brin) = (line.client_id.clone(), line.name.clone(), line.kind, line.brin.clone());
        let joining = Joining { client_id, name, kind, brin, rmc_region: line.rmc_region };
        let id = key_file::join(store, joining, &private_key).await?;
        Ok(Member { id, kind: line.kind, name: line.name.clone(), client_id: line.client_id.clone(), private_key })
    }
}

/// The data folder, made if it is not there, as a path that holds wherever it is read from.
fn folder(given: &Path) -> Outcome<PathBuf> {
    key_file::private_folder(given)?;
    given.canonicalize().map_err(|error| because(given.display(), &error))
}

/// A client for every partner, going by the clock of the house.
fn seats<'a>(script: &'a Script, region: &RegionFile, clock: &Clock) -> Outcome<Seats<'a>> {
    let mut seats = HashMap::new();
    for (line, member) in script.partners.iter().zip(&region.partners) {
        let key = key_file::load(&member.private_key)?.into();
        let professional = Some(usual_professional(member));
        let credentials = Credentials { client_id: line.client_id.clone(), key, professional, scope: None };
        let clock = clock.clone();
        let client = Client::builder(&region.base_url).credentials(credentials).clock(move || clock.now().timestamp()).build();
        let client = client.map_err(|error| because("cannot set up a client", &error))?;
        seats.insert(line.client_id.as_str(), Seat { line, id: member.id, client });
    }
    Ok(Seats(seats))
}
