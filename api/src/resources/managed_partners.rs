//! Partners as operators admit them, see them, and take from them. What gives them more is a proposal.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json},
};
use estafette_contract::{
    Act, CertificateName, Created, KeyName, ManagedPartner, ManagedPartnerPage, NewCertificate, NewKeys, NewManagedPartner, NewRmcRegion,
    NewScope, NoDetails, ObjectKind, PartnerStanding, ProposalStanding, ScopeName, scope::PartnersManage,
};
use estafette_db::{
    Action, DbResult, partners,
    proposals::{self, Change},
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::{Answer, Body, Granted, Id, Page, PageQuery, Problem},
    partner_certificates, partner_keys,
    state::State,
};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config
        .service(list_managed_partners)
        .service(admit_partner)
        .service(read_managed_partner)
        .service(suspend_partner)
        .service(propose_reinstatement)
        .service(propose_keys)
        .service(retire_key)
        .service(propose_certificate)
        .service(retire_certificate)
        .service(switch_on_nl_gov)
        .service(switch_off_nl_gov)
        .service(propose_scope)
        .service(propose_region)
        .service(revoke_scope);
}

/// List the partners as operators see them, suspended ones too.
#[utoipa::path(tag = "operators", params(PageQuery), security(("partner_token" = ["partners:manage"])),
    responses((status = 200, description = "In the order in which they joined.", body = ManagedPartnerPage)))]
#[get("/managed-partners")]
async fn list_managed_partners(granted: Granted<PartnersManage>, page: Page) -> Answer<Json<ManagedPartnerPage>> {
    let action = Action::all(Act::PartnersList, ObjectKind::Partner);
    granted.read(action, move |tx| partners::managed_list(tx, page.get()?)).await.map(Json)
}

/// Admit a partner, with the scopes its kind is given.
///
/// It can do nothing until two operators have given it a key.
#[utoipa::path(tag = "operators", security(("partner_token" = ["partners:manage"])), request_body = NewManagedPartner,
    responses((status = 201, description = "Admitted.", body = Created)))]
#[post("/managed-partners")]
async fn admit_partner(granted: Granted<PartnersManage>, body: Body<NewManagedPartner>) -> Answer<HttpResponse> {
    let created = granted.once(Action::all(Act::PartnerAdd, ObjectKind::Partner), body, partners::admit).await?;
    Ok(HttpResponse::Created().json(created))
}

/// Read a partner with its keys and scopes.
#[utoipa::path(tag = "operators", params(Id), security(("partner_token" = ["partners:manage"])),
    responses((status = 200, description = "All that was granted to it.", body = ManagedPartner)))]
#[get("/managed-partners/{id}")]
async fn read_managed_partner(granted: Granted<PartnersManage>, id: Id) -> Answer<Json<ManagedPartner>> {
    granted.read(id.action(Act::PartnerRead, ObjectKind::Partner), move |tx| partners::managed(tx, id.get()?)).await.map(Json)
}

/// Suspend a partner: it gets no tokens, those it has are void, and nothing can be offered to it.
#[utoipa::path(tag = "operators", params(Id), security(("partner_token" = ["partners:manage"])), request_body = NoDetails,
    responses((status = 200, description = "Suspended.", body = PartnerStanding)))]
#[post("/managed-partners/{id}/_suspend")]
async fn suspend_partner(granted: Granted<PartnersManage>, id: Id, body: Body<NoDetails>) -> Answer<Json<PartnerStanding>> {
    let action = id.action(Act::PartnerSuspend, ObjectKind::Partner);
    granted.once(action, body, move |tx, _| partners::suspend(tx, id.get()?)).await.map(Json)
}

/// Propose to let a suspended partner take part again.
#[utoipa::path(tag = "operators", params(Id), security(("partner_token" = ["partners:manage"])), request_body = NoDetails,
    responses((status = 202, description = "Waits for another operator.", body = ProposalStanding)))]
#[post("/managed-partners/{id}/_reinstate")]
async fn propose_reinstatement(granted: Granted<PartnersManage>, id: Id, body: Body<NoDetails>) -> Answer<HttpResponse> {
    propose(granted, id, body.then(|_| Ok(Change::Reinstate))).await
}

/// Propose keys for a partner, or the address at which it publishes them.
///
/// A key whose private half is sent is refused, and remembered so that nobody can ever register it. An address is asked at once, and for one
/// partner at most once a minute; what is found there counts when another operator confirms within five minutes, and is asked for anew later.
#[utoipa::path(tag = "operators", params(Id), security(("partner_token" = ["partners:manage"])), request_body = NewKeys,
    responses((status = 202, description = "Waits for another operator.", body = ProposalStanding)))]
#[post("/managed-partners/{id}/keys")]
async fn propose_keys(granted: Granted<PartnersManage>, id: Id, body: Body<NewKeys>, state: Data<State>) -> Answer<HttpResponse> {
    let change = change_of_keys(&granted, id, &body, &state).await;
    propose(granted, id, body.then(|_| change.map_err(Problem::from))).await
}

/// Retire a key of a partner: whoever signs with it gets no token, and the tokens there are become void.
#[utoipa::path(tag = "operators", params(Id), security(("partner_token" = ["partners:manage"])), request_body = KeyName,
    responses((status = 200, description = "Retired.", body = PartnerStanding)))]
#[post("/managed-partners/{id}/_retirekey")]
async fn retire_key(granted: Granted<PartnersManage>, id: Id, body: Body<KeyName>) -> Answer<Json<PartnerStanding>> {
    let action = id.action(Act::KeyRetire, ObjectKind::Partner);
    granted.once(action, body, move |tx, name| partners::retire_key(tx, id.get()?, name)).await.map(Json)
}

