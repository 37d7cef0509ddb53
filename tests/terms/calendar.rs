//! Days that every year has: the day to apply, and the summer.

use estafette_contract::{PartnerKind, Party, TermKind, TermStage, Transition};
use estafette_tests::{
    harness::{
        TestApp,
        scene::{self, Leg},
        way::Way,
    },
    story,
};

use super::{items, stage};

/// A vmbo school with a draft, some weeks before the first of April.
async fn in_march(app: &TestApp) -> Leg {
    app.until(3, 10);
    Leg::drafted(app).await
}

story!(before_the_first_of_april_a_school_is_reminded_of_what_it_has_not_offered, |app| {
    let leg = in_march(&app).await;
    let (school, id) = (&leg.school, leg.handover);
    assert_eq!(stage(school, id, TermKind::ApplicationDay).await, Some(TermStage::Open));
    app.until(3, 30);
    app.look().await;
    assert_eq!(stage(school, id, TermKind::ApplicationDay).await, Some(TermStage::DueSoon));
    app.until(4, 1);
    app.look().await;
    assert_eq!(stage(school, id, TermKind::ApplicationDay).await, Some(TermStage::DueSoon), "the day itself counts");
    app.until(4, 2);
    app.look().await;
    let told = items(school).await.into_iter().find(|item| item.term == TermKind::ApplicationDay).unwrap();
    assert_eq!(told.stage, TermStage::Overdue);
    assert!(told.reason.nl.starts_with("Bied aan voor de aanmelddatum: dit had uiterlijk 1-4-"), "{}", told.reason.nl);
    scene::make_ready(school, id, app.clock().now()).await;
    assert_eq!(stage(school, id, TermKind::ApplicationDay).await, Some(TermStage::Overdue), "being ready is not offering");
    school.offer(id, &Default::default()).await.unwrap();
    assert_eq!(stage(school, id, TermKind::ApplicationDay).await, None);
});

story!(the_first_of_april_is_for_those_who_apply_at_a_college, |app| {
    app.until(3, 10);
    let way = Way::drafted(&app, Transition::MboHbo, PartnerKind::MboCollege, PartnerKind::Hbo).await;
    assert_eq!(stage(&way.sender, way.handover, TermKind::ApplicationDay).await, None);
    assert_eq!(stage(&way.sender, way.handover, TermKind::Draft).await, Some(TermStage::Open));
});

story!(over_the_summer_the_school_watches_who_was_not_taken_over, |app| {
    let leg = in_march(&app).await;
    let doorstroompunt = app.partner("Doorstroompunt Maasdal", PartnerKind::Doorstroompunt).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    app.until(6, 25);
    scene::make_ready(school, id, app.clock().now()).await;
    school.offer(id, &Default::default()).await.unwrap();
    college.accept(id, &scene::accepting()).await.unwrap();
    assert_eq!(stage(school, id, TermKind::SummerWatch).await, None, "it is still June");
    app.until(7, 1);
    app.look().await;
    let watched = items(school).await.into_iter().find(|item| item.term == TermKind::SummerWatch).unwrap();
    assert_eq!((watched.stage, watched.party), (TermStage::Open, Party::Responsible));
    assert!(watched.reason.en.contains("over the summer") && watched.reason.en.contains("1 October"), "{}", watched.reason.en);

    app.until(10, 2);
    app.look().await;
    assert_eq!(stage(school, id, TermKind::SummerWatch).await, Some(TermStage::Overdue));
    app.days_pass(22);
    app.look().await;
    assert_eq!(stage(&doorstroompunt, id, TermKind::SummerWatch).await, Some(TermStage::Referred));
    assert_eq!(stage(college, id, TermKind::SummerWatch).await, None, "the receiver has terms of its own");
});
