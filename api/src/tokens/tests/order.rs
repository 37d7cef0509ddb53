//! The order of the steps: a call that is wrong in two ways is refused at the earlier one.

use estafette_contract::PartnerKind;
use estafette_db::standing::{ClientStanding, Standing};
use serde_json::json;

use super::super::fault::TokenFault;
use super::super::step::Step;
use super::super::validation::in_scope;
use super::*;

/// A call, each part of which can be spoilt by itself.
pub struct Attempt {
    pub forge: Forge,
    pub header: Value,
    pub claims: Value,
    pub names_twice: bool,
    pub signed_by: Option<Forge>,
    pub after_token: &'static str,
    pub headers: usize,
    pub shown: Option<String>,
    pub standing: Standing,
    pub needed: &'static str,
}

/// How a region stands in which the school of these tests takes part, with a certificate.
pub fn standing() -> Standing {
    let school = ClientStanding {
        partner: Uuid::from_u128(7),
        kind: PartnerKind::VmboSchool,
        scopes: "reports:read".into(),
        active: true,
        generation: 3,
        voided_at: None,
        certificates: vec!["07".repeat(32)],
    };
    Standing { clients: [("school-a".to_owned(), school)].into(), ..Standing::default() }
}

impl Attempt {
    pub fn good() -> Self {
        let forge = Forge::new();
        Self {
            header: forge.header(),
            claims: changed(good_claims(), &json!({ "cnf": { "x5t#S256": encode([7; 32]) } })),
            names_twice: false,
            signed_by: None,
            after_token: "",
            headers: 1,
            shown: Some("07".repeat(32)),
            standing: standing(),
            needed: "handovers:read",
            forge,
        }
    }

    pub fn spoilt(mut self, step: Step) -> Self {
        match step {
            Step::OneHeader => self.headers = 2,
            Step::Form => self.after_token = "=",
            Step::Header => self.header["jku"] = json!("https://evil.example"),
            Step::Type => self.header["typ"] = json!("JWT"),
            Step::Key => self.header["kid"] = json!("another"),
            Step::Signature => self.signed_by = Some(Forge::new()),
            Step::Object => self.names_twice = true,
            Step::Issuer => self.claims["iss"] = json!("https://evil.example"),
            Step::Audience => self.claims["aud"] = json!([AUDIENCE]),
            Step::Times => self.claims["exp"] = json!(NOW - 10),
            Step::Claims => self.claims["azp"] = json!(null),
            Step::Certificate => self.shown = None,
            Step::Standing => self.standing.revoked = ["0123456789abcdefghijkl".to_owned()].into(),
            Step::Scope => self.needed = "reports:read",
        }
        self
    }

    pub fn outcome(&self) -> Result<(), TokenFault> {
        let mut claims = self.claims.to_string();
        if self.names_twice {
            claims = claims.replacen('{', r#"{"scope":"handovers:read","#, 1);
        }
        let token = self.signed_by.as_ref().unwrap_or(&self.forge).sign(&self.header.to_string(), &claims);
        let header = format!("Bearer {token}{}", self.after_token);
        let headers = vec![header.as_bytes(); self.headers];
        let verifier = self.forge.verifier();
        let check = || verifier.check(headers.iter().copied(), self.shown.as_deref(), &self.standing, at(NOW));
        let first = check().map_err(|refused| refused.fault);
        // Once it is remembered, nothing else comes of it.
        assert_eq!(check().map_err(|refused| refused.fault).map(|_| ()), first.as_ref().map(|_| ()).map_err(|fault| *fault));
        in_scope(&first?.scope, self.needed)
    }
}

#[test]
fn each_step_refuses_what_only_it_can_see() {
    assert_eq!(Attempt::good().outcome(), Ok(()));
    for step in Step::ALL {
        assert_eq!(Attempt::good().spoilt(step).outcome().unwrap_err().step(), step);
    }
}

#[test]
fn the_steps_come_in_one_order() {
    for (at, first) in Step::ALL.into_iter().enumerate() {
        for second in &Step::ALL[at + 1..] {
            let refused = Attempt::good().spoilt(first).spoilt(*second).outcome().unwrap_err();
            assert_eq!(refused.step(), first, "{first:?} and {second:?}: {refused}");
        }
    }
}
