//! Invitations as iCalendar files (RFC 5545), for any calendar.

use estafette_contract::CodeList;
use estafette_db::conversations::Invitation;
use icalendar::{Calendar, Class, Component, Event, EventLike, EventStatus, Property};

/// The media type of an iCalendar file.
pub const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";

/// The file for one invitation: instants in UTC, so that every calendar shows the same moment, and no person.
#[must_use]
pub fn file(invitation: &Invitation) -> String {
    let time = invitation.time;
    let [sender, receiver] = &invitation.partners;
    let mut event = Event::new();
    event
        .uid(&format!("{}@estafette.example", invitation.id))
        .timestamp(invitation.agreed_at)
        .starts(time.starts_at)
        .ends(time.ends_at)
        .summary(&format!("{}: {sender} – {receiver}", invitation.kind.term().nl))
        .description(&described(invitation))
        .class(Class::Private)
        .sequence(u32::try_from(invitation.changed).unwrap_or_default())
        .status(if invitation.called_off { EventStatus::Cancelled } else { EventStatus::Confirmed });
    if let Some(place) = &invitation.place {
        event.location(place.as_str());
    }
    let mut calendar = Calendar::new();
    calendar.append_property(Property::new("METHOD", "PUBLISH")).push(event.done());
    calendar.done().to_string()
}

/// How and when, in the words of who will look at the clock.
fn described(invitation: &Invitation) -> String {
    let zone = invitation.time_zone;
    let form = invitation.form.map(|form| format!("{}, ", form.term().nl)).unwrap_or_default();
    format!("{form}{} ({})", zone.clock_at(invitation.time.starts_at), zone.name())
}
