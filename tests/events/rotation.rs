//! Signatures: each can be checked with what was shown, and a rotation breaks nobody.

use chrono::TimeDelta;
use estafette_contract::{NoDetails, PartnerKind, ProblemKind, SubscriptionMade};
use estafette_tests::harness::Got;
use openssl::{
    base64::{decode_block, encode_block},
    hash::MessageDigest,
    pkey::{Id, PKey},
    sign::{Signer, Verifier},
};

use super::{subscribed, told};

/// How many of the signatures of a delivery are right by these keys: HMAC and Ed25519.
fn right(got: &Got, keys: &SubscriptionMade) -> (usize, usize) {
    let content = format!("{}.{}.{}", got.id, got.timestamp, got.body);
    let secret = PKey::hmac(&decode_block(keys.secret.strip_prefix("whsec_").unwrap()).unwrap()).unwrap();
    let mac = Signer::new(MessageDigest::sha256(), &secret).unwrap().sign_oneshot_to_vec(content.as_bytes()).unwrap();
    let public = decode_block(keys.public_key.strip_prefix("whpk_").unwrap()).unwrap();
    let public = PKey::public_key_from_raw_bytes(&public, Id::ED25519).unwrap();
    let checks = |signature: &str| {
        let signature = decode_block(signature).unwrap();
        Verifier::new_without_digest(&public).unwrap().verify_oneshot(&signature, content.as_bytes()).unwrap_or(false)
    };
    let same = got.signed("v1").iter().filter(|text| ***text == encode_block(&mac)).count();
    (same, got.signed("v1a").iter().filter(|text| checks(text)).count())
}

told!(every_delivery_is_signed_with_the_keys_that_were_shown, |region| {
    let school = region.app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    let receiver = region.receiver();
    let keys = subscribed(&school, &receiver).await;
    let tested = school.test_subscription(keys.id, &NoDetails {}).await.unwrap().id;
    let now = || region.app.clock().now().timestamp();
    let before = now();
    region.app.deliver().await;
    let got = receiver.got().remove(0);
    assert_eq!(got.id, tested.to_string());
    assert!((before..=now()).contains(&got.timestamp), "{} is not now", got.timestamp);
    assert_eq!((got.signatures.len(), right(&got, &keys)), (2, (1, 1)));
    let altered = Got { body: got.body.replace("1.0", "1.1"), ..got.clone() };
    assert_eq!(right(&altered, &keys), (0, 0));
    assert_eq!(school.subscription(keys.id).await.unwrap().public_keys, std::slice::from_ref(&keys.public_key));
});

told!(after_a_rotation_both_keys_sign_for_a_day, |region| {
    let school = region.app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    let receiver = region.receiver();
    let old = subscribed(&school, &receiver).await;
    let new = school.rotate_subscription(old.id, &NoDetails {}).await.unwrap();
    assert!(new.secret != old.secret && new.public_key != old.public_key);
    let again = school.rotate_subscription(old.id, &NoDetails {}).await.unwrap_err();
    assert_eq!(again.problem(), Some(ProblemKind::Conflict), "the keys before the last ones would sign no longer");
    let view = school.subscription(old.id).await.unwrap();
    assert_eq!(view.public_keys, [new.public_key.clone(), old.public_key.clone()]);
    assert!(view.signs_along_until_at.is_some());
    for (hours, with_old) in [(0, (1, 1)), (23, (1, 1)), (2, (0, 0))] {
        region.app.clock().advance(TimeDelta::hours(hours));
        school.test_subscription(old.id, &NoDetails {}).await.unwrap();
        region.app.deliver().await;
        let got = receiver.got().pop().unwrap();
        assert_eq!((right(&got, &new), right(&got, &old)), ((1, 1), with_old), "{hours}");
    }
});

told!(the_same_request_again_shows_the_same_keys_and_none_is_kept, |region| {
    use estafette_client::{Method, Request};
    let school = region.app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    let receiver = region.receiver();
    let request = || Request::new(Method::POST, "/v1/subscriptions").header("idempotency-key", "one").json(&super::at(&receiver.address));
    let first: SubscriptionMade = school.send(request()).await.unwrap().read().unwrap();
    let second: SubscriptionMade = school.send(request()).await.unwrap().read().unwrap();
    assert_eq!(first, second);
    let mut rows = region.app.database.raw();
    let kept = rows.lines("SELECT answer AS line FROM idempotency").concat();
    let secret = first.secret.trim_start_matches("whsec_");
    assert!(kept.contains(&first.id.to_string()) && !kept.contains(secret) && !kept.contains("whpk"), "{kept}");
});
