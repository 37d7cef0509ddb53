//! Certificates that clients of partners show: added by two operators, retired by one.

use chrono::NaiveDateTime;
use diesel::{insert_into, prelude::*, update};
use estafette_contract::{CertificateName, PartnerStanding, RegisteredCertificate, scope::PartnersManage};
use uuid::Uuid;

use super::managed::{Registered, operator, partner_standing};
use crate::{
    DbError, DbResult,
    schema::partner_certificates,
    store::{Cx, Tx},
    stored,
};

/// The most certificates of a partner that count at a time.
const MOST: usize = 10;

/// The certificates of a client, the oldest first.
pub(super) fn all(cx: &mut Cx<'_>, client_id: &str) -> DbResult<Vec<RegisteredCertificate>> {
    use partner_certificates as c;
    let of_client = c::table.filter(c::client_id.eq(client_id)).order((c::added_at, c::thumbprint));
    let rows: Vec<(String, NaiveDateTime, Option<NaiveDateTime>)> =
        of_client.select((c::thumbprint, c::added_at, c::retired_at)).load(cx.conn)?;
    let view = |(thumbprint, added_at, retired_at): (String, NaiveDateTime, Option<NaiveDateTime>)| RegisteredCertificate {
        thumbprint,
        added_at: stored::instant(added_at),
        retired_at: retired_at.map(stored::instant),
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Refuses a certificate that the partner has or had, and more than it may have.
pub(crate) fn check_certificate(cx: &mut Cx<'_>, partner: &Registered, thumbprint: &str) -> DbResult<()> {
    let refuse = |code: &str, detail: &str| Err(DbError::field("/certificate", code, detail));
    let there = all(cx, &partner.client_id)?;
    if there.iter().any(|certificate| certificate.thumbprint == thumbprint) {
        return refuse("certificate-used", "This partner has or had this certificate: give another.");
    }
    if there.iter().filter(|certificate| certificate.retired_at.is_none()).count() >= MOST {
        return refuse("too-many-certificates", "A partner has at most 10 certificates at a time: retire some first.");
    }
    Ok(())
}

/// Adds a certificate that operators agreed on; tokens issued from now on are bound to one.
pub(crate) fn add_certificate(cx: &mut Cx<'_>, partner: &Registered, thumbprint: &str) -> DbResult<()> {
    use partner_certificates as c;
    let row = (c::client_id.eq(&partner.client_id), c::thumbprint.eq(thumbprint), c::added_at.eq(cx.at()));
    insert_into(c::table).values(row).execute(cx.conn)?;
    Ok(())
}

/// Retires a certificate; no token is bound to it any more, and the partner's tokens are void.
///
/// # Errors
/// When there is no such certificate.
pub fn retire_certificate(tx: &mut Tx<'_, PartnersManage>, id: Uuid, name: &CertificateName) -> DbResult<PartnerStanding> {
    use partner_certificates as c;
    let cx = &mut tx.cx;
    operator(cx)?;
    let partner = Registered::held(cx, id)?;
    let row = c::table.find((&partner.client_id, name.thumbprint.as_str())).filter(c::retired_at.is_null());
    if update(row).set(c::retired_at.eq(Some(cx.at()))).execute(cx.conn)? == 0 {
        let detail = "Name a certificate of this partner that counts; see its certificates.";
        return Err(DbError::field("/thumbprint", "unknown-certificate", detail));
    }
    partner.void_tokens(cx)?;
    partner_standing(&partner)
}
