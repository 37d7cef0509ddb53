//! The scopes: one list, each with its sentence, read by the type system and by the token endpoint.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{CodeList, PartnerKind, Transition};

/// A capability a token can carry.
pub trait Scope: Send + Sync + 'static {
    /// The name in a token, before any transition.
    const NAME: &'static str;
}

/// One scope as the vocabulary serves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeTerm {
    /// The name in a token.
    pub name: &'static str,
    /// What a token with it may do, for a Dutch reader.
    pub nl: &'static str,
    /// What a token with it may do, for an English reader.
    pub en: &'static str,
    /// Whether it is granted per transition, as `name:transition`.
    pub per_transition: bool,
}

macro_rules! scopes {
    ($($(#[$meta:meta])* $name:ident = $text:literal, $nl:literal, $en:literal, $per:literal;)+) => {
        $(
            #[doc = $en]
            #[derive(Debug, Clone, Copy)]
            pub struct $name;
            impl Scope for $name { const NAME: &'static str = $text; }
        )+
        /// Every scope.
        pub const SCOPES: &[ScopeTerm] = &[$(ScopeTerm { name: $text, nl: $nl, en: $en, per_transition: $per }),+];
    };
}

scopes! {
    PartnersRead = "partners:read", "Zien welke partijen meedoen.", "See which partners take part.", false;
    LearnersWrite = "learners:write", "Leerlingen en hun vertegenwoordigers aanmelden.", "Register learners and their representatives.", false;
    LearnersRead = "learners:read", "De leerlingen lezen die deze partij heeft aangemeld of ontvangen.", "Read the learners this partner registered or received.", false;
    HandoversOffer = "handovers:offer", "Overdrachten schrijven, aanbieden, starten en terugtrekken.", "Write, offer, transfer and withdraw handovers.", true;
    HandoversReceive = "handovers:receive", "Overdrachten aannemen, afwijzen, overnemen en afronden.", "Accept, decline, take over and close handovers.", true;
    HandoversRead = "handovers:read", "Lezen hoe het met overdrachten staat, ook in het postvak.", "Read where handovers stand, and the inbox.", false;
    SectionsRead = "sections:read", "De inhoud van onderdelen lezen.", "Read the content of sections.", true;
    SectionsHealthRead = "sections.health:read", "Ook het onderdeel over gezondheid lezen.", "Read the health section as well.", false;
    ConsentsWrite = "consents:write", "Vastleggen wat de leerling is verteld, heeft gezegd en waarmee die instemt.", "Record what the learner was told, said and agreed to.", false;
    ConversationsWrite = "conversations:write", "Gesprekken vastleggen, en waarom er geen was.", "Record conversations and waivers.", false;
    QuestionsWrite = "questions:write", "Vragen stellen en beantwoorden bij overdrachten.", "Ask and answer questions on handovers.", false;
    AlternativesWrite = "alternatives:write", "Alternatieven voorstellen bij overdrachten, en erover besluiten.", "Propose alternatives on handovers, and decide on them.", false;
    PlansWrite = "plans:write", "Stappen uit een plan aannemen, teruggeven en afronden.", "Accept, return and finish steps of plans.", false;
    FeedbackWrite = "feedback:write", "Terugkoppelen hoe het met de leerling gaat.", "Give feedback on what became of the student.", false;
    CasesImport = "cases:import", "Het maandbestand van DUO met voortijdig schoolverlaters inlezen.", "Import DUO's monthly file of drop-outs.", false;
    CasesRead = "cases:read", "De voortijdig schoolverlaters lezen die dit Doorstroompunt volgt.", "Read the drop-outs this Doorstroompunt follows.", false;
    AftercareRead = "aftercare:read", "De nazorg lezen die deze partij geeft.", "Read the aftercare this partner keeps.", false;
    AftercareWrite = "aftercare:write", "Nazorg beginnen, contacten vastleggen en nazorg beëindigen.", "Begin aftercare, record contacts and end it.", false;
    SubscriptionsManage = "subscriptions:manage", "Adressen opgeven waarop deze partij hoort wat er gebeurt.", "Give addresses at which this partner is told what happens.", false;
    AliasesWrite = "aliases:write", "De eigen woorden van deze partij opgeven voor de codes van de gedeelde taal.", "Give this partner's own words for the codes of the shared language.", false;
    AuditRead = "audit:read", "De eigen regels in het logboek lezen.", "Read this partner's own entries in the log.", false;
    DisclosuresRead = "disclosures:read", "Nagaan wie wat over wie heeft ontvangen, voor een melding van een datalek.", "Look up who received what about whom, for a breach notice.", false;
    AccessLogRead = "access-log:read", "Lezen wie wat van een leerling heeft gezien, in gewoon Nederlands.", "Read who saw what of a learner, in plain Dutch.", false;
    ReportsRead = "reports:read", "Lezen wat over de regio is uitgebracht, en de eigen cijfers ernaast.", "Read what was released about the region, and one's own figures beside it.", false;
    ReportsRelease = "reports:release", "Als beheerder rapportages uitbrengen.", "As an operator, release reports.", false;
    PartnersManage = "partners:manage", "Als beheerder partijen toelaten, hun sleutels en rechten regelen.", "As an operator, admit partners and see to their keys and scopes.", false;
    RetentionRead = "retention:read", "Als beheerder zien hoe lang iets wordt bewaard en hoeveel er nu gewist zou worden.", "As an operator, see how long what was written is kept and how much would be erased now.", false;
    KeysManage = "keys:manage", "Als beheerder de sleutels zien en vervangen waarmee toegang wordt ondertekend en de sleutels van leerlingen zijn verpakt, en de eerste intrekken.", "As an operator, list and rotate the keys that access tokens are signed with and data keys are wrapped under, and revoke the former.", false;
}

/// Whether a space-separated scope claim carries `name`, bare or for some transition.
#[must_use]
pub fn carries(claim: &str, name: &str) -> bool {
    claim.split(' ').any(|held| held == name || held.strip_prefix(name).is_some_and(|rest| rest.starts_with(':')))
}

/// Whether a space-separated scope claim carries `name` for this transition.
#[must_use]
pub fn carries_for(claim: &str, name: &str, transition: Transition) -> bool {
    claim.split(' ').any(|held| held == name || held.strip_prefix(name).and_then(|rest| rest.strip_prefix(':')) == Some(transition.code()))
}

/// Whether `text` names a scope of the list, bare or for a transition.
#[must_use]
pub fn is_known(text: &str) -> bool {
    SCOPES.iter().any(|scope| {
        text == scope.name
            || scope.per_transition
                && text.strip_prefix(scope.name).and_then(|rest| rest.strip_prefix(':')).is_some_and(|t| Transition::from_code(t).is_some())
    })
}

/// Whether a scope lies within a set: named there, or for one transition of what is there for all.
#[must_use]
pub fn within(set: &[String], scope: &str) -> bool {
    set.iter().any(|held| scope == held || scope.strip_prefix(held.as_str()).is_some_and(|rest| rest.starts_with(':')))
}

/// Whether a partner of this kind may hold a scope at all: only the region has operators, and neither they nor the table see a person.
#[must_use]
pub fn may_hold(kind: PartnerKind, scope: &str) -> bool {
    match kind {
        PartnerKind::Region | PartnerKind::Overlegtafel => within(&defaults(kind), scope),
        _ => ![PartnersManage::NAME, KeysManage::NAME, RetentionRead::NAME, ReportsRelease::NAME].contains(&scope),
    }
}

/// How scopes are granted.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScopeRules {
    /// The scopes that can also be granted for one transition, as `scope:transition`.
    pub per_transition: Vec<String>,
    /// What a partner of each kind is given when it joins; anything else needs a reason.
    pub defaults: BTreeMap<String, Vec<String>>,
}

impl ScopeRules {
    /// The rules of this release.
    #[must_use]
    pub fn of_this_release() -> Self {
        Self {
            per_transition: SCOPES.iter().filter(|scope| scope.per_transition).map(|scope| scope.name.to_owned()).collect(),
            defaults: PartnerKind::ALL.iter().map(|&kind| (kind.code().to_owned(), defaults(kind))).collect(),
        }
    }
}

/// What goes with following those who left school.
fn of_leaving(kind: PartnerKind) -> &'static [&'static str] {
    use PartnerKind as K;
    match kind {
        K::MboCollege => &[AftercareRead::NAME, AftercareWrite::NAME, CasesImport::NAME],
        K::Doorstroompunt => &[AftercareRead::NAME, AftercareWrite::NAME, CasesImport::NAME, CasesRead::NAME],
        K::VmboSchool | K::ProSchool | K::VsoSchool | K::Hbo | K::Uwv | K::Gemeente | K::Werkcentrum => {
            &[AftercareRead::NAME, AftercareWrite::NAME]
        }
        K::TrainingCompany | K::Employer | K::Overlegtafel | K::Region => &[],
    }
}

/// The scopes a partner of this kind is given when it joins.
#[must_use]
pub fn defaults(kind: PartnerKind) -> Vec<String> {
    let mut scopes: Vec<String> = general(kind).iter().chain(of_leaving(kind)).map(ToString::to_string).collect();
    for &transition in Transition::ALL {
        let (senders, receivers) = transition.kinds();
        if senders.contains(&kind) {
            scopes.push(format!("{}:{transition}", HandoversOffer::NAME));
        }
        if receivers.contains(&kind) {
            scopes.push(format!("{}:{transition}", HandoversReceive::NAME));
        }
        if senders.contains(&kind) || receivers.contains(&kind) {
            scopes.push(format!("{}:{transition}", SectionsRead::NAME));
        }
    }
    scopes
}

fn general(kind: PartnerKind) -> &'static [&'static str] {
    use PartnerKind as K;
    const EVERYONE: &[&str] = &[
        PartnersRead::NAME,
        LearnersRead::NAME,
        LearnersWrite::NAME,
        HandoversRead::NAME,
        ConsentsWrite::NAME,
        ConversationsWrite::NAME,
        QuestionsWrite::NAME,
        PlansWrite::NAME,
        AlternativesWrite::NAME,
        FeedbackWrite::NAME,
        SubscriptionsManage::NAME,
        AliasesWrite::NAME,
        AuditRead::NAME,
        DisclosuresRead::NAME,
        AccessLogRead::NAME,
        ReportsRead::NAME,
    ];
    match kind {
        K::Overlegtafel => &[PartnersRead::NAME, ReportsRead::NAME],
        K::Region => OPERATORS,
        _ => EVERYONE,
    }
}

