//! Mutual TLS: a certificate is matched to its registration and a token to its certificate, whoever ends TLS.

use std::net::IpAddr;

use estafette_api::settings::{MutualTls, Settings};
use estafette_client::{Client, Request};
use estafette_contract::{PartnerKind, ProblemKind};
use estafette_tests::harness::{
    Database, Partner, TestApp,
    certificates::{Authority, Certified},
};
use reqwest::Method;

use super::{ask, assertion, forge::decode, part};

/// A service that asks clients for certificates of an authority.
struct Region {
    app: TestApp,
    servers: Authority,
    clients: Authority,
    _files: tempfile::TempDir,
}

impl Region {
    async fn start() -> Self {
        let (servers, clients) = (Authority::new("servers"), Authority::new("clients"));
        let files = tempfile::tempdir().unwrap();
        let server = servers.certify("estafette");
        let write = |name: &str, content: Vec<u8>| {
            use std::os::unix::fs::PermissionsExt;
            let path = files.path().join(name);
            std::fs::write(&path, content).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
            path
        };
        let tls = Some((write("certificate.pem", server.pem()), write("key.pem", server.key_pem())));
        let mutual_tls = MutualTls { client_ca: Some(write("clients.pem", clients.pem())), proxies: Vec::new() };
        let app = TestApp::with_settings(Database::Sqlite, |usual| Settings { tls, mutual_tls, ..usual }).await;
        Self { app, servers, clients, _files: files }
    }

    /// A connection that shows this certificate, or none.
    fn showing(&self, certificate: Option<&Certified>) -> Client {
        let builder = self.app.builder().root_certificate(self.servers.pem());
        let builder = certificate.into_iter().fold(builder, |builder, one| builder.certificate(one.pem(), one.key_pem()));
        builder.build().unwrap()
    }

    async fn school(&self) -> Partner {
        self.app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await
    }

    async fn token(&self, partner: &Partner, over: &Client) -> String {
        token(&self.app, partner, over).await
    }
}

async fn token(app: &TestApp, partner: &Partner, over: &Client) -> String {
    let answer: estafette_contract::TokenAnswer = ask(over, &assertion(app, partner), "").await.read().unwrap();
    answer.access_token
}

fn register(app: &TestApp, partner: &Partner, certificate: &Certified) {
    let (client, thumbprint) = (&partner.credentials.client_id, certificate.thumbprint());
    let row = format!(
        "INSERT INTO partner_certificates (client_id, thumbprint, added_at) \
         SELECT client_id, '{thumbprint}', created_at FROM partners WHERE client_id = '{client}'"
    );
    app.database.raw().execute(&row).unwrap();
}

fn bound_to(token: &str) -> Option<Vec<u8>> {
    part(token, 1).pointer("/cnf/x5t#S256").map(|thumbprint| decode(thumbprint.as_str().unwrap()))
}

async fn status(client: &Client, token: &str) -> u16 {
    client.send_with(Request::new(Method::GET, "/v1/partners"), Some(token)).await.unwrap().status.as_u16()
}

#[actix_web::test]
async fn a_token_is_worth_something_only_with_the_certificate_of_its_client() {
    let region = Region::start().await;
    let (school, own, others) = (region.school().await, region.clients.certify("de linde"), region.clients.certify("maasdal"));
    register(&region.app, &school, &own);
    let token = region.token(&school, &region.showing(Some(&own))).await;
    assert_eq!(bound_to(&token).unwrap(), openssl::sha::sha256(&own.der()));
    for (certificate, expected) in [(Some(&own), 200), (None, 401), (Some(&others), 401)] {
        assert_eq!(status(&region.showing(certificate), &token).await, expected);
    }
    // Who has a certificate and does not show it gets a token that is bound to it all the same.
    let unshown = region.token(&school, &region.showing(None)).await;
    assert_eq!(bound_to(&unshown), bound_to(&token));
    assert_eq!((status(&region.showing(None), &unshown).await, status(&region.showing(Some(&own)), &unshown).await), (401, 200));
}

