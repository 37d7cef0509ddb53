//! The scopes: one list, each with its sentence, read by the type system and by the token endpoint.

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
    /// What a token with it may do.
    pub means: &'static str,
    /// Whether it is granted per transition, as `name:transition`.
    pub per_transition: bool,
}

macro_rules! scopes {
    ($($(#[$meta:meta])* $name:ident = $text:literal, $means:literal, $per:literal;)+) => {
        $(
            #[doc = $means]
            #[derive(Debug, Clone, Copy)]
            pub struct $name;
            impl Scope for $name { const NAME: &'static str = $text; }
        )+
        /// Every scope.
        pub const SCOPES: &[ScopeTerm] = &[$(ScopeTerm { name: $text, means: $means, per_transition: $per }),+];
    };
}

scopes! {
    PartnersRead = "partners:read", "See which partners take part.", false;
    LearnersWrite = "learners:write", "Register learners and their representatives.", false;
    LearnersRead = "learners:read", "Read the learners this partner registered or received.", false;
    HandoversOffer = "handovers:offer", "Write, offer, transfer and withdraw handovers.", true;
    HandoversReceive = "handovers:receive", "Accept, decline, take over and close handovers.", true;
    HandoversRead = "handovers:read", "Read where handovers stand, and the inbox.", false;
    SectionsRead = "sections:read", "Read the content of sections.", true;
    SectionsHealthRead = "sections.health:read", "Read the health section as well.", false;
    ConsentsWrite = "consents:write", "Record what the learner was told, said and agreed to.", false;
    ConversationsWrite = "conversations:write", "Record conversations and waivers.", false;
    FeedbackWrite = "feedback:write", "Give feedback on what became of the student.", false;
    AuditRead = "audit:read", "Read this partner's own entries in the log.", false;
    AccessLogRead = "access-log:read", "Read who saw what of a learner, in plain Dutch.", false;
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

/// The scopes a partner of this kind is given when it joins.
#[must_use]
pub fn defaults(kind: PartnerKind) -> Vec<String> {
    let mut scopes: Vec<String> = general(kind).iter().map(ToString::to_string).collect();
    for &transition in Transition::ALL {
        let profile = transition.profile();
        if profile.senders.contains(&kind) {
            scopes.push(format!("{}:{transition}", HandoversOffer::NAME));
        }
        if profile.receivers.contains(&kind) {
            scopes.push(format!("{}:{transition}", HandoversReceive::NAME));
        }
        if profile.senders.contains(&kind) || profile.receivers.contains(&kind) {
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
        FeedbackWrite::NAME,
        AuditRead::NAME,
        AccessLogRead::NAME,
    ];
    match kind {
        K::Overlegtafel => &[PartnersRead::NAME],
        K::Region => &[PartnersRead::NAME, AuditRead::NAME],
        _ => EVERYONE,
    }
}

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
    fn every_default_scope_is_on_the_list() {
        for &kind in PartnerKind::ALL {
            assert!(defaults(kind).iter().all(|scope| is_known(scope)), "{kind}");
        }
    }
}
