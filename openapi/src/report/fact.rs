//! A fact as reports count it: codes and whole days, and nothing by which a person could be found.

use super::Way;
use crate::{
    AftercareEnd, Competency, ConsentStatement, ContactOutcome, ConversationOutcome, DeclineReason, FeedbackOutcome, HandoverStatus,
    HoldReason, LearningPath, Leerweg, ProgrammeLevel, Sector, code_list,
};

code_list! {
    /// What was said of support before a handover was offered, or only after.
    SupportSaid = "support-said" {
        NeedsDescribed = "needs_described", "behoefte op tijd beschreven", "needs described in time";
        DescribedLate = "described_late", "behoefte pas later beschreven", "needs described only later";
        NoNeed = "no_need", "geen behoefte, bevestigd", "no need, attested";
        NothingKnown = "nothing_known", "niets bekend", "nothing known";
    }
}

code_list! {
    /// How aftercare goes, or ended.
    AftercareReach = "aftercare-reach" {
        Running = "running", "loopt, contact gehad", "running, in contact";
        LastingWork = "lasting_work", "duurzaam werk", "lasting work";
        FurtherEducation = "further_education", "vervolgopleiding", "further education";
        TermOver = "term_over", "termijn voorbij", "term over";
        StudentWithdraws = "student_withdraws", "student ziet ervan af", "the student withdraws";
        HandedOver = "handed_over", "overgedragen", "handed over";
        NotReached = "not_reached", "niet bereikt", "not reached";
    }
}

impl From<AftercareEnd> for AftercareReach {
    fn from(end: AftercareEnd) -> Self {
        match end {
            AftercareEnd::LastingWork => Self::LastingWork,
            AftercareEnd::FurtherEducation => Self::FurtherEducation,
            AftercareEnd::TermOver => Self::TermOver,
            AftercareEnd::StudentWithdraws => Self::StudentWithdraws,
            AftercareEnd::HandedOver => Self::HandedOver,
            AftercareEnd::NotReached => Self::NotReached,
        }
    }
}

impl From<ContactOutcome> for AftercareReach {
    fn from(outcome: ContactOutcome) -> Self {
        match outcome {
            ContactOutcome::Reached => Self::Running,
            ContactOutcome::NotReached => Self::NotReached,
        }
    }
}

code_list! {
    /// What became of a referral to the second line.
    ReferralStanding = "referral-standings" {
        Asked = "asked", "gevraagd", "asked";
        Answered = "answered", "beantwoord", "answered";
        GivenBack = "given_back", "teruggegeven", "given back";
    }
}

/// One handover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// The learner, under a name that is good for nothing but counting once.
    pub learner: u128,
    /// By which way.
    pub way: Way,
    /// The sender, by its place in a list of partners.
    pub sender: u32,
    /// The receiver, by its place in the same list.
    pub receiver: u32,
    /// When it began, in seconds since 1970.
    pub began: i64,
    /// The part of working life the programme is for.
    pub sector: Option<Sector>,
    /// The level of the programme.
    pub level: Option<ProgrammeLevel>,
    /// How the programme is followed.
    pub path: Option<LearningPath>,
    /// The vmbo route before.
    pub leerweg: Option<Leerweg>,
    /// Where it stands.
    pub status: HandoverStatus,
    /// The furthest it came: 0 draft, 1 in review, 2 ready, 3 offered, 4 accepted, 5 in transfer, 6 taken over.
    pub stage: u8,
    /// Days in review, offered, accepted and in transfer.
    pub days: [u32; 4],
    /// By how many days it is over the term of where it stands; none when it is within, or has ended.
    pub over: Option<u32>,
    /// Why it was declined.
    pub declined: Option<DeclineReason>,
    /// Why it waits.
    pub held: Option<HoldReason>,
    /// What was said of support.
    pub support: Option<SupportSaid>,
    /// The competencies reflected on, a bit for each of the five.
    pub competencies: u8,
    /// How the conversation ended.
    pub conversation: Option<ConversationOutcome>,
    /// What was stated where consent was asked.
    pub consent: Option<ConsentStatement>,
    /// What became of the learner.
    pub outcome: Option<FeedbackOutcome>,
    /// How aftercare goes.
    pub aftercare: Option<AftercareReach>,
    /// What became of a referral.
    pub referral: Option<ReferralStanding>,
    /// The criteria of the quality frame that were met when it was offered, a bit for each.
    pub quality: Option<u16>,
}

impl Fact {
    /// Whether the learner reflected on this competency.
    #[must_use]
    pub fn reflects(&self, competency: Competency) -> bool {
        self.competencies & (1 << (competency as u8)) != 0
    }

    /// Days from the offer to the takeover, without the time on hold.
    #[must_use]
    pub fn lead(&self) -> u32 {
        self.days[1..].iter().sum()
    }
}
