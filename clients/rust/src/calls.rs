//! One method an operation, in the order of a handover.

use estafette_contract::{
    AcceptDetails, AccessLog, AnnouncementPage, AuditPage, ConsentList, ConsentWithdrawal, ConversationList, Created, DeclineDetails,
    ExchangeMatrix, FeedbackList, HandoverView, History, ImportReport, LearnerView, Moved, Necessity, NewConsent, NewConversation,
    NewFeedback, NewHandover, NewInforming, NewLearner, NewRepresentative, NewView, NoDetails, OfferDetails, PartnerList, ReasonDetails,
    RecordView, Section, SectionContent, SectionDraft, SectionView, SectionWritten, TakeOverDetails, Transition, VocabularyView,
    WithdrawDetails,
};
use reqwest::Method;
use uuid::Uuid;

use crate::{Client, ClientError, Request};

type Result<T> = std::result::Result<T, ClientError>;

/// Which page of a list.
#[derive(Debug, Clone, Default)]
pub struct PageOptions {
    /// The `nextCursor` of the page before.
    pub cursor: Option<String>,
    /// How many lines.
    pub limit: Option<u32>,
}

impl PageOptions {
    fn query(&self) -> String {
        let cursor = self.cursor.iter().map(|cursor| format!("cursor={cursor}"));
        let parts: Vec<String> = cursor.chain(self.limit.iter().map(|limit| format!("limit={limit}"))).collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

/// Declares methods that post a body under a fresh idempotency key.
macro_rules! posts {
    ($($(#[$doc:meta])* $name:ident($($id:ident)?): $path:literal, $body:ty => $answer:ty;)+) => {
        impl Client {$(
            $(#[$doc])*
            ///
            /// # Errors
            /// What the service refuses.
            pub async fn $name(&self, $($id: Uuid,)? body: &$body) -> Result<$answer> {
                self.send(Request::new(Method::POST, format!($path)).json(body).once()).await?.read()
            }
        )+}
    };
}

/// Declares methods that read one thing.
macro_rules! gets {
    ($($(#[$doc:meta])* $name:ident($($id:ident)?): $path:literal => $answer:ty;)+) => {
        impl Client {$(
            $(#[$doc])*
            ///
            /// # Errors
            /// What the service refuses.
            pub async fn $name(&self, $($id: Uuid)?) -> Result<$answer> {
                self.send(Request::new(Method::GET, format!($path))).await?.read()
            }
        )+}
    };
}

/// Declares methods that read a page of a list.
macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident($($id:ident)?): $path:literal => $answer:ty;)+) => {
        impl Client {$(
            $(#[$doc])*
            ///
            /// # Errors
            /// What the service refuses.
            pub async fn $name(&self, $($id: Uuid,)? page: &PageOptions) -> Result<$answer> {
                self.send(Request::new(Method::GET, format!($path) + &page.query())).await?.read()
            }
        )+}
    };
}

posts! {
    /// Registers a learner.
    register_learner(): "/v1/learners", NewLearner => Created;
    /// Begins a handover.
    draft_handover(): "/v1/handovers", NewHandover => Created;
    /// Puts a legal representative on record.
    add_representative(id): "/v1/learners/{id}/representatives", NewRepresentative => Created;
    /// Records that the learner was informed.
    inform(id): "/v1/handovers/{id}/informings", NewInforming => Created;
    /// Records the learner's view.
    record_view(id): "/v1/handovers/{id}/views", NewView => Created;
    /// Records what was stated about one section.
    record_consent(id): "/v1/handovers/{id}/consents", NewConsent => Created;
    /// Records a conversation or a waiver.
    record_conversation(id): "/v1/handovers/{id}/conversations", NewConversation => Created;
    /// Gives feedback.
    give_feedback(id): "/v1/handovers/{id}/feedback", NewFeedback => Created;
    /// Puts a draft up for review.
    review(id): "/v1/handovers/{id}/_review", NoDetails => Moved;
    /// Makes a reviewed handover ready.
    ready(id): "/v1/handovers/{id}/_ready", NoDetails => Moved;
    /// Offers a handover.
    offer(id): "/v1/handovers/{id}/_offer", OfferDetails => Moved;
    /// Accepts an offer.
    accept(id): "/v1/handovers/{id}/_accept", AcceptDetails => Moved;
    /// Declines an offer.
    decline(id): "/v1/handovers/{id}/_decline", DeclineDetails => Moved;
    /// Starts the transfer.
    transfer(id): "/v1/handovers/{id}/_transfer", NoDetails => Moved;
    /// Takes over.
    take_over(id): "/v1/handovers/{id}/_takeover", TakeOverDetails => Moved;
    /// Closes a handover.
    close(id): "/v1/handovers/{id}/_close", NoDetails => Moved;
    /// Takes a handover back.
    withdraw(id): "/v1/handovers/{id}/_withdraw", WithdrawDetails => Moved;
    /// Asks to cancel a running transfer.
    cancel(id): "/v1/handovers/{id}/_cancel", ReasonDetails => Moved;
    /// Agrees to a cancellation.
    confirm_cancel(id): "/v1/handovers/{id}/_confirmcancel", NoDetails => Moved;
    /// Refuses a cancellation.
    refuse_cancel(id): "/v1/handovers/{id}/_refusecancel", ReasonDetails => Moved;
    /// Puts a handover on hold.
    hold(id): "/v1/handovers/{id}/_hold", ReasonDetails => Moved;
    /// Resumes a handover.
    resume(id): "/v1/handovers/{id}/_resume", NoDetails => Moved;
}

gets! {
    /// The partners that take part.
    partners(): "/v1/partners" => PartnerList;
    /// A learner, with who is responsible.
    learner(id): "/v1/learners/{id}" => LearnerView;
    /// Where a handover stands.
    handover(id): "/v1/handovers/{id}" => HandoverView;
    /// The course of a handover.
    history(id): "/v1/handovers/{id}/history" => History;
    /// Everything of a handover this partner may read.
    record(id): "/v1/handovers/{id}/record" => RecordView;
    /// The statements about the sections of a handover.
    consents(id): "/v1/handovers/{id}/consents" => ConsentList;
    /// The conversations of a handover.
    conversations(id): "/v1/handovers/{id}/conversations" => ConversationList;
    /// The feedback on a handover.
    feedback(id): "/v1/handovers/{id}/feedback" => FeedbackList;
    /// The exchange matrix in force.
    exchange_matrix(): "/v1/exchange-matrix" => ExchangeMatrix;
}

pages! {
    /// What was sent to this partner.
    inbox(): "/v1/inbox" => AnnouncementPage;
    /// What this partner sent or is writing.
    outbox(): "/v1/handovers" => AnnouncementPage;
    /// This partner's own entries in the log.
    audit_entries(): "/v1/audit/entries" => AuditPage;
    /// Who saw what of a learner, in plain Dutch.
    access_log(id): "/v1/learners/{id}/access-log" => AccessLog;
}

impl Client {
    /// Writes a section for the first time, or at the version that was read; answers the new version.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn put_section(
        &self,
        id: Uuid,
        content: impl Into<SectionContent>,
        necessity: Option<Necessity>,
        version: Option<&str>,
    ) -> Result<(SectionWritten, String)> {
        let content = content.into();
        let path = format!("/v1/handovers/{id}/sections/{}", content.section());
        let request = conditional(Request::new(Method::PUT, path), version).json(&SectionDraft { content, necessity });
        let reply = self.send(request).await?;
        Ok((reply.read()?, reply.etag().unwrap_or_default()))
    }

    /// Takes a section away at the version that was read.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn remove_section(&self, id: Uuid, section: Section, version: &str) -> Result<()> {
        let request = Request::new(Method::DELETE, format!("/v1/handovers/{id}/sections/{section}"));
        self.send(conditional(request, Some(version))).await?.succeeded()
    }

    /// Reads one section, with its version.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn section(&self, id: Uuid, section: Section) -> Result<(SectionView, String)> {
        let reply = self.send(Request::new(Method::GET, format!("/v1/handovers/{id}/sections/{section}"))).await?;
        Ok((reply.read()?, reply.etag().unwrap_or_default()))
    }

    /// Records that a consent was taken back.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn withdraw_consent(&self, handover: Uuid, consent: Uuid, how: &ConsentWithdrawal) -> Result<Created> {
        let path = format!("/v1/handovers/{handover}/consents/{consent}/_withdraw");
        self.send(Request::new(Method::POST, path).json(how).once()).await?.read()
    }

    /// Turns an OSO dossier into a draft for `receiver`.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn import_oso(&self, dossier: Vec<u8>, options: &ImportOptions) -> Result<ImportReport> {
        let path = format!("/v1/handovers/_import?{}", options.query());
        let request = Request { body: Some(dossier), ..Request::new(Method::POST, path) };
        self.send(request.header("content-type", "application/xml").once()).await?.read()
    }

    /// Reads one vocabulary.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn vocabulary(&self, name: &str) -> Result<VocabularyView> {
        self.send(Request::new(Method::GET, format!("/v1/vocabularies/{name}"))).await?.read()
    }
}

/// How a dossier is taken in.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// The receiving partner.
    pub receiver: Uuid,
    /// The transition it is for, which some dossiers do not say themselves.
    pub transition: Option<Transition>,
    /// Whether what concerns health is taken in.
    pub with_health: bool,
    /// The receiving school's own reference to the application.
    pub application_reference: Option<String>,
}

impl ImportOptions {
    fn query(&self) -> String {
        let mut query = format!("receiver={}", self.receiver);
        if let Some(transition) = self.transition {
            query += &format!("&as={transition}");
        }
        if self.with_health {
            query += "&withHealth=true";
        }
        if let Some(reference) = &self.application_reference {
            query += &format!("&applicationReference={reference}");
        }
        query
    }
}

fn conditional(request: Request, version: Option<&str>) -> Request {
    match version {
        Some(version) => request.header("if-match", &format!("\"{version}\"")),
        None => request.header("if-none-match", "*"),
    }
}