/// Propose a certificate that a partner's client will show with mutual TLS.
///
/// Once it is confirmed, the tokens of this partner are bound to a certificate.
#[utoipa::path(tag = "operators", params(Id), security(("partner_token" = ["partners:manage"])), request_body = NewCertificate,
    responses((status = 202, description = "Waits for another operator.", body = ProposalStanding)))]
#[post("/managed-partners/{id}/certificates")]
async fn propose_certificate(granted: Granted<PartnersManage>, id: Id, body: Body<NewCertificate>) -> Answer<HttpResponse> {
    propose(granted, id, body.then(|new| partner_certificates::proposed(&new).map_err(Problem::from))).await
}

/// Retire a certificate of a partner: no token is bound to it any more, and the tokens there are become void.
#[utoipa::path(tag = "operators", params(Id), security(("partner_token" = ["partners:manage"])), request_body = CertificateName,
    responses((status = 200, description = "Retired.", body = PartnerStanding)))]
#[post("/managed-partners/{id}/_retirecertificate")]
async fn retire_certificate(granted: Granted<PartnersManage>, id: Id, body: Body<CertificateName>) -> Answer<Json<PartnerStanding>> {
    let action = id.action(Act::CertificateRetire, ObjectKind::Partner);
    granted.once(action, body, move |tx, name| partners::retire_certificate(tx, id.get()?, name)).await.map(Json)
}

/// Propose to switch the NL GOV profile for OAuth on for a partner: it may then also sign with RS256.
#[utoipa::path(tag = "operators", params(Id), security(("partner_token" = ["partners:manage"])), request_body = NoDetails,
    responses((status = 202, description = "Waits for another operator.", body = ProposalStanding)))]
#[post("/managed-partners/{id}/_switchonnlgov")]
async fn switch_on_nl_gov(granted: Granted<PartnersManage>, id: Id, body: Body<NoDetails>) -> Answer<HttpResponse> {
    propose(granted, id, body.then(|_| Ok(Change::SwitchOnNlGov))).await
}

/// Switch the NL GOV profile off: RS256 signs nobody in any more, and the tokens there are become void.
#[utoipa::path(tag = "operators", params(Id), security(("partner_token" = ["partners:manage"])), request_body = NoDetails,
    responses((status = 200, description = "Switched off.", body = PartnerStanding)))]
#[post("/managed-partners/{id}/_switchoffnlgov")]
async fn switch_off_nl_gov(granted: Granted<PartnersManage>, id: Id, body: Body<NoDetails>) -> Answer<Json<PartnerStanding>> {
    let action = id.action(Act::NlGovSwitchOff, ObjectKind::Partner);
    granted.once(action, body, move |tx, _| partners::switch_off_nl_gov(tx, id.get()?)).await.map(Json)
}

/// Propose a scope for a partner; outside what its kind is given it needs a reason.
#[utoipa::path(tag = "operators", params(Id), security(("partner_token" = ["partners:manage"])), request_body = NewScope,
    responses((status = 202, description = "Waits for another operator.", body = ProposalStanding)))]
#[post("/managed-partners/{id}/scopes")]
async fn propose_scope(granted: Granted<PartnersManage>, id: Id, body: Body<NewScope>) -> Answer<HttpResponse> {
    let change = body.then(|new| {
        let reason = new.reason.map(|reason| reason.as_str().to_owned());
        Ok(Change::GrantScope { scope: new.scope.as_str().to_owned(), reason })
    });
    propose(granted, id, change).await
}

/// Propose the RMC region that a Doorstroompunt follows: from its confirmation on, cases of that region go to it.
#[utoipa::path(tag = "operators", params(Id), security(("partner_token" = ["partners:manage"])), request_body = NewRmcRegion,
    responses((status = 202, description = "Waits for another operator.", body = ProposalStanding)))]
#[post("/managed-partners/{id}/_follow")]
async fn propose_region(granted: Granted<PartnersManage>, id: Id, body: Body<NewRmcRegion>) -> Answer<HttpResponse> {
    propose(granted, id, body.then(|new| Ok(Change::FollowRegion { rmc_region: new.rmc_region }))).await
}

/// Take a scope from a partner; the tokens there are become void.
#[utoipa::path(tag = "operators", params(Id), security(("partner_token" = ["partners:manage"])), request_body = ScopeName,
    responses((status = 200, description = "Taken back.", body = PartnerStanding)))]
#[post("/managed-partners/{id}/_revokescope")]
async fn revoke_scope(granted: Granted<PartnersManage>, id: Id, body: Body<ScopeName>) -> Answer<Json<PartnerStanding>> {
    let action = id.action(Act::ScopeRevoke, ObjectKind::Partner);
    granted.once(action, body, move |tx, name| partners::revoke_scope(tx, id.get()?, name)).await.map(Json)
}

/// What is proposed; an address is asked for one partner at most once a minute.
async fn change_of_keys(granted: &Granted<PartnersManage>, id: Id, body: &Body<NewKeys>, state: &State) -> DbResult<Change> {
    let new = body.get()?;
    if new.keys.is_none() && new.jwks_uri.is_some() {
        let partner = id.get()?;
        let action = Action::on(Act::KeysFetch, ObjectKind::Partner, partner);
        granted.ahead(action, move |tx| partners::claim_asking(tx, partner)).await?;
    }
    partner_keys::proposed(&state.store, &state.outbound, new, body.raw().len()).await
}

async fn propose(granted: Granted<PartnersManage>, id: Id, change: Body<Change>) -> Answer<HttpResponse> {
    let action = Action::all(Act::ProposalMake, ObjectKind::Proposal);
    let standing = granted.once(action, change, move |tx, change| proposals::make(tx, id.get()?, change)).await?;
    Ok(HttpResponse::Accepted().json(standing))
}
