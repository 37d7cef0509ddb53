//! Support: three values that are not mistaken for one another, needs that expire, and the learner's own word on them.

use estafette_client::Request;
use estafette_contract::{
    ContinuesFrom, NewHandover, NewPastNeed, NoDetails, NoticeKind, PartnerKind, ProblemKind, RecordView, Section, SectionView,
    SupportStatement, Transition,
    content::{SupportNeed, SupportNeeds},
};
use estafette_tests::{
    harness::{
        Partner, TestApp,
        scene::{self, text},
    },
    story,
};
use reqwest::Method;
use uuid::Uuid;

/// A handover of another learner of this school in transfer, with this statement on support.
async fn in_transfer(app: &TestApp, school: &Partner, college: &Partner, support: SupportNeeds) -> (Uuid, Uuid) {
    let learner = school.register_learner(&scene::noor()).await.unwrap().id;
    let id = scene::draft(school, college, learner).await;
    let (_, version) = school.section(id, Section::SupportNeeds).await.unwrap();
    school.put_section(id, support, None, Some(version.as_str())).await.unwrap();
    scene::make_ready(school, id, app.clock().now()).await;
    school.offer(id, &Default::default()).await.unwrap();
    college.accept(id, &scene::accepting()).await.unwrap();
    college.record_conversation(id, &scene::conversation(app.clock().now())).await.unwrap();
    school.transfer(id, &NoDetails {}).await.unwrap();
    (learner, id)
}

async fn two(app: &TestApp) -> (Partner, Partner) {
    (app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await, app.partner("ROC Maasdal", PartnerKind::MboCollege).await)
}

/// The needs a partner reads of this section.
fn needs(section: &SectionView) -> Vec<String> {
    let support: SupportNeeds = serde_json::from_str(section.content.get()).unwrap();
    support.needs.iter().map(|need| need.need.to_string()).collect()
}

async fn record(partner: &Partner, handover: Uuid, query: &str) -> RecordView {
    partner.send(Request::new(Method::GET, format!("/v1/handovers/{handover}/record{query}"))).await.unwrap().read().unwrap()
}

fn of_support(record: &RecordView) -> &SectionView {
    record.sections.iter().find(|section| section.section == Section::SupportNeeds).unwrap()
}

story!(a_receiver_sees_which_of_three_statements_was_made_since_when_and_by_whom, |app| {
    let (school, college) = two(&app).await;
    let nothing = |statement| SupportNeeds { statement, attested_by_sender: true, attested_by_learner: true, needs: Vec::new() };
    for stated in [nothing(SupportStatement::NoNeed), nothing(SupportStatement::NothingKnown), scene::support()] {
        let value = stated.statement;
        let (_, id) = in_transfer(&app, &school, &college, stated).await;
        let told = college.record(id).await.unwrap().support.unwrap();
        assert_eq!((told.statement, told.stated_by.id, told.expired_needs), (value, school.id, 0));
        assert!(told.stated_at <= app.clock().now());
    }
    let learner = school.register_learner(&scene::noor()).await.unwrap().id;
    let id = scene::draft(&school, &college, learner).await;
    let (_, version) = school.section(id, Section::SupportNeeds).await.unwrap();
    let unattested = SupportNeeds { attested_by_learner: false, ..nothing(SupportStatement::NoNeed) };
    let refused = school.put_section(id, unattested, None, Some(version.as_str())).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::InvalidField), "no need is said by both");
});

story!(needs_that_expired_are_hidden_until_they_are_asked_for, |app| {
    let need = |what: &str, days: u64| {
        let until_on = Some(estafette_db::dutch_day(app.clock().now()) + chrono::Days::new(days));
        SupportNeed { need: text(what), until_on, ..scene::support().needs.remove(0) }
    };
    let support = SupportNeeds { needs: vec![need("Rustige plek", 5), need("Extra tijd", 300)], ..scene::support() };
    let (school, college) = two(&app).await;
    let (_, id) = in_transfer(&app, &school, &college, support).await;
    assert_eq!(needs(of_support(&record(&college, id, "").await)), ["Rustige plek", "Extra tijd"]);
    app.days_pass(6);
    let fresh = record(&college, id, "").await;
    assert_eq!(needs(of_support(&fresh)), ["Extra tijd"]);
    assert_eq!(fresh.support.map(|support| support.expired_needs), Some(1));
    let (section, _) = college.section(id, Section::SupportNeeds).await.unwrap();
    assert_eq!(needs(&section), ["Extra tijd"]);
    assert_eq!(needs(of_support(&record(&college, id, "?expired=true").await)), ["Rustige plek", "Extra tijd"]);
    let wrong = college.send(Request::new(Method::GET, format!("/v1/handovers/{id}/record?expired=yes"))).await.unwrap();
    assert_eq!(wrong.status, 400);
    assert_eq!(needs(of_support(&record(&school, id, "").await)).len(), 2, "who wrote it reads what it wrote");
});

story!(a_learner_says_that_a_need_is_no_longer_true, |app| {
    let need = |what: &str| SupportNeed { need: text(what), ..scene::support().needs.remove(0) };
    let support = SupportNeeds { needs: vec![need("Rustige plek"), need("Extra tijd")], ..scene::support() };
    let (school, college) = two(&app).await;
    let (learner, id) = in_transfer(&app, &school, &college, support).await;
    let noor = app.student(&school, learner).await;
    let past = async || {
        let own = noor.own_handover(id).await.unwrap();
        own.sections.into_iter().find(|section| section.section == Section::SupportNeeds).map(|own| (own.version, own.past_needs)).unwrap()
    };
    let (version, _) = past().await;
    for (wrong, problem) in [
        (NewPastNeed { version, number: 3 }, ProblemKind::InvalidField),
        (NewPastNeed { version, number: 0 }, ProblemKind::InvalidField),
        (NewPastNeed { version: version - 1, number: 1 }, ProblemKind::Conflict),
    ] {
        assert_eq!(noor.mark_past_need(id, &wrong).await.unwrap_err().problem(), Some(problem), "{wrong:?}");
    }
    noor.mark_past_need(id, &NewPastNeed { version, number: 1 }).await.unwrap();
    for query in ["", "?expired=true"] {
        assert_eq!(needs(of_support(&record(&college, id, query).await)), ["Extra tijd"], "{query}");
    }
    for told in [&school, &college] {
        assert_eq!(told.notices(&Default::default()).await.unwrap().items.remove(0).kind, NoticeKind::NeedPast);
    }
    assert_eq!(past().await, (version, vec![1]));

    // Nor does it go on to whoever comes next.
    college.take_over(id, &scene::taking_over()).await.unwrap();
    let other = app.partner("ROC Rijnveld", PartnerKind::MboCollege).await;
    let known = college.record(id).await.unwrap().learner_id;
    let from = ContinuesFrom { handover_id: id, sections: Vec::new() };
    let next = NewHandover { continues_from: Some(from), ..scene::handover_to(&other, known, Transition::MboMbo) };
    let drafted = college.draft_handover(&next).await.unwrap().id;
    let (section, _) = college.section(drafted, Section::SupportNeeds).await.unwrap();
    assert_eq!(needs(&section), ["Extra tijd"]);
});
