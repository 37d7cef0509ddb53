//! Conversations beyond the one that was simply held: planned, of three, of the second line.

use chrono::{DateTime, TimeDelta, Utc};
use estafette_contract::{
    AgreedPoint, Agreement, Appointment, ConversationEnd, ConversationForm, ConversationKind, ConversationOutcome, NewConfirmation,
    NewConversation, Party, Role, TimeSlot,
};

use super::scene::{conversation, text};

/// An hour that begins so many days from now.
pub fn hour_in(now: DateTime<Utc>, days: i64) -> TimeSlot {
    let starts_at = now + TimeDelta::days(days);
    TimeSlot { starts_at, ends_at: starts_at + TimeDelta::hours(1) }
}

/// A warm handover talk with two times to choose from.
pub fn planned(now: DateTime<Utc>) -> NewConversation {
    let times = vec![hour_in(now, 3), hour_in(now, 4)];
    NewConversation {
        planned: Some(Appointment { times, time_zone: None, place: Some(text("Locatie Havenkade, kamer 12")) }),
        outcome: None,
        held_at: None,
        agreed: None,
        ..conversation(now)
    }
}

/// How it ended.
pub fn ended(outcome: ConversationOutcome, at: DateTime<Utc>) -> ConversationEnd {
    ConversationEnd {
        outcome,
        form: Some(ConversationForm::OnSite),
        held_at: at,
        participants: vec![Role::Decaan, Role::Intaker, Role::Student],
        agreed: Some(text("Noor komt een dag kijken")),
        points: Vec::new(),
        privacy_note: None,
        side: None,
    }
}

/// A point that was agreed, for these parties.
pub fn point(agreed: &str, parties: &[Party]) -> AgreedPoint {
    AgreedPoint { text: text(agreed), parties: parties.to_vec() }
}

/// A trialogue of student, school and company, with something for each of them.
pub fn trialogue(at: DateTime<Utc>) -> NewConversation {
    NewConversation {
        kind: ConversationKind::Trialogue,
        form: Some(ConversationForm::OnSite),
        participants: vec![Role::Student, Role::BpvBegeleider, Role::Praktijkopleider],
        agreed: None,
        points: vec![
            point("Elke dinsdag een uur begeleiding op de werkvloer", &[Party::Sender, Party::Receiver, Party::Learner]),
            point("School belt na twee weken met de coach", &[Party::Sender, Party::Learner]),
            point("De planning hangt in de werkplaats", &[Party::Receiver]),
        ],
        ..conversation(at)
    }
}

/// That the acting side stands behind what was agreed.
pub fn confirming() -> NewConfirmation {
    NewConfirmation { party: None, agreed: Agreement::Yes, remark: None, channel: None }
}
