//! What the school left out by choice, category by category: it stays out, even when its elements are there.

use super::{
    OsoFault,
    report::{Place, Report},
    tree::Element,
};

/// A category: its name, its part in the report, and the elements it covers with their parts.
type Category = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const CATEGORIES: [Category; 14] = [
    ("cat_ouderinzage", "metadata/categorie_uitlevering/cat_ouderinzage", &[("inzage", "inzage")]),
    ("cat_school", "metadata/categorie_uitlevering/cat_school", &[("naam", "huidigeschool/naam"), ("brincode", "huidigeschool/brincode")]),
    ("cat_oudersverzorgers", "metadata/categorie_uitlevering/cat_oudersverzorgers", &[("verzorger", "leerling/verzorger")]),
    (
        "cat_vve",
        "metadata/categorie_uitlevering/cat_vve",
        &[
            ("vanpeuterspeelzaal", "leerling/vanpeuterspeelzaal"),
            ("naampeuterspeelzaal", "leerling/naampeuterspeelzaal"),
            ("voorschools", "leerling/voorschools"),
            ("vroegschools", "leerling/vroegschools"),
        ],
    ),
    ("cat_schoolloopbaan", "metadata/categorie_uitlevering/cat_schoolloopbaan", &[("schoolloopbaanlijst", "leerling/schoolloopbaanlijst")]),
    ("cat_overstapadvies", "metadata/categorie_uitlevering/cat_overstapadvies", &[("overstapadvies", "leerling/overstapadvies")]),
    (
        "cat_onderwijsondersteuning",
        "metadata/categorie_uitlevering/cat_onderwijsondersteuning",
        &[("onderwijsondersteuning", "leerling/onderwijsondersteuning")],
    ),
    ("cat_verzuim", "metadata/categorie_uitlevering/cat_verzuim", &[("verzuim", "leerling/verzuim")]),
    (
        "cat_eindtoetsbo",
        "metadata/categorie_uitlevering/cat_eindtoetsbo",
        &[("eindtoets_basisonderwijs", "leerling/eindtoets_basisonderwijs")],
    ),
    ("cat_toetsresultaten", "metadata/categorie_uitlevering/cat_toetsresultaten", &[("toetslijst", "leerling/toetslijst")]),
    ("cat_handelingsplannen", "metadata/categorie_uitlevering/cat_handelingsplannen", &[]),
    ("cat_cijferlijsten", "metadata/categorie_uitlevering/cat_cijferlijsten", &[("cijferlijstlijst", "leerling/cijferlijstlijst")]),
    (
        "cat_vombo",
        "metadata/categorie_uitlevering/cat_vombo",
        &[
            ("bevorderd", "leerling/bevorderd"),
            ("examenresultaat", "leerling/examenresultaat"),
            ("resultaatvakkenvo", "leerling/resultaatvakkenvo"),
            ("certificaat", "leerling/certificaat"),
            ("competenties", "leerling/competenties"),
            ("stage", "leerling/stage"),
            ("overigvombo", "leerling/overigvombo"),
        ],
    ),
    ("cat_bijlagedocs", "metadata/categorie_uitlevering/cat_bijlagedocs", &[("overigdocumentlijst", "leerling/overigdocumentlijst")]),
];

/// What a category says about its elements.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Delivery {
    Given,
    LeftOut,
    Forbidden,
    Unknown,
}

impl Delivery {
    fn of(code: &str) -> Self {
        match code {
            "VERPLICHT" | "OPTIONEEL" => Self::Given,
            "OPT-UIT" => Self::LeftOut,
            "VERBODEN" => Self::Forbidden,
            _ => Self::Unknown,
        }
    }
}

/// Removes the elements of categories that are not given, wherever they stand, and says so.
pub(super) fn leave_out(metadata: &mut Element, parts: &mut [&mut Element], report: &mut Report) -> Result<(), OsoFault> {
    let Some(mut categories) = metadata.take("categorie_uitlevering") else { return Ok(()) };
    if Delivery::of(&categories.take_text("cat_leerling").unwrap_or_else(|| "VERPLICHT".into())) != Delivery::Given {
        return Err(OsoFault::LearnerLeftOut);
    }
    for (name, part, elements) in CATEGORIES {
        let delivery = categories.take_text(name).map_or(Delivery::Given, |code| Delivery::of(&code));
        if delivery != Delivery::Given {
            say(delivery, part, report);
            remove(elements, parts, report);
        }
    }
    Ok(())
}

fn say(delivery: Delivery, part: &'static str, report: &mut Report) {
    match delivery {
        Delivery::LeftOut => report.dropped(part, "The school left this category out by choice (OPT-UIT)."),
        Delivery::Unknown => report.ask(
            Place::at(part),
            "This category has a value that is none of VERPLICHT, OPTIONEEL, OPT-UIT and VERBODEN; it was treated as left out. Correct the export.",
        ),
        Delivery::Forbidden | Delivery::Given => {}
    }
}

fn remove(elements: &[(&'static str, &'static str)], parts: &mut [&mut Element], report: &mut Report) {
    for (name, part) in elements {
        let removed = parts.iter_mut().filter_map(|element| element.leave_out(&[name]).then_some(())).count();
        if removed > 0 {
            report.dropped(part, "Its category is marked as left out or forbidden, so it was not read although it is there.");
        }
    }
}
