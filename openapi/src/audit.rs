//! The log: which acts there are, and the entry each of them leaves.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{AccessDecision, PartnerKind, Role, Ruling, code_list};

code_list! {
    /// What was done, or tried.
    Act = "acts" {
        PartnersList = "partners.list", "heeft de lijst van partijen gelezen", "read the list of partners";
        LearnerRegister = "learner.register", "heeft je aangemeld", "registered the learner";
        LearnerRead = "learner.read", "heeft je persoonsgegevens gelezen", "read the learner's details";
        RepresentativeAdd = "representative.add", "heeft een vertegenwoordiger vastgelegd", "recorded a representative";
        ClaimMake = "claim.make", "heeft een eenmalige code voor je gemaakt", "made a one-time code";
        ClaimFind = "claim.find", "heeft je gevonden met een code die je gaf", "found the learner by a code";
        OwnEnter = "own.enter", "is binnengekomen met een eenmalige code", "came in with a one-time code";
        OwnLeave = "own.leave", "is weggegaan van je eigen pagina", "left the own page";
        OwnTakeAlong = "own.take_along", "heeft alles opgehaald wat er over jou wordt bewaard", "fetched everything that is kept about the learner";
        OwnRead = "own.read", "heeft je eigen pagina gelezen", "read the own page";
        AccessLogRead = "access_log.read", "heeft gelezen wie je gegevens heeft gezien", "read the access log";
        HandoverDraft = "handover.draft", "is een overdracht over jou begonnen", "began a handover";
        HandoverImport = "handover.import", "heeft een dossier over jou ingelezen", "imported a dossier";
        HandoverRead = "handover.read", "heeft gelezen hoe het met je overdracht staat", "read where a handover stands";
        HandoverInbox = "handover.inbox", "heeft het postvak gelezen", "read the inbox";
        HandoverOutbox = "handover.outbox", "heeft de lijst van verzonden overdrachten gelezen", "read the outbox";
        HandoverSearch = "handover.search", "heeft in de overdrachten gezocht", "searched the handovers";
        HandoverHistory = "handover.history", "heeft het verloop van je overdracht gelezen", "read the course of a handover";
        SectionWrite = "section.write", "heeft een onderdeel geschreven", "wrote a section";
        SectionRemove = "section.remove", "heeft een onderdeel weggehaald", "removed a section";
        SectionRead = "section.read", "heeft een onderdeel gelezen", "read one section";
        RecordRead = "record.read", "heeft je gegevens gelezen", "read the record";
        ProfileRead = "profile.read", "heeft gelezen wat jij voor het werk hebt vrijgegeven", "read the profile for work";
        LearnerInform = "learner.inform", "heeft vastgelegd dat je bent geïnformeerd", "recorded that the learner was informed";
        ViewRecord = "view.record", "heeft vastgelegd wat jij ervan vindt", "recorded the learner's view";
        ConsentRecord = "consent.record", "heeft je toestemming vastgelegd", "recorded a consent";
        ConsentWithdraw = "consent.withdraw", "heeft vastgelegd dat je je toestemming intrekt", "recorded the withdrawal of a consent";
        ConsentList = "consent.list", "heeft je toestemmingen gelezen", "read the consents";
        ConsentReceipt = "consent.receipt", "heeft een bewijs van je toestemming opgehaald", "fetched the receipt of a consent";
        ObjectionMake = "objection.make", "heeft bezwaar gemaakt tegen een onderdeel", "objected to a section";
        ObjectionAnswer = "objection.answer", "heeft de dwingende reden voor een onderdeel opgeschreven", "wrote the compelling reason for a section";
        ObjectionList = "objection.list", "heeft de bezwaren gelezen", "read the objections";
        NeedPast = "need.past", "heeft gezegd dat een ondersteuningsbehoefte niet meer klopt", "said that a support need is no longer true";
        RightsRequest = "rights.request", "heeft een verzoek gedaan over de eigen gegevens", "made a request by the rights of the person concerned";
        RightsAnswer = "rights.answer", "heeft je verzoek over je gegevens beantwoord", "answered a request by the rights of the person concerned";
        RightsLift = "rights.lift", "laat weer gebruiken wat was stilgelegd", "lets be used again what lay still";
        RightsPreview = "rights.preview", "heeft bekeken wat er gewist zou worden", "looked at what would be erased";
        RightsList = "rights.list", "heeft de verzoeken over je gegevens gelezen", "read the requests by the rights of the person concerned";
        NoticeList = "notice.list", "heeft de meldingen gelezen", "read the notices";
        NoticeAcknowledge = "notice.acknowledge", "heeft een melding gezien", "acknowledged a notice";
        ConversationRecord = "conversation.record", "heeft een gesprek vastgelegd", "recorded a conversation";
        ConversationList = "conversation.list", "heeft de gesprekken gelezen", "read the conversations";
        ConversationPropose = "conversation.propose", "heeft tijden voor een gesprek voorgesteld", "proposed times for a conversation";
        ConversationAgree = "conversation.agree", "heeft een tijd voor een gesprek gekozen", "agreed on a time for a conversation";
        ConversationEnd = "conversation.end", "heeft vastgelegd hoe een gesprek is afgelopen", "recorded how a conversation ended";
        ConversationConfirm = "conversation.confirm", "heeft vastgelegd of een afspraak klopt", "recorded whether what was agreed is right";
        ConversationInvite = "conversation.invite", "heeft de uitnodiging voor een gesprek gelezen", "read the invitation to a conversation";
        PlanStepList = "plan_step.list", "heeft gelezen welke stappen zijn meegegeven", "read the steps that travelled";
        PlanStepAccept = "plan_step.accept", "heeft een stap uit je plan aangenomen", "accepted a step of the plan";
        PlanStepReturn = "plan_step.return", "heeft een stap uit je plan teruggegeven", "returned a step of the plan";
        PlanStepComplete = "plan_step.complete", "heeft vastgelegd dat een stap klaar is", "recorded that a step is done";
        QuestionAsk = "question.ask", "heeft een vraag gesteld bij je overdracht", "asked a question about a handover";
        QuestionAnswer = "question.answer", "heeft een vraag bij je overdracht beantwoord", "answered a question about a handover";
        QuestionList = "question.list", "heeft de vragen bij je overdracht gelezen", "read the questions about a handover";
        AlternativePropose = "alternative.propose", "heeft een alternatief voorgesteld", "proposed an alternative";
        AlternativeDecide = "alternative.decide", "heeft over een alternatief besloten", "decided on an alternative";
        AlternativeList = "alternative.list", "heeft de alternatieven gelezen", "read the alternatives";
        ReferralAsk = "referral.ask", "heeft een vraag over jou gesteld aan een ander team", "asked another line about the learner";
        ReferralAnswer = "referral.answer", "heeft de vraag over jou beantwoord, teruggegeven of doorverwezen", "answered, gave back or handed on a referral";
        ReferralRead = "referral.read", "heeft de vraag over jou en het antwoord gelezen", "read a referral";
        DeskList = "desk.list", "heeft gelezen hoeveel elk team heeft", "read what each desk carries";
        DeskSet = "desk.set", "heeft vastgelegd hoeveel een team aankan", "said how much a desk can carry";
        ContactAsk = "contact.ask", "heeft gevraagd om contact", "asked for contact";
        ContactList = "contact.list", "heeft gelezen dat je contact vraagt", "read that the learner asks for contact";
        FeedbackGive = "feedback.give", "heeft teruggekoppeld hoe het met je gaat", "gave feedback";
        SwitchBegin = "switch.begin", "is een overstap begonnen naar een opleiding die beter bij je past", "began a switch to a programme that fits better";
        FeedbackList = "feedback.list", "heeft de terugkoppeling gelezen", "read the feedback";
        CaseImport = "case.import", "heeft je gemeld als voortijdig schoolverlater, uit het maandbestand van DUO", "reported the learner as a drop-out, from DUO's monthly file";
        CaseList = "case.list", "heeft de lijst van voortijdig schoolverlaters gelezen", "read the list of drop-outs";
        CaseRead = "case.read", "heeft gelezen wat er over je schoolverlaten is gemeld", "read what was reported on leaving school";
        AftercareBegin = "aftercare.begin", "is met nazorg voor je begonnen", "began aftercare";
        AftercareList = "aftercare.list", "heeft de lijst van nazorg gelezen", "read the list of aftercare";
        AftercareRead = "aftercare.read", "heeft je nazorg gelezen", "read the aftercare";
        AftercareContact = "aftercare.contact", "heeft contact in de nazorg vastgelegd", "recorded contact in aftercare";
        AftercareAssign = "aftercare.assign", "heeft vastgelegd wie met je contact houdt", "recorded who keeps in touch";
        AftercareEnd = "aftercare.end", "heeft je nazorg beëindigd", "ended aftercare";
        Review = "handover.review", "heeft de overdracht aan jou ter inzage gegeven", "put a handover up for review";
        Ready = "handover.ready", "heeft de overdracht klaargezet", "made a handover ready";
        Offer = "handover.offer", "heeft de overdracht aangeboden", "offered a handover";
        Accept = "handover.accept", "heeft de overdracht aangenomen", "accepted a handover";
        Decline = "handover.decline", "heeft de overdracht afgewezen", "declined a handover";
        Transfer = "handover.transfer", "is met de overdracht begonnen", "started the transfer";
        TakeOver = "handover.takeover", "heeft de zorg voor je overgenomen", "took over";
        Close = "handover.close", "heeft de overdracht afgerond", "closed a handover";
        Withdraw = "handover.withdraw", "heeft de overdracht teruggetrokken", "withdrew a handover";
        Cancel = "handover.cancel", "heeft gevraagd de overdracht te stoppen", "asked to cancel a transfer";
        DecideCancel = "handover.decide_cancel", "heeft besloten over het stoppen van de overdracht", "decided on a cancellation";
        Hold = "handover.hold", "heeft de overdracht aangehouden", "put a handover on hold";
        Resume = "handover.resume", "heeft de overdracht hervat", "resumed a handover";
        Expire = "handover.expire", "heeft de overdracht laten verlopen", "let an offer expire";
        WorkList = "work.list", "heeft de eigen werklijst gelezen", "read the work list";
        TermRemind = "term.remind", "heeft herinnerd aan een termijn van je overdracht", "reminded of a term";
        TermEscalate = "term.escalate", "heeft gemeld dat je overdracht stilligt", "told the responsible party that a handover stands still";
        TermRefer = "term.refer", "heeft het Doorstroompunt gemeld dat een overdracht stilligt, zonder je naam", "told the Doorstroompunt that a handover stands still";
        AftercareRemind = "aftercare.remind", "heeft eraan herinnerd contact met je te houden", "reminded of a moment of aftercare";
        AftercareEscalate = "aftercare.escalate", "heeft gemeld dat het contact met je uitblijft", "told the responsible party that contact stays away";
        AftercareRefer = "aftercare.refer", "heeft het Doorstroompunt gemeld dat contact uitblijft, zonder je naam", "told the Doorstroompunt that contact stays away";
        EventsRead = "events.read", "heeft gelezen wat er is gebeurd", "read what happened";
        EventDeliver = "event.deliver", "heeft een partij gemeld dat er iets is gebeurd", "told a partner that something happened";
        SubscriptionMake = "subscription.make", "heeft een adres voor meldingen opgegeven", "gave an address to be told at";
        SubscriptionList = "subscription.list", "heeft de adressen voor meldingen gelezen", "listed the addresses to be told at";
        SubscriptionRead = "subscription.read", "heeft een adres voor meldingen gelezen", "read an address to be told at";
        SubscriptionEnd = "subscription.end", "heeft een adres voor meldingen weggehaald", "took an address to be told at away";
        SubscriptionRotate = "subscription.rotate", "heeft nieuwe sleutels voor meldingen gemaakt", "made new keys for what is told";
        SubscriptionTest = "subscription.test", "heeft een adres voor meldingen getest", "tested an address to be told at";
        SubscriptionResume = "subscription.resume", "heeft meldingen hervat", "resumed what is told";
        DeliveryList = "delivery.list", "heeft gelezen welke meldingen zijn aangekomen", "read which deliveries arrived";
        DeliveryReplay = "delivery.replay", "heeft een melding opnieuw gevraagd", "asked for a delivery again";
        AliasesRead = "aliases.read", "heeft de eigen woorden voor de gedeelde taal gelezen", "read its own words for the shared language";
        AliasesWrite = "aliases.write", "heeft de eigen woorden voor de gedeelde taal opgegeven", "gave its own words for the shared language";
        QualityRead = "handover.quality", "heeft nagekeken of je overdracht compleet is", "looked how a handover stands against the quality frame";
        ReportList = "report.list", "heeft gelezen welke rapportages er zijn", "listed the releases of reports";
        ReportRead = "report.read", "heeft een rapportage gelezen", "read a report";
        ReportRelease = "report.release", "heeft rapportages uitgebracht", "released reports";
        AuditRead = "audit.read", "heeft het eigen logboek gelezen", "read its own entries in the log";
        AuditExport = "audit.export", "heeft het eigen logboek opgehaald voor het toezicht", "exported its own entries for supervision";
        DisclosuresRead = "audit.disclosures", "heeft nagegaan wie wat over wie heeft ontvangen", "looked up who received what about whom";
        ProofRead = "audit.prove", "heeft een bewijs uit het logboek opgehaald", "fetched a proof from the log";
        LogRecover = "log.recover", "heeft het logboek hervat na een verlies van regels", "went on with the log after entries were lost";
        TokenIssue = "token.issue", "heeft zich aangemeld", "got an access token";
        TokenRevoke = "token.revoke", "heeft een toegangsbewijs ingetrokken", "revoked an access token";
        TokenIntrospect = "token.introspect", "heeft een toegangsbewijs nagekeken", "asked whether an access token still counts";
        TokenRefuse = "token.refuse", "kwam met een toegangsbewijs dat niet meer telt", "came with an access token that no longer counts";
        SigningKeyList = "signing_key.list", "heeft de sleutels van de toegang bekeken", "listed the signing keys";
        SigningKeyRotate = "signing_key.rotate", "heeft een nieuwe sleutel voor de toegang gemaakt", "made the next signing key";
        SigningKeyRevoke = "signing_key.revoke", "heeft een sleutel van de toegang ingetrokken", "revoked a signing key";
        HandoverPurge = "handover.purge", "heeft gewist wat in je overdracht stond, want de bewaartermijn was om", "erased what stood in a handover, for its time was up";
        AftercarePurge = "aftercare.purge", "heeft je nazorg gewist, want de bewaartermijn was om", "erased aftercare, for its time was up";
        CasePurge = "case.purge", "heeft gewist wat over je schoolverlaten was gemeld, want de bewaartermijn was om", "erased what was reported on leaving school, for its time was up";
        LearnerPurge = "learner.purge", "heeft gewist wie je bent, want de bewaartermijn was om", "erased who the learner was, for the time was up";
        RetentionList = "retention.list", "heeft gelezen hoe lang iets wordt bewaard", "read how long what was written is kept";
        ErasureRepeat = "erasure.repeat", "heeft opnieuw gewist wat was gewist, want er was een reservekopie teruggezet", "erased again what had been erased, for a backup was put back";
        WrappingBegin = "wrapping.begin", "is begonnen aan een nieuwe sleutel voor de sleutels van leerlingen", "began the change to a new wrapping key";
        WrappingFinish = "wrapping.finish", "heeft de oude sleutel voor de sleutels van leerlingen vernietigd", "destroyed the old wrapping key";
        WrappingList = "wrapping.list", "heeft gelezen hoe ver de nieuwe sleutel voor de sleutels van leerlingen is", "read how far the change of the wrapping key is";
        HouseTidy = "house.tidy", "heeft opgeruimd wat verlopen was", "threw away what had expired";
        PartnerAdd = "partner.add", "heeft een partij toegevoegd", "added a partner";
        PartnerRead = "partner.read", "heeft gelezen wat een partij mag", "read what a partner was granted";
        PartnerSuspend = "partner.suspend", "heeft een partij geschorst", "suspended a partner";
        KeyRetire = "key.retire", "heeft een sleutel van een partij ingetrokken", "retired a key of a partner";
        KeyBurn = "key.burn", "heeft onthouden dat een geheime sleutel is getoond", "remembered that a private key was shown";
        KeysFetch = "keys.fetch", "heeft gevraagd welke sleutels partijen publiceren", "asked which keys partners publish";
        KeysUpdate = "keys.update", "heeft de gepubliceerde sleutels van een partij overgenomen", "took over the keys a partner publishes";
        MatrixList = "matrix.list", "heeft de uitwisselmatrices bekeken", "listed the exchange matrices";
        ScopeRevoke = "scope.revoke", "heeft een recht van een partij ingetrokken", "took a scope from a partner";
        CertificateRetire = "certificate.retire", "heeft een certificaat van een partij ingetrokken", "retired a certificate of a partner";
        NlGovSwitchOff = "nl-gov.switch-off", "heeft het NL GOV-profiel van een partij uitgezet", "switched the NL GOV profile of a partner off";
        ProposalMake = "proposal.make", "heeft voorgesteld een partij iets toe te kennen", "proposed to give a partner something";
        ProposalsList = "proposals.list", "heeft de voorstellen gelezen", "read the proposals";
        ProposalConfirm = "proposal.confirm", "heeft een voorstel bevestigd", "confirmed a proposal";
        ProposalReject = "proposal.reject", "heeft een voorstel afgewezen", "rejected a proposal";
        ScopeRefuse = "scope.refuse", "vroeg iets waar het token geen recht op geeft", "asked for something outside the token's scope";
        LimitRefuse = "limit.refuse", "vroeg te vaak in korte tijd", "called too often";
        RouteRefuse = "route.refuse", "vroeg iets wat er niet is", "asked for a path or method that is not there";
    }
}

