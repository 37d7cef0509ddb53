//! What those who come after school get: a projection in which nothing else exists, held against every other field there is.

use std::collections::{BTreeMap, BTreeSet};

use estafette_client::{Client, Reply, Request};
use estafette_contract::{
    CodeList, ConsentStatement, Ground, NewConsent, PartnerKind, ProblemKind, Section, Transition, WorkProfile, WorkplaceHelp,
};
use estafette_tests::{
    harness::{
        TestApp,
        scene::{release, taking_back},
        way::Way,
    },
    story,
};
use reqwest::Method;
use serde_json::{Map, Value, json};

/// The ways on which a projection is what the receiver gets.
const AT_WORK: [(Transition, PartnerKind); 3] = [
    (Transition::MboEmployer, PartnerKind::Employer),
    (Transition::MboEmployer, PartnerKind::TrainingCompany),
    (Transition::LearningWorkBbl, PartnerKind::TrainingCompany),
];
const MATCHING: [(Transition, PartnerKind); 3] = [
    (Transition::SchoolUwv, PartnerKind::Uwv),
    (Transition::SchoolGemeente, PartnerKind::Gemeente),
    (Transition::SchoolWerkcentrum, PartnerKind::Werkcentrum),
];

/// The fields an employer may find in its answer, by where they come from.
const FOR_WORK: [&str; 4] =
    ["CareerProfile/strengths/0", "CareerProfile/ambitions", "WorkplaceNeeds/inOwnWords", "EducationHistory/diplomas/0/name"];
const FOR_MATCHING: [&str; 7] = [
    "CareerProfile/strengths/0",
    "CareerProfile/ambitions",
    "CareerProfile/nextStep",
    "WorkplaceNeeds/inOwnWords",
    "EducationHistory/diplomas/0/name",
    "WorkExperience/placements/0/role",
    "WorkExperience/placements/0/learned",
];

/// Content made from the contract: every field of a section filled, every free text with a mark of its own.
struct Filled {
    document: Value,
    /// Each mark, with the field that has it.
    marks: BTreeMap<String, String>,
}

impl Filled {
    fn new() -> Self {
        Self { document: serde_json::from_str(&estafette_api::app::contract_text()).unwrap(), marks: BTreeMap::new() }
    }

    /// The schemas of all sections there are, by their names.
    fn sections(&self) -> Vec<String> {
        let shapes = self.document.pointer("/components/schemas/SectionContent/anyOf").unwrap().as_array().unwrap();
        shapes.iter().map(|shape| shape["$ref"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()).collect()
    }

    fn content(&mut self, name: &str) -> Value {
        let schema = self.document["components"]["schemas"][name].clone();
        self.value(&schema, name)
    }

    fn value(&mut self, schema: &Value, at: &str) -> Value {
        if let Some(reference) = schema["$ref"].as_str() {
            let resolved = self.document.pointer(reference.trim_start_matches('#')).unwrap().clone();
            return self.value(&resolved, at);
        }
        let mut choices = ["oneOf", "anyOf", "allOf"].iter().filter_map(|key| schema[*key].as_array()).flatten();
        if let Some(choice) = choices.find(|choice| choice["type"] != "null").cloned() {
            return self.value(&choice, at);
        }
        let types: Vec<&str> = match &schema["type"] {
            Value::String(one) => vec![one],
            Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        match types.iter().find(|one| **one != "null") {
            Some(&"object") => self.object(schema, at),
            Some(&"array") => json!([self.value(&schema["items"].clone(), &format!("{at}/0"))]),
            Some(&"boolean") => json!(true),
            Some(&"integer" | &"number") => json!(1),
            _ => self.text(schema, at),
        }
    }

    fn object(&mut self, schema: &Value, at: &str) -> Value {
        let mut members = Map::new();
        for (name, shape) in schema["properties"].as_object().unwrap().clone() {
            // A step that travelled is named by nobody but the service.
            if name != "stepId" {
                members.insert(name.clone(), self.value(&shape, &format!("{at}/{name}")));
            }
        }
        Value::Object(members)
    }

    fn text(&mut self, schema: &Value, at: &str) -> Value {
        if let Some(code) = schema["enum"].as_array().and_then(|codes| codes.first()) {
            return code.clone();
        }
        match (schema["format"].as_str(), schema["pattern"].as_str()) {
            (Some("date"), _) => json!("2024-09-01"),
            (_, Some("^[0-9]{2}[A-Z]{2}$")) => json!("99XA"),
            (_, Some("^[0-9]{5}$")) => json!("25491"),
            (_, Some("^[0-9]{4}-[0-9]{4}$")) => json!("2023-2024"),
            (None, None) => {
                let mark = format!("merk{}x", self.marks.len() + 100);
                self.marks.insert(mark.clone(), at.to_owned());
                json!(mark)
            }
            other => panic!("say here what {at} can hold: {other:?}"),
        }
    }

    /// The fields whose marks stand in a text.
    fn found_in(&self, text: &str) -> BTreeSet<&str> {
        self.marks.iter().filter(|(mark, _)| text.contains(mark.as_str())).map(|(_, at)| at.as_str()).collect()
    }
}

/// The section a schema is the content of: `CareerProfile` is of `career_profile`, `HealthSection` of `health`.
fn section_of(schema: &str) -> Section {
    let snake: String = schema
        .trim_end_matches("Section")
        .char_indices()
        .flat_map(|(at, c)| (at > 0 && c.is_uppercase()).then_some('_').into_iter().chain(c.to_lowercase()))
        .collect();
    Section::from_code(&snake).unwrap_or_else(|| panic!("{schema} is the content of a section"))
}

async fn write(sender: &Client, way: &Way, section: Section, content: &Value) -> Reply {
    let necessity = serde_json::to_value(estafette_tests::harness::contents::necessity()).unwrap();
    let request = Request::new(Method::PUT, format!("/v1/handovers/{}/sections/{section}", way.handover)).header("if-none-match", "*");
    sender.send(request.json(&json!({ "content": content, "necessity": necessity }))).await.unwrap()
}

/// A handover with every field filled of every section that can be written, all of it released, and the transfer running.
async fn everything(app: &TestApp, transition: Transition, kind: PartnerKind) -> (Way, Filled) {
    let way = Way::empty(app, transition, PartnerKind::MboCollege, kind).await;
    let mut filled = Filled::new();
    let schemas = filled.sections();
    assert_eq!(schemas.len() + 1, Section::ALL.len(), "every section but what is never handed over");
    for schema in schemas {
        let (section, content) = (section_of(&schema), filled.content(&schema));
        let reply = write(&way.sender, &way, section, &content).await;
        if way.ground(section) == Ground::Forbidden {
            assert_eq!(reply.succeeded().unwrap_err().problem(), Some(ProblemKind::SectionForbidden), "{section}");
        } else {
            assert!(reply.status.is_success(), "{section}: {}", String::from_utf8_lossy(&reply.body));
        }
    }
    way.to_transfer(app).await;
    (way, filled)
}

async fn ask(client: &Client, path: &str) -> Reply {
    client.send(Request::new(Method::GET, path)).await.unwrap()
}

/// Everything of an answer that comes over the wire.
fn wire(reply: &Reply) -> String {
    format!("{:?} {}", reply.headers, String::from_utf8_lossy(&reply.body))
}

fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, inner)| {
            found.insert(name.clone());
            keys(inner, found);
        }),
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

