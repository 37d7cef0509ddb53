//! A release over as many facts as are asked for: `ESTAFETTE_FACTS=1000000 cargo test --release -p estafette-tests a_release_over_many -- --nocapture`.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use estafette_contract::{
    PartnerKind, SchoolYear,
    report::{
        NewRelease, ReportName,
        invented::{COUNTED_AFTER, invent},
    },
};
use estafette_tests::{harness::operators::Operators, story};

/// What one invented region comes to.
const OF_ONE: usize = 13_700;

story!(a_release_over_many_facts_is_made_soon_and_read_at_once, |app| {
    let wanted = std::env::var("ESTAFETTE_FACTS").ok().and_then(|number| number.parse().ok()).unwrap_or(OF_ONE);
    let first = "2025-08-01T12:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let invented = invent(1, first.timestamp(), wanted.div_ceil(OF_ONE));
    let partners = app.store().invent_partners(&invented.partners).await.unwrap();
    for facts in invented.facts.chunks(5_000) {
        app.store().keep_facts(facts, &partners, first + TimeDelta::days(COUNTED_AFTER)).await.unwrap();
    }
    let operators = Operators::of(&app).await;
    let table = app.partner("Overlegtafel Maasdal", PartnerKind::Overlegtafel).await;
    let new = NewRelease { school_year: SchoolYear::new("2025-2026").unwrap(), threshold: None };
    let began = Instant::now();
    operators.first.release_reports(&new).await.unwrap();
    let making = began.elapsed();
    let mut readings: Vec<Duration> = Vec::new();
    for name in [ReportName::Flows, ReportName::LeadTimes, ReportName::Outcomes].repeat(7) {
        let began = Instant::now();
        assert!(!table.report(name, None).await.unwrap().tables.is_empty());
        readings.push(began.elapsed());
    }
    readings.sort();
    println!(
        "{} facts: released in {making:.1?}, a report read in {:.1?} (the middle of {})",
        invented.facts.len(),
        readings[readings.len() / 2],
        readings.len()
    );
    assert!(making < Duration::from_secs(60), "{making:?}");
});
