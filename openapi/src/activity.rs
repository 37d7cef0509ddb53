//! The register of processing activities: what personal data are processed for, and to which of these every act belongs.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Act, CodeList, ProcessingActivity, term_rule::Sentence};

/// One activity, with what has to be on record about it and what an assessment of its risks begins with.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActivityView {
    /// Which one.
    pub activity: ProcessingActivity,
    /// What it is called.
    pub name: Sentence,
    /// What it is for.
    pub purpose: Sentence,
    /// Who decides on it: the controller.
    pub controller: Sentence,
    /// Who does it for the controller: the processor.
    pub processor: Sentence,
    /// On which ground.
    pub ground: Sentence,
    /// About whom.
    pub data_subjects: Sentence,
    /// Which data.
    pub categories: Sentence,
    /// Whether data of special categories are among them.
    pub special_categories: bool,
    /// Who receives them.
    pub recipients: Sentence,
    /// How long they are kept.
    pub retention: Sentence,
    /// How they are protected.
    pub measures: Sentence,
    /// The acts of it, each of which is of this activity alone.
    #[serde(default)]
    pub acts: Vec<Act>,
}

/// The register.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActivityRegister {
    /// Every activity.
    pub items: Vec<ActivityView>,
}

impl ActivityRegister {
    /// The register of this release.
    #[must_use]
    pub fn of_this_release() -> &'static Self {
        static READ: LazyLock<ActivityRegister> = LazyLock::new(|| {
            let mut items: Vec<ActivityView> = serde_json::from_str(include_str!("../data/processing-activities.json")).unwrap_or_default();
            for item in &mut items {
                item.acts = Act::ALL.iter().copied().filter(|act| act.activity() == item.activity).collect();
            }
            ActivityRegister { items }
        });
        &READ
    }
}

impl Act {
    /// The one activity this act belongs to.
    #[must_use]
    pub fn activity(self) -> ProcessingActivity {
        use ProcessingActivity as P;
        match self {
            Self::LearnerInform
            | Self::ViewRecord
            | Self::ConsentRecord
            | Self::ConsentWithdraw
            | Self::ConsentList
            | Self::ConsentReceipt
            | Self::ObjectionMake
            | Self::ObjectionAnswer
            | Self::ObjectionList
            | Self::RepresentativeAdd => P::ConsentKeeping,
            Self::AftercareBegin
            | Self::AftercareList
            | Self::AftercareRead
            | Self::AftercareContact
            | Self::AftercareAssign
            | Self::AftercareEnd
            | Self::AftercareRemind
            | Self::AftercareEscalate
            | Self::AftercareRefer
            | Self::AftercarePurge => P::Aftercare,
            Self::CaseImport | Self::CaseList | Self::CaseRead | Self::CasePurge => P::DropOutFollowUp,
            Self::AccessLogRead
            | Self::ClaimMake
            | Self::OwnEnter
            | Self::OwnLeave
            | Self::OwnRead
            | Self::RightsRequest
            | Self::RightsAnswer
            | Self::RightsLift
            | Self::RightsPreview
            | Self::RightsList
            | Self::OwnTakeAlong => P::LearnerInsight,
            Self::AliasesRead
            | Self::AliasesWrite
            | Self::ReportList
            | Self::ReportRead
            | Self::ReportRelease
            | Self::AuditRead
            | Self::AuditExport
            | Self::DisclosuresRead
            | Self::ProofRead
            | Self::LogRecover => P::Accountability,
            _ if self.is_of_access() => P::AccessControl,
            _ => P::WarmHandover,
        }
    }

    /// Whether it is about who may come in, and not about any learner.
    fn is_of_access(self) -> bool {
        matches!(
            self,
            Self::TokenIssue
                | Self::TokenRevoke
                | Self::TokenIntrospect
                | Self::TokenRefuse
                | Self::SigningKeyList
                | Self::SigningKeyRotate
                | Self::SigningKeyRevoke
                | Self::WrappingBegin
                | Self::WrappingFinish
                | Self::WrappingList
                | Self::PartnersList
                | Self::PartnerAdd
                | Self::PartnerRead
                | Self::PartnerSuspend
                | Self::KeyRetire
                | Self::SubscriptionMake
                | Self::SubscriptionList
                | Self::SubscriptionRead
                | Self::SubscriptionEnd
                | Self::SubscriptionRotate
                | Self::SubscriptionTest
                | Self::SubscriptionResume
                | Self::DeliveryList
                | Self::DeliveryReplay
                | Self::KeyBurn
                | Self::KeysFetch
                | Self::KeysUpdate
                | Self::ScopeRevoke
                | Self::CertificateRetire
                | Self::NlGovSwitchOff
                | Self::ProposalMake
                | Self::ProposalsList
                | Self::ProposalConfirm
                | Self::ProposalReject
                | Self::ScopeRefuse
                | Self::LimitRefuse
                | Self::RouteRefuse
                | Self::HouseTidy
        )
    }

    /// Whether whoever does it receives something about a person.
    #[must_use]
    pub fn discloses(self) -> bool {
        matches!(
            self,
            Self::LearnerRead
                | Self::ClaimFind
                | Self::HandoverRead
                | Self::HandoverHistory
                | Self::SectionRead
                | Self::RecordRead
                | Self::ProfileRead
                | Self::ReferralRead
                | Self::ContactList
                | Self::ConsentList
                | Self::ConsentReceipt
                | Self::ObjectionList
                | Self::RightsList
                | Self::RightsPreview
                | Self::ConversationList
                | Self::ConversationInvite
                | Self::PlanStepList
                | Self::QuestionList
                | Self::AlternativeList
                | Self::FeedbackList
                | Self::CaseRead
                | Self::AftercareRead
                | Self::AccessLogRead
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_activity_is_in_the_register_and_every_act_in_one_of_them() {
        let items = &ActivityRegister::of_this_release().items;
        let listed: Vec<ProcessingActivity> = items.iter().map(|item| item.activity).collect();
        assert_eq!(listed, ProcessingActivity::ALL, "one entry for each, in the order of the vocabulary");
        for &act in Act::ALL {
            assert_eq!(items.iter().filter(|item| item.acts.contains(&act)).count(), 1, "{act}");
        }
        assert!(items.iter().all(|item| !item.acts.is_empty()));
    }

    #[test]
    fn whatever_has_to_be_on_record_is_said_in_both_languages() {
        for item in &ActivityRegister::of_this_release().items {
            let told = [&item.purpose, &item.controller, &item.processor, &item.ground, &item.data_subjects, &item.categories];
            for sentence in told.into_iter().chain([&item.recipients, &item.retention, &item.measures]) {
                assert!(sentence.nl.ends_with('.') && sentence.en.ends_with('.') && sentence.nl != sentence.en, "{}", item.activity);
            }
        }
    }
}
