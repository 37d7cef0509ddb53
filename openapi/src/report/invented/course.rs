//! The course of one invented handover: how long it stood where, how it ended, and what was said along the way.

use super::{COUNTED_AFTER, Chance, SECONDS, beginning};
use crate::{
    CodeList, ConsentStatement as C, ConversationOutcome as V, Criterion, DeclineReason as D, FeedbackOutcome as O, HandoverStatus as S,
    HoldReason as H, LearningPath as P, Leerweg as W, ProgrammeLevel as L, Sector, Transition as T,
    report::{AftercareReach as A, Fact, ReferralStanding as R, SupportSaid as Said, Way},
};

/// Where it is after each state, with the term of that state in days.
const STATES: [(S, u32); 6] = [(S::Draft, 30), (S::InReview, 10), (S::Ready, 7), (S::Offered, 14), (S::Accepted, 28), (S::InTransfer, 14)];

const SECTORS: [(Sector, usize); 5] =
    [(Sector::Techniek, 24), (Sector::Economie, 22), (Sector::ZorgWelzijn, 30), (Sector::Groen, 9), (Sector::Dienstverlening, 15)];
const DECLINED: [(D, usize); 7] = [
    (D::NoCapacity, 30),
    (D::OutsideTargetGroup, 18),
    (D::StudentWithdraws, 22),
    (D::WrongPartner, 10),
    (D::AlternativeOffered, 12),
    (D::Duplicate, 6),
    (D::NoApplication, 8),
];
const HELD: [(H, usize); 4] = [(H::StudentUndecided, 40), (H::StudentNotReached, 30), (H::StudentAway, 15), (H::StartPutOff, 15)];
const SUPPORT: [(Option<Said>, usize); 5] =
    [(Some(Said::NeedsDescribed), 24), (Some(Said::NoNeed), 43), (Some(Said::NothingKnown), 22), (Some(Said::DescribedLate), 8), (None, 3)];
const SPOKEN: [(Option<V>, usize); 4] = [(Some(V::Held), 78), (Some(V::Waived), 9), (Some(V::Missed), 5), (None, 8)];
const OUTCOMES: [(Option<O>, usize); 7] = [
    (None, 34),
    (Some(O::RightPlace), 38),
    (Some(O::Started), 12),
    (Some(O::Switched), 8),
    (Some(O::DroppedOut), 4),
    (Some(O::NotStarted), 2),
    (Some(O::NotReached), 2),
];
const REACH: [(A, usize); 6] =
    [(A::Running, 45), (A::LastingWork, 24), (A::FurtherEducation, 10), (A::NotReached, 9), (A::TermOver, 7), (A::HandedOver, 5)];
const REFERRALS: [(R, usize); 3] = [(R::Asked, 25), (R::Answered, 55), (R::GivenBack, 20)];

pub(super) fn run(chance: &mut Chance, way: Way, (sender, receiver): (u32, u32), learner: u128, first: i64) -> Fact {
    let day = beginning(chance, way.transition);
    // Some receivers are slower than others.
    let slow = 1 + receiver % 3;
    let stays = [chance.days(12), chance.days(14), chance.days(4), chance.days(9 * slow), chance.days(16 + 6 * slow), chance.days(14)];
    let (status, stage, rest) = stand(chance, day, stays);
    let reached = |at: usize| if usize::from(stage) > at { stays[at] } else { 0 };
    let stuck_after = STATES.iter().find(|(state, _)| *state == status).map(|(_, term)| *term);
    let term = if status == S::OnHold { Some(30) } else { stuck_after };
    let fact = Fact {
        learner,
        way,
        sender,
        receiver,
        began: first + day * SECONDS,
        sector: None,
        level: None,
        path: None,
        leerweg: None,
        status,
        stage,
        days: [reached(1), reached(3), reached(4), reached(5)],
        over: term.and_then(|term| rest.checked_sub(term)).filter(|over| *over > 0),
        declined: (status == S::Declined).then(|| chance.of(&DECLINED)),
        held: (status == S::OnHold).then(|| chance.of(&HELD)),
        support: None,
        competencies: 0,
        conversation: None,
        consent: None,
        outcome: None,
        aftercare: None,
        referral: None,
        quality: None,
    };
    let fact = going(chance, fact);
    said(chance, fact)
}

/// Where it stands on the day counted, how far it came, and since how many days.
fn stand(chance: &mut Chance, day: i64, stays: [u32; 6]) -> (S, u8, u32) {
    let passed = u32::try_from(COUNTED_AFTER - day).unwrap_or(0);
    // Three in a hundred get stuck somewhere, two in a hundred wait.
    let stuck_at = if chance.percent(3) { chance.below(6) } else { 6 };
    let held_at = if chance.percent(2) { 1 + chance.below(4) } else { 6 };
    let mut left = passed;
    for (at, (state, _)) in STATES.iter().enumerate() {
        let stage = u8::try_from(at).unwrap_or(0);
        if at == held_at && left > 0 {
            return (S::OnHold, stage, left);
        }
        if at == stuck_at || left < stays[at] {
            return (*state, stage, left);
        }
        left -= stays[at];
        if *state == S::Offered && chance.percent(6) {
            return (if chance.percent(70) { S::Declined } else { S::Expired }, stage, left);
        }
        if *state == S::Ready && chance.percent(2) {
            return (S::Withdrawn, stage, left);
        }
    }
    (S::TakenOver, 6, left)
}

