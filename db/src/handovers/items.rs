//! What hangs on a running handover beside the record: who may add to it, for which side, and who reads it.

use estafette_contract::{CodeList, HandoverStatus, Party, ProblemKind, Text};
use uuid::Uuid;

use super::{Handover, held, move_refused, party, reads_the_others, visible};
use crate::{
    DbError, DbResult,
    learners::{Learner, Vault},
    store::Cx,
};

/// A running handover, held by a partner that adds something to it.
pub(crate) struct Running {
    pub(crate) handover: Handover,
    pub(crate) learner: Learner,
    pub(crate) vault: Vault,
}

impl Running {
    /// Holds a handover to which something can be added now.
    pub(crate) fn hold(cx: &mut Cx<'_>, id: Uuid) -> DbResult<Self> {
        use HandoverStatus as S;
        Self::hold_while(cx, id, &[S::Offered, S::Accepted, S::InTransfer])
    }

    /// The same, for what is possible in these statuses.
    pub(crate) fn hold_while(cx: &mut Cx<'_>, id: Uuid, statuses: &[HandoverStatus]) -> DbResult<Self> {
        let (handover, learner) = held(cx, id)?;
        if !statuses.contains(&handover.status()?) {
            let possible: Vec<&str> = statuses.iter().map(|status| status.code()).collect();
            let detail = format!("This is possible while a handover is {}.", possible.join(", "));
            return Err(move_refused(cx, &handover, &detail)?);
        }
        let vault = learner.vault(cx)?;
        Ok(Self { handover, learner, vault })
    }

    /// For which side the acting partner acts; one that is both names it.
    pub(crate) fn side(&self, cx: &Cx<'_>, named: Option<Party>) -> DbResult<Party> {
        let own = party(self.handover.relation(&cx.partner())).ok_or_else(DbError::not_found)?;
        match named {
            None => Ok(own),
            Some(side) if self.acts_for(cx, side) => Ok(side),
            Some(_) => Err(DbError::field("/side", "not-this-side", "Leave it out, or name the side this partner acts for.")),
        }
    }

    /// Refuses a partner that does not act for this side.
    pub(crate) fn demand_side(&self, cx: &Cx<'_>, side: Party) -> DbResult<()> {
        if self.acts_for(cx, side) {
            return Ok(());
        }
        Err(DbError::refused(ProblemKind::NotAllowed, "The other side of this handover does this."))
    }

    /// Refuses as not there what this side wrote and the acting partner may not read.
    pub(crate) fn demand_sight(&self, cx: &Cx<'_>, side: Party) -> DbResult<()> {
        if self.acts_for(cx, side) || reads_both_sides(cx, &self.handover)? { Ok(()) } else { Err(DbError::not_found()) }
    }

    /// Refuses a text of the sender that names the learner before the transfer has started.
    pub(crate) fn keep_anonymous<'t>(&self, side: Party, texts: impl IntoIterator<Item = (String, &'t str)>) -> DbResult<()> {
        let within_one_school = self.handover.sender_partner_id == self.handover.receiver_partner_id;
        if side != Party::Sender || within_one_school || self.handover.status()? == HandoverStatus::InTransfer {
            return Ok(());
        }
        let personal = self.learner.personal(&self.vault)?;
        let names = [personal.given_name.as_str(), personal.family_name.as_str()];
        match texts.into_iter().find(|(_, text)| names.iter().any(|name| holds_name(text, name))) {
            Some((pointer, _)) => Err(DbError::field(&pointer, "names-the-learner", NAMELESS)),
            None => Ok(()),
        }
    }

    /// Whether the acting partner acts for this side.
    pub(crate) fn acts_for(&self, cx: &Cx<'_>, side: Party) -> bool {
        self.handover.sides(&cx.partner()).contains(&side)
    }
}

impl Handover {
    /// The sides of this handover that a partner is: both, where a school hands over within itself.
    pub(crate) fn sides(&self, partner: &str) -> Vec<Party> {
        let all = [(Party::Sender, &self.sender_partner_id), (Party::Receiver, &self.receiver_partner_id)];
        all.into_iter().filter(|(_, id)| *id == partner).map(|(side, _)| side).collect()
    }
}

const NAMELESS: &str = "The receiver does not know yet who it is. Write this without the learner's name, or wait until the transfer runs.";

/// Whether the name stands in the text as a word of its own.
fn holds_name(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let beside = [text[..at].chars().next_back(), text[at + name.len()..].chars().next()];
        !beside.into_iter().flatten().any(char::is_alphanumeric)
    })
}

/// The other side of a handover.
pub(crate) fn opposite(side: Party) -> Party {
    if side == Party::Sender { Party::Receiver } else { Party::Sender }
}

/// Whether the acting partner reads what both sides asked and proposed: the receiver from its acceptance on.
fn reads_both_sides(cx: &Cx<'_>, handover: &Handover) -> DbResult<bool> {
    Ok(handover.status()? == HandoverStatus::Accepted || reads_the_others(cx, handover)?)
}

/// What the acting partner reads of the items on a handover.
pub(crate) struct Sight {
    pub(crate) handover: Handover,
    pub(crate) vault: Vault,
    /// The only side whose items it reads; both when there is none.
    pub(crate) only: Option<Party>,
}

impl Sight {
    /// Looks at the items of a handover this partner may know of.
    pub(crate) fn of(cx: &mut Cx<'_>, id: Uuid) -> DbResult<Self> {
        let handover = visible(cx, id)?;
        let learner = Learner::load(cx, &handover.learner_id)?;
        cx.notes.stamp = Some((learner.id.clone(), learner.ground_version));
        let own = party(handover.relation(&cx.partner()));
        let only = if reads_both_sides(cx, &handover)? { None } else { own };
        Ok(Self { vault: learner.vault(cx)?, handover, only })
    }
}

/// The texts of a list of attachments, each with its pointer.
pub(crate) fn texts_of(attachments: &[estafette_contract::Attachment]) -> impl Iterator<Item = (String, &str)> {
    attachments.iter().enumerate().flat_map(|(at, attachment)| {
        let pointer = |name: &str| format!("/attachments/{at}/{name}");
        [(pointer("title"), Text::as_str(&attachment.title)), (pointer("text"), Text::as_str(&attachment.text))]
    })
}

#[cfg(test)]
mod tests {
    use super::holds_name;

    #[test]
    fn a_name_is_found_as_a_word_and_not_within_one() {
        for text in ["Noor", "Noor, en haar moeder", "(Noor)", "Met Noor"] {
            assert!(holds_name(text, "Noor"), "{text}");
        }
        for text in ["Noordelijk", "Eleonoor", "noor", "De leerling", ""] {
            assert!(!holds_name(text, "Noor"), "{text}");
        }
        assert!(holds_name("bij de familie van der Meer thuis", "van der Meer"));
    }
}