async fn holds_only(app: &TestApp, transition: Transition, kind: PartnerKind, path: &str, fields: &[&str], names: &[&str]) {
    let (way, filled) = everything(app, transition, kind).await;
    assert!(filled.marks.len() >= 50, "only {} fields are held against it", filled.marks.len());
    let reply = ask(&way.receiver, &format!("/v1/handovers/{}/{path}", way.handover)).await;
    assert_eq!(reply.status, 200, "{kind}: {}", wire(&reply));
    assert_eq!(filled.found_in(&wire(&reply)), fields.iter().copied().collect(), "{kind}");
    assert!(reply.etag().is_none());
    let (body, mut told) = (serde_json::from_slice::<Value>(&reply.body).unwrap(), BTreeSet::new());
    keys(&body, &mut told);
    let allowed: BTreeSet<String> = names.iter().map(ToString::to_string).collect();
    assert_eq!(told, allowed, "{kind}");
    assert!(!wire(&reply).contains("null"));
    app.store().number_events().await.unwrap();
    for other in ["/v1/events".to_owned(), format!("/v1/handovers/{}", way.handover), format!("/v1/handovers/{}/history", way.handover)] {
        let seen = wire(&ask(&way.receiver, &other).await);
        assert_eq!(filled.found_in(&seen), BTreeSet::new(), "{other}");
    }
    if path == "work-profile" {
        has_no_record(&way).await;
    }
    for section in Section::ALL.iter().filter(|section| way.ground(**section) == Ground::Forbidden) {
        let refused = ask(&way.receiver, &format!("/v1/handovers/{}/sections/{section}", way.handover)).await;
        assert!(refused.status.is_client_error() && filled.found_in(&wire(&refused)).is_empty(), "{section}");
    }
}

/// For who gets the profile for work there is no record, no section and no list of sections: all of it looks like what never was.
async fn has_no_record(way: &Way) {
    let absent = uuid::Uuid::now_v7();
    let path = |id, rest: &str| format!("/v1/handovers/{id}/{rest}");
    for rest in Section::ALL.iter().map(|section| format!("sections/{section}")).chain(["record".to_owned()]) {
        let (here, nowhere) = (ask(&way.receiver, &path(way.handover, &rest)).await, ask(&way.receiver, &path(absent, &rest)).await);
        assert_eq!((here.status.as_u16(), nowhere.status.as_u16()), (404, 404), "{rest}");
        let told = |reply: &Reply| {
            let mut problem: Value = serde_json::from_slice(&reply.body).unwrap();
            problem.as_object_mut().unwrap().remove("instance");
            problem
        };
        assert_eq!(told(&here), told(&nowhere), "{rest}");
        assert!(here.etag().is_none());
    }
    assert!(way.receiver.handover(way.handover).await.unwrap().sections.is_none());
}

