//! A whole school year of one region, as facts: enough to see what reports look like, and nobody in it.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use estafette_contract::{
    Alias, Aliases, CodeList, SchoolYear, Text,
    report::{
        NewRelease, ReportName,
        invented::{COUNTED_AFTER, invent},
    },
};
use estafette_db::{Store, dutch_day};

use super::{seed::Hands, stage::Seats};
use crate::cli::{
    outcome::{Outcome, because, failure},
    progress::Progress,
    say,
};

/// How many facts are added at once.
const STEP: usize = 500;

/// The same school year for everybody.
const SEED: u64 = 2026;

/// Adds the facts of the last whole school year, and releases its reports as of the summer.
pub(super) async fn add(store: &Store) -> Outcome {
    let first = first_day(store.clock().now()).ok_or_else(|| failure("there is no school year before this one"))?;
    let counted_at = first + TimeDelta::days(COUNTED_AFTER);
    let invented = invent(SEED, first.timestamp(), 1);
    let partners = store.invent_partners(&invented.partners).await.map_err(|error| because("cannot add partners", &error))?;
    let progress = Progress::of("adding the school year", invented.facts.len().div_ceil(STEP));
    for facts in invented.facts.chunks(STEP) {
        store.keep_facts(facts, &partners, counted_at).await.map_err(|error| because("cannot add facts", &error))?;
        progress.step();
    }
    progress.done();
    let year = format!("{}-{}", first.year(), first.year() + 1);
    let school_year = SchoolYear::new(year).map_err(|error| because("the school year", &error))?;
    let mut hands = Hands::of(store.clock());
    hands.turn_to(counted_at);
    let made = store.release_by_house(&NewRelease { school_year, threshold: None }).await;
    hands.turn_to(hands.home());
    let made = made.map_err(|error| because("cannot release the reports", &error))?;
    say(format!("{} facts of a school year were added, and release {} was made of them", invented.facts.len(), made.number));
    Ok(())
}

/// Noon of the first of August with which the last whole school year began.
fn first_day(now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let today = dutch_day(now);
    let year = today.year() - i32::from(today.month() < 8) - 1;
    Some(NaiveDate::from_ymd_opt(year, 8, 1)?.and_hms_opt(12, 0, 0)?.and_utc())
}

/// Four schools give the words they use for roles and competencies.
pub(super) async fn speak(seats: &Seats<'_>) -> Outcome {
    type Words = HashMap<String, BTreeMap<String, Vec<(Text<80>, String)>>>;
    let words: Words = serde_json::from_str(include_str!("data/words.json")).map_err(|error| because("the words of schools", &error))?;
    for (school, vocabularies) in words {
        let seat = seats.0.get(school.as_str()).ok_or_else(|| failure("the words are of a school that takes no part"))?;
        for (vocabulary, words) in vocabularies {
            let items = words.into_iter().map(|(word, code)| Alias { word, code }).collect();
            let given = seat.client.put_aliases(&vocabulary, &Aliases { items }).await;
            given.map_err(|error| because("cannot give a school's words", &error))?;
        }
    }
    Ok(())
}

/// Writes every report as a page into the data folder, as the consultation table reads it.
pub(super) async fn write_pages(seats: &Seats<'_>, data_dir: &Path) -> Outcome {
    let reader = seats.0.values().find(|seat| seat.line.kind == estafette_contract::PartnerKind::Overlegtafel);
    let reader = reader.ok_or_else(|| failure("the region has no consultation table"))?;
    let folder = data_dir.join("reports");
    fs::create_dir_all(&folder).map_err(|error| because(folder.display(), &error))?;
    for name in ReportName::ALL {
        let page = reader.client.report_page(*name, None).await.map_err(|error| because(name, &error))?;
        let file = folder.join(format!("{name}.html"));
        fs::write(&file, page).map_err(|error| because(file.display(), &error))?;
    }
    say(format!("The reports:        {} (open flows.html in a browser)", folder.display()));
    Ok(())
}