code_list! {
    /// How an act ended.
    AuditOutcome = "audit-outcomes" {
        Done = "done", "gedaan", "done";
        Refused = "refused", "geweigerd", "refused";
        Replayed = "replayed", "herhaald antwoord", "the same answer was given again";
        Failed = "failed", "mislukt", "failed";
    }
}

code_list! {
    /// What an entry is about.
    ObjectKind = "object-kinds" {
        Learner = "learner", "leerling", "learner";
        Handover = "handover", "overdracht", "handover";
        Consent = "consent", "toestemming", "consent";
        Notice = "notice", "melding", "notice";
        Aftercare = "aftercare", "nazorg", "aftercare";
        Case = "case", "melding van voortijdig schoolverlaten", "case of dropping out";
        Partner = "partner", "partij", "partner";
        Proposal = "proposal", "voorstel", "proposal";
        List = "list", "lijst", "list";
        Log = "log", "logboek", "log";
        Report = "report", "rapportage", "report";
        Token = "token", "toegang", "token";
        SigningKey = "signing_key", "sleutel", "signing key";
        WrappingRotation = "wrapping_rotation", "wisseling van de sleutel voor de sleutels van leerlingen", "change of the wrapping key";
        Subscription = "subscription", "abonnement", "subscription";
        Vocabulary = "vocabulary", "vocabulaire", "vocabulary";
    }
}

