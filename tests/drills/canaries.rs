//! Two hundred secrets planted in everything that takes a text: after use and erasure neither they nor the learner's wrapped key are found in
//! the database, its log, the log of the process, or the answers kept for repetition.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use estafette_client::Client;
use estafette_contract::{
    AcceptDetails, Agreement, NewAlternative, NewConversation, NewFeedback, NewHandover, NewInforming, NewLearner, NewOwnView,
    NewRepresentative, NewRightsRequest, NoDetails, PartnerKind, RepresentationGround, RightKind, RightOutcome, Section, SectionContent,
    TakeOverDetails, Transition,
};
use estafette_tests::harness::{
    Database, Partner, TestDatabase,
    canaries::{Canaries, holds},
    contents::{content, necessity},
    items,
    killable::Killable,
    own::{answering_it, asking, asking_for_everything, objecting, saying, student_at},
    raw::Raw,
    scene::{self, accepting, agreed, consent, conversation, handover_to, informing, taking_over, text},
    way::adult,
};
use uuid::Uuid;

/// Sections of a handover from vmbo to mbo that go on a legal task or on consent.
const WRITTEN: [Section; 10] = [
    Section::IdentityContact,
    Section::EducationHistory,
    Section::LearningResults,
    Section::WorkExperience,
    Section::SocialEmotional,
    Section::SupportNeeds,
    Section::AbsenceHistory,
    Section::Health,
    Section::CareerProfile,
    Section::CompetencyReflections,
];

#[actix_web::test]
async fn no_secret_is_found_after_use_and_erasure_on_sqlite() {
    drill(Database::Sqlite).await;
}

#[actix_web::test]
async fn no_secret_is_found_after_use_and_erasure_on_postgres() {
    if Database::Postgres.is_here() {
        drill(Database::Postgres).await;
    }
}

async fn drill(database: Database) {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("process.log");
    let mut service = Killable::prepare(database).await;
    service.log_to(log.clone());
    let school = service.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    let college = service.partner("ROC Maasdal", PartnerKind::MboCollege).await;
    service.start();
    let mut planted = Planted { canaries: Canaries::default(), now: service.now(), school, college };
    let (learner, handover) = planted.written().await;
    let sander = student_at(&service.base(), &planted.school, learner).await;
    planted.handed_over(handover).await;
    planted.said_on_the_own_page(&sander, learner, handover).await;
    planted.read(handover).await;
    let count = planted.canaries.planted().len();
    assert!(count >= 200, "{count} were planted");
    let key = wrapped_key(&service);

    planted.erased(&sander, handover).await;
    cleared_within_a_minute(&service).await;
    let files = everything(&service);
    assert!(files.len() > 100_000, "this is the database");
    assert_eq!(planted.canaries.found_in(&files), Vec::<&String>::new());
    assert!(!lies_in(&files, &key), "the wrapped key lies there still");
    assert_eq!(planted.canaries.found_in(&raw_files(&service)), Vec::<&String>::new());
    let log = std::fs::read(&log).unwrap();
    assert!(log.len() > 1000, "this is the log of the process");
    assert_eq!(planted.canaries.found_in(&log), Vec::<&String>::new());
    assert!(!lies_in(&log, &key));
    println!("{count} secrets on {database:?}: none in {} bytes of the database and {} of the log", files.len(), log.len());
}

/// Who writes and reads, and what they wrote.
struct Planted {
    canaries: Canaries,
    now: DateTime<Utc>,
    school: Partner,
    college: Partner,
}

impl Planted {
    /// A learner with a draft in which everything is filled in.
    async fn written(&mut self) -> (Uuid, Uuid) {
        let new: NewLearner = self.canaries.sow(&NewLearner { desk: None, ..adult() });
        let learner = self.school.register_learner(&new).await.unwrap().id;
        let aunt = NewRepresentative {
            name: text("Ria van der Meer"),
            ground: RepresentationGround::ParentalAuthority,
            reachable_at: scene::person("Ria", estafette_contract::Role::Mentor).reachable_at,
        };
        self.school.add_representative(learner, &self.canaries.sow(&aunt)).await.unwrap();
        let draft = handover_to(&self.college, learner, Transition::VmboMbo);
        let draft = NewHandover { sender_contact: self.canaries.sow(&draft.sender_contact), ..draft };
        let handover = self.school.draft_handover(&draft).await.unwrap().id;
        for section in WRITTEN {
            self.write(handover, section).await;
        }
        (learner, handover)
    }

