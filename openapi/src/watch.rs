//! What the clock watches on a handover: from when on, who has to act, and what happens when the term is over.

use chrono::NaiveDate;

use crate::{CodeList, HandoverStatus, Move, Party, Sentence, TermKind, Transition, code_list};

code_list! {
    /// How far a term has run.
    TermStage = "term-stages" {
        Waiting = "waiting", "nog niet aan de orde", "nothing is asked yet";
        Open = "open", "loopt", "running";
        DueSoon = "due_soon", "loopt bijna af", "about to end";
        Overdue = "overdue", "afgelopen", "over";
        Escalated = "escalated", "gemeld bij de verantwoordelijke partij", "the responsible party was told";
        Referred = "referred", "gemeld bij het Doorstroompunt", "the Doorstroompunt was told";
    }
}

/// One term that is watched.
#[derive(Debug, Clone, Copy)]
pub struct WatchRow {
    /// The term.
    pub term: TermKind,
    /// Who has to act.
    pub by: Party,
    /// The statuses that begin it; what begins by an event has none.
    pub starts_in: &'static [HandoverStatus],
    /// The statuses in which it goes on.
    pub runs_in: &'static [HandoverStatus],
    /// The transitions it is watched at; all when there are none.
    pub only_at: &'static [Transition],
    /// The term after which it comes on the work list; at once when there is none.
    pub opens: Option<TermKind>,
    /// The move the clock makes when it is over.
    pub then: Option<Move>,
    /// Whether in the end the Doorstroompunt is told.
    pub refers: bool,
    /// What there is to do, in Dutch.
    pub nl: &'static str,
    /// What there is to do, in English.
    pub en: &'static str,
}

use HandoverStatus as S;
use Party as P;
use TermKind as T;

const TO_SCHOOL: &[Transition] = &[Transition::VmboMbo, Transition::VsoProMbo, Transition::MboMbo, Transition::MboHbo];
const FROM_SCHOOL_TO_COLLEGE: &[Transition] = &[Transition::VmboMbo, Transition::VsoProMbo];
const BEFORE_OFFER: &[S] = &[S::Draft, S::InReview, S::Ready];
const BEFORE_TAKEOVER: &[S] = &[S::Ready, S::Offered, S::Accepted, S::InTransfer, S::CancellationRequested];