code_list! {
    /// Why personal data are processed, as the register of processing activities names it.
    ProcessingActivity = "processing-activities" {
        WarmHandover = "warm_handover", "warme overdracht bij een overstap", "warm handover at a transition";
        Aftercare = "aftercare", "nazorg na diploma of schoolverlaten", "aftercare after graduation or drop-out";
        DropOutFollowUp = "drop_out_follow_up", "opvolging van voortijdig schoolverlaters; het nummer in het bestand van DUO dient alleen om maanden samen te voegen, als sleutelhash, tot het eind van het schooljaar", "following up drop-outs; the number in DUO's file only folds months together, as a keyed hash, until the school year ends";
        ConsentKeeping = "consent_keeping", "vastleggen van informatie, zienswijze en toestemming", "keeping what the learner was told, said and agreed to";
        LearnerInsight = "learner_insight", "inzage voor de leerling", "insight for the learner";
        Accountability = "accountability", "verantwoording en toezicht", "accountability and supervision";
        AccessControl = "access_control", "toegang van partijen", "access of partners";
    }
}

/// Who acted.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditActor {
    /// The client that called.
    pub client_id: String,
    /// The partner it belongs to.
    pub partner_id: Uuid,
    /// What kind of partner that is.
    pub partner_kind: PartnerKind,
    /// The partner's own pseudonym for the professional.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub professional: Option<String>,
    /// The role of the professional who acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

