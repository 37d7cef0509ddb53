//! Receipts: what was said, for the learner to keep and for anybody to check.

use estafette_client::Request;
use estafette_contract::{
    ConsentText, Giver, Jwks, Language, NewConsent, PartnerKind, ProblemKind, ReceiptClaims, Section, Sha256Hex, TextKind, Transition,
};
use estafette_tests::{
    harness::scene::{Leg, consent, day, taking_back, text},
    story,
};
use openssl::{
    base64::decode_block,
    bn::BigNum,
    ec::{EcGroup, EcKey},
    ecdsa::EcdsaSig,
    nid::Nid,
    sha::sha256,
};
use reqwest::Method;
use serde_json::Value;
use uuid::Uuid;

use super::leg_with_career;

fn decoded(part: &str) -> Vec<u8> {
    let padding = "=".repeat((4 - part.len() % 4) % 4);
    let mut bytes = decode_block(&(part.replace('-', "+").replace('_', "/") + &padding)).unwrap();
    bytes.truncate(part.len() * 3 / 4);
    bytes
}

/// What a stranger makes of a token with nothing but the published keys.
fn verified(token: &str, keys: &Jwks) -> Option<(Value, ReceiptClaims)> {
    let [header, claims, signature] = token.split('.').collect::<Vec<_>>()[..] else { return None };
    let told: Value = serde_json::from_slice(&decoded(header)).unwrap();
    let keys = serde_json::to_value(keys).unwrap();
    let key = keys["keys"].as_array()?.iter().find(|key| key["kid"] == told["kid"])?.clone();
    let number = |bytes: &[u8]| BigNum::from_slice(bytes).unwrap();
    let of_key = |name: &str| number(&decoded(key[name].as_str().unwrap()));
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    let public = EcKey::from_public_key_affine_coordinates(&group, &of_key("x"), &of_key("y")).unwrap();
    let signature = decoded(signature);
    let signature = EcdsaSig::from_private_components(number(&signature[..32]), number(&signature[32..])).unwrap();
    let good = signature.verify(&sha256(format!("{header}.{claims}").as_bytes()), &public).unwrap();
    good.then(|| (told, serde_json::from_slice(&decoded(claims)).unwrap()))
}

async fn consented(app: &estafette_tests::harness::TestApp) -> (Leg, Uuid) {
    let leg = leg_with_career(app, day("2004-02-11")).await;
    let given = leg.school.record_consent(leg.handover, &consent(Section::CareerProfile, app.clock().now())).await.unwrap().id;
    (leg, given)
}

story!(a_receipt_can_be_checked_by_anybody_and_is_no_access_token, |app| {
    let (leg, given) = consented(&app).await;
    let signed = leg.school.receipt(leg.handover, given).await.unwrap();
    let receipt = &signed.receipt;
    assert_eq!((receipt.learner_id, receipt.transition), (leg.learner, Transition::VmboMbo));
    assert_eq!((receipt.controller.id, receipt.recipient.id), (leg.school.id, leg.college.id));
    assert_eq!(receipt.record, leg.school.consents(leg.handover).await.unwrap().items[0]);

    let keys: Jwks = app.anonymous().send(Request::new(Method::GET, "/oauth/jwks")).await.unwrap().read().unwrap();
    let (header, claims) = verified(&signed.token, &keys).expect("the published key fits");
    assert_eq!(header["typ"], "consent-receipt+jwt");
    assert_eq!((claims.iss.as_str(), claims.jti, claims.sub), (app.base(), given, leg.learner));
    assert_eq!((claims.iat, &claims.receipt), (receipt.record.recorded_at.timestamp(), receipt));
    let last = if signed.token.ends_with('A') { 'Q' } else { 'A' };
    let altered = format!("{}{last}", &signed.token[..signed.token.len() - 1]);
    assert!(verified(&altered, &keys).is_none(), "an altered one does not pass");

    let used = Request::new(Method::GET, format!("/v1/handovers/{}/consents", leg.handover));
    let refused = app.anonymous().send_with(used, Some(&signed.token)).await.unwrap().succeeded().unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::Unauthenticated));
});

story!(a_withdrawal_has_a_receipt_of_its_own_and_the_first_one_stays, |app| {
    let (leg, given) = consented(&app).await;
    let before = leg.school.receipt(leg.handover, given).await.unwrap().receipt;
    let taken_back = leg.school.withdraw_consent(leg.handover, given, &taking_back(app.clock().now())).await.unwrap().id;
    assert_eq!(leg.school.receipt(leg.handover, given).await.unwrap().receipt, before);
    let after = leg.school.receipt(leg.handover, taken_back).await.unwrap().receipt.record;
    assert_eq!((after.version, after.statement.to_string().as_str()), (2, "withdrawn"));
});

async fn page(leg: &Leg, consent: Uuid) -> String {
    let path = format!("/v1/handovers/{}/consents/{consent}/receipt-page", leg.handover);
    let reply = leg.school.send(Request::new(Method::GET, path)).await.unwrap();
    assert_eq!(reply.headers["content-type"], "text/html; charset=utf-8");
    assert!(reply.headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    String::from_utf8(reply.body).unwrap()
}

story!(the_page_of_a_receipt_is_in_the_language_that_was_read_and_runs_nothing, |app| {
    let leg = leg_with_career(&app, day("2004-02-11")).await;
    let in_dutch = consent(Section::CareerProfile, app.clock().now());
    let english = ConsentText::current(TextKind::Consent, Giver::Student, Language::En).unwrap();
    let in_english = NewConsent {
        purpose: text("<script>alert(1)</script> & more"),
        text_language: Language::En,
        text_sha256: Sha256Hex::new(english.sha256.clone()).unwrap(),
        ..in_dutch.clone()
    };
    let dutch = leg.school.record_consent(leg.handover, &in_dutch).await.unwrap().id;
    let dutch = page(&leg, dutch).await;
    for word in ["<html lang=\"nl\">", "Bewijs", "loopbaanprofiel", "Vmbo De Linde", "ROC Maasdal", "Een goede start", "Jij kiest."] {
        assert!(dutch.contains(word), "{word} in {dutch}");
    }
    let other = leg.school.record_consent(leg.handover, &in_english).await.unwrap().id;
    let other = page(&leg, other).await;
    for word in ["<html lang=\"en\">", "Receipt", "career profile", "You choose.", "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more"] {
        assert!(other.contains(word), "{word} in {other}");
    }
    assert!(!other.contains("<script"));
});

story!(only_the_sender_gets_a_receipt_and_only_of_its_own_handover, |app| {
    let (leg, given) = consented(&app).await;
    let other = estafette_tests::harness::scene::draft(&leg.school, &leg.college, leg.learner).await;
    let hbo = app.partner("Hogeschool Delta", PartnerKind::Hbo).await;
    for refused in [
        leg.college.receipt(leg.handover, given).await,
        hbo.receipt(leg.handover, given).await,
        leg.school.receipt(other, given).await,
        leg.school.receipt(leg.handover, Uuid::now_v7()).await,
    ] {
        assert_eq!(refused.unwrap_err().problem(), Some(ProblemKind::NotFound));
    }
});
