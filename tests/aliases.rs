//! The words of a school: taken for the code wherever it sends one, shown to it as the label, and never seen by anybody else.

use estafette_client::{Client, Request};
use estafette_contract::{Alias, Aliases, Competency, NewLearner, PartnerKind, ProblemKind, Role, Text};
use estafette_tests::{
    harness::{
        Partner, TestApp, contents,
        scene::{Leg, conversation, noor},
    },
    story,
};
use reqwest::Method;
use serde_json::{Value, json};

fn words(words: &[(&str, &str)]) -> Aliases {
    let alias = |(word, code): &(&str, &str)| Alias { word: Text::new(*word).unwrap(), code: (*code).into() };
    Aliases { items: words.iter().map(alias).collect() }
}

/// Two schools, of which the first calls things as it does.
async fn spoken(app: &TestApp) -> (Partner, Partner) {
    let school = app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    let other = app.partner("Vmbo Het Anker", PartnerKind::VmboSchool).await;
    school.put_aliases("roles", &words(&[("Leerbegeleider", "mentor"), ("tutor", "mentor")])).await.unwrap();
    school.put_aliases("competencies", &words(&[("Wie ben ik", "kwaliteitenreflectie")])).await.unwrap();
    (school, other)
}

fn registering(role: &str) -> Value {
    let mut body = serde_json::to_value(noor()).unwrap();
    body["responsible"]["role"] = role.into();
    body
}

async fn register(client: &Client, body: &Value) -> Result<uuid::Uuid, ProblemKind> {
    let reply = client.send(Request::new(Method::POST, "/v1/learners").json(body).once()).await.unwrap();
    reply.succeeded().map_err(|error| error.problem().unwrap())?;
    let made: Value = reply.read().unwrap();
    Ok(made["id"].as_str().unwrap().parse().unwrap())
}

story!(a_school_sends_its_own_words_and_everybody_reads_the_code, |app| {
    let (school, other) = spoken(&app).await;
    let learner = register(&school, &registering(" leerbegeleider ")).await.unwrap();
    assert_eq!(school.learner(learner).await.unwrap().responsible.person.unwrap().role, Role::Mentor);
    // The words of one school are no words of another, and a word that nobody has stays unknown.
    assert_eq!(register(&other, &registering("leerbegeleider")).await, Err(ProblemKind::InvalidField));
    assert_eq!(register(&school, &registering("gids")).await, Err(ProblemKind::InvalidField));
    assert!(register(&other, &registering("scout")).await.is_ok(), "what everybody calls an intaker");
    let kept = app.database.raw().lines("SELECT word || ' ' || code AS line FROM aliases ORDER BY vocabulary, place");
    assert_eq!(kept, ["Wie ben ik kwaliteitenreflectie", "Leerbegeleider mentor", "tutor mentor"]);
});

story!(a_reflection_may_be_named_as_the_school_names_it, |app| {
    let leg = Leg::drafted(&app).await;
    leg.school.put_aliases("competencies", &words(&[("Wie ben ik", "kwaliteitenreflectie")])).await.unwrap();
    let mut content = serde_json::to_value(contents::reflections()).unwrap();
    content["reflections"][0]["competency"] = "WIE BEN IK".into();
    let path = format!("/v1/handovers/{}/sections/competency_reflections", leg.handover);
    let put = |content: &Value| Request::new(Method::PUT, path.clone()).header("if-none-match", "*").json(&json!({ "content": content }));
    leg.school.send(put(&content)).await.unwrap().succeeded().unwrap();
    let (read, _) = leg.school.section(leg.handover, estafette_contract::Section::CompetencyReflections).await.unwrap();
    let read = serde_json::to_value(read).unwrap().to_string();
    assert!(read.contains(&Competency::Kwaliteitenreflectie.to_string()) && !read.to_lowercase().contains("wie ben ik"), "{read}");
    content["reflections"][0]["competency"] = "ontdek je draai".into();
    let refused = leg.school.send(put(&content)).await.unwrap().succeeded().unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::InvalidField));
});

