//! The receipt of a consent as a page, in the language of the text that was shown.

use chrono::NaiveDate;
use estafette_contract::{CodeList, ConsentReceipt, ConsentStatement, ConsentText, ConsentView, Language};
use estafette_db::dutch_day;
use maud::{DOCTYPE, Markup, html};

use super::STYLE;

/// A receipt to show or print.
pub fn receipt(receipt: &ConsentReceipt) -> Markup {
    let record = &receipt.record;
    let words = words(record.text_language);
    html! {
        (DOCTYPE)
        html lang=(record.text_language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (words.title) }
                style { (maud::PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (words.title) }
                    p { strong { (label(record.statement, record.text_language)) } }
                    (facts(receipt, words))
                    @if let Some(shown) = shown(record) { (quoted(shown, words)) }
                    @if record.statement == ConsentStatement::Given { h2 { (words.taking_back) } p { (words.how) } }
                }
                (reference(receipt, words))
            }
        }
    }
}

fn facts(receipt: &ConsentReceipt, words: &Words) -> Markup {
    let (record, language) = (&receipt.record, receipt.record.text_language);
    let lines = [
        (words.section, label(record.section, language).to_owned()),
        (words.from, receipt.controller.name.clone()),
        (words.to, receipt.recipient.name.clone()),
        (words.transition, label(receipt.transition, language).to_owned()),
        (words.purpose, record.purpose.clone()),
        (words.by, label(record.giver, language).to_owned()),
        (words.channel, label(record.channel, language).to_owned()),
        (words.stated, day(dutch_day(record.stated_at))),
        (words.holds, day(record.from_on) + &record.until_on.map(|until| format!(" – {}", day(until))).unwrap_or_default()),
    ];
    html! { dl { @for (what, value) in lines { dt { (what) } dd { (value) } } } }
}

fn quoted(shown: &ConsentText, words: &Words) -> Markup {
    html! {
        h2 { (words.text) }
        blockquote { @for paragraph in shown.text.split("\n\n") { p { (paragraph) } } }
    }
}

fn reference(receipt: &ConsentReceipt, words: &Words) -> Markup {
    let record = &receipt.record;
    html! {
        footer {
            (words.number) " " (record.id) ", " (words.version) " " (record.text_version) ", SHA-256 " (record.text_sha256) ". " (receipt.standard) "."
        }
    }
}

fn shown(record: &ConsentView) -> Option<&'static ConsentText> {
    ConsentText::all().iter().find(|text| text.sha256 == record.text_sha256)
}

fn label<L: CodeList>(code: L, language: Language) -> &'static str {
    match language {
        Language::Nl => code.term().nl,
        Language::En => code.term().en,
    }
}

fn day(day: NaiveDate) -> String {
    day.format("%d-%m-%Y").to_string()
}

/// The words of the page itself.
struct Words {
    title: &'static str,
    section: &'static str,
    from: &'static str,
    to: &'static str,
    transition: &'static str,
    purpose: &'static str,
    by: &'static str,
    channel: &'static str,
    stated: &'static str,
    holds: &'static str,
    text: &'static str,
    taking_back: &'static str,
    how: &'static str,
    number: &'static str,
    version: &'static str,
}

fn words(language: Language) -> &'static Words {
    match language {
        Language::Nl => &DUTCH,
        Language::En => &ENGLISH,
    }
}

const DUTCH: Words = Words {
    title: "Bewijs van wat er is gezegd",
    section: "Onderdeel",
    from: "Wie het doorgeeft",
    to: "Wie het krijgt",
    transition: "Voor welke overstap",
    purpose: "Waarvoor",
    by: "Wie het heeft gezegd",
    channel: "Hoe",
    stated: "Wanneer",
    holds: "Geldt vanaf",
    text: "De tekst die is gelezen",
    taking_back: "Intrekken",
    how: "Intrekken mag altijd en is net zo makkelijk als ja zeggen: laat het de school weten. Het geldt meteen.",
    number: "Nummer",
    version: "tekst",
};

const ENGLISH: Words = Words {
    title: "Receipt of what was said",
    section: "Part",
    from: "Who passes it on",
    to: "Who gets it",
    transition: "For which move",
    purpose: "What for",
    by: "Who said it",
    channel: "How",
    stated: "When",
    holds: "Holds from",
    text: "The text that was read",
    taking_back: "Taking it back",
    how: "It may always be taken back, as easily as saying yes: tell the school. It counts at once.",
    number: "Number",
    version: "text",
};
