//! Who the learner is, and who speaks for the learner by law.

use chrono::{Datelike, Months, NaiveDate};
use estafette_contract::{
    Section, Text,
    content::{IdentityContact, NamedContact},
};

use super::{
    OsoFault, contact,
    report::{Place, Report, Unused, parse_date},
    tree::Element,
};

const LEARNER: Place = Place::to("leerling", Section::IdentityContact);
const ADDRESSES: Place = Place::to("leerling/adreslijst", Section::IdentityContact);
const NUMBERS: Place = Place::to("leerling/communicatielijst", Section::IdentityContact);
const CARER: Place = Place::to("leerling/verzorger", Section::IdentityContact);
/// What the contract takes.
const MOST_REPRESENTATIVES: usize = 6;
/// Nobody at school is older.
const OLDEST_YEARS: i32 = 110;
const NOT_NEEDED: &str = "The receiver does not need it for this transition.";
const NO_NUMBERS: &str = "Estafette holds no national numbers and no other school's own numbers.";
const UNUSED: [Unused; 19] = [
    ("bsn", "leerling/bsn", NO_NUMBERS),
    ("onderwijsnummer", "leerling/onderwijsnummer", NO_NUMBERS),
    ("leerlingid", "leerling/leerlingid", NO_NUMBERS),
    ("voornaam", "leerling/voornaam", "One given name is taken over, the one the learner goes by."),
    ("voorletters-1", "leerling/voorletters-1", "One given name is taken over, the one the learner goes by."),
    ("gba", "leerling/gba", "The learner appears under the name the learner goes by, not the registered one."),
    ("geslacht", "leerling/geslacht", NOT_NEEDED),
    ("geboortemaand", "leerling/geboortemaand", "The day of birth is taken over instead."),
    ("geboorteplaats", "leerling/geboorteplaats", NOT_NEEDED),
    ("nationaliteit", "leerling/nationaliteit", NOT_NEEDED),
    ("nnca", "leerling/nnca", "Origin is not handed over."),
    ("leerlinggewicht", "leerling/leerlinggewicht", "Weights for funding say something about parents and are not handed over."),
    ("tehuis", "leerling/tehuis", "Whether someone lives in care is not handed over."),
    ("huisarts", "leerling/huisarts", "Health data; the learner can tell who the doctor is."),
    ("verzorgersaansprakelijk", "leerling/verzorgersaansprakelijk", NOT_NEEDED),
    ("aansprakelijkeinstelling", "leerling/aansprakelijkeinstelling", NOT_NEEDED),
    ("adresbuitenland", "leerling/adresbuitenland", "Addresses abroad are not taken over; add one by hand if it is needed."),
    ("postcode4adres", "leerling/postcode4adres", "A part of a postal code is not an address."),
    ("teruggeplaatstnaarbrin", "leerling/teruggeplaatstnaarbrin", NOT_NEEDED),
];
const NO_ACCOUNTS: &str = "Estafette holds no account numbers.";
const ONLY_TO_REACH: &str = "Of a representative only name, telephone number and e-mail address are taken over.";
const UNUSED_OF_CARER: [Unused; 8] = [
    ("iban", "leerling/verzorger/iban", NO_ACCOUNTS),
    ("banknummer", "leerling/verzorger/banknummer", NO_ACCOUNTS),
    ("geslacht", "leerling/verzorger", ONLY_TO_REACH),
    ("relatietotkind", "leerling/verzorger", ONLY_TO_REACH),
    ("adreslijst", "leerling/verzorger", ONLY_TO_REACH),
    ("adresgeheim", "leerling/verzorger", ONLY_TO_REACH),
    ("voornaam", "leerling/verzorger", ONLY_TO_REACH),
    ("voorletters-1", "leerling/verzorger", ONLY_TO_REACH),
];

/// The learner's name and day of birth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name the learner goes by.
    pub given_name: Text<80>,
    /// Particle before the family name.
    pub family_name_prefix: Option<Text<40>>,
    /// Family name.
    pub family_name: Text<120>,
    /// Day of birth.
    pub born_on: NaiveDate,
}

/// Takes the learner's name and day of birth.
pub(super) fn read(learner: &mut Element, report: &mut Report) -> Result<Person, OsoFault> {
    let born_on = day_of_birth(learner, report.today())?;
    let given = learner.take_text("roepnaam").or_else(|| learner.take_text("voornaam")).or_else(|| learner.take_text("voorletters-1"));
    let given = given.ok_or(OsoFault::Missing("leerling/roepnaam"))?;
    let family = learner.take_text("achternaam").ok_or(OsoFault::Missing("leerling/achternaam"))?;
    Ok(Person {
        given_name: report.text(LEARNER, Some(given)).ok_or(OsoFault::UnusableName("roepnaam"))?,
        family_name_prefix: report.text(LEARNER, learner.take_text("voorvoegsel")),
        family_name: report.text(LEARNER, Some(family)).ok_or(OsoFault::UnusableName("achternaam"))?,
        born_on,
    })
}

