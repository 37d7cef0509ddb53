//! Who calls too often is told when to call again, and everybody how much is left.

use std::net::{IpAddr, Ipv6Addr};

use actix_web::{
    HttpMessage, HttpRequest,
    dev::ServiceRequest,
    http::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER},
    web::Data,
};
use estafette_contract::{Act, CallClass, CodeList, ObjectKind, ProblemKind, Scope};
use estafette_db::{Action, Viewer};
use uuid::Uuid;

use super::{Problem, record_refusal};
use crate::{
    limits::{Allowance, Limits, Who},
    state::State,
};

/// What the buckets said to one request.
struct Told(Vec<Allowance>);

/// Takes a call that needs no token out of the bucket of the address it comes from, before anything is done for it.
///
/// # Errors
/// When the bucket is empty.
pub(super) fn unguarded(request: &ServiceRequest, route: Option<&str>) -> Result<(), Problem> {
    let Some(state) = request.app_data::<Data<State>>() else { return Ok(()) };
    match state.contract.class(request.method().as_str(), route) {
        Some(CallClass::Open | CallClass::SignIn) => charge_address(state, request.request()),
        Some(CallClass::Read | CallClass::Change) | None => Ok(()),
    }
}

/// Takes a call out of the bucket of the address it comes from.
///
/// # Errors
/// When the bucket is empty.
pub(super) fn charge_address(state: &State, request: &HttpRequest) -> Result<(), Problem> {
    let address = address(request, &state.mutual_tls.proxies);
    address.map_or(Ok(()), |address| charge(&state.limits, request, CallClass::Open, Who::Address(address)))
}

/// Takes a call out of a partner's bucket; a flood of refusals leaves one entry a minute in the log, so that the log is not flooded too.
///
/// # Errors
/// When the bucket is empty.
pub async fn charge_partner<S: Scope>(
    state: &State,
    request: &HttpRequest,
    class: CallClass,
    partner: Uuid,
    viewer: impl FnOnce() -> Viewer<S>,
) -> Result<(), Problem> {
    let who = Who::Partner(partner);
    let Err(problem) = charge(&state.limits, request, class, who) else { return Ok(()) };
    if !state.limits.is_news(who) {
        return Err(problem);
    }
    Err(record_refusal(&state.store, viewer(), Action::all(Act::LimitRefuse, ObjectKind::List), problem).await)
}

fn charge(limits: &Limits, request: &HttpRequest, class: CallClass, who: Who) -> Result<(), Problem> {
    let Some(allowance) = limits.take(class, who) else { return Ok(()) };
    let mut extensions = request.extensions_mut();
    match extensions.get_mut::<Told>() {
        Some(told) => told.0.push(allowance),
        None => drop(extensions.insert(Told(vec![allowance]))),
    }
    allowance.again_after.map_or(Ok(()), |seconds| Err(too_often(&allowance, seconds)))
}

fn too_often(allowance: &Allowance, seconds: u64) -> Problem {
    let (quota, kind) = (allowance.quota, allowance.class.term().en);
    let detail = format!(
        "Nothing was done. Send it again after {seconds} s, as Retry-After says. {quota} calls a minute are granted for {kind}: spread them."
    );
    Problem::new(ProblemKind::TooManyCalls, detail)
}

/// Says in the headers of an answer what the buckets said, as lists of structured fields (draft-ietf-httpapi-ratelimit-headers).
pub(super) fn tell(request: &HttpRequest, headers: &mut HeaderMap) {
    let extensions = request.extensions();
    let Some(Told(told)) = extensions.get::<Told>() else { return };
    let list = |item: fn(&Allowance) -> String| told.iter().map(item).collect::<Vec<_>>().join(", ");
    let policy = list(|one| format!("\"{}\";q={};w=60", one.class, one.quota));
    let state = list(|one| format!("\"{}\";r={};t={}", one.class, one.left, one.full_after()));
    let again_after = told.iter().find_map(|one| one.again_after).map(|seconds| seconds.to_string());
    let named = [("ratelimit-policy", Some(policy)), ("ratelimit", Some(state)), (RETRY_AFTER.as_str(), again_after)];
    for (name, value) in named {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}

/// Where a call comes from: of a proxy's connection, the last address that the proxy itself wrote down.
fn address(request: &HttpRequest, proxies: &[IpAddr]) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip().to_canonical();
    let told = request.headers().get_all("x-forwarded-for").last().and_then(|told| told.to_str().ok());
    let last = told.and_then(|told| told.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
    Some(network(if proxies.contains(&peer) { last.map_or(peer, |last| last.to_canonical()) } else { peer }))
}

/// Whoever has an address of IPv6 has a whole network of them.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() >> 64 << 64)),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn from(peer: &str, told: &[&str], proxies: &[&str]) -> String {
        let request = TestRequest::default().peer_addr(std::net::SocketAddr::new(peer.parse().unwrap(), 443));
        let request = told.iter().fold(request, |request, told| request.append_header(("x-forwarded-for", *told)));
        let proxies: Vec<IpAddr> = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
        address(&request.to_http_request(), &proxies).unwrap().to_string()
    }

    #[test]
    fn a_header_counts_only_from_a_proxy_and_only_what_the_proxy_wrote() {
        assert_eq!(from("192.0.2.1", &["198.51.100.7"], &[]), "192.0.2.1");
        assert_eq!(from("192.0.2.1", &["198.51.100.7"], &["192.0.2.1"]), "198.51.100.7");
        assert_eq!(from("192.0.2.1", &["203.0.113.9", "203.0.113.9, 198.51.100.7"], &["192.0.2.1"]), "198.51.100.7");
        assert_eq!(from("192.0.2.1", &["somebody"], &["192.0.2.1"]), "192.0.2.1");
        assert_eq!(from("192.0.2.1", &[], &["192.0.2.1"]), "192.0.2.1");
        assert_eq!(from("::ffff:192.0.2.1", &["198.51.100.7"], &["192.0.2.1"]), "198.51.100.7");
        assert_eq!(from("2001:db8:1:2:3:4:5:6", &[], &[]), from("2001:db8:1:2:ffff::1", &[], &[]));
        assert_ne!(from("2001:db8:1:2::1", &[], &[]), from("2001:db8:1:3::1", &[], &[]));
    }
}
