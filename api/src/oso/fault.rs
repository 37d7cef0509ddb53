//! Why a dossier is not taken in.

use estafette_contract::ProblemKind;

/// Why a dossier is not taken in, in a sentence a school or its vendor can act on; never the dossier's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OsoFault {
    /// Nothing but white space.
    #[error("The body is empty. Send the OSO dossier as XML.")]
    Empty,
    /// More bytes than a dossier may have.
    #[error("The dossier is larger than {} MiB. Export it again without embedded documents; they are not taken over.", super::MAX_BYTES >> 20)]
    TooLarge,
    /// Another encoding than UTF-8.
    #[error("The dossier is not in UTF-8. Export it with encoding=\"UTF-8\".")]
    NotUtf8,
    /// A document type declaration.
    #[error("The XML has a document type declaration (DOCTYPE). OSO dossiers have none: remove it.")]
    DocumentType,
    /// A processing instruction.
    #[error("The XML has a processing instruction near line {0}. Only the XML declaration at the very beginning may stand there.")]
    Instruction(usize),
    /// An entity that XML itself does not define.
    #[error("The XML uses an entity near line {0} that XML does not define by itself. Write the character instead.")]
    Entity(usize),
    /// Elements nested deeper than any dossier.
    #[error("The XML is nested deeper than any OSO dossier, near line {0}.")]
    TooDeep(usize),
    /// More elements than any dossier.
    #[error("The XML has more elements than any OSO dossier.")]
    TooManyElements,
    /// More attributes on one element than any dossier.
    #[error("An element near line {0} has more attributes than any OSO dossier.")]
    TooManyAttributes(usize),
    /// A rule of XML is broken.
    #[error("The XML is not well-formed near line {0}. Validate the export against the OSO schema.")]
    NotWellFormed(usize),
    /// The file ends inside an element.
    #[error("The XML ends before its last element is closed. The file was cut off: export it again.")]
    Truncated,
    /// Something after the end of the dossier.
    #[error("Something follows after the end of the dossier. Send one dossier a file.")]
    Trailing,
    /// Text where the schema has elements only.
    #[error("There is text between the elements near line {0}, where the OSO schema has none.")]
    StrayText(usize),
    /// Another document than a dossier.
    #[error("This is not an OSO dossier. The root has to be `dossier` in the namespace {}.", super::NAMESPACE)]
    NotADossier,
    /// An element of another namespace.
    #[error("An element near line {0} is of another namespace than the dossier. OSO 2019.1 has no such extension: leave it out.")]
    ForeignNamespace(usize),
    /// Another edition of the standard.
    #[error("The dossier is of another edition of OSO. Export it with standaardversie 2019.1.")]
    OtherEdition,
    /// A part without which nothing can be made of it.
    #[error("The dossier has no `{0}`. The OSO schema requires it.")]
    Missing(&'static str),
    /// A part that can only be there once.
    #[error("The dossier has `{0}` more than once. Send one dossier for one learner.")]
    Repeated(&'static str),
    /// An overstap that does not lead to an mbo college.
    #[error("This kind of overstap is not taken in. VOMBO and WECMBO are; VOVO is when `as` names vmbo_mbo or vso_pro_mbo.")]
    OtherKind,
    /// A VOVO dossier without `as`.
    #[error("A VOVO dossier is taken in only when `as` says for which transition: vmbo_mbo or vso_pro_mbo.")]
    TransitionNeeded,
    /// `as` and the kind of overstap contradict each other.
    #[error("`as` does not fit the kind of overstap. VOMBO goes as vmbo_mbo, WECMBO as vso_pro_mbo, VOVO as either.")]
    TransitionMisfit,
    /// The learner was left out by choice.
    #[error("The dossier leaves the learner out (cat_leerling). A handover needs a name and a day of birth.")]
    LearnerLeftOut,
    /// A name that cannot be used.
    #[error(
        "`leerling/{0}` cannot be used as a name: it holds a number that can be a national or account number. Correct it and export again."
    )]
    UnusableName(&'static str),
    /// No day of birth.
    #[error("The dossier has no `leerling/geboortedatum`. A handover needs the day of birth; an anonymised dossier cannot be used.")]
    BirthDateMissing,
    /// A day of birth that does not exist.
    #[error("`leerling/geboortedatum` is not a possible day of birth. Give it as YYYY-MM-DD.")]
    BirthDateImpossible,
    /// A day of birth that has yet to come.
    #[error("`leerling/geboortedatum` lies in the future.")]
    BirthDateInFuture,
}

impl OsoFault {
    /// The row of the problem catalogue it is answered with.
    #[must_use]
    pub fn kind(self) -> ProblemKind {
        match self {
            Self::TooLarge => ProblemKind::TooLarge,
            Self::OtherEdition | Self::OtherKind | Self::TransitionNeeded | Self::TransitionMisfit => ProblemKind::UnsupportedDossier,
            _ => ProblemKind::BadDossier,
        }
    }
}
