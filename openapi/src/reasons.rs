//! Reasons: why a handover is declined, taken back, cancelled or held, and which of them go with which transition.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{CodeList, DeclineReason, Matrix, Move, Text, Transition, WithdrawReason, code_list};

code_list! {
    /// Why a running transfer should be cancelled.
    CancelReason = "cancel-reasons" {
        StudentWithdraws = "student_withdraws", "student trekt zich terug", "the student withdraws";
        OtherRoute = "other_route", "andere route gekozen", "another route was chosen";
        OtherReceiver = "other_receiver", "gaat naar een andere ontvanger", "goes to another receiver";
        NoConsent = "no_consent", "toestemming ontbreekt of is ingetrokken", "consent is missing or was withdrawn";
        Mistake = "mistake", "vergissing", "made by mistake";
    }
}

code_list! {
    /// Why a handover waits; nothing of health or home is a reason.
    HoldReason = "hold-reasons" {
        StudentUndecided = "student_undecided", "student wil eerst nadenken", "the student wants to think first";
        StudentAway = "student_away", "student is een tijd weg", "the student is away for a while";
        StudentNotReached = "student_not_reached", "student niet bereikt", "the student is not reached";
        RepresentativeAsked = "representative_asked", "in gesprek met de vertegenwoordiger", "the representative is being spoken with";
        ObjectionRuns = "objection_runs", "er loopt een bezwaar", "an objection is being looked at";
        StartPutOff = "start_put_off", "start is uitgesteld", "the start was put off";
    }
}

/// Why a transfer should be cancelled.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CancelDetails {
    /// The reason.
    pub reason: CancelReason,
    /// A word to the receiver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Text<1000>>,
}

/// Why a handover is put on hold.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HoldDetails {
    /// The reason.
    pub reason: HoldReason,
    /// A word to the other party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Text<1000>>,
}

/// The reasons that one move may be given at one transition.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MoveReasons {
    /// The move.
    pub name: Move,
    /// The codes of its reasons.
    pub reasons: Vec<String>,
}

impl Transition {
    /// The reasons each move may be given at this transition.
    #[must_use]
    pub fn reasons(self, matrix: &Matrix) -> Vec<MoveReasons> {
        let by_consent = |code: &&str| *code != "no_consent" || self.rests_on_consent(matrix);
        let every = |codes: Vec<&'static str>| codes.into_iter().filter(by_consent).map(str::to_owned).collect();
        [
            (Move::Decline, codes(self.decline_reasons())),
            (Move::Withdraw, codes(WithdrawReason::ALL)),
            (Move::Cancel, codes(CancelReason::ALL)),
            (Move::Hold, codes(HoldReason::ALL)),
        ]
        .map(|(name, codes)| MoveReasons { name, reasons: every(codes) })
        .into()
    }

    /// The reasons a move may be given at this transition; none when it takes no coded reason.
    #[must_use]
    pub fn reasons_of(self, name: Move, matrix: &Matrix) -> Option<Vec<String>> {
        self.reasons(matrix).into_iter().find(|one| one.name == name).map(|one| one.reasons)
    }

    /// Why a receiver may decline: nowhere for a need or a competence, and a public body that has to follow the young person not for want of
    /// room.
    fn decline_reasons(self) -> &'static [DeclineReason] {
        use DeclineReason as D;
        match self {
            Self::VmboMbo | Self::VsoProMbo => {
                &[D::NoCapacity, D::WrongPartner, D::NoApplication, D::Duplicate, D::StudentWithdraws, D::AlternativeOffered]
            }
            Self::MboMbo | Self::MboHbo | Self::MboEmployer | Self::LearningWorkBbl | Self::WorkLearning => {
                &[D::NoCapacity, D::WrongPartner, D::Duplicate, D::NoConsent, D::StudentWithdraws, D::AlternativeOffered]
            }
            Self::SchoolDoorstroompunt => &[D::WrongPartner, D::Duplicate, D::OutsideTargetGroup, D::OutsideRegion, D::AlternativeOffered],
            Self::SchoolUwv | Self::SchoolGemeente | Self::SchoolWerkcentrum => &[
                D::WrongPartner,
                D::Duplicate,
                D::NoConsent,
                D::OutsideTargetGroup,
                D::OutsideRegion,
                D::StudentWithdraws,
                D::AlternativeOffered,
            ],
            Self::InternalLine => &[D::NoCapacity, D::WrongPartner, D::Duplicate, D::StudentWithdraws, D::AlternativeOffered],
        }
    }
}

fn codes<L: CodeList>(list: &[L]) -> Vec<&'static str> {
    list.iter().map(|reason| reason.code()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_there_is_goes_with_some_transition() {
        let all = |name| Transition::ALL.iter().filter_map(move |t| t.reasons_of(name, &Matrix::shipped())).flatten().collect::<Vec<_>>();
        assert!(codes(DeclineReason::ALL).iter().all(|code| all(Move::Decline).iter().any(|known| known == code)));
        assert!(codes(WithdrawReason::ALL).iter().all(|code| all(Move::Withdraw).iter().any(|known| known == code)));
        assert!(codes(CancelReason::ALL).iter().all(|code| all(Move::Cancel).iter().any(|known| known == code)));
    }

    #[test]
    fn on_a_legal_task_want_of_consent_is_no_reason() {
        for &transition in Transition::ALL {
            let mentions = transition.reasons(&Matrix::shipped()).iter().any(|one| one.reasons.iter().any(|code| code == "no_consent"));
            assert_eq!(mentions, transition.rests_on_consent(&Matrix::shipped()), "{transition}");
        }
    }
}
