//! An invented region as it stood earlier in the year, and the releases that were made of it then.

use super::{attacker::Release, *};
use crate::HandoverStatus as S;

/// Where a handover is after each of its steps, with the term of that in days.
const STEPS: [(S, u32); 6] = [(S::Draft, 30), (S::InReview, 10), (S::Ready, 7), (S::Offered, 14), (S::Accepted, 28), (S::InTransfer, 14)];

/// A fact as it stood so many days before it was counted; none when it had not begun.
fn earlier(fact: &Fact, back: u32) -> Option<Fact> {
    let began = u32::try_from(fact.began / 86_400).ok()?;
    let mut left = u32::try_from(invented::COUNTED_AFTER).ok()?.checked_sub(back + began)?;
    let few = |most: u128| u32::try_from(fact.learner % most).unwrap();
    let stays = [few(13), fact.days[0], few(5), fact.days[1], fact.days[2], fact.days[3]];
    for at in 0..fact.stage {
        let stay = stays[usize::from(at)];
        if left < stay {
            return Some(standing(fact, at, left));
        }
        left -= stay;
    }
    // What became of a learner is told late, and aftercare ends late.
    let (outcome, aftercare) = match back {
        0 => (fact.outcome, fact.aftercare),
        _ => (fact.outcome.filter(|_| !fact.learner.is_multiple_of(3)), fact.aftercare.map(|_| AftercareReach::Running)),
    };
    Some(Fact { over: fact.over.and_then(|over| over.checked_sub(back)).filter(|over| *over > 0), outcome, aftercare, ..*fact })
}

/// A fact that stands at one of its steps, since so many days.
fn standing(fact: &Fact, stage: u8, since: u32) -> Fact {
    let (status, term) = STEPS[usize::from(stage)];
    let done = |at: u8, days: u32| if stage > at { days } else { 0 };
    let [review, offered, accepted, transfer] = fact.days;
    Fact {
        status,
        stage,
        days: [done(1, review), done(3, offered), done(4, accepted), done(5, transfer)],
        over: since.checked_sub(term).filter(|over| *over > 0),
        declined: None,
        held: None,
        conversation: fact.conversation.filter(|_| stage >= 5),
        consent: fact.consent.filter(|_| stage >= 2),
        outcome: None,
        aftercare: None,
        referral: fact.referral.filter(|_| stage >= 3),
        quality: fact.quality.filter(|_| stage >= 3),
        ..*fact
    }
}

/// The releases of one year, and in which column of each table every fact was counted then.
pub(super) struct Year {
    pub(super) releases: Vec<Release>,
    pub(super) places: Vec<Vec<Option<usize>>>,
    pub(super) partners: u32,
}

/// A year with releases so many days before its last day, each held against the one before it.
pub(super) fn year(seed: u64, threshold: u32, backs: &[u32]) -> Year {
    let invented = invented::invent(seed, 0, 1);
    let mut year = Year { releases: Vec::new(), places: Vec::new(), partners: u32::try_from(invented.partners.len()).unwrap() };
    for back in backs {
        let mut facts: Vec<Fact> = invented.facts.iter().filter_map(|fact| earlier(fact, *back)).collect();
        year.places.extend(facts.iter().map(|fact| tables().iter().map(|table| table.column_of(fact)).collect()));
        let counts = tally(&mut facts, tables());
        let before = year.releases.last();
        let before = |at: usize| before.map(|release| Earlier { counts: &release.counts[at], guarded: release.guarded[at].as_ref() });
        let protected = tables().iter().enumerate().map(|(at, table)| protect(&counts[at], table, threshold, before(at)));
        let guarded: Vec<Option<Guarded>> = protected.collect();
        let compared = (0..tables().len()).filter_map(|at| {
            let (counts, guarded) = (&counts[at], guarded[at].as_ref());
            before(at).map(|earlier| Compared { code: &tables()[at].code, counts, guarded, earlier })
        });
        assert_eq!(admit(threshold, threshold, &compared.collect::<Vec<_>>()), Ok(()), "{back} days before");
        year.releases.push(Release { counts, guarded });
    }
    year
}