/// What was acted on.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditObject {
    /// What it is.
    pub kind: ObjectKind,
    /// A keyed reference to it, the same in every entry about it; absent for lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// One entry in the log: pseudonyms and commitments, no names and no free text.
///
/// Its members stand in the order of their names on the wire, as do those of what is in it, so that it is written as canonical JSON
/// (RFC 8785) without being sorted first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// What was done, or tried.
    pub act: Act,
    /// Who acted.
    pub actor: AuditActor,
    /// SHA-256 over a 32-byte salt and the details, which are kept apart and can be erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail_commitment: Option<String>,
    /// When the work was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// Versions read or written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub etags: Vec<String>,
    /// The entry's own id.
    pub event_id: Uuid,
    /// When it happened, or began to.
    pub happened_at: DateTime<Utc>,
    /// The version of the exchange matrix that decided.
    pub matrix_version: String,
    /// What was acted on.
    pub object: AuditObject,
    /// How it ended.
    pub outcome: AuditOutcome,
    /// The span of the caller, if it gave one (W3C trace context).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_span_id: Option<String>,
    /// Why personal data were processed.
    pub processing_activity: ProcessingActivity,
    /// The problem it was refused with, or the reason the deciding function gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The id of this service's own span.
    pub span_id: String,
    /// A keyed reference to the learner it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The trace id of the request (W3C trace context).
    pub trace_id: String,
    /// The version of this shape.
    pub version: u32,
}

