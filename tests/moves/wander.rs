//! Walks at random: whatever whoever tries, and whenever, what is promised of a handover holds.
//!
//! `PROPTEST_CASES=1000 cargo test -p estafette-tests wander` walks for longer. What fails is made as short as it can be.

use std::cell::Cell;

use actix_web::rt::System;
use chrono::TimeDelta;
use estafette_client::{Client, ClientError};
use estafette_contract::{CodeList, HandoverStatus, HistoryLine, Move, PartnerKind, Party, Problem, ProblemKind, Reading, Transition};
use estafette_tests::harness::{
    Database, Partner, TestApp,
    scene::{agreed, conversation, handover_to, identity, informing, started, support},
    way::adult,
};
use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};
use uuid::Uuid;

use super::{Table, called, stage::make};

/// How many walks there are when nobody says how many.
const WALKS: u32 = 5;

/// Something that somebody does, or that happens.
#[derive(Debug, Clone)]
enum Step {
    /// One of the four tries a move, be it theirs or not.
    Try { who: usize, which: usize, name: Move },
    /// A party makes one of the moves it is shown, mostly one that leads on.
    Go { which: usize, pick: usize },
    /// The sender writes a section anew; under review the review begins again.
    Write { which: usize },
    /// Days pass, and the clock looks at the terms.
    Wait { days: i64 },
}

fn step() -> impl Strategy<Value = Step> {
    let pick = prop_oneof![8 => Just(0_usize), 2 => 1..6_usize];
    prop_oneof![
        12 => (0..2_usize, pick).prop_map(|(which, pick)| Step::Go { which, pick }),
        4 => (0..4_usize, 0..2_usize, select(called().collect::<Vec<_>>())).prop_map(|(who, which, name)| Step::Try { who, which, name }),
        1 => (0..2_usize).prop_map(|which| Step::Write { which }),
        1 => (1..20_i64).prop_map(|days| Step::Wait { days }),
    ]
}

#[test]
fn whatever_whoever_tries_the_promises_hold_on_sqlite() {
    walks(Database::Sqlite);
}

#[test]
fn whatever_whoever_tries_the_promises_hold_on_postgres() {
    if Database::Postgres.is_here() {
        walks(Database::Postgres);
    }
}

fn walks(database: Database) {
    let system = System::new();
    let region = system.block_on(Region::set(database));
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(WALKS);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 100, ..Config::default() };
    let walked = TestRunner::new(config).run(&prop::collection::vec(step(), 15..40), |steps| {
        system.block_on(async {
            let mut walk = Walk::begin(&region).await;
            for step in &steps {
                walk.take(step).await;
                walk.check().await;
            }
            walk.end().await;
        });
        Ok(())
    });
    walked.unwrap_or_else(|found| panic!("{found}"));
    let (made, refused) = (region.made.get(), region.refused.get());
    assert!(made > 4 * cases as usize && refused > cases as usize, "the walks led nowhere: {made} moves, {refused} refusals");
}

/// Who takes part in every walk: a sender, two receivers of the same learner, and somebody who is no party.
struct Region {
    app: TestApp,
    table: Table,
    all: [Partner; 4],
    /// How many moves were made, and how many refused.
    made: Cell<usize>,
    refused: Cell<usize>,
}

impl Region {
    async fn set(database: Database) -> Self {
        let app = TestApp::start(database).await;
        let college = async |name| app.partner(name, PartnerKind::MboCollege).await;
        let all = [college("ROC De Beemd").await, college("ROC Maasdal").await, college("ROC Rijnveld").await, college("ROC Elders").await];
        let table = Table::served(&all[0]).await;
        Self { app, table, all, made: Cell::new(0), refused: Cell::new(0) }
    }
}

/// A learner with two handovers, one to each receiver, and the course of each as it was last seen.
struct Walk<'r> {
    region: &'r Region,
    learner: Uuid,
    handovers: [Uuid; 2],
    courses: [Vec<HistoryLine>; 2],
}

