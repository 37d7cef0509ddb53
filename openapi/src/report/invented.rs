//! An invented school year of one region, to look at and to test with: as many learners as a region has, and no person.

mod chance;
mod course;

use chance::Chance;

use super::{Fact, Way};
use crate::{PartnerKind as K, Transition as T};

/// A school year of facts, with the partners they refer to by place.
#[derive(Debug, Clone, Default)]
pub struct Invented {
    /// The partners: what each is called, and of what kind it is.
    pub partners: Vec<(&'static str, K)>,
    /// A fact for every handover.
    pub facts: Vec<Fact>,
}

/// The day counted is this many days after the school year began.
pub const COUNTED_AFTER: i64 = 348;

const SECONDS: i64 = 86_400;

/// The partners of the region, the large ones of each kind first.
const PARTNERS: [(&str, K); 44] = [
    ("Vmbo De Linde", K::VmboSchool),
    ("Vmbo Het Anker", K::VmboSchool),
    ("Vmbo Oosterpoort", K::VmboSchool),
    ("Vmbo De Brug", K::VmboSchool),
    ("Vmbo Maasoever", K::VmboSchool),
    ("Vmbo Groenland", K::VmboSchool),
    ("Vmbo De Wissel", K::VmboSchool),
    ("Vmbo Zuiderpark", K::VmboSchool),
    ("Vmbo De Kade", K::VmboSchool),
    ("Vmbo Noorderlicht", K::VmboSchool),
    ("Vmbo De Molen", K::VmboSchool),
    ("Vmbo Westhoek", K::VmboSchool),
    ("Praktijkschool De Vaart", K::ProSchool),
    ("Praktijkschool Het Spoor", K::ProSchool),
    ("Vso De Horizon", K::VsoSchool),
    ("Vso Het Kompas", K::VsoSchool),
    ("ROC Maasdal", K::MboCollege),
    ("Vakcollege Zuid", K::MboCollege),
    ("Groen College", K::MboCollege),
    ("Vakschool De Werf", K::MboCollege),
    ("Hogeschool Maasdal", K::Hbo),
    ("Hogeschool Oost", K::Hbo),
    ("Hogeschool voor Zorg", K::Hbo),
    ("Bouwbedrijf Van Rijn", K::TrainingCompany),
    ("Zorggroep Maas", K::TrainingCompany),
    ("Installatie Noord", K::TrainingCompany),
    ("Garage De Bocht", K::TrainingCompany),
    ("Kwekerij Groenrijk", K::TrainingCompany),
    ("Hotel De Haven", K::TrainingCompany),
    ("Ziekenhuis Maasdal", K::Employer),
    ("Transport Delta", K::Employer),
    ("Supermarkt Plus Eén", K::Employer),
    ("Techniek Groep", K::Employer),
    ("Kinderopvang Zon", K::Employer),
    ("Logistiek Park", K::Employer),
    ("Doorstroompunt Maasdal", K::Doorstroompunt),
    ("UWV Maasdal", K::Uwv),
    ("UWV Oost", K::Uwv),
    ("Gemeente Havenstad", K::Gemeente),
    ("Gemeente Maasdal", K::Gemeente),
    ("Gemeente Zuidveen", K::Gemeente),
    ("Werkcentrum Maasdal", K::Werkcentrum),
    ("Werkcentrum Oost", K::Werkcentrum),
    ("Doorstroompunt Oost", K::Doorstroompunt),
];

/// How many learners go each way: 5,000 from vmbo, 6,000 who leave mbo, 1,000 who drop out, and the smaller ways beside them.
const FLOWS: [(T, K, K, usize); 16] = [
    (T::VmboMbo, K::VmboSchool, K::MboCollege, 5_000),
    (T::VsoProMbo, K::ProSchool, K::MboCollege, 180),
    (T::VsoProMbo, K::VsoSchool, K::MboCollege, 140),
    (T::MboMbo, K::MboCollege, K::MboCollege, 700),
    (T::MboHbo, K::MboCollege, K::Hbo, 2_300),
    (T::MboEmployer, K::MboCollege, K::Employer, 1_700),
    (T::MboEmployer, K::MboCollege, K::TrainingCompany, 900),
    (T::SchoolWerkcentrum, K::MboCollege, K::Werkcentrum, 220),
    (T::SchoolGemeente, K::MboCollege, K::Gemeente, 180),
    (T::SchoolUwv, K::ProSchool, K::Uwv, 60),
    (T::SchoolUwv, K::MboCollege, K::Uwv, 90),
    (T::SchoolDoorstroompunt, K::MboCollege, K::Doorstroompunt, 850),
    (T::SchoolDoorstroompunt, K::VmboSchool, K::Doorstroompunt, 150),
    (T::WorkLearning, K::Werkcentrum, K::MboCollege, 120),
    (T::LearningWorkBbl, K::MboCollege, K::TrainingCompany, 320),
    (T::InternalLine, K::MboCollege, K::MboCollege, 400),
];

/// Invents a region `times` as large as a usual one, in a school year that began at `first`, in seconds since 1970; the same for the same seed.
#[must_use]
pub fn invent(seed: u64, first: i64, times: usize) -> Invented {
    let mut chance = Chance::new(seed);
    let mut facts = Vec::new();
    let mut learner = 0;
    for (transition, from, to, number) in FLOWS {
        let way = Way { transition, from, to };
        for _ in 0..number * times {
            learner += 1;
            // One in twelve is offered to a second school or college as well.
            let offers = if way.transition == T::VmboMbo && chance.one_in(12) { 2 } else { 1 };
            let sender = partner(&mut chance, from, None);
            let mut before = sender;
            for _ in 0..offers {
                let receiver = if transition == T::InternalLine { sender } else { partner(&mut chance, to, Some(before)) };
                before = receiver;
                facts.push(course::run(&mut chance, way, (sender, receiver), learner, first));
            }
        }
    }
    Invented { partners: PARTNERS.to_vec(), facts }
}

/// A partner of a kind, the first of them more often than the last.
fn partner(chance: &mut Chance, kind: K, not: Option<u32>) -> u32 {
    let fits = |at: &u32| PARTNERS[*at as usize].1 == kind && Some(*at) != not;
    let all: Vec<u32> = (0..PARTNERS.len() as u32).filter(fits).collect();
    let (one, two) = (chance.below(all.len()), chance.below(all.len()));
    all[if chance.one_in(2) { one } else { one.min(two) }]
}

/// The moment a learner's handover begins, in days of the school year: from vmbo around the first of April, from mbo towards the summer.
fn beginning(chance: &mut Chance, transition: T) -> i64 {
    let around = |chance: &mut Chance, day: usize, spread: usize| day + chance.below(spread) + chance.below(spread) - spread;
    let day = match transition {
        // The first of April is day 243 of a year that begins on the first of August.
        T::VmboMbo | T::VsoProMbo => around(chance, 236, 32),
        T::MboHbo | T::MboEmployer | T::LearningWorkBbl => around(chance, 285, 50),
        _ => 20 + chance.below(320),
    };
    i64::try_from(day).unwrap_or(0)
}
