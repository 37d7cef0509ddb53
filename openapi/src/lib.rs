//! The shared language of Estafette: wire types, code lists, scopes, exchange matrix, state table and
//! problem catalogue. Data and pure functions; nothing here reads or writes.

mod activity;
mod aftercare;
mod alias;
mod alternative;
mod audit;
mod audit_log;
mod audit_record;
mod audit_search;
pub mod bounded;
mod call_class;
mod case;
mod claim;
mod code_list;
mod codes;
mod consent;
mod consent_text;
pub mod content;
mod continuing;
mod conversation;
mod decision;
mod dossier;
mod event;
mod fault;
mod handover;
mod health;
mod identifiers;
mod learner;
mod matrix;
mod notice;
mod objection;
mod onboarding;
mod own_handover;
mod own_log;
mod partner;
mod plan_step;
mod problem;
mod processing_record;
mod profile;
mod proposal;
mod quality;
mod question;
mod reasons;
mod receipt;
mod record;
mod referral;
pub mod report;
mod retention;
mod rights;
pub mod scope;
mod search;
mod section;
mod shared_language;
mod signing_key;
mod standing;
mod state_table;
mod subscription;
mod support_standing;
mod take_along;
mod term;
mod term_rule;
mod text;
mod time;
mod time_zone;
pub mod tlog;
mod token;
mod transition;
mod vocabulary;
mod warmth;
mod watch;
mod work_item;
mod work_profile;
mod wrapping;

