//! Everything that is kept about a learner as a page, to read or print.

use estafette_contract::{CodeList, ConsentView, OwnAftercare, OwnSection, ReferralView, TakeAlong, TakenHandover, ViewRecord};
use estafette_db::dutch_day;
use maud::{DOCTYPE, Markup, html};
use serde_json::Value;

use super::{STYLE, labels};

/// The page, in Dutch.
pub fn take_along(taken: &TakeAlong) -> Markup {
    html! {
        (DOCTYPE)
        html lang="nl" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Wat er over mij wordt bewaard" }
                style { (maud::PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { "Wat er over mij wordt bewaard" }
                    dl {
                        dt { "Naam" } dd { (taken.given_name) " " @if let Some(prefix) = &taken.family_name_prefix { (prefix) " " } (taken.family_name) }
                        dt { "Geboren op" } dd { (taken.born_on.format("%-d-%-m-%Y")) }
                        dt { "Verantwoordelijk" } dd { (taken.responsible.partner.name) }
                    }
                    @for handover in &taken.handovers { (about(handover)) }
                    @for aftercare in &taken.aftercare { (kept(aftercare)) }
                }
                footer { "Opgehaald op " (dutch_day(taken.made_at).format("%-d-%-m-%Y")) "." }
            }
        }
    }
}

fn about(taken: &TakenHandover) -> Markup {
    let summary = &taken.handover.summary;
    html! {
        h2 { "Van " (summary.sender.name) " naar " (summary.receiver.name) ": " (summary.transition.term().nl) }
        p { "Stand: " (summary.status.term().nl) ", sinds " (dutch_day(summary.status_since_at).format("%-d-%-m-%Y")) "." }
        @if let Some(referral) = &taken.handover.referral { (referred(referral)) }
        @for section in &taken.handover.sections { (written(section)) }
        @for view in &taken.handover.views { (said(view)) }
        @for consent in &taken.consents.items { (stated(consent)) }
    }
}

fn referred(referral: &ReferralView) -> Markup {
    html! {
        h3 { "Vraag aan een ander team" }
        p { strong { "De vraag: " } (referral.question) }
        p { strong { "Wat al is geprobeerd: " } (referral.tried) }
        p { strong { "Wat ik wil: " } (referral.wish) }
        @for answer in &referral.answers { p { strong { (answer.outcome.term().nl) ": " } (answer.answer) } }
    }
}

fn kept(aftercare: &OwnAftercare) -> Markup {
    html! {
        h2 { "Nazorg van " (aftercare.partner.name) ": " (aftercare.reason.term().nl) }
        p { (aftercare.told) }
        @if let Some(owner) = &aftercare.owner { p { "Wie contact houdt: " (owner.name) " (" (owner.role.term().nl) ")" } }
        @for contact in &aftercare.contacts {
            p {
                (contact.sought_on.format("%-d-%-m-%Y")) ": " (contact.outcome.term().nl) ", " (contact.moment.term().nl)
                @if let Some(note) = &contact.note { ". " (note) }
            }
        }
        @if let Some(note) = &aftercare.end_note { p { (note) } }
    }
}

fn written(section: &OwnSection) -> Markup {
    let content: Value = serde_json::from_str(section.content.get()).unwrap_or_default();
    html! {
        h3 { (section.section.term().nl) " (" (section.ground.term().nl) ")" }
        (shown("", &content))
        @if let Some(objection) = &section.objection {
            p { strong { "Mijn bezwaar: " } (objection.reason) }
            @if let Some(reason) = &objection.compelling_reason { p { strong { "Waarom het toch nodig is: " } (reason) } }
        }
    }
}

fn said(view: &ViewRecord) -> Markup {
    html! {
        h3 { "Wat ik ervan vond op " (dutch_day(view.given_at).format("%-d-%-m-%Y")) ": " (view.agreed.term().nl) }
        @for text in [view.reason.as_ref().map(|text| text.as_str()), view.own_text.as_ref().map(|text| text.as_str()),
            view.what_works.as_ref().map(|text| text.as_str())].into_iter().flatten() {
            blockquote { p { (text) } }
        }
    }
}

fn stated(consent: &ConsentView) -> Markup {
    html! {
        p {
            (dutch_day(consent.stated_at).format("%-d-%-m-%Y")) ": " (consent.section.term().nl) " – " (consent.statement.term().nl)
            " (" (consent.giver.term().nl) ")"
        }
    }
}

/// Content of any shape, under Dutch names for its fields.
fn shown(field: &str, value: &Value) -> Markup {
    match value {
        Value::Object(members) => {
            html! { dl { @for (name, value) in members { dt { (labels::label(name)) } dd { (shown(name, value)) } } } }
        }
        Value::Array(items) => html! { ul { @for item in items { li { (shown(field, item)) } } } },
        Value::String(text) => html! { (labels::value(field, text)) },
        Value::Bool(yes) => html! { @if *yes { "ja" } @else { "nee" } },
        Value::Null => html! {},
        Value::Number(number) => html! { (number) },
    }
}
