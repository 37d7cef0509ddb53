//! The rows of every table: by which transition, from which kind of partner to which.

use crate::{CodeList, PartnerKind, Transition};

/// A transition with the kinds of its two parties: the finest row a table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Way {
    /// The transition.
    pub transition: Transition,
    /// What kind of partner sends.
    pub from: PartnerKind,
    /// What kind of partner receives.
    pub to: PartnerKind,
}

impl Way {
    /// Its code: the transition, with the kinds where the transition leaves a choice.
    #[must_use]
    pub fn code(self) -> String {
        let kinds = self.open_kinds().map(|kind| format!(".{kind}")).collect::<String>();
        format!("{}{kinds}", self.transition)
    }

    /// What a Dutch reader sees.
    #[must_use]
    pub fn nl(self) -> String {
        self.label(self.transition.term().nl, |kind| kind.term().nl)
    }

    /// What an English reader sees.
    #[must_use]
    pub fn en(self) -> String {
        self.label(self.transition.term().en, |kind| kind.term().en)
    }

    fn label(self, transition: &str, kind: fn(PartnerKind) -> &'static str) -> String {
        let kinds = self.open_kinds().map(kind).collect::<Vec<_>>().join(" → ");
        if kinds.is_empty() { transition.to_owned() } else { format!("{transition} ({kinds})") }
    }

    fn open_kinds(self) -> impl Iterator<Item = PartnerKind> {
        let (senders, receivers) = self.transition.kinds();
        let from = (senders.len() > 1).then_some(self.from);
        let to = (receivers.len() > 1 && self.transition != Transition::InternalLine).then_some(self.to);
        from.into_iter().chain(to)
    }
}

impl Way {
    /// The way with this code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        let mut every = Transition::ALL.iter().flat_map(|&transition| {
            let (senders, receivers) = transition.kinds();
            senders.iter().flat_map(move |&from| receivers.iter().map(move |&to| Self { transition, from, to }))
        });
        // Within one school both ends are of one kind.
        let fits = |way: &Self| way.transition != Transition::InternalLine || way.from == way.to;
        every.find(|way| fits(way) && way.code() == code)
    }

    /// What the way with this code is called, in Dutch and in English.
    #[must_use]
    pub fn labels(code: &str) -> (String, String) {
        Self::of(code).map_or_else(|| (code.to_owned(), code.to_owned()), |way| (way.nl(), way.en()))
    }
}
