//! Taking along: everything that is kept, to keep or to read.

use estafette_client::Request;
use estafette_contract::{NoDetails, Section, Transition};
use estafette_tests::{
    harness::{
        own::objecting,
        scene::{self, Leg, consent, informing},
    },
    story,
};
use reqwest::Method;

story!(a_learner_takes_along_everything_that_is_kept, |app| {
    let leg = Leg::in_transfer(&app).await;
    let second = Leg::draft_beside(&leg).await;
    let noor = app.student(&leg.school, leg.learner).await;
    noor.object(leg.handover, &objecting(Section::SupportNeeds)).await.unwrap();
    let taken = noor.take_along().await.unwrap();
    assert_eq!((taken.given_name.as_str(), taken.responsible.partner.id), ("Noor", leg.school.id));
    assert_eq!(taken.handovers.len(), 1, "a draft that nobody put before her is not there yet");
    leg.school.put_section(second, scene::career(), None, None).await.unwrap();
    leg.school.record_consent(second, &consent(Section::CareerProfile, app.clock().now())).await.unwrap();
    leg.school.inform(second, &informing(app.clock().now())).await.unwrap();
    leg.school.review(second, &NoDetails {}).await.unwrap();

    let taken = noor.take_along().await.unwrap();
    let [first, second] = &taken.handovers[..] else { panic!("{} handovers", taken.handovers.len()) };
    assert_eq!(first.handover.summary.transition, Transition::VmboMbo);
    assert_eq!((first.handover.sections.len(), first.handover.views.len(), second.handover.sections.len()), (2, 1, 3));
    assert_eq!(second.consents.items.len(), 1);

    let page = noor.send(Request::new(Method::GET, "/v1/own/take-along-page")).await.unwrap();
    assert!(page.headers["content-type"].to_str().unwrap().starts_with("text/html"));
    let page = String::from_utf8(page.body).unwrap();
    let told = [
        "Van Vmbo De Linde naar ROC Maasdal",
        "Heeft hulp nodig bij het plannen van grote opdrachten",
        "Dit gaat over vroeger",
        "14-3-2009",
        "<dt>voornaam</dt>",
        "<dt>wat helpt</dt>",
        "<dt>gebied</dt>",
    ];
    for told in told {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!page.contains("<script") && !page.contains("whatHelps") && !page.contains("needs_described"));
});