/// What operators of the region may.
const OPERATORS: &[&str] = &[
    PartnersRead::NAME,
    PartnersManage::NAME,
    KeysManage::NAME,
    RetentionRead::NAME,
    AuditRead::NAME,
    DisclosuresRead::NAME,
    ReportsRead::NAME,
    ReportsRelease::NAME,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_for_one_transition_is_not_a_scope_for_another() {
        let claim = "handovers:offer:vmbo_mbo sections:read";
        assert!(carries(claim, HandoversOffer::NAME) && carries_for(claim, HandoversOffer::NAME, Transition::VmboMbo));
        assert!(!carries_for(claim, HandoversOffer::NAME, Transition::MboHbo));
        assert!(carries_for(claim, SectionsRead::NAME, Transition::MboHbo));
        assert!(!carries("handovers:offering", HandoversOffer::NAME));
    }

    #[test]
    fn every_default_scope_is_on_the_list_and_may_be_held() {
        for &kind in PartnerKind::ALL {
            assert!(defaults(kind).iter().all(|scope| is_known(scope) && may_hold(kind, scope)), "{kind}");
        }
    }

    #[test]
    fn every_scope_has_a_sentence_in_both_languages() {
        for scope in SCOPES {
            assert!(scope.nl != scope.en && scope.nl.ends_with('.') && scope.en.ends_with('.'), "{}", scope.name);
        }
    }

    #[test]
    fn nobody_is_given_health_or_the_management_of_partners_with_its_kind() {
        for &kind in PartnerKind::ALL {
            let set = defaults(kind);
            assert!(!within(&set, SectionsHealthRead::NAME), "{kind}");
            assert_eq!(within(&set, PartnersManage::NAME), kind == PartnerKind::Region, "{kind}");
        }
    }

    #[test]
    fn neither_operators_nor_the_table_may_hold_what_shows_a_person() {
        for kind in [PartnerKind::Region, PartnerKind::Overlegtafel] {
            for scope in ["learners:read", "sections:read", "sections:read:vmbo_mbo", "sections.health:read", "access-log:read"] {
                assert!(!may_hold(kind, scope) && may_hold(PartnerKind::MboCollege, scope), "{kind}: {scope}");
            }
        }
    }

    #[test]
    fn a_set_holds_one_transition_of_what_it_holds_for_all_but_not_the_other_way_round() {
        let set = ["sections:read".to_owned(), "handovers:offer:vmbo_mbo".to_owned()];
        assert!(within(&set, "sections:read:mbo_hbo") && within(&set, "handovers:offer:vmbo_mbo"));
        assert!(!within(&set, "handovers:offer") && !within(&set, "handovers:offer:mbo_hbo"));
    }
}
