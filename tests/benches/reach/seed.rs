//! Seeding: ten thousand handovers by the same functions the service calls, many at once.

use std::{fs, io::Write, path::Path, time::Instant};

use estafette_client::Client;
use estafette_contract::{
    AcceptDetails, Act, CodeList, ObjectKind, OfferDetails, PartnerKind, Role, Scope, Section, TakeOverDetails, Transition, scope,
};
use estafette_db::{
    Action, Actor, Address, Clock, DbResult, Keyring, Professional, Store, StoreConfig, Terms, Trace, Tx, Viewer, consents, conversations,
    handovers::{self, ImportedDraft},
    informings, views,
};
use estafette_tests::harness::{
    Partner, join,
    scene::{accepting, agreed, application, consent, conversation, day, informing, person, taking_over, text},
};
use futures_util::{StreamExt, stream};
use uuid::Uuid;

use super::{
    contents,
    region::{Party, Region, Seeded},
};

const SCHOOLS: usize = 40;
const COLLEGES: usize = 8;
/// Handovers that are made at the same time.
const ABREAST: usize = 256;

/// The region in this folder, seeded now unless it is there already: `region.db`, the folder `keys` and `region.json`.
pub fn region(folder: &Path, size: usize, fresh: bool) -> Region {
    match Region::kept(folder, size) {
        Some(region) if !fresh => region,
        _ => {
            let _ = fs::remove_dir_all(folder);
            fs::create_dir_all(folder).expect("a folder for the seed");
            let region =
                tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(seed(folder, size));
            region.keep(folder);
            region
        }
    }
}

async fn seed(folder: &Path, size: usize) -> Region {
    let keys = Keyring::open_or_create(&folder.join("keys")).expect("keys can be made");
    let config = StoreConfig { address: Address::Sqlite(folder.join("region.db")), connections: 2, terms: Terms::default() };
    let store = Store::open(&config, keys, Clock::default()).expect("the store opens");
    let (schools, colleges) =
        (partners(&store, SCHOOLS, PartnerKind::VmboSchool).await, partners(&store, COLLEGES, PartnerKind::MboCollege).await);
    let began = Instant::now();
    let seeder = Seeder { store: &store, schools: &schools, colleges: &colleges, sections: contents::sections() };
    let mut made = stream::iter(0..size).map(|number| seeder.one(number)).buffer_unordered(ABREAST);
    let mut handovers = Vec::with_capacity(size);
    while let Some(handover) = made.next().await {
        handovers.push(handover);
        progress(handovers.len(), size, began);
    }
    let rate = size as f64 / began.elapsed().as_secs_f64();
    // Otherwise the service would do that while it is measured.
    store.number_events().await.expect("what happened is numbered");
    Region { schools: schools.iter().map(party).collect(), colleges: colleges.iter().map(party).collect(), handovers, rate }
}

fn progress(done: usize, of: usize, began: Instant) {
    if done.is_multiple_of(500) || done == of {
        let rate = done as f64 / began.elapsed().as_secs_f64();
        let _ = write!(std::io::stderr(), "\rseeding: {done} of {of} handovers, {rate:.0} a second ");
        if done == of {
            let _ = writeln!(std::io::stderr());
        }
    }
}

async fn partners(store: &Store, count: usize, kind: PartnerKind) -> Vec<Partner> {
    let mut all = Vec::with_capacity(count);
    for number in 0..count {
        all.push(join(store, &format!("{} {number}", kind.code()), kind, scope::defaults(kind), Client::builder("http://127.0.0.1")).await);
    }
    all
}

fn party(partner: &Partner) -> Party {
    let professional = partner.credentials.professional.as_ref().expect("a professional");
    Party {
        id: partner.id,
        client_id: partner.credentials.client_id.clone(),
        pem: partner.credentials.key.to_pem().expect("a key has a PEM"),
        pseudonym: professional.pseudonym.clone(),
        role: professional.role.clone(),
    }
}

struct Seeder<'a> {
    store: &'a Store,
    schools: &'a [Partner],
    colleges: &'a [Partner],
    sections: Vec<estafette_contract::SectionContent>,
}

impl Seeder<'_> {
    /// One handover, all the way until its transfer runs.
    async fn one(&self, number: usize) -> Seeded {
        let (school, college) = (number % SCHOOLS, (number / SCHOOLS) % COLLEGES);
        let (sender, receiver) = (&self.schools[school], &self.colleges[college]);
        let now = self.store.clock().now();
        let new = self.imported(receiver.id);
        let (id, learner, _) = act(self.store, sender, move |tx| handovers::draft_imported(tx, &new)).await;
        act(self.store, sender, move |tx| informings::record(tx, id, &informing(now))).await;
        act(self.store, sender, move |tx| handovers::review(tx, id)).await;
        act(self.store, sender, move |tx| views::record(tx, id, &agreed(now))).await;
        act(self.store, sender, move |tx| consents::record(tx, id, &consent(Section::CareerProfile, now))).await;
        act(self.store, sender, move |tx| handovers::ready(tx, id)).await;
        act(self.store, sender, move |tx| handovers::offer(tx, id, &OfferDetails::default())).await;
        act(self.store, receiver, move |tx| handovers::accept(tx, id, &accept_details())).await;
        act(self.store, receiver, move |tx| conversations::record(tx, id, &conversation(now))).await;
        act(self.store, sender, move |tx| handovers::transfer(tx, id)).await;
        Seeded { id, learner, school, college }
    }

    fn imported(&self, receiver: Uuid) -> ImportedDraft {
        ImportedDraft {
            given_name: text("Noor"),
            family_name_prefix: None,
            family_name: text("Vermeulen"),
            born_on: day("2009-03-14"),
            transition: Transition::VmboMbo,
            receiver,
            contact: person("Els Jansen", Role::Decaan),
            application_reference: Some(application()),
            representatives: Vec::new(),
            view: None,
            sections: self.sections.clone(),
        }
    }
}

/// Does this as a professional of the partner, past the front door.
pub async fn act<S: Scope, T: Send + 'static>(
    store: &Store,
    partner: &Partner,
    work: impl Fn(&mut Tx<'_, S>) -> DbResult<T> + Send + 'static,
) -> T {
    let professional = Professional { pseudonym: partner.credentials.client_id.clone(), role: Role::Decaan };
    let trace = Trace { trace_id: Uuid::new_v4().simple().to_string(), span_id: "0000000000000001".into(), parent_id: None };
    let actor = Actor {
        client_id: partner.credentials.client_id.clone(),
        partner: partner.id,
        kind: partner.kind,
        scopes: scope::defaults(partner.kind).join(" "),
        professional: Some(professional),
        trace,
    };
    #[expect(clippy::disallowed_methods, reason = "the region is seeded before anybody can fetch a token")]
    let viewer = Viewer::vouch(actor);
    let action = Action::all(Act::HandoverDraft, ObjectKind::Handover);
    store.write(viewer, action, work).await.map_err(|error| error.to_string()).expect("the region can be seeded")
}

/// Who accepts.
pub fn accept_details() -> AcceptDetails {
    accepting()
}

/// Who takes over.
pub fn take_over_details() -> TakeOverDetails {
    taking_over()
}
