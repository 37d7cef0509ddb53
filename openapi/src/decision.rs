//! Why a section may or may not be read, as the deciding function answers and the log records.

use crate::code_list;

code_list! {
    /// Why a section may or may not be read.
    Decision = "decisions" {
        OwnRecord = "own_record", "eigen dossier van de verzender", "the sender reads what it wrote itself";
        OnLegalTask = "on_legal_task", "op grond van een wettelijke taak", "on a legal task";
        OnConsent = "on_consent", "met toestemming", "on consent";
        OnOwnRelease = "on_own_release", "door de leerling zelf vrijgegeven", "released by the learner";
        NoParty = "no_party", "geen partij bij deze overdracht", "not a party to this handover";
        NoGrant = "no_grant", "geen recht voor deze overstap", "no grant for this transition";
        NoHealthGrant = "no_health_grant", "geen recht op bijzondere gegevens", "no grant for health";
        NotInThisStatus = "not_in_this_status", "niet leesbaar in deze stand", "not readable in this status";
        WindowOver = "window_over", "de leestermijn is om", "the time to make a copy is over";
        MatrixForbids = "matrix_forbids", "niet toegestaan volgens de matrix", "the exchange matrix forbids it";
        NoLiveConsent = "no_live_consent", "geen geldige toestemming", "no live consent";
        Objected = "objected", "de leerling maakt bezwaar, en de verzender heeft nog geen dwingende reden gegeven", "the learner objects, and the sender has written no compelling reason yet";
        Restricted = "restricted", "de leerling heeft dit laten stilleggen", "the learner had this lie still";
        OwnProfile = "own_profile", "deze ontvanger krijgt een eigen profiel en geen dossier", "this receiver gets a profile of its own and no record";
        NeedsConfirmation = "needs_confirmation", "de student moet de toestemming bevestigen", "the student has to confirm the consent";
    }
}

impl Decision {
    /// Whether the section may be read.
    #[must_use]
    pub fn allows(self) -> bool {
        matches!(self, Self::OwnRecord | Self::OnLegalTask | Self::OnConsent | Self::OnOwnRelease)
    }
}