impl<'r> Walk<'r> {
    async fn begin(region: &'r Region) -> Self {
        let sender = &region.all[0];
        let learner = sender.register_learner(&adult()).await.unwrap().id;
        let mut handovers = [Uuid::nil(); 2];
        for (handover, receiver) in handovers.iter_mut().zip(&region.all[1..]) {
            let id = sender.draft_handover(&handover_to(receiver, learner, Transition::MboMbo)).await.unwrap().id;
            sender.put_section(id, identity(), None, None).await.unwrap();
            sender.put_section(id, support(), None, None).await.unwrap();
            sender.inform(id, &informing(region.app.clock().now())).await.unwrap();
            *handover = id;
        }
        let mut walk = Self { region, learner, handovers, courses: [Vec::new(), Vec::new()] };
        walk.check().await;
        walk
    }

    fn sender(&self) -> &'r Client {
        &self.region.all[0]
    }

    fn status(&self, which: usize) -> HandoverStatus {
        self.courses[which].last().expect("a course begins with a draft").status
    }

    fn was(&self, which: usize, status: HandoverStatus) -> bool {
        self.courses[which].iter().any(|line| line.status == status)
    }

    /// Who has to be responsible now: the sender, until one of the receivers took over.
    fn responsible(&self) -> usize {
        (0..2).find(|&which| self.was(which, HandoverStatus::TakenOver)).map_or(0, |which| which + 1)
    }

    /// As what one of the four may move a handover.
    fn parties(&self, who: usize, which: usize) -> Vec<Party> {
        let side = [(0, Party::Sender), (which + 1, Party::Receiver)].into_iter().find(|(party, _)| *party == who);
        let responsible = (self.responsible() == who).then_some(Party::Responsible);
        side.into_iter().map(|(_, party)| party).chain(responsible).collect()
    }

    fn knows(&self, who: usize, which: usize) -> bool {
        who == 0 || (who == which + 1 && self.was(which, HandoverStatus::Offered))
    }

    async fn take(&mut self, step: &Step) {
        match *step {
            Step::Try { who, which, name } => self.attempt(who, which, name).await,
            Step::Go { which, pick } => self.go(which, pick).await,
            Step::Write { which } => self.write(which).await,
            Step::Wait { days } => {
                self.region.app.days_pass(days);
                self.region.app.look().await;
            }
        }
    }

    /// Makes one of the moves that are possible, those that lead on first.
    async fn go(&self, which: usize, pick: usize) {
        let status = self.status(which);
        let of = |who: usize| self.region.table.possible(status, &self.parties(who, which)).into_iter().map(move |name| (who, name));
        let mut possible: Vec<(usize, Move)> = of(0).chain(of(which + 1)).collect();
        possible.sort_by_key(|(_, name)| matches!(name, Move::Withdraw | Move::Decline | Move::Cancel | Move::Hold | Move::ConfirmCancel));
        if let Some((who, name)) = possible.get(pick % possible.len().max(1)) {
            self.attempt(*who, which, *name).await;
        }
    }

    async fn attempt(&self, who: usize, which: usize, name: Move) {
        let (id, before) = (self.handovers[which], self.status(which));
        match make(&self.region.all[who], id, name).await {
            Ok(_) => {
                self.region.made.update(|made| made + 1);
                let led = self.region.table.leads(before, name, &self.parties(who, which));
                assert!(led.is_some(), "{who} made {name} from {before}");
                self.prepare(which, name).await;
            }
            Err(ClientError::Refused(problem)) => {
                self.region.refused.update(|refused| refused + 1);
                self.was_told(&problem, who, which);
            }
            Err(fault) => panic!("{name} from {before}: {fault}"),
        }
    }

    /// Does what the move after this one will ask for.
    async fn prepare(&self, which: usize, name: Move) {
        let (id, receiver, now) = (self.handovers[which], &self.region.all[which + 1], self.region.app.clock().now());
        match name {
            Move::Review => drop(self.sender().record_view(id, &agreed(now)).await.unwrap()),
            Move::Accept => drop(receiver.record_conversation(id, &conversation(now)).await.unwrap()),
            Move::TakeOver => drop(receiver.give_feedback(id, &started(estafette_db::dutch_day(now))).await.unwrap()),
            _ => {}
        }
    }

    async fn write(&self, which: usize) {
        let id = self.handovers[which];
        let Ok((_, read)) = self.sender().section(id, estafette_contract::Section::SupportNeeds).await else { return };
        if let Err(refused) = self.sender().put_section(id, support(), None, Some(read.as_str())).await {
            assert!(refused.problem().is_some_and(|problem| (400..500).contains(&problem.status())), "{refused}");
        }
    }

    /// A refusal is the caller's to mend, and tells whoever knows the handover where it stands and what is possible.
    fn was_told(&self, problem: &Problem, who: usize, which: usize) {
        assert!((400..500).contains(&problem.status), "{problem:?}");
        if !self.knows(who, which) {
            return assert_eq!(problem.catalogued(), Some(ProblemKind::NotFound), "{problem:?}");
        }
        let status = self.status(which);
        let mut possible = problem.possible_moves.clone().expect("every refused move tells what is possible");
        possible.sort_by_key(|name| name.code());
        assert_eq!((problem.current_status, possible), (Some(status), self.region.table.possible(status, &self.parties(who, which))));
    }

    async fn check(&mut self) {
        for which in 0..2 {
            self.history_goes_on(which).await;
        }
        let taken = (0..2).filter(|&which| self.was(which, HandoverStatus::TakenOver)).count();
        assert!(taken < 2, "one learner was taken over twice");
        let responsible = self.sender().learner(self.learner).await.unwrap().responsible.partner.id;
        assert_eq!(responsible, self.region.all[self.responsible()].id, "exactly one party, and the one that took over");
        for which in 0..2 {
            self.only_what_is_granted_is_read(which).await;
        }
    }

    /// Nothing of the course changes but what is added, and that is in the table.
    async fn history_goes_on(&mut self, which: usize) {
        let course = self.sender().history(self.handovers[which]).await.unwrap().items;
        let known = self.courses[which].len();
        assert!(course.starts_with(&self.courses[which]), "the history is append-only");
        for at in known.max(1)..course.len() {
            let (before, line) = (&course[at - 1], &course[at]);
            let name = line.name.expect("every line but the first is a move");
            let row =
                self.region.table.0.iter().find(|row| row.name == name && row.from.contains(&before.status) && row.by.contains(&line.by));
            let to = row.unwrap_or_else(|| panic!("{name} from {} by {} is not in the table", before.status, line.by)).to;
            // What is resumed goes on where it was held.
            let to = if name == Move::Resume { course[at - 2].status } else { to };
            assert_eq!(line.status, to, "{name} from {}", before.status);
        }
        self.courses[which] = course;
        let stands = self.sender().handover(self.handovers[which]).await.map(|view| view.status);
        assert!(stands.is_ok_and(|stands| stands == self.status(which)));
    }

    async fn only_what_is_granted_is_read(&self, which: usize) {
        let status = self.status(which);
        for (who, client) in self.region.all.iter().enumerate() {
            let reading = match who {
                0 => status.readings().sender,
                receiver if receiver == which + 1 => status.readings().receiver,
                _ => Reading::Nothing,
            };
            let may = reading == Reading::Full || (reading == Reading::Granted && self.is_in_time(which));
            match client.record(self.handovers[which]).await {
                Ok(record) => assert!(may && record.sections.len() == 2, "{who} reads in {status}"),
                Err(ClientError::Refused(problem)) => {
                    assert!(!may && (400..500).contains(&problem.status), "{who} in {status}: {problem:?}")
                }
                Err(fault) => panic!("{fault}"),
            }
        }
    }

    /// Whether the receiver may still copy what it took over.
    fn is_in_time(&self, which: usize) -> bool {
        let taken = self.courses[which].iter().find(|line| line.status == HandoverStatus::TakenOver);
        taken.is_none_or(|line| self.region.app.clock().now() < line.moved_at + TimeDelta::days(30))
    }

    /// Leaves nothing for the clock to do in the walks after this one, as far as the sender can.
    async fn end(self) {
        for id in self.handovers {
            drop(make(self.sender(), id, Move::Withdraw).await);
        }
    }
}
