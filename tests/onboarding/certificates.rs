//! Certificates of partners: two operators register one, from then on tokens need it; one operator retires it.

use estafette_client::{Client, ClientError};
use estafette_contract::{CertificateName, NewCertificate, PartnerKind, ProblemKind, ProposalKind, Sha256Hex};
use estafette_tests::{
    harness::{certificates::Authority, operators::Operators},
    story,
};
use uuid::Uuid;

fn pem(certificate: Vec<u8>) -> NewCertificate {
    NewCertificate { certificate: String::from_utf8(certificate).unwrap() }
}

fn named(thumbprint: &str) -> CertificateName {
    CertificateName { thumbprint: Sha256Hex::new(thumbprint).unwrap() }
}

/// The code with which a certificate is refused.
async fn refused(operator: &Client, partner: Uuid, certificate: &NewCertificate) -> String {
    let ClientError::Refused(problem) = operator.propose_certificate(partner, certificate).await.unwrap_err() else { panic!("a problem") };
    assert_eq!(problem.errors[0].pointer, "/certificate");
    problem.errors[0].code.clone()
}

story!(a_certificate_that_two_operators_registered_is_needed_until_one_retires_it, |app| {
    let operators = Operators::of(&app).await;
    let school = app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    let shown = Authority::new("clients").certify("vmbo-de-linde");
    assert!(school.partners().await.is_ok());

    let proposal = operators.first.propose_certificate(school.id, &pem(shown.pem())).await.unwrap();
    let alone = operators.first.confirm_proposal(proposal.id, &Default::default()).await.unwrap_err();
    assert_eq!(alone.problem(), Some(ProblemKind::NotAllowed));
    let seen = operators.second.proposals(&Default::default()).await.unwrap().items.remove(0);
    assert_eq!((seen.kind, seen.certificate), (ProposalKind::AddCertificate, Some(shown.thumbprint())));
    operators.confirm(&proposal).await;
    let registered = operators.second.managed_partner(school.id).await.unwrap().certificates;
    assert_eq!(registered.iter().map(|one| one.thumbprint.clone()).collect::<Vec<_>>(), [shown.thumbprint()]);

    // A token that is issued now is worth nothing on a connection that shows no certificate.
    let again = app.client(school.credentials.clone());
    assert_eq!(again.partners().await.unwrap_err().problem(), Some(ProblemKind::Unauthenticated));
    operators.first.retire_certificate(school.id, &named(&shown.thumbprint())).await.unwrap();
    assert!(app.client(school.credentials.clone()).partners().await.is_ok());
    assert!(operators.second.managed_partner(school.id).await.unwrap().certificates[0].retired_at.is_some());
    assert!(operators.first.retire_certificate(school.id, &named(&shown.thumbprint())).await.is_err(), "it is retired already");
});

story!(what_is_not_the_certificate_of_one_client_is_refused_with_a_reason, |app| {
    let operators = Operators::of(&app).await;
    let school = app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    let authority = Authority::new("clients");
    let (shown, other) = (authority.certify("vmbo-de-linde"), authority.certify("another"));
    operators.confirm(&operators.first.propose_certificate(school.id, &pem(shown.pem())).await.unwrap()).await;
    for (certificate, code) in [
        (b"none".to_vec(), "no-certificate"),
        ([other.pem(), authority.pem()].concat(), "more-than-one"),
        ([other.pem(), other.key_pem()].concat(), "private"),
        (shown.pem(), "certificate-used"),
    ] {
        assert_eq!(refused(&operators.first, school.id, &pem(certificate)).await, code);
    }
    for _ in 0..9 {
        let next = authority.certify("vmbo-de-linde");
        operators.confirm(&operators.first.propose_certificate(school.id, &pem(next.pem())).await.unwrap()).await;
    }
    assert_eq!(refused(&operators.first, school.id, &pem(other.pem())).await, "too-many-certificates");
});