#[actix_web::test]
async fn a_certificate_has_to_be_registered_for_the_client_that_shows_it() {
    let region = Region::start().await;
    let (school, own) = (region.school().await, region.clients.certify("de linde"));
    let college = region.app.partner("ROC Maasdal", PartnerKind::MboCollege).await;
    register(&region.app, &school, &own);
    let stolen = ask(&region.showing(Some(&own)), &assertion(&region.app, &college), "").await;
    assert_eq!(stolen.succeeded().unwrap_err().problem(), Some(ProblemKind::InvalidClient));
    let unbound = region.token(&college, &region.showing(None)).await;
    assert_eq!((bound_to(&unbound), status(&region.showing(None), &unbound).await), (None, 200));

    let foreign = Authority::new("elsewhere").certify("de linde");
    assert!(region.showing(Some(&foreign)).send(Request::new(Method::GET, "/healthz")).await.is_err(), "of no authority of the region");
}

#[actix_web::test]
async fn a_certificate_that_is_retired_takes_its_tokens_with_it() {
    let region = Region::start().await;
    let (school, own) = (region.school().await, region.clients.certify("de linde"));
    register(&region.app, &school, &own);
    let client = region.showing(Some(&own));
    let token = region.token(&school, &client).await;
    assert_eq!(status(&client, &token).await, 200);
    region.app.database.raw().execute("UPDATE partner_certificates SET retired_at = added_at").unwrap();
    let began = std::time::Instant::now();
    while status(&client, &token).await != 401 {
        assert!(began.elapsed().as_secs() < 5, "within five seconds");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(ask(&client, &assertion(&region.app, &school), "").await.status, 401);
}

/// A service behind proxies at these addresses.
async fn behind(proxies: &[&str]) -> TestApp {
    let proxies = proxies.iter().map(|address| address.parse::<IpAddr>().unwrap()).collect();
    TestApp::with_settings(Database::Sqlite, |usual| Settings { mutual_tls: MutualTls { client_ca: None, proxies }, ..usual }).await
}

fn telling(token: &str, certificates: &[String]) -> Request {
    let request = Request::new(Method::GET, "/v1/partners").header("authorization", &format!("Bearer {token}"));
    certificates.iter().fold(request, |request, certificate| request.header("client-cert", certificate))
}

fn header(certificate: &Certified) -> String {
    format!(":{}:", openssl::base64::encode_block(&certificate.der()))
}

#[actix_web::test]
async fn a_header_tells_a_certificate_only_when_it_comes_from_the_proxy() {
    let authority = Authority::new("clients");
    let (own, others) = (authority.certify("de linde"), authority.certify("maasdal"));
    for (proxies, counts) in [(&["10.0.0.1", "127.0.0.1"][..], true), (&["10.0.0.1"], false), (&[], false)] {
        let app = behind(proxies).await;
        let school = app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
        register(&app, &school, &own);
        let token = token(&app, &school, &app.anonymous()).await;
        let call = async |told: &[String]| app.anonymous().send(telling(&token, told)).await.unwrap().status.as_u16();
        assert_eq!(call(&[header(&own)]).await, if counts { 200 } else { 401 }, "{proxies:?}");
        let broken = [header(&own).replace(':', ""), ":AAAA:".into(), "::".into(), header(&own).replacen('M', "é", 1)];
        for told in broken.iter().map(std::slice::from_ref).chain([&[][..], &[header(&others)], &[header(&own), header(&own)]]) {
            assert_eq!(call(told).await, 401, "{told:?}");
        }
    }
}

#[actix_web::test]
async fn a_proxy_tells_the_certificate_of_whoever_signs_in() {
    let app = behind(&["127.0.0.1"]).await;
    let authority = Authority::new("clients");
    let (first, second, strange) = (authority.certify("one"), authority.certify("two"), authority.certify("three"));
    let school = app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    register(&app, &school, &first);
    register(&app, &school, &second);
    let sign_in = async |certificate: &Certified| {
        let form = super::form(&assertion(&app, &school), "");
        app.anonymous().send(super::form_of(form.into_bytes()).header("client-cert", &header(certificate))).await.unwrap()
    };
    for certificate in [&first, &second] {
        let answer: estafette_contract::TokenAnswer = sign_in(certificate).await.read().unwrap();
        assert_eq!(bound_to(&answer.access_token).unwrap(), openssl::sha::sha256(&certificate.der()));
        let told = |shown: &Certified| telling(&answer.access_token, &[header(shown)]);
        assert_eq!(app.anonymous().send(told(certificate)).await.unwrap().status, 200);
    }
    assert_eq!(sign_in(&strange).await.status, 401);
}
