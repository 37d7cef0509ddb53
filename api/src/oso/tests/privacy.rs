//! What never comes along, however it is written.

use estafette_contract::holds_national_number;

use super::*;

#[test]
fn nothing_that_is_dropped_is_found_anywhere() {
    let all = everything(&draft_with(VOMBO, &with_health()));
    for secret in [
        "111222333",
        "1112 22 333",
        "0123456789",
        "NEPB",
        "77001234",
        "000777",
        "000888",
        "000999",
        "99999",
        "531",
        "987",
        "5.9",
        "0600000001",
        "0600000002",
        "Rue",
        "Verzonnendam",
        "Pleister",
        "Wijlen",
        "Bezijden",
        "Luchtkasteel",
        "Nergens",
        "X00",
        "medicijnen",
        "faalangst",
        "voortreffelijk",
        "Meesterlijk",
        "QkVT",
        "Postbus",
        "Ouddorp",
        "0990000000",
        "Directeurs",
        "ijsstokjes",
        "Oude regeling",
        "handen",
    ] {
        assert!(!all.contains(secret), "{secret}");
    }
    assert!(!holds_national_number(&all));
}

#[test]
fn the_lines_never_repeat_the_dossier() {
    let draft = draft_with(VOMBO, &with_health());
    let lines = serde_json::to_string(&draft.lines).unwrap_or_default();
    for word in ["Noor", "Testheuvel", "Wilgen", "2010", "Maasveen", "Trapper", "Fietstechniek", "99XA", "leesbelemmering", "0600000003"] {
        assert!(!lines.contains(word), "{word}");
    }
}

#[test]
fn what_is_left_out_by_choice_stays_out_although_it_is_there() {
    for (category, section, part) in [
        ("verzuim", Section::AbsenceHistory, "leerling/verzuim"),
        ("vombo", Section::WorkExperience, "leerling/stage"),
        ("vombo", Section::CareerProfile, "leerling/overigvombo"),
        ("overstapadvies", Section::Plan, "leerling/overstapadvies"),
        ("onderwijsondersteuning", Section::Health, "leerling/onderwijsondersteuning"),
    ] {
        let given = format!("<cat_{category}>OPTIONEEL");
        for value in ["OPT-UIT", "VERBODEN", "misschien"] {
            let draft = draft_with(&vombo(&given, &format!("<cat_{category}>{value}")), &with_health());
            assert!(content(&draft, section).is_none(), "{category} {value}");
            assert!(has(&draft, part, ImportFate::Dropped), "{part} {value}");
        }
    }
}

#[test]
fn secret_addresses_stay_secret() {
    for xml in [
        vombo("<adresgeheim>false", "<adresgeheim>true"),
        vombo("<adresgeheim>false", "<adresgeheim>weet niet"),
        vombo("<adresgeheim>false</adresgeheim>", "<adresgeheim/>"),
        vombo("<voornaam>Anna</voornaam>", "<voornaam>Anna</voornaam><adresgeheim>true</adresgeheim>"),
    ] {
        let all = everything(&draft(&xml));
        assert!(!all.contains("Dijkweg") && !all.contains("Ouddorp"));
    }
}

#[test]
fn long_text_is_cut_and_said_so_and_account_numbers_stay_out() {
    let draft = draft(&vombo("Opdrachten in", &format!("Opdrachten {} in", "woord ".repeat(400))));
    let need = json(&draft, Section::SupportNeeds)["needs"][2]["need"].as_str().map(|text| text.chars().count());
    assert_eq!(need, Some(1000));
    assert!(draft.lines.iter().any(|line| line.fate == ImportFate::NeedsHuman && line.detail.contains("longer than 1000")));
    for hidden in ["NL00 NEPB 0123 4567 89", "nl11abcd0987654321", "rekening 0123456789", "wh 77001234", "111222333"] {
        let changed = vombo("Vraagt niet", &format!("Nummer {hidden}. Vraagt niet"));
        let draft = self::draft(&changed);
        assert!(content(&draft, Section::Plan).is_none(), "{hidden}");
        assert!(has(&draft, "leerling/overstapadvies/aandachtspunten", ImportFate::NeedsHuman));
    }
    let far = vombo("Vraagt niet", &format!("{} 111222333 Vraagt niet", "x ".repeat(5000)));
    assert!(content(&self::draft(&far), Section::Plan).is_none(), "a number beyond the cut");
}

#[test]
fn parents_of_someone_of_age_stay_behind() {
    let draft = draft(&vombo("<geboortedatum>2010", "<geboortedatum>2008").replace("-05-14</geb", "-04-01</geb"));
    assert!(draft.representatives.is_empty());
    assert!(has(&draft, "leerling/verzorger", ImportFate::NeedsHuman));
}

#[test]
fn a_number_of_the_school_that_is_a_word_does_not_spoil_a_name() {
    let draft = draft(&vombo("<leerlingid>WH-77001234", "<leerlingid>Testheuvel"));
    assert_eq!(json(&draft, Section::IdentityContact)["familyName"], "Testheuvel");
}

#[test]
fn a_diagnosis_in_free_text_is_pointed_out_and_medication_left_out() {
    let named = draft(&vombo("Vraagt niet", "Heeft dyslexie. Vraagt niet"));
    assert!(content(&named, Section::Plan).is_some());
    assert!(named.lines.iter().any(|line| line.detail.contains("name a diagnosis")));
    let pills = draft(&vombo("Vraagt niet", "Neemt medicatie. Vraagt niet"));
    assert!(content(&pills, Section::Plan).is_none());
    assert!(has(&pills, "leerling/overstapadvies/aandachtspunten", ImportFate::NeedsHuman));
}
