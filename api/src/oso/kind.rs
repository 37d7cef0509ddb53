//! Which edition and kind of dossier it is, and for which transition it stands.

use estafette_contract::Transition;

use super::{
    OsoFault,
    report::{Place, Report, Unused},
    tree::Element,
};

const EDITION: &str = "2019.1";
const KIND: Place = Place::at("metadata/overstap");
const UNUSED: [Unused; 1] = [("overdrachtsoort", "overdrachtsoort", "How the dossier travelled between schools is not kept.")];

/// The kinds of overstap that become a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverstapKind {
    /// From vo to mbo.
    Vombo,
    /// From special education to mbo.
    Wecmbo,
    /// From vo to vo, the profile schools can export today.
    Vovo,
}

impl OverstapKind {
    /// The kind as the dossier writes it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Vombo => "VOMBO",
            Self::Wecmbo => "WECMBO",
            Self::Vovo => "VOVO",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Vombo, Self::Wecmbo, Self::Vovo].into_iter().find(|kind| kind.code() == code)
    }

    /// The transition it stands for, when the sender says `wish`.
    fn transition(self, wish: Option<Transition>) -> Result<Transition, OsoFault> {
        let own = match self {
            Self::Vombo => Transition::VmboMbo,
            Self::Wecmbo => Transition::VsoProMbo,
            Self::Vovo => wish.ok_or(OsoFault::TransitionNeeded)?,
        };
        let leads_to_mbo = matches!(own, Transition::VmboMbo | Transition::VsoProMbo);
        if leads_to_mbo && wish.is_none_or(|wish| wish == own) { Ok(own) } else { Err(OsoFault::TransitionMisfit) }
    }
}

/// Recognises the dossier by its metadata, or refuses it.
pub(super) fn recognise(metadata: &mut Element, wish: Option<Transition>) -> Result<(OverstapKind, Transition), OsoFault> {
    let edition = metadata.take_text("standaardversie").ok_or(OsoFault::Missing("metadata/standaardversie"))?;
    if edition != EDITION {
        return Err(OsoFault::OtherEdition);
    }
    let code = metadata.take_text("overstap").ok_or(OsoFault::OtherKind)?;
    let kind = OverstapKind::from_code(&code).ok_or(OsoFault::OtherKind)?;
    Ok((kind, kind.transition(wish)?))
}

/// Says what the dossier was taken for.
pub(super) fn explain(kind: OverstapKind, transition: Transition, dossier: &mut Element, report: &mut Report) {
    match kind {
        OverstapKind::Vovo => {
            report.ask(
                KIND,
                format!("The dossier is a VOVO. It became a {transition} draft because the sender asked for that; check that it is one."),
            );
        }
        _ => report.mapped(KIND, format!("The kind of overstap made it a {transition} draft.")),
    }
    report.dropped("metadata", "Read to recognise the dossier; the software package and its versions are not kept.");
    report.leave(dossier, &UNUSED);
}