/// Everything that is watched. The first that a status begins is the term shown with the handover.
pub const WATCHED: &[WatchRow] = &[
    row(
        T::Draft,
        P::Sender,
        &[S::Draft],
        "Maak het concept af en leg het aan de leerling voor",
        "Finish the draft and put it before the learner",
    ),
    row(
        T::Review,
        P::Sender,
        &[S::InReview],
        "Leg de zienswijze van de leerling vast, of informeer de leerling opnieuw",
        "Record the learner's view, or inform the learner again",
    ),
    row(T::Offering, P::Sender, &[S::Ready], "Bied de overdracht aan", "Offer the handover"),
    WatchRow { then: Some(Move::Expire), ..row(T::Offer, P::Receiver, &[S::Offered], "Geef antwoord op het aanbod", "Answer the offer") },
    WatchRow {
        runs_in: &[S::Accepted, S::InTransfer],
        refers: true,
        ..row(
            T::Conversation,
            P::Receiver,
            &[S::Accepted],
            "Voer het gesprek over de overdracht",
            "Hold the conversation about the handover",
        )
    },
    WatchRow {
        refers: true,
        ..event(
            T::MissedConversation,
            P::Receiver,
            &[S::Accepted, S::InTransfer],
            "Spreek een nieuw gesprek af, want het vorige ging niet door",
            "Arrange another conversation, for the last one was missed",
        )
    },
    WatchRow { refers: true, ..row(T::Transfer, P::Sender, &[S::Accepted], "Begin met de overdracht", "Start the transfer") },
    WatchRow { refers: true, ..row(T::Takeover, P::Receiver, &[S::InTransfer], "Neem de leerling over", "Take over the learner") },
    row(
        T::Cancellation,
        P::Receiver,
        &[S::CancellationRequested],
        "Besluit of de overdracht wordt stopgezet",
        "Decide whether the transfer is cancelled",
    ),
    WatchRow {
        refers: true,
        ..row(
            T::Hold,
            P::Responsible,
            &[S::OnHold],
            "Bezie of de aangehouden overdracht verder kan",
            "See whether what is on hold can go on",
        )
    },
    WatchRow {
        then: Some(Move::Close),
        ..row(T::Feedback, P::Receiver, &[S::TakenOver], "Koppel terug hoe het na een jaar gaat", "Tell how it goes after a year")
    },
    WatchRow {
        only_at: FROM_SCHOOL_TO_COLLEGE,
        opens: Some(T::IntakeFeedbackFrom),
        ..row(
            T::IntakeFeedback,
            P::Receiver,
            &[S::TakenOver],
            "Koppel terug hoe het na de verlengde intake gaat",
            "Tell how it goes after the extended intake",
        )
    },
    event(
        T::SenderAnswer,
        P::Sender,
        &[S::Offered, S::Accepted, S::InTransfer],
        "Antwoord op wat de ontvanger vraagt of voorstelt",
        "Answer what the receiver asks or proposes",
    ),
    // Not before it accepts: until then a receiver does not see what the sender asks.
    event(
        T::ReceiverAnswer,
        P::Receiver,
        &[S::Accepted, S::InTransfer],
        "Antwoord op wat de verzender vraagt of voorstelt",
        "Answer what the sender asks or proposes",
    ),
    // Also when the handover is over, and on hold: the law waits for neither.
    event(
        T::Rights,
        P::Sender,
        S::ALL,
        "Beantwoord het verzoek over de eigen gegevens",
        "Answer the request by the rights of the person concerned",
    ),
    event(
        T::Objection,
        P::Sender,
        &[S::InReview, S::Ready, S::Offered, S::Accepted, S::InTransfer, S::CancellationRequested, S::TakenOver],
        "Schrijf waarom het onderdeel waartegen bezwaar is gemaakt toch nodig is, of haal het weg",
        "Write why the section that was objected to is needed all the same, or take it away",
    ),
    WatchRow {
        runs_in: &[S::Accepted, S::InTransfer, S::TakenOver],
        only_at: &[Transition::InternalLine],
        ..row(
            T::ReferralAnswer,
            P::Receiver,
            &[S::Accepted],
            "Antwoord op de verwijzing, of zeg waar die heen ging",
            "Answer the referral, or say where it went",
        )
    },
    event(
        T::StepAnswer,
        P::Receiver,
        &[S::TakenOver],
        "Neem de overgedragen stappen aan of geef ze terug",
        "Accept or return the steps that were handed over",
    ),
    event(T::SenderStep, P::Sender, &[S::TakenOver], "Zet de stap die bij u bleef", "Take the step that stayed with you"),
    event(T::ReceiverStep, P::Receiver, &[S::TakenOver], "Zet de stap die u aannam", "Take the step that you accepted"),
    WatchRow {
        runs_in: BEFORE_OFFER,
        only_at: FROM_SCHOOL_TO_COLLEGE,
        ..row(T::ApplicationDay, P::Sender, BEFORE_OFFER, "Bied aan voor de aanmelddatum", "Offer before the day to apply")
    },
    WatchRow {
        runs_in: BEFORE_TAKEOVER,
        only_at: TO_SCHOOL,
        opens: Some(T::SummerWatchFrom),
        refers: true,
        ..row(
            T::SummerWatch,
            P::Responsible,
            BEFORE_TAKEOVER,
            "Houd in de zomer contact met de leerling, die nog niet is overgenomen",
            "Keep in touch over the summer with the learner, who is not taken over yet",
        )
    },
];

