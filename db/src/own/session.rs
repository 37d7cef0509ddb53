//! Learner tokens: for two hours, kept as keyed hashes, looked up at every call.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::{delete, insert_into, prelude::*};
use estafette_contract::{Act, CameIn, ClaimRole, CodeList, Giver, ObjectKind, OwnPage, PartnerKind, ProblemKind, Role, Scope};
use openssl::rand::rand_bytes;
use uuid::Uuid;

use crate::{
    Action, Actor, DbError, DbResult, Fault, Professional, Store, Trace, Viewer, birthday,
    claims::{self, Tried},
    dutch_day,
    keys::Purpose,
    learners::{Learner, Vault},
    rules::AGE_OF_CONSENT,
    schema::own_sessions,
    store::{Cx, Tx},
    stored,
};

/// How long a learner token counts.
const LASTS: TimeDelta = TimeDelta::hours(2);

/// Who acts on the own page, as the log names it: no partner, and not the house itself.
pub(crate) const OWN_PAGE: &str = "own-page";
pub(crate) const OWN_PAGE_PARTNER: Uuid = Uuid::from_u128(1);

/// What a learner token opens: what is about that one learner.
#[derive(Debug, Clone, Copy)]
pub struct OwnScope;

impl Scope for OwnScope {
    const NAME: &'static str = "(own page)";
}

/// Somebody who came in, for one learner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    learner: String,
    token_hash: String,
    giver: Giver,
    representative: Option<Uuid>,
    expires_at: DateTime<Utc>,
}

impl Store {
    /// Lets somebody in with a code that was tried; answers a learner token.
    ///
    /// # Errors
    /// When the code opens nothing, in the same words whatever the reason.
    pub async fn come_in(&self, tried: Tried, trace: Trace) -> DbResult<CameIn> {
        let viewer = viewer(None, trace);
        self.write(viewer, Action::all(Act::OwnEnter, ObjectKind::Learner), move |tx| {
            let cx = &mut tx.cx;
            let claim = claims::open(cx, &tried, &[ClaimRole::Student, ClaimRole::LegalRepresentative])?;
            cx.notes.subject = Some(claim.learner_id.clone());
            let role = if claim.role()? == ClaimRole::Student { Giver::Student } else { Giver::LegalRepresentative };
            begin(cx, &claim, role)
        })
        .await
    }

    /// Who came in with this token, if it still counts.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn session(&self, token: &str) -> DbResult<Option<Session>> {
        let token_hash = self.keys().reference(Purpose::LearnerToken, &[token.as_bytes()])?;
        let at = self.clock().now().naive_utc();
        self.peek(move |conn| {
            let found: Option<(String, String, Option<String>, chrono::NaiveDateTime)> = own_sessions::table
                .find(&token_hash)
                .filter(own_sessions::expires_at.gt(at))
                .select((own_sessions::learner_id, own_sessions::giver, own_sessions::representative_id, own_sessions::expires_at))
                .first(conn)
                .optional()?;
            let session = |(learner, giver, representative, expires_at): (String, String, Option<String>, _)| {
                let representative = representative.as_deref().map(stored::id).transpose()?;
                let expires_at = stored::instant(expires_at);
                Ok(Session { learner, token_hash, giver: stored::code(&giver)?, representative, expires_at })
            };
            found.map(session).transpose()
        })
        .await
    }
}

fn begin(cx: &mut Cx<'_>, claim: &claims::Claim, role: Giver) -> DbResult<CameIn> {
    let mut secret = [0; 32];
    rand_bytes(&mut secret).map_err(|_| Fault::Crypto("no randomness"))?;
    let token = BASE64_URL_SAFE_NO_PAD.encode(secret);
    let expires_at = cx.now + LASTS;
    let row = (
        own_sessions::token_hash.eq(cx.house.keys.reference(Purpose::LearnerToken, &[token.as_bytes()])?),
        own_sessions::learner_id.eq(&claim.learner_id),
        own_sessions::giver.eq(role.code()),
        own_sessions::representative_id.eq(&claim.representative_id),
        own_sessions::expires_at.eq(expires_at.naive_utc()),
    );
    insert_into(own_sessions::table).values(row).execute(cx.conn)?;
    Ok(CameIn { token, role, expires_at })
}