    /// A section with everything in it four times over, where it is a list.
    async fn write(&mut self, handover: Uuid, section: Section) {
        let mut whole = serde_json::to_value(content(section).unwrap()).unwrap();
        for list in whole.as_object_mut().into_iter().flat_map(|members| members.values_mut()).filter_map(|value| value.as_array_mut()) {
            *list = list.iter().cycle().take(4 * list.len()).cloned().collect();
        }
        let sown = self.canaries.sown(whole, "");
        let content = SectionContent::read(section, sown).unwrap().unwrap();
        let necessity = self.canaries.sow(&necessity());
        self.school.put_section(handover, content, Some(necessity), None).await.unwrap();
    }

    /// All the way until it is taken over, with words at every step.
    async fn handed_over(&mut self, handover: Uuid) {
        let (school, college, now) = (self.school.clone(), self.college.clone(), self.now);
        for section in [Section::Health, Section::CareerProfile, Section::CompetencyReflections] {
            let stated = consent(section, now);
            let stated =
                estafette_contract::NewConsent { purpose: self.text("Een goede start"), scan_reference: Some(self.text("scan")), ..stated };
            school.record_consent(handover, &stated).await.unwrap();
        }
        for _ in 0..4 {
            let told = NewInforming { note: Some(self.text("tweemaal gebeld")), ..informing(now) };
            school.inform(handover, &told).await.unwrap();
        }
        school.review(handover, &NoDetails {}).await.unwrap();
        school.record_view(handover, &self.canaries.sow(&agreed(now))).await.unwrap();
        school.ready(handover, &NoDetails {}).await.unwrap();
        school.offer(handover, &Default::default()).await.unwrap();
        let accepting = AcceptDetails { person: self.canaries.sow(&accepting().person), ..accepting() };
        college.accept(handover, &accepting).await.unwrap();
        school.hold(handover, &self.canaries.sow(&scene::holding("gaat door de ouders"))).await.unwrap();
        school.resume(handover, &NoDetails {}).await.unwrap();
        self.talked(handover).await;
        school.transfer(handover, &NoDetails {}).await.unwrap();
        college.record(handover).await.unwrap();
        let taking_over = TakeOverDetails { person: self.canaries.sow(&taking_over().person), desk: None };
        college.take_over(handover, &taking_over).await.unwrap();
        let told = scene::started(estafette_db::dutch_day(now));
        let told = NewFeedback { note: Some(self.text("past hier goed")), ..told };
        college.give_feedback(handover, &told).await.unwrap();
    }

    /// Conversations, questions with their answers, and proposals.
    async fn talked(&mut self, handover: Uuid) {
        let (school, college) = (self.school.clone(), self.college.clone());
        for _ in 0..8 {
            let spoken = NewConversation { agreed: Some(self.text("De coach belt")), ..conversation(self.now) };
            college.record_conversation(handover, &spoken).await.unwrap();
        }
        for _ in 0..32 {
            let asked = college.ask_question(handover, &items::asking(&self.word("Hoeveel hulp"))).await.unwrap().id;
            school.answer_question(handover, asked, &items::answering(&self.word("Vooral in het begin"))).await.unwrap();
        }
        let desk = NewAlternative { explanation: Some(self.text("Daar is meer tijd")), ..items::another_desk("Loket Zuid") };
        let proposed = college.propose_alternative(handover, &desk).await.unwrap().id;
        school.decide_alternative(handover, proposed, &self.canaries.sow(&items::accepting_it())).await.unwrap();
    }

    /// What the learner says themself.
    async fn said_on_the_own_page(&mut self, sander: &Client, learner: Uuid, handover: Uuid) {
        let objection = self.canaries.sow(&objecting(Section::SupportNeeds));
        let objection = sander.object(handover, &objection).await.unwrap().id;
        let why = estafette_contract::ObjectionAnswer { compelling_reason: self.text("Zonder dit gaat het mis") };
        self.school.answer_objection(handover, objection, &why).await.unwrap();
        for kind in [RightKind::Inspect, RightKind::TakeAlong] {
            let asked: NewRightsRequest = self.canaries.sow(&asking(kind));
            let asked = sander.make_request(handover, &asked).await.unwrap().id;
            let answer = self.canaries.sow(&answering_it(RightOutcome::Granted));
            self.school.answer_request(handover, asked, &answer).await.unwrap();
        }
        let second = self.another_draft(learner).await;
        let said = NewOwnView {
            own_text: Some(self.text("Ik vind het goed")),
            what_works: Some(self.text("Een lijstje")),
            ..saying(Agreement::Yes)
        };
        sander.give_own_view(second, &said).await.unwrap();
    }

