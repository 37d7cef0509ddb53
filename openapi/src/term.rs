//! The terms of a region: how long each thing may take. One table; a new term is one row, and with it a setting, a flag and a label.

use std::collections::BTreeMap;

use crate::CodeList;

/// How a term is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermLength {
    /// So many days.
    Days(u32),
    /// Until this day of the year is over: month and day.
    On(u32, u32),
    /// So many years.
    Years(u32),
}

use TermLength::{Days, On, Years};

macro_rules! terms {
    ($($(#[$meta:meta])* $name:ident = $code:literal, $usual:expr, $nl:literal, $en:literal;)+) => {
        crate::code_list! {
            /// What there is a term for.
            TermKind = "terms" { $($(#[$meta])* $name = $code, $nl, $en;)+ }
        }

        impl TermKind {
            /// How long it is unless the region sets it otherwise.
            #[must_use]
            pub const fn usual(self) -> TermLength {
                match self { $(Self::$name => $usual),+ }
            }
        }
    };
}

terms! {
    Draft = "draft", Days(30), "om een concept aan de leerling voor te leggen", "for a draft to be put before the learner";
    Review = "review", Days(10), "voor de leerling om te lezen en te reageren", "for the learner to read and react";
    Offering = "offering", Days(7), "om aan te bieden wat klaarstaat", "for what is ready to be offered";
    Offer = "offer", Days(14), "voor de ontvanger om op een aanbod te antwoorden; dan verloopt het", "for the receiver to answer an offer; then it expires";
    Conversation = "conversation", Days(21), "voor het gesprek na het aannemen", "for the conversation after acceptance";
    MissedConversation = "missed_conversation", Days(3), "voor een nieuw gesprek als het vorige niet doorging", "for another conversation when one was missed";
    Transfer = "transfer", Days(28), "om na het aannemen met de overdracht te beginnen", "for the transfer to start after acceptance";
    Takeover = "takeover", Days(14), "voor de ontvanger om over te nemen", "for the receiver to take over";
    Cancellation = "cancellation", Days(5), "voor de ontvanger om over stopzetten te besluiten", "for the receiver to decide on a cancellation";
    Hold = "hold", Days(30), "om te bezien of een aangehouden overdracht verder kan", "for what is on hold to be looked at again";
    Feedback = "feedback", Days(365), "voor de laatste terugkoppeling; dan wordt de overdracht afgerond", "for the last feedback; then the handover closes by itself";
    IntakeFeedback = "intake_feedback", Days(105), "voor de terugkoppeling na de verlengde intake", "for the feedback after the extended intake";
    IntakeFeedbackFrom = "intake_feedback_from", Days(70), "vanaf het overnemen tot naar die terugkoppeling wordt gevraagd", "from takeover until that feedback is asked for";
    SenderAnswer = "sender_answer", Days(7), "voor de verzender om te antwoorden op wat de ontvanger vraagt of voorstelt", "for the sender to answer what the receiver asks or proposes";
    ReceiverAnswer = "receiver_answer", Days(7), "voor de ontvanger om te antwoorden op wat de verzender vraagt of voorstelt", "for the receiver to answer what the sender asks or proposes";
    ReferralAnswer = "referral_answer", Days(42), "om een verwijzing te beantwoorden, terug te geven of door te verwijzen", "for a referral to be answered, given back or handed on";
    StepAnswer = "step_answer", Days(14), "voor de ontvanger om overgedragen stappen aan te nemen of terug te geven", "for the receiver to accept or return the steps that were handed over";
    SenderStep = "sender_step", Days(14), "voor de dag van een stap die bij de verzender ligt, om die op de werklijst te zetten", "before the day of a step that is with the sender, to put it on the work list";
    ReceiverStep = "receiver_step", Days(14), "voor de dag van een stap die bij de ontvanger ligt, om die op de werklijst te zetten", "before the day of a step that is with the receiver, to put it on the work list";
    Rights = "rights", Days(28), "voor de verzender om een verzoek over de eigen gegevens te beantwoorden; binnen een maand", "for the sender to answer a request by the rights of the person concerned; within a month";
    Objection = "objection", Days(28), "voor de verzender om op een bezwaar tegen een onderdeel te antwoorden", "for the sender to answer an objection to a section";
    ApplicationDay = "application_day", On(4, 1), "voor scholieren om zich aan te melden", "for pupils to apply at a college";
    SummerWatch = "summer_watch", On(10, 1), "waarop het toezicht in de zomer eindigt", "on which the watch over the summer ends";
    SummerWatchFrom = "summer_watch_from", On(7, 1), "waarop het toezicht in de zomer begint", "on which the watch over the summer begins";
    Reminder = "reminder", Days(3), "voor het eind van een termijn, om te herinneren", "before a term ends, to remind";
    Escalation = "escalation", Days(7), "na het eind van een termijn, tot de verantwoordelijke partij het hoort", "after a term ended, until the responsible party is told";
    Referral = "referral", Days(14), "daarna, tot het Doorstroompunt het hoort", "after that, until the Doorstroompunt is told";
    Repetition = "repetition", Days(7), "tussen twee herinneringen aan wat stil blijft liggen", "between two reminders of what goes on standing still";
    Copying = "copying", Days(30), "voor de ontvanger om na het overnemen nog te lezen", "for the receiver to read on after taking over";
    Confirmation = "confirmation", Days(30), "na de zestiende verjaardag, voor wat op toestemming van een vertegenwoordiger loopt", "after the sixteenth birthday, for what runs on a representative's consent";
    Claim = "claim", Days(3), "dat een eenmalige link of code iets opent", "for which a one-time link or code opens something";
    Introduction = "introduction", Days(90), "dat een partij een leerling kent die haar een code gaf", "for which a partner knows a learner who gave it a code";
    NotTakenOverRetention = "not_taken_over_retention", Days(90), "dat wordt bewaard wat in een overdracht staat die niet is overgenomen", "for which what stands in a handover that was not taken over is kept";
    SpecialRetention = "special_retention", Days(182), "na het overnemen dat gezondheid, welzijn en thuissituatie worden bewaard", "after takeover for which health, wellbeing and home situation are kept";
    TakenOverRetention = "taken_over_retention", Days(365), "na het overnemen dat wordt bewaard wat in een overdracht staat", "after takeover for which what stands in a handover is kept";
    LeavingRetention = "leaving_retention", Days(365), "na het eind van nazorg of van een melding dat wordt bewaard wat erover is geschreven", "after aftercare or a case ended for which what was written about it is kept";
    LearnerRetention = "learner_retention", Days(1826), "na de laatste overdracht dat wordt bewaard wie de leerling is, met de bewijzen van toestemming", "after the last handover for which it is kept who the learner is, with the evidence of consents";
    AftercareSixWeeks = "aftercare_six_weeks", Days(42), "na het verlaten van de school tot het eerste contact in de nazorg", "from leaving school until the first contact of aftercare";
    AftercareThreeMonths = "aftercare_three_months", Days(91), "na het verlaten van de school tot het tweede contact in de nazorg", "from leaving school until the second contact of aftercare";
    AftercareSixMonths = "aftercare_six_months", Days(182), "na het verlaten van de school tot het derde contact in de nazorg", "from leaving school until the third contact of aftercare";
    AftercareOneYear = "aftercare_one_year", Days(365), "na het verlaten van de school tot het laatste contact in de nazorg", "from leaving school until the last contact of aftercare";
    AftercareAhead = "aftercare_ahead", Days(14), "voor een contact in de nazorg, om het aan de orde te stellen", "before a contact of aftercare, to call for it";
    SchoolYear = "school_year", On(7, 31), "waarop het schooljaar eindigt, en met het schooljaar wat maandbestanden samenvoegt", "on which the school year ends, and with it what folds monthly files together";
    FollowedUntil = "followed_until", Years(27), "tot welke leeftijd het Doorstroompunt een jongere volgt", "up to which age the Doorstroompunt follows a young person";
}

/// The longest a term may be, in days.
const LONGEST: u32 = 36_500;

impl TermLength {
    /// Reads a length counted in the same way as this one.
    ///
    /// # Errors
    /// Says how it is to be written.
    pub fn read_like(self, text: &str) -> Result<Self, &'static str> {
        let number = |most: u32| text.parse::<u32>().ok().filter(|number| *number <= most);
        match self {
            Days(_) => number(LONGEST).map(Days).ok_or("give a number of days, at most 36500"),
            Years(_) => number(100).map(Years).ok_or("give a number of years, at most 100"),
            On(..) => day_of_year(text).ok_or("give a day of the year as MM-DD"),
        }
    }

    /// As it is written in a setting.
    #[must_use]
    pub fn setting(self) -> String {
        match self {
            Days(number) | Years(number) => number.to_string(),
            On(month, day) => format!("{month:02}-{day:02}"),
        }
    }

    /// As ISO 8601 has it: a duration, or a day of any year.
    #[must_use]
    pub fn iso(self) -> String {
        match self {
            Days(number) => format!("P{number}D"),
            Years(number) => format!("P{number}Y"),
            On(month, day) => format!("--{month:02}-{day:02}"),
        }
    }
}

/// A day that every year has.
fn day_of_year(text: &str) -> Option<TermLength> {
    const COMMON_YEAR: i32 = 2025;
    let (month, day) = text.split_once('-').filter(|(month, day)| month.len() == 2 && day.len() == 2)?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    chrono::NaiveDate::from_ymd_opt(COMMON_YEAR, month, day).map(|_| On(month, day))
}

impl TermKind {
    /// The name of its setting: `offer-days`, `application-day-on`.
    #[must_use]
    pub fn setting(self) -> String {
        let unit = match self.usual() {
            Days(_) => "days",
            On(..) => "on",
            Years(_) => "years",
        };
        format!("{}-{unit}", self.code().replace('_', "-"))
    }
}

/// The terms of one region, and who hears of it when they stay over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    set: BTreeMap<TermKind, TermLength>,
    /// The client id of the Doorstroompunt that hears of what stands still; nobody does when it is not set.
    pub doorstroompunt: Option<String>,
    /// The number of the RMC region this service runs for; 0 when it was not given.
    pub region: u8,
}

impl Terms {
    /// The same terms, with who hears of what stands still.
    #[must_use]
    pub fn telling(self, doorstroompunt: Option<String>) -> Self {
        Self { doorstroompunt, ..self }
    }

    /// The same terms, for this RMC region.
    #[must_use]
    pub fn within(self, region: u8) -> Self {
        Self { region, ..self }
    }

    /// How long a term is here.
    #[must_use]
    pub fn length(&self, kind: TermKind) -> TermLength {
        self.set.get(&kind).copied().unwrap_or(kind.usual())
    }

    /// How many days or years a term counts; a day of the year counts none.
    #[must_use]
    pub fn count(&self, kind: TermKind) -> u32 {
        match self.length(kind) {
            Days(number) | Years(number) => number,
            On(..) => 0,
        }
    }

    /// Sets a term from the text of its setting.
    ///
    /// # Errors
    /// Says how it is to be written.
    pub fn set(&mut self, kind: TermKind, text: &str) -> Result<(), &'static str> {
        self.set.insert(kind, kind.usual().read_like(text)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_setting_says_is_read_as_its_term_is_counted() {
        assert_eq!(Days(1).read_like("14"), Ok(Days(14)));
        assert_eq!(On(4, 1).read_like("03-15"), Ok(On(3, 15)));
        assert_eq!(Years(27).read_like("23"), Ok(Years(23)));
        for (like, text) in
            [(Days(1), "soon"), (Days(1), "-1"), (Days(1), "36501"), (On(4, 1), "02-29"), (On(4, 1), "4-1"), (On(4, 1), "13-01")]
        {
            assert!(like.read_like(text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_term_reads_back_what_it_writes_and_has_a_setting_of_its_own() {
        let mut names = std::collections::BTreeSet::new();
        for &kind in TermKind::ALL {
            assert_eq!(kind.usual().read_like(&kind.usual().setting()), Ok(kind.usual()), "{kind}");
            assert!(names.insert(kind.setting()), "{kind}");
        }
        assert!(names.contains("offer-days") && names.contains("application-day-on"));
    }

    #[test]
    fn what_is_not_set_is_as_usual() {
        let mut terms = Terms::default();
        terms.set(TermKind::Offer, "7").unwrap();
        assert_eq!((terms.count(TermKind::Offer), terms.count(TermKind::Review)), (7, 10));
        assert_eq!((TermKind::Offer.usual().iso(), TermKind::ApplicationDay.usual().iso()), ("P14D".into(), "--04-01".into()));
    }
}