impl AuditEntry {
    /// What was decided, why, and by which policy.
    #[must_use]
    pub fn decision(&self) -> AccessDecision {
        let ruling = match self.outcome {
            AuditOutcome::Done | AuditOutcome::Replayed => Ruling::Allowed,
            AuditOutcome::Refused => Ruling::Refused,
            AuditOutcome::Failed => Ruling::Undecided,
        };
        AccessDecision { ruling, reason: self.reason.clone(), policy: self.matrix_version.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AuditDetails, Ground, GroundUsed, Section, tlog::canonical_json};

    #[test]
    fn an_entry_and_its_details_are_written_as_canonical_json() {
        let at = DateTime::UNIX_EPOCH;
        let some = || Some("some".to_owned());
        let actor = AuditActor {
            client_id: "c".into(),
            partner_id: Uuid::nil(),
            partner_kind: PartnerKind::MboCollege,
            professional: some(),
            role: Some(Role::Mentor),
        };
        let entry = AuditEntry {
            act: Act::HandoverRead,
            actor,
            detail_commitment: some(),
            ended_at: Some(at),
            etags: vec!["\"1\"".into()],
            event_id: Uuid::nil(),
            happened_at: at,
            matrix_version: "1".into(),
            object: AuditObject { kind: ObjectKind::Handover, reference: some() },
            outcome: AuditOutcome::Done,
            parent_span_id: some(),
            processing_activity: ProcessingActivity::WarmHandover,
            reason: some(),
            span_id: "s".into(),
            subject: some(),
            trace_id: "t".into(),
            version: 1,
        };
        assert_eq!(serde_json::to_string(&entry).unwrap(), canonical_json(&entry).unwrap());
        let used = GroundUsed { consent_version: Some(1), ground: Ground::ExplicitConsent, section: Section::Health };
        let details = AuditDetails { grounds: vec![used] };
        assert_eq!(serde_json::to_string(&details).unwrap(), canonical_json(&details).unwrap());
    }
}