story!(what_an_employer_gets_holds_what_was_released_and_no_other_field_there_is, |app| {
    const NAMES: [&str; 8] = ["strengths", "wishes", "whatHelpsAtWork", "inOwnWords", "programme", "name", "level", "certificates"];
    let (transition, kind) = AT_WORK[0];
    holds_only(&app, transition, kind, "work-profile", &FOR_WORK, &NAMES).await;
    for (transition, kind) in &AT_WORK[1..] {
        let app = TestApp::start(app.database.kind()).await;
        holds_only(&app, *transition, *kind, "work-profile", &FOR_WORK, &NAMES).await;
    }
});

story!(uwv_municipality_and_work_centre_get_what_helps_to_find_work, |app| {
    const NAMES: [&str; 13] = [
        "strengths",
        "wishes",
        "nextStep",
        "whatHelpsAtWork",
        "inOwnWords",
        "programme",
        "name",
        "level",
        "certificates",
        "experience",
        "role",
        "context",
        "learned",
    ];
    for (transition, kind) in MATCHING {
        let app = TestApp::start(app.database.kind()).await;
        holds_only(&app, transition, kind, "matching-profile", &FOR_MATCHING, &NAMES).await;
    }
});

/// A handover to an employer on which the student stated this about its career profile, or nothing.
async fn stated(app: &TestApp, statement: Option<ConsentStatement>) -> Way {
    let way = Way::empty(app, Transition::MboEmployer, PartnerKind::MboCollege, PartnerKind::Employer).await;
    way.write(Section::IdentityContact).await;
    if statement.is_some() {
        way.write(Section::CareerProfile).await;
    }
    way.review(app).await;
    way.agree(app).await;
    if statement == Some(ConsentStatement::Refused) {
        let (_, tag) = way.sender.section(way.handover, Section::CareerProfile).await.unwrap();
        way.sender.remove_section(way.handover, Section::CareerProfile, &tag).await.unwrap();
        let no = NewConsent { statement: ConsentStatement::Refused, ..release(Section::CareerProfile, app.clock().now()) };
        way.sender.record_consent(way.handover, &no).await.unwrap();
    }
    way.ready().await;
    way.offer().await;
    way.accept().await;
    way.transfer(app).await;
    way
}

story!(what_was_not_released_cannot_be_told_from_what_never_was, |app| {
    let never = stated(&app, None).await;
    let never = ask(&never.receiver, &format!("/v1/handovers/{}/work-profile", never.handover)).await;
    let second = TestApp::start(app.database.kind()).await;
    let refused = stated(&second, Some(ConsentStatement::Refused)).await;
    let refused = ask(&refused.receiver, &format!("/v1/handovers/{}/work-profile", refused.handover)).await;
    assert_eq!((refused.status, refused.body), (never.status, never.body));
    let third = TestApp::start(app.database.kind()).await;
    let released = stated(&third, Some(ConsentStatement::Given)).await;
    assert!(!released.receiver.work_profile(released.handover).await.unwrap().strengths.is_empty());
    let ledger = released.sender.consents(released.handover).await.unwrap().items;
    let given = ledger.iter().find(|line| line.section == Section::CareerProfile).unwrap().id;
    released.sender.withdraw_consent(released.handover, given, &taking_back(third.clock().now())).await.unwrap();
    let profile = released.receiver.work_profile(released.handover).await.unwrap();
    assert!(profile.strengths.is_empty() && profile.wishes.is_none(), "a release that is taken back counts at once");
});

story!(of_what_helps_at_work_only_what_the_student_says_is_there, |app| {
    let way = Way::drafted(&app, Transition::MboEmployer, PartnerKind::MboCollege, PartnerKind::Employer).await;
    let early = way.receiver.work_profile(way.handover).await.unwrap_err();
    assert_eq!(early.problem(), Some(ProblemKind::NotFound));
    way.to_transfer(&app).await;
    let profile: WorkProfile = way.receiver.work_profile(way.handover).await.unwrap();
    assert_eq!(profile.what_helps_at_work, [WorkplaceHelp::AdaptedEnvironment, WorkplaceHelp::Guidance]);
    for refused in [
        way.sender.work_profile(way.handover).await.map(drop),
        way.receiver.matching_profile(way.handover).await.map(drop),
        way.sender.matching_profile(way.handover).await.map(drop),
    ] {
        assert_eq!(refused.unwrap_err().problem(), Some(ProblemKind::NotAllowed));
    }
    app.days_pass(40);
    way.take_over().await;
    assert!(way.receiver.work_profile(way.handover).await.is_ok());
    app.days_pass(31);
    let late = way.receiver.work_profile(way.handover).await.unwrap_err();
    assert_eq!(late.problem(), Some(ProblemKind::NotAllowed), "the time to read on has passed");
    let read = way.sender.access_log(way.learner, &Default::default()).await.unwrap();
    assert!(read.items.iter().any(|line| line.sentence.contains("wat jij voor het werk hebt vrijgegeven")));
});