story!(a_professional_may_act_in_a_role_as_the_school_calls_it, |app| {
    let leg = Leg::ready(&app).await;
    leg.college.put_aliases("roles", &words(&[("talentscout", "intaker")])).await.unwrap();
    let mut body = serde_json::to_value(conversation(app.clock().now())).unwrap();
    let before = body["participants"].as_array().unwrap().len();
    body["participants"].as_array_mut().unwrap().push("talentscout".into());
    leg.school.offer(leg.handover, &Default::default()).await.unwrap();
    leg.college.accept(leg.handover, &estafette_tests::harness::scene::accepting()).await.unwrap();
    let path = format!("/v1/handovers/{}/conversations", leg.handover);
    leg.college.send(Request::new(Method::POST, path).json(&body).once()).await.unwrap().succeeded().unwrap();
    let listed = leg.college.conversations(leg.handover).await.unwrap();
    let listed = serde_json::to_value(&listed).unwrap();
    let roles = listed["items"][0]["participants"].as_array().unwrap();
    assert!(roles.len() == before + 1 && roles.contains(&"intaker".into()), "{roles:?}");

    leg.college.acting_as(&app, "talentscout").inbox(&Default::default()).await.unwrap();
    let logged = app.database.raw().count("audit_entries WHERE entry LIKE '%\"role\":\"intaker\"%'");
    assert!(logged > 0, "the log names the code");
    assert!(leg.college.acting_as(&app, "talentengel").inbox(&Default::default()).await.is_err());
});

story!(the_label_is_in_the_words_of_who_reads, |app| {
    let (school, other) = spoken(&app).await;
    let label = async |client: &Client| {
        let roles = client.vocabulary("roles").await.unwrap();
        let mentor = roles.terms.into_iter().find(|term| term.code == "mentor").unwrap();
        (mentor.label, mentor.aliases)
    };
    assert_eq!(label(&school).await, (Some("Leerbegeleider".into()), vec!["Leerbegeleider".into(), "tutor".into()]));
    assert_eq!(label(&other).await, (Some("mentor".into()), vec![]));
    assert_eq!(label(&app.anonymous()).await, (None, vec![]));
    let csv = school.vocabulary_csv("roles").await.unwrap();
    assert!(csv.starts_with("code,nl,en,label,definitionNl,definitionEn,sinceOn,replacedBy,aliases\r\n"), "{csv}");
    assert!(csv.contains("mentor,mentor,mentor,Leerbegeleider,"), "{csv}");
    let kinds = app.anonymous().vocabulary_csv("partner-kinds").await.unwrap();
    assert!(kinds.contains("rmc,RMC,") && kinds.contains(",doorstroompunt,"), "{kinds}");
});

story!(words_that_mean_something_else_are_refused_and_nothing_changes, |app| {
    let (school, _) = spoken(&app).await;
    for (word, code, field) in [("coach", "mentor", "code"), ("Scout", "mentor", "shared language"), ("Gids", "reisleider", "not replaced")]
    {
        let refused = school.put_aliases("roles", &words(&[("gids", "mentor"), (word, code)])).await.unwrap_err();
        assert_eq!(refused.problem(), Some(ProblemKind::InvalidField));
        assert!(format!("{refused:?}").contains(field), "{refused:?}");
    }
    assert_eq!(school.aliases("roles").await.unwrap(), words(&[("Leerbegeleider", "mentor"), ("tutor", "mentor")]));
    assert_eq!(school.put_aliases("scopes", &words(&[])).await.unwrap_err().problem(), Some(ProblemKind::Conflict));
    assert_eq!(school.put_aliases("smurfen", &words(&[])).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    school.put_aliases("roles", &words(&[])).await.unwrap();
    assert_eq!(school.aliases("roles").await.unwrap(), words(&[]));
    assert_eq!(school.aliases("competencies").await.unwrap().items.len(), 1);
    let logged = app.database.raw().count("audit_entries WHERE entry LIKE '%\"aliases.write\"%'");
    assert_eq!(logged, 8, "two to begin with, five refused and one more");
    let table = app.partner("Overlegtafel Maasdal", PartnerKind::Overlegtafel).await;
    assert_eq!(table.aliases("roles").await.unwrap_err().problem(), Some(ProblemKind::MissingScope));
});

#[test]
fn a_learner_can_be_registered_as_they_are() {
    assert!(serde_json::from_value::<NewLearner>(registering("mentor")).is_ok());
}