pub use activity::{ActivityRegister, ActivityView};
pub use aftercare::{
    AftercareAssignment, AftercareContact, AftercareEnd, AftercareEnding, AftercareLine, AftercareMoment, AftercarePage, AftercareReason,
    AftercareView, ContactOutcome, DerivedFacts, EducationDuty, HighestDiploma, Known, MomentDue, NewAftercare, NewAftercareContact,
    OwnAftercare, OwnAftercareList, RULES_VERSION,
};
pub use alias::{ALIASED, Alias, Aliases, OwnWords, folded};
pub use alternative::{
    AlternativeDecided, AlternativeDecision, AlternativeKind, AlternativePage, AlternativeVerdict, AlternativeView, NewAlternative,
};
pub use audit::{Act, AuditActor, AuditEntry, AuditObject, AuditOutcome, ObjectKind, ProcessingActivity};
pub use audit_log::{LogShard, LogView};
pub use audit_record::{AuditDetails, AuditPage, AuditRecord, GroundUsed};
pub use audit_search::{AccessDecision, Disclosure, DisclosurePage, DisclosureSearch, EntrySearch, Ruling};
pub use call_class::CallClass;
pub use case::{CaseLine, CasePage, CaseStatus, CaseView, LeftEducation, LeftLevel, RmcRegion, VsvRejected, VsvRejection, VsvReport};
pub use claim::{CameIn, ClaimForm, ClaimMade, ClaimRole, ClaimShown, NewClaim, NewOwnClaim, OwnPage};
pub use code_list::{CodeList, Term, UnknownCode};
pub use codes::*;
pub use consent::{ConsentList, ConsentView, ConsentWithdrawal, NewConsent, NewInforming, Witness};
pub use consent_text::{ConsentText, ConsentTextList, Language, TextKind};
pub use content::SectionContent;
pub use continuing::{ContinuesFrom, Drafted, LeftOut, LeftOutReason};
pub use conversation::{
    AgreedPoint, Appointment, ConfirmationView, ConversationEnd, ConversationList, ConversationMoved, ConversationView, NewConfirmation,
    NewConversation, TimeChosen, TimeSlot, TimeView, TimesProposed,
};
pub use decision::Decision;
pub use dossier::{ImportFate, ImportLine, ImportReport};
pub use event::{Event, EventData, EventPage, EventType};
pub use fault::InputFault;
pub use handover::{
    AcceptDetails, Announcement, AnnouncementPage, DeclineDetails, Destination, HandoverView, History, HistoryLine, Moved, NewHandover,
    NoDetails, OfferDetails, Programme, ReasonDetails, SectionSummary, TakeOverDetails, WithdrawDetails,
};
pub use health::Readiness;
pub use identifiers::{
    ApplicationReference, Brin, ClaimCode, ClientId, HttpsAddress, Kvk, LeerbedrijfId, MatrixVersion, Month, Oin, Opleidingscode, Rio,
    SchoolYear, Sha256Hex,
};
pub use learner::{AccessLog, AccessLogLine, LearnerView, NewLearner, NewRepresentative, RepresentativeView};
pub use matrix::{
    CellDifference, ExchangeMatrix, Ground, HardRule, Matrix, MatrixCell, MatrixColumn, MatrixLine, MatrixList, NewAdoption, ProposedMatrix,
};
pub use notice::{Notice, NoticeKind, NoticePage};
pub use objection::{NewObjection, ObjectionAnswer, ObjectionList, ObjectionView};
pub use onboarding::{
    CertificateName, KeyAddress, KeyName, KeyRetirement, KeySource, ManagedPartner, ManagedPartnerLine, ManagedPartnerPage, NewCertificate,
    NewKeys, NewManagedPartner, NewRmcRegion, NewScope, PartnerStanding, PartnerStatus, RegisteredCertificate, RegisteredKey, ScopeName,
};
pub use own_handover::{NewOwnConsent, NewOwnView, OwnHandover, OwnHandoverLine, OwnHandoverPage, OwnSection};
pub use own_log::{OwnAccessLog, OwnLogDay, OwnLogLine, OwnLogSection};
pub use partner::{NamedPerson, PartnerList, PartnerView, ResponsibleParty};
pub use plan_step::{PlanStepMoved, PlanStepPage, PlanStepStatus, PlanStepView, StepAcceptance, StepReturn};
pub use problem::{Created, FieldProblem, Problem, ProblemKind, TYPE_BASE};
pub use processing_record::{
    ProcessingAttributes, ProcessingRecord, ProcessingRecordPage, ProcessingRecordSearch, ProcessingResource, ProcessingStatus,
    ResourceAttributes,
};
pub use profile::{SectionDemand, SectionRule, TransitionProfile};
pub use proposal::{ProposalKind, ProposalPage, ProposalStanding, ProposalStatus, ProposalView, ProposedKey};
pub use quality::{Criterion, CriterionView, QualityView};
pub use question::{AnswerView, Attachment, NewAnswer, NewQuestion, QuestionMoved, QuestionPage, QuestionStatus, QuestionView};
pub use reasons::{CancelDetails, CancelReason, HoldDetails, HoldReason, MoveReasons};
pub use receipt::{ConsentReceipt, RECEIPT_STANDARD, RECEIPT_TYPE, ReceiptClaims, SignedReceipt};
pub use record::{Necessity, NewView, RecordView, SectionAnswer, SectionDraft, SectionView, SectionWritten, ViewRecord};
pub use referral::{
    ContactRequestList, ContactRequestView, DeskList, DeskLoad, NewContactRequest, NewDesk, NewReferral, NewReferralAnswer,
    ReferralAnswerView, ReferralOutcome, ReferralView,
};
pub use retention::{RETENTION, RetentionRow, RetentionRule, RetentionRuleList, RetentionRuleView, RetentionSince};
pub use rights::{
    ErasurePreview, ErasureStays, NewRightsRequest, RightKind, RightOutcome, RightsAnswer, RightsRequestList, RightsRequestView,
};
pub use scope::{SCOPES, Scope, ScopeRules, ScopeTerm};
pub use search::{FoundHandover, FoundHandoverPage, HandoverSearch};
pub use section::Section;
pub use signing_key::{SigningKeyList, SigningKeyStatus, SigningKeyView};
pub use standing::{ConsentStanding, SectionStanding};
pub use state_table::{Guard, HandoverStatus, MOVES, Move, MoveRow, MoveView, Party, Reading, StatusReadings};
pub use subscription::{
    DeliveryFault, DeliveryMoved, DeliveryPage, DeliveryStatus, DeliveryView, NewSubscription, StopReason, SubscriptionList,
    SubscriptionMade, SubscriptionMoved, SubscriptionStatus, SubscriptionView,
};
pub use support_standing::{NewPastNeed, SupportStanding};
pub use take_along::{TakeAlong, TakenHandover};
pub use term::{TermKind, TermLength, Terms};
pub use term_rule::{Sentence, TermRule};
pub use text::{Text, holds_national_number};
pub use time::{birthday, parse_day, parse_instant};
pub use time_zone::TimeZone;
pub use token::{IntrospectedToken, Introspection, Jwks, ServerMetadata, TokenAnswer, TokenQuestion, TokenRequest};
pub use transition::Transition;
pub use vocabulary::{TermView, VocabularyList, VocabularyView, vocabularies};
pub use warmth::{FeedbackList, FeedbackView, NewFeedback, NewSwitch, SwitchBegun};
pub use watch::{TermStage, WATCHED, WatchRow};
pub use work_item::{WorkItem, WorkItemPage};
pub use work_profile::{MatchingProfile, ProfileExperience, ProfileProgramme, WorkProfile, WorkplaceHelp};
pub use wrapping::{WrappingRotationList, WrappingRotationStatus, WrappingRotationView};