fn day_of_birth(learner: &mut Element, today: NaiveDate) -> Result<NaiveDate, OsoFault> {
    let raw = learner.take_text("geboortedatum").ok_or(OsoFault::BirthDateMissing)?;
    let day = parse_date(&raw).ok_or(OsoFault::BirthDateImpossible)?;
    if day > today {
        Err(OsoFault::BirthDateInFuture)
    } else if day.year() < today.year() - OLDEST_YEARS {
        Err(OsoFault::BirthDateImpossible)
    } else {
        Ok(day)
    }
}

/// Takes how the learner and the legal representatives are reached.
pub(super) fn identity(person: &Person, learner: &mut Element, report: &mut Report) -> IdentityContact {
    let mut carers = learner.take_all("verzorger");
    report.at_most(CARER, &mut carers, 20);
    let address = address(learner, &carers, report);
    let reachable_at = contact::reachable_at(learner, NUMBERS, "leerling/communicatielijst", report);
    let representatives = representatives(person, carers, report);
    report.leave(learner, &UNUSED);
    report.mapped(LEARNER, "Name, day of birth and, as far as they are not secret, where the learner lives and is reached.");
    IdentityContact {
        given_name: person.given_name.clone(),
        family_name_prefix: person.family_name_prefix.clone(),
        family_name: person.family_name.clone(),
        born_on: person.born_on,
        address,
        reachable_at,
        representatives,
    }
}

/// The address, unless it is secret for the learner or for someone the learner may live with.
fn address(learner: &mut Element, carers: &[Element], report: &mut Report) -> Option<estafette_contract::content::Address> {
    let with_someone_secret =
        carers.iter().any(|carer| carer.children.iter().any(|c| c.name == "adresgeheim" && !matches!(c.text.trim(), "false" | "0")));
    let secret = report.is_set(learner, "adresgeheim", ADDRESSES);
    if !secret && !with_someone_secret {
        return contact::home(learner, ADDRESSES, "leerling/adreslijst", report);
    }
    learner.leave_out(&["adreslijst"]);
    if secret {
        report.dropped("leerling/adreslijst", "The address is marked as secret (adresgeheim).");
    } else {
        report.ask(ADDRESSES, "A parent's or carer's address is secret and may be the learner's too, so none was taken over. Add it by hand if it may be known.");
    }
    None
}

fn representatives(person: &Person, carers: Vec<Element>, report: &mut Report) -> Vec<NamedContact> {
    if carers.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<NamedContact> = carers.into_iter().filter_map(|carer| representative(carer, report)).collect();
    if is_of_age(person.born_on, report.today()) && !found.is_empty() {
        report.ask(
            CARER,
            "The learner is of age, so parents and carers were left out. Add a representative by hand if a court appointed one.",
        );
        return Vec::new();
    }
    if found.len() > MOST_REPRESENTATIVES {
        found.truncate(MOST_REPRESENTATIVES);
        report.ask(CARER, "More than six legal representatives; the rest were left out. Add by hand who matters.");
    }
    if !found.is_empty() {
        report.mapped(CARER, "Legal representatives with their name, telephone number and e-mail address.");
    }
    found
}

fn is_of_age(born_on: NaiveDate, today: NaiveDate) -> bool {
    born_on.checked_add_months(Months::new(18 * 12)).is_some_and(|day| day <= today)
}

fn representative(mut carer: Element, report: &mut Report) -> Option<NamedContact> {
    const PART: &str = "leerling/verzorger";
    let died = carer.holds("overlijdensdatum") || report.is_set(&mut carer, "overleden", CARER);
    if died {
        report.dropped(PART, "A parent or carer who died is not taken over.");
        return None;
    }
    let by_law = carer.take_text("wettigevertegenwoordiger");
    if report.flag(CARER, by_law) != Some(true) {
        report.dropped(PART, "Only legal representatives are taken over, not other parents or carers.");
        return None;
    }
    let name = full_name(&mut carer, report);
    let reachable_at = contact::reachable_at(&mut carer, CARER, "leerling/verzorger/communicatielijst", report);
    report.leave(&mut carer, &UNUSED_OF_CARER);
    report.rest(CARER, &carer);
    if name.is_none() {
        report.ask(CARER, "A legal representative has no name that can be used and was left out. Add the person by hand.");
    }
    Some(NamedContact { name: name?, reachable_at })
}

fn full_name(carer: &mut Element, report: &mut Report) -> Option<Text<160>> {
    let given = carer.take_text("roepnaam").or_else(|| carer.take_text("voornaam")).or_else(|| carer.take_text("voorletters-1"));
    let family = carer.take_text("achternaam")?;
    let words = [given, carer.take_text("voorvoegsel"), Some(family)];
    report.text(CARER, Some(words.into_iter().flatten().collect::<Vec<_>>().join(" ")))
}