    /// Another handover of the same learner, in review.
    async fn another_draft(&mut self, learner: Uuid) -> Uuid {
        let draft = handover_to(&self.college, learner, Transition::VmboMbo);
        let handover = self.school.draft_handover(&draft).await.unwrap().id;
        for section in [Section::IdentityContact, Section::SupportNeeds, Section::Plan] {
            self.write(handover, section).await;
        }
        self.school.inform(handover, &informing(self.now)).await.unwrap();
        self.school.review(handover, &NoDetails {}).await.unwrap();
        handover
    }

    /// Everything is read by everybody who may, so that it went through every part of the process.
    async fn read(&self, handover: Uuid) {
        let record = serde_json::to_vec(&self.college.record(handover).await.unwrap()).unwrap();
        assert!(self.canaries.found_in(&record).len() > 20, "they were really there");
        self.school.conversations(handover).await.unwrap();
        self.school.consents(handover).await.unwrap();
        self.school.history(handover).await.unwrap();
        // What is refused is not repeated anywhere either.
        let none = self.school.withdraw_consent(handover, Uuid::now_v7(), &scene::taking_back(self.now)).await;
        assert!(none.is_err());
    }

    async fn erased(&mut self, sander: &Client, handover: Uuid) {
        sander.take_along().await.unwrap();
        let asked: NewRightsRequest = self.canaries.sow(&asking_for_everything());
        let asked = sander.make_request(handover, &asked).await.unwrap().id;
        let answer = self.canaries.sow(&answering_it(RightOutcome::Granted));
        self.school.answer_request(handover, asked, &answer).await.unwrap();
    }

    fn word(&mut self, words: &str) -> String {
        format!("{words} {}", self.canaries.hatch())
    }

    fn text<const MAX: usize>(&mut self, words: &str) -> estafette_contract::Text<MAX> {
        text(&self.word(words))
    }
}

/// The learner's data key as it lies in the database, wrapped.
fn wrapped_key(service: &Killable) -> Vec<u8> {
    let mut rows = Raw::to(&service.address()).unwrap();
    let hex = rows.hex("data_key");
    let key = rows.lines(&format!("SELECT {hex} AS line FROM learners WHERE data_key IS NOT NULL")).remove(0);
    (0..key.len()).step_by(2).map(|at| u8::from_str_radix(&key[at..at + 2], 16).unwrap()).collect()
}

/// Waits until the house has cleared what the erasure left.
async fn cleared_within_a_minute(service: &Killable) {
    let began = Instant::now();
    let mut rows = Raw::to(&service.address()).unwrap();
    while rows.count("erasures WHERE cleared_at IS NULL") > 0 {
        assert!(began.elapsed() < Duration::from_secs(60), "not cleared within a minute");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// The files of the database as they are on disk, its log among them; on PostgreSQL every row of every table instead, as text.
fn everything(service: &Killable) -> Vec<u8> {
    match service.database() {
        TestDatabase::Sqlite(folder) => {
            let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path());
            files.flat_map(|file| std::fs::read(file).unwrap()).collect()
        }
        TestDatabase::Postgres(_) => {
            let mut rows = Raw::to(&service.address()).unwrap();
            let tables = rows.lines("SELECT table_name::text AS line FROM information_schema.tables WHERE table_schema = 'public'");
            let dumped = tables.iter().flat_map(|table| rows.lines(&format!("SELECT t::text AS line FROM {table} t")));
            dumped.collect::<Vec<_>>().join("\n").into_bytes()
        }
    }
}

/// On PostgreSQL the files of the database and the server's log of changes, as they are on disk.
///
/// They may keep a destroyed key, wrapped, until their space is used again; a text lies in them at no time.
fn raw_files(service: &Killable) -> Vec<u8> {
    let mut rows = Raw::to(&service.address()).unwrap();
    if let Raw::Sqlite(_) = rows {
        return Vec::new();
    }
    rows.execute("CHECKPOINT").unwrap();
    let folder = rows.lines("SELECT setting AS line FROM pg_settings WHERE name = 'data_directory'").remove(0);
    let oid = rows.lines("SELECT oid::text AS line FROM pg_database WHERE datname = current_database()").remove(0);
    let folders = [format!("{folder}/base/{oid}"), format!("{folder}/pg_wal")].into_iter();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()));
    files.filter_map(|file| std::fs::read(file).ok()).flatten().collect()
}

/// Whether bytes lie there, as they are or as hexadecimal digits.
fn lies_in(all: &[u8], bytes: &[u8]) -> bool {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    holds(all, bytes) || holds(all, hex.as_bytes())
}