const fn row(term: TermKind, by: Party, in_status: &'static [S], nl: &'static str, en: &'static str) -> WatchRow {
    WatchRow { term, by, starts_in: in_status, runs_in: in_status, only_at: &[], opens: None, then: None, refers: false, nl, en }
}

/// What begins by an event and not by a status.
const fn event(term: TermKind, by: Party, runs_in: &'static [S], nl: &'static str, en: &'static str) -> WatchRow {
    WatchRow { starts_in: &[], ..row(term, by, runs_in, nl, en) }
}

impl WatchRow {
    /// How this term is watched, if it is.
    #[must_use]
    pub fn of(term: TermKind) -> Option<&'static Self> {
        WATCHED.iter().find(|row| row.term == term)
    }

    /// Whether it is watched at this transition.
    #[must_use]
    pub fn is_watched_at(&self, transition: Transition) -> bool {
        self.only_at.is_empty() || self.only_at.contains(&transition)
    }

    /// What there is to do and until when, in one sentence.
    #[must_use]
    pub fn sentence(&self, stage: TermStage, due_on: NaiveDate) -> Sentence {
        let (nl, en) = (due_on.format("%-d-%-m-%Y"), due_on.format("%-d %B %Y"));
        let (nl, en) = match stage {
            TermStage::Waiting | TermStage::Open => (format!("uiterlijk {nl}"), format!("by {en}")),
            TermStage::DueSoon => (format!("nog tot en met {nl}"), format!("no later than {en}, which is near")),
            TermStage::Overdue => (format!("dit had uiterlijk {nl} moeten gebeuren"), format!("this was due on {en}")),
            TermStage::Escalated => (
                format!("dit ligt stil sinds {nl} en is gemeld bij de verantwoordelijke partij"),
                format!("this stands still since {en}, and the responsible party was told"),
            ),
            TermStage::Referred => (
                format!("dit ligt stil sinds {nl} en is gemeld bij het Doorstroompunt"),
                format!("this stands still since {en}, and the Doorstroompunt was told"),
            ),
        };
        Sentence { nl: format!("{}: {nl}.", self.nl), en: format!("{}: {en}.", self.en) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handover_that_is_not_over_has_a_term_that_begins_with_its_status_at_every_transition() {
        for &transition in Transition::ALL {
            for &status in HandoverStatus::ALL.iter().filter(|status| !status.is_final()) {
                let begins = WATCHED.iter().any(|row| row.is_watched_at(transition) && row.starts_in.contains(&status));
                assert!(begins, "{transition} {status}");
            }
        }
    }

    #[test]
    fn what_begins_in_a_status_runs_there_and_what_the_clock_does_is_in_the_state_table() {
        for row in WATCHED {
            assert!(row.starts_in.iter().all(|status| row.runs_in.contains(status)), "{}", row.term);
            assert!(row.term == T::Rights || row.runs_in.iter().all(|status| !status.is_final()), "{}", row.term);
            if let Some(name) = row.then {
                let made = |status: &HandoverStatus| status.moves().any(|made| made.name == name && made.by.contains(&Party::Clock));
                assert!(row.runs_in.iter().all(made), "{}", row.term);
            }
        }
    }

    #[test]
    fn nothing_is_asked_of_a_receiver_that_may_not_know_of_it() {
        use crate::Reading;
        for row in WATCHED.iter().filter(|row| row.by == Party::Receiver) {
            assert!(row.runs_in.iter().all(|status| status.readings().receiver != Reading::Nothing), "{}", row.term);
        }
    }

    #[test]
    fn a_reason_is_one_sentence_in_both_languages() {
        let row = WatchRow::of(TermKind::Offer).unwrap();
        let told = row.sentence(TermStage::Overdue, "2026-04-03".parse().unwrap());
        assert_eq!(told.nl, "Geef antwoord op het aanbod: dit had uiterlijk 3-4-2026 moeten gebeuren.");
        assert_eq!(told.en, "Answer the offer: this was due on 3 April 2026.");
    }
}
