//! What the documentation draws from data is drawn from the data of today.

use std::{fmt::Write, path::Path};

use estafette_contract::{
    CodeList, HandoverStatus, MOVES, Move, RETENTION, RetentionRow, SectionDemand, TermKind, TermLength, TermStage, Transition,
    TransitionProfile, WATCHED,
};

#[test]
fn the_state_table_is_drawn_as_it_is() {
    is_drawn("how-it-works.md", "state-table", &format!("{}\n{}\n{}", diagram(), moves(), readings()));
}

#[test]
fn the_profiles_are_drawn_as_they_are() {
    is_drawn("how-it-works.md", "profiles", &format!("{}\n{}", profiles(), reasons()));
}

#[test]
fn the_terms_are_drawn_as_they_are() {
    is_drawn("how-it-works.md", "terms", &terms());
    is_drawn("operations.md", "settings", &settings());
}

#[test]
fn the_retention_rules_are_drawn_as_they_are() {
    let line = |row: &RetentionRow| {
        let all = |codes: String| if codes == "–" { "all".to_owned() } else { codes };
        let sections = all(codes(row.sections));
        vec![format!("`{}`", row.rule), row.rule.term().en.to_owned(), codes(row.statuses), sections, length(row)]
    };
    is_drawn("how-it-works.md", "retention", &table(&["rule", "what", "in", "sections", "kept for"], RETENTION.iter().map(line).collect()));
}

fn length(row: &RetentionRow) -> String {
    format!("`{}` {}", row.term.setting(), row.since.term().en)
}

/// `UPDATE_DOCS=1 cargo test -p estafette-tests documents` draws it anew.
fn is_drawn(page: &str, place: &str, drawing: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(page);
    let (begin, end) = (format!("<!-- {place}:begin -->\n"), format!("<!-- {place}:end -->"));
    // Tests draw side by side, on the same page.
    static PAGES: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _alone = PAGES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(&begin).expect("the page has a place for it");
    let (_, after) = rest.split_once(&end).expect("and the place ends");
    let drawn = format!("{before}{begin}{drawing}{end}{after}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &drawn).unwrap();
    } else {
        assert!(text == drawn, "run UPDATE_DOCS=1 cargo test -p estafette-tests documents");
    }
}

fn every_profile() -> impl Iterator<Item = TransitionProfile> {
    Transition::ALL.iter().map(|transition| transition.profile())
}

fn profiles() -> String {
    let line = |profile: TransitionProfile| {
        let sections = |demand| profile.sections.iter().filter(|rule| rule.demand == demand).map(|rule| rule.section).collect::<Vec<_>>();
        let yes = |holds: bool| if holds { "yes" } else { "–" }.to_owned();
        vec![
            format!("`{}`", profile.transition),
            codes(&profile.senders),
            codes(&profile.receivers),
            codes(&sections(SectionDemand::Required)),
            codes(&sections(SectionDemand::Forbidden)),
            yes(profile.needs_application),
            yes(profile.moves_responsibility),
        ]
    };
    let heads = ["transition", "from", "to", "required", "forbidden", "application reference", "moves responsibility"];
    table(&heads, every_profile().map(line).collect())
}

fn reasons() -> String {
    let line = |profile: TransitionProfile| {
        let declining = profile.reasons.iter().find(|one| one.name == Move::Decline).map(|one| one.reasons.clone());
        let reasons: Vec<String> = declining.unwrap_or_default().iter().map(|reason| format!("`{reason}`")).collect();
        vec![format!("`{}`", profile.transition), reasons.join(", ")]
    };
    table(&["transition", "may be declined for"], every_profile().map(line).collect())
}

fn terms() -> String {
    let line = |watch: &estafette_contract::WatchRow| {
        let then = match (watch.then, watch.refers) {
            (Some(name), _) => format!("the clock makes `{name}`"),
            (None, true) => format!("told on, up to `{}`", TermStage::Referred),
            (None, false) => format!("told on, up to `{}`", TermStage::Escalated),
        };
        let at = if watch.only_at.is_empty() { "all".to_owned() } else { codes(watch.only_at) };
        vec![format!("`{}`", watch.term), codes(watch.runs_in), at, format!("`{}`", watch.by), watch.en.to_owned(), then]
    };
    table(&["term", "runs in", "transitions", "who acts", "what there is to do", "when it is over"], WATCHED.iter().map(line).collect())
}

fn settings() -> String {
    let line = |kind: &TermKind| {
        let unit = match kind.usual() {
            TermLength::Days(_) => "days",
            TermLength::On(..) => "the day",
            TermLength::Years(_) => "years",
        };
        vec![format!("`{}`", kind.setting()), kind.usual().setting(), format!("{unit} {}", kind.term().en)]
    };
    table(&["setting", "default", "what it is"], TermKind::ALL.iter().map(line).collect())
}

fn diagram() -> String {
    let mut lines = vec!["stateDiagram-v2".to_owned(), "    [*] --> draft".to_owned()];
    for row in MOVES {
        lines.extend(row.from.iter().map(|from| format!("    {from} --> {}: {}", row.to, row.name)));
    }
    lines.extend(HandoverStatus::ALL.iter().filter(|status| status.is_final()).map(|status| format!("    {status} --> [*]")));
    let mut seen = std::collections::HashSet::new();
    lines.retain(|line| seen.insert(line.clone()));
    format!("```mermaid\n{}\n```\n", lines.join("\n"))
}

fn moves() -> String {
    let rows =
        MOVES.iter().map(|row| vec![format!("`{}`", row.name), codes(row.from), format!("`{}`", row.to), codes(row.by), codes(row.guards)]);
    table(&["move", "from", "to", "by", "guards"], rows.collect())
}

fn readings() -> String {
    let rows = HandoverStatus::ALL.iter().map(|status| {
        let readings = status.readings();
        [status.code(), readings.sender.code(), readings.receiver.code(), readings.learner.code()].map(|code| format!("`{code}`")).to_vec()
    });
    table(&["status", "sender reads", "receiver reads", "learner reads"], rows.collect())
}

fn codes<L: CodeList>(list: &[L]) -> String {
    let codes: Vec<String> = list.iter().map(|value| format!("`{}`", value.code())).collect();
    if codes.is_empty() { "–".into() } else { codes.join(", ") }
}

/// A table whose columns line up.
fn table(heads: &[&str], rows: Vec<Vec<String>>) -> String {
    let heads: Vec<String> = heads.iter().map(ToString::to_string).collect();
    let width = |column: usize| rows.iter().chain([&heads]).map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    let mut out = String::new();
    let mut line = |cells: &[String]| {
        let padded: Vec<String> = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        writeln!(out, "| {} |", padded.join(" | ")).unwrap();
    };
    line(&heads);
    line(&widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>());
    rows.iter().for_each(|row| line(row));
    out
}