fn viewer(giver: Option<Giver>, trace: Trace) -> Viewer<OwnScope> {
    let role = giver.map(|giver| match giver {
        Giver::Student => Role::Student,
        Giver::LegalRepresentative => Role::WettelijkVertegenwoordiger,
    });
    #[expect(clippy::disallowed_methods, reason = "a learner token was found, or shows no more than that a code was tried")]
    Viewer::vouch(Actor {
        client_id: OWN_PAGE.into(),
        partner: OWN_PAGE_PARTNER,
        kind: PartnerKind::Region,
        scopes: String::new(),
        professional: role.map(|role| Professional { pseudonym: OWN_PAGE.into(), role }),
        trace,
    })
}

impl Session {
    /// Who acts, for the store.
    #[must_use]
    pub fn viewer(&self, trace: Trace) -> Viewer<OwnScope> {
        viewer(Some(self.giver), trace).on_the_page_of(self.learner.parse().unwrap_or_default())
    }

    /// What this learner and role is told apart by, where something is kept for each: it cannot be read back.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}|{}", self.learner, self.representative.map(|id| id.to_string()).unwrap_or_default())
    }

    /// In whose bucket its calls are counted.
    #[must_use]
    pub fn bucket(&self) -> Uuid {
        self.learner.parse().unwrap_or_default()
    }

    pub(crate) fn giver(&self) -> Giver {
        self.giver
    }

    pub(crate) fn representative(&self) -> Option<Uuid> {
        self.representative
    }

    /// The learner, to read about; what is answered leaves only if these grounds still hold when its entry is written.
    pub(crate) fn learner(&self, cx: &mut Cx<'_>) -> DbResult<(Learner, Vault)> {
        let learner = Learner::load(cx, &self.learner)?;
        cx.notes.stamp = Some((learner.id.clone(), learner.ground_version));
        self.opened(cx, learner)
    }

    /// The learner, held until the transaction ends.
    pub(crate) fn hold(&self, cx: &mut Cx<'_>) -> DbResult<(Learner, Vault)> {
        let learner = Learner::lock(cx, &self.learner)?;
        self.opened(cx, learner)
    }

    fn opened(&self, cx: &mut Cx<'_>, learner: Learner) -> DbResult<(Learner, Vault)> {
        if learner.data_key.is_none() {
            return Err(DbError::not_found());
        }
        if self.giver == Giver::LegalRepresentative && speaks_for_themself(cx, &learner)? {
            return Err(DbError::refused(ProblemKind::NotAllowed, "The student turned sixteen and speaks for themself from now on."));
        }
        let vault = learner.vault(cx)?;
        Ok((learner, vault))
    }
}

/// Whether the learner is of the age at which nobody else speaks for them.
pub(crate) fn speaks_for_themself(cx: &Cx<'_>, learner: &Learner) -> DbResult<bool> {
    let born_on = learner.personal(&learner.vault(cx)?)?.born_on;
    Ok(dutch_day(cx.now) >= birthday(born_on, AGE_OF_CONSENT))
}

/// Whose page it is and who is responsible.
///
/// # Errors
/// When this representative no longer speaks for the learner.
pub fn page(tx: &mut Tx<'_, OwnScope>, who: &Session) -> DbResult<OwnPage> {
    let cx = &mut tx.cx;
    let (learner, vault) = who.learner(cx)?;
    Ok(OwnPage {
        given_name: learner.personal(&vault)?.given_name.to_string(),
        role: who.giver,
        responsible: learner.responsible(cx, &vault)?,
        expires_at: who.expires_at,
    })
}

/// Ends a learner token at once.
///
/// # Errors
/// A fault on our side.
pub fn leave(tx: &mut Tx<'_, OwnScope>, who: &Session) -> DbResult<()> {
    tx.cx.notes.subject = Some(who.learner.clone());
    delete(own_sessions::table.find(&who.token_hash)).execute(tx.cx.conn)?;
    Ok(())
}