/// Where to: level, sector, path and leerweg, as they go with the transition.
fn going(chance: &mut Chance, fact: Fact) -> Fact {
    let sector = Some(chance.of(&SECTORS));
    let path = Some(chance.of(&[(P::Bol, 72), (P::Bbl, 28)]));
    match fact.way.transition {
        T::VmboMbo => {
            let leerweg = chance.of(&[(W::Bb, 24), (W::Kb, 31), (W::Gl, 12), (W::Tl, 33)]);
            let level = match leerweg {
                W::Bb => chance.of(&[(L::Mbo2, 88), (L::Mbo1, 8), (L::Mbo3, 4)]),
                W::Kb => chance.of(&[(L::Mbo3, 62), (L::Mbo4, 32), (L::Mbo2, 6)]),
                _ => chance.of(&[(L::Mbo4, 86), (L::Mbo3, 14)]),
            };
            Fact { leerweg: Some(leerweg), level: Some(level), sector, path, ..fact }
        }
        T::VsoProMbo => {
            let leerweg = if fact.way.from == crate::PartnerKind::ProSchool { W::Pro } else { W::Vso };
            Fact { leerweg: Some(leerweg), level: Some(chance.of(&[(L::Mbo1, 62), (L::Mbo2, 38)])), sector, path, ..fact }
        }
        T::MboHbo => Fact { level: Some(chance.of(&[(L::AssociateDegree, 18), (L::Bachelor, 82)])), sector, ..fact },
        T::MboMbo | T::WorkLearning | T::LearningWorkBbl => {
            let bbl = fact.way.transition == T::LearningWorkBbl;
            let level = Some(chance.of(&[(L::Mbo2, 28), (L::Mbo3, 36), (L::Mbo4, 36)]));
            Fact { level, sector, path: if bbl { Some(P::Bbl) } else { path }, ..fact }
        }
        _ => fact,
    }
}

/// What was said and spoken along the way, and what became of the learner.
fn said(chance: &mut Chance, fact: Fact) -> Fact {
    let asks = !matches!(fact.way.transition, T::VmboMbo | T::VsoProMbo | T::MboMbo | T::InternalLine);
    let aftercare =
        matches!(fact.way.transition, T::MboEmployer | T::SchoolUwv | T::SchoolGemeente | T::SchoolWerkcentrum | T::SchoolDoorstroompunt);
    let support = chance.of(&SUPPORT);
    let competencies = (0..5).fold(0, |all, bit| if chance.percent(82 - 9 * bit) { all | (1 << bit) } else { all });
    let conversation = chance.of(&SPOKEN);
    let outcome = chance.of(&OUTCOMES);
    let consent = chance.of(&[(C::Given, 88), (C::Refused, 9), (C::Withdrawn, 3)]);
    let reach = chance.of(&REACH);
    let referral = chance.of(&REFERRALS);
    Fact {
        support: (fact.stage >= 1).then_some(support).flatten(),
        competencies: if fact.stage >= 1 { competencies } else { 0 },
        conversation: (fact.stage >= 5).then_some(conversation.or(Some(V::Held))).flatten().or(conversation.filter(|_| fact.stage == 4)),
        consent: (asks && fact.stage >= 2).then_some(consent),
        outcome: (fact.stage >= 6).then_some(outcome).flatten(),
        aftercare: (aftercare && fact.stage >= 6).then_some(reach),
        referral: (fact.stage >= 3 && chance.percent(9)).then_some(referral),
        quality: (fact.stage >= 3).then(|| quality(chance, competencies, support)),
        ..fact
    }
}

/// What of the quality frame was met when it was offered: what follows from what was said, and the rest by chance.
fn quality(chance: &mut Chance, competencies: u8, support: Option<Said>) -> u16 {
    let said_in_time = matches!(support, Some(Said::NeedsDescribed | Said::NoNeed));
    let follows = [(Criterion::Competencies, competencies == 0b1_1111), (Criterion::SupportKnown, said_in_time)];
    let met = |chance: &mut Chance, criterion: Criterion| {
        let known = follows.iter().find(|(one, _)| *one == criterion).map(|(_, met)| *met);
        known.unwrap_or_else(|| criterion.before_offer() && chance.percent(84))
    };
    Criterion::ALL.iter().fold(0, |all, one| if met(chance, *one) { all | u16::try_from(one.bit()).unwrap_or(0) } else { all })
}
