//! Code lists as the API serves them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    CodeList, HandoverStatus, MOVES, Matrix, MoveView, SCOPES, ScopeRules, Sentence, StatusReadings, TermKind, Terms, Transition,
    TransitionProfile, audit, codes, consent_text, decision, matrix, notice, onboarding, profile, proposal, reasons, section,
    shared_language, signing_key, standing, state_table, transition, watch,
};

/// One term of a vocabulary.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TermView {
    /// The code on the wire; it never changes.
    #[schema(example = "vmbo_mbo")]
    pub code: String,
    /// The Dutch label.
    pub nl: String,
    /// The English label.
    pub en: String,
    /// What the reader's own organisation calls it, or else the Dutch label; when read with a token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What it means, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<Sentence>,
    /// The question that goes with it, with `competencies`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Sentence>,
    /// Since when it is part of the language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since_on: Option<NaiveDate>,
    /// The code to use instead, once there is one. A code that is replaced is taken for it, and never given any more.
    #[serde(default)]
    pub replaced_by: Option<String>,
    /// Words of schools that are taken for this code where one is given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

impl TermView {
    pub(crate) fn of(code: &str, nl: &str, en: &str) -> Self {
        Self { code: code.into(), nl: nl.into(), en: en.into(), ..Self::default() }
    }
}

/// One vocabulary, with the rules that belong to it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VocabularyView {
    /// Its name.
    pub name: String,
    /// Which version of the shared language it is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Sentence>,
    /// Its terms.
    pub terms: Vec<TermView>,
    /// The state table, with `handover-status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moves: Option<Vec<MoveView>>,
    /// Who reads how much in which status, with `handover-status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readings: Option<std::collections::BTreeMap<String, StatusReadings>>,
    /// How long each term is in this region, with `terms`: an ISO 8601 duration, or a day of the year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lengths: Option<std::collections::BTreeMap<String, String>>,
    /// What each transition asks for, with `transitions`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profiles: Option<Vec<TransitionProfile>>,
    /// How scopes are granted, with `scopes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope_rules: Option<ScopeRules>,
}

/// The vocabularies there are.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VocabularyList {
    /// Their names.
    pub names: Vec<String>,
}

fn terms<L: CodeList>() -> VocabularyView {
    let terms = L::ALL.iter().map(|value| value.term());
    let terms = terms.map(|t| TermView::of(t.code, t.nl, t.en)).collect();
    VocabularyView { name: L::NAME.into(), terms, ..VocabularyView::default() }
}

fn statuses() -> VocabularyView {
    let readings = HandoverStatus::ALL.iter().map(|status| (status.code().to_owned(), status.readings())).collect();
    let moves = MOVES.iter().map(MoveView::from).collect();
    VocabularyView { moves: Some(moves), readings: Some(readings), ..terms::<HandoverStatus>() }
}

fn transitions(matrix: &Matrix) -> VocabularyView {
    let profiles = Transition::ALL.iter().map(|transition| transition.profile_under(matrix)).collect();
    VocabularyView { profiles: Some(profiles), ..terms::<transition::Transition>() }
}

fn lengths(region: &Terms) -> VocabularyView {
    let lengths = TermKind::ALL.iter().map(|kind| (kind.code().to_owned(), region.length(*kind).iso())).collect();
    VocabularyView { lengths: Some(lengths), ..terms::<TermKind>() }
}

fn scopes() -> VocabularyView {
    let terms = SCOPES.iter().map(|s| TermView::of(s.name, s.nl, s.en)).collect();
    VocabularyView { name: "scopes".into(), terms, scope_rules: Some(ScopeRules::of_this_release()), ..VocabularyView::default() }
}

/// Every vocabulary the API serves, with the lengths that terms have in this region and what its matrix makes of each transition.
#[must_use]
pub fn vocabularies(region: &Terms, in_force: &Matrix) -> Vec<VocabularyView> {
    let mut all = plain();
    all.extend(afterwards());
    all.extend(of_the_house());
    all.extend(onboarding());
    all.extend([statuses(), transitions(in_force), lengths(region), scopes()]);
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all.into_iter().map(shared_language::explained).collect()
}

macro_rules! all { ($($list:ty),+ $(,)?) => { vec![$(terms::<$list>()),+] } }

/// How partners are admitted.
fn onboarding() -> Vec<VocabularyView> {
    all![onboarding::PartnerStatus, onboarding::KeySource, onboarding::KeyRetirement, proposal::ProposalKind, proposal::ProposalStatus,]
}

/// Those of what is handed over that are terms and nothing more.
fn plain() -> Vec<VocabularyView> {
    all![
        codes::PartnerKind,
        codes::Role,
        codes::Leerweg,
        codes::ProgrammeLevel,
        codes::LearningPath,
        codes::Sector,
        crate::Criterion,
        codes::Urgency,
        codes::DeclineReason,
        codes::WithdrawReason,
        reasons::CancelReason,
        reasons::HoldReason,
        profile::SectionDemand,
        codes::FeedbackOutcome,
        codes::FeedbackMoment,
        codes::AgreementsKept,
        codes::ConversationKind,
        codes::ConversationForm,
        codes::ConversationOutcome,
        codes::Channel,
        codes::Giver,
        codes::ConsentStatement,
        codes::Agreement,
        standing::ConsentStanding,
        consent_text::TextKind,
        consent_text::Language,
        codes::RepresentationGround,
        codes::SupportLine,
        codes::SupportDomain,
        codes::SupportStatement,
        codes::Competency,
        codes::ExperienceContext,
        crate::QuestionStatus,
        crate::LeftOutReason,
        crate::PlanStepStatus,
        crate::AlternativeKind,
        crate::AlternativeDecision,
        notice::NoticeKind,
        crate::EventType,
        crate::WorkplaceHelp,
        crate::ReferralOutcome,
        section::Section,
        matrix::Ground,
        decision::Decision,
    ]
}

/// Those of aftercare, drop-outs and reports.
fn afterwards() -> Vec<VocabularyView> {
    all![
        crate::AftercareReason,
        crate::AftercareMoment,
        crate::AftercareEnd,
        crate::ContactOutcome,
        crate::HighestDiploma,
        crate::EducationDuty,
        crate::CaseStatus,
        crate::LeftLevel,
        crate::VsvRejection,
        crate::report::ReportName,
        crate::report::SupportSaid,
        crate::report::AftercareReach,
        crate::report::ReferralStanding,
    ]
}

/// Those of moves, terms and the log.
fn of_the_house() -> Vec<VocabularyView> {
    all![
        signing_key::SigningKeyStatus,
        crate::WrappingRotationStatus,
        crate::RetentionRule,
        crate::RetentionSince,
        state_table::Party,
        state_table::Move,
        state_table::Guard,
        state_table::Reading,
        watch::TermStage,
        crate::CallClass,
        crate::ClaimRole,
        crate::RightKind,
        crate::RightOutcome,
        crate::ClaimForm,
        crate::SubscriptionStatus,
        crate::StopReason,
        crate::DeliveryStatus,
        crate::DeliveryFault,
        audit::Act,
        audit::AuditOutcome,
        audit::ObjectKind,
        audit::ProcessingActivity,
        crate::Ruling,
    ]
}
