//! What the fields of sections are called in Dutch, and the codes in them, on pages that people read.

use estafette_contract::{CodeList, Competency, ExperienceContext, Leerweg, Party, Role, SupportDomain, SupportLine, SupportStatement};

/// The fields of all sections.
const LABELS: &[(&str, &str)] = &[
    ("about", "waarover"),
    ("adaptedEnvironment", "aangepaste omgeving"),
    ("address", "adres"),
    ("agreedBy", "afgesproken met"),
    ("agreedWithLearner", "met mij afgesproken"),
    ("ambitions", "wat ik wil"),
    ("approach", "aanpak"),
    ("askFor", "vraag mij naar"),
    ("attestedByLearner", "door mij bevestigd"),
    ("attestedBySender", "door de school bevestigd"),
    ("bornOn", "geboren op"),
    ("brin", "BRIN-nummer"),
    ("byRole", "gezien door"),
    ("certificates", "certificaten"),
    ("competency", "loopbaancompetentie"),
    ("context", "waar"),
    ("description", "beschrijving"),
    ("diplomas", "diploma's"),
    ("domain", "gebied"),
    ("done", "gedaan"),
    ("dueOn", "uiterlijk op"),
    ("email", "e-mailadres"),
    ("endedOn", "tot en met"),
    ("evidence", "waaruit dat blijkt"),
    ("familyName", "achternaam"),
    ("familyNamePrefix", "tussenvoegsel"),
    ("finishedOn", "afgerond op"),
    ("givenName", "voornaam"),
    ("guidance", "begeleiding"),
    ("houseNumber", "huisnummer"),
    ("inOwnWords", "in mijn eigen woorden"),
    ("items", "wat er speelt"),
    ("learned", "wat ik leerde"),
    ("leerweg", "leerweg"),
    ("line", "wie het geeft"),
    ("name", "naam"),
    ("need", "wat nodig is"),
    ("needs", "ondersteuning"),
    ("nextStep", "volgende stap"),
    ("note", "opmerking"),
    ("observations", "wat anderen zagen"),
    ("obtainedOn", "behaald op"),
    ("opleidingscode", "opleidingscode"),
    ("organisation", "organisatie"),
    ("owner", "wie het doet"),
    ("ownerSide", "aan welke kant"),
    ("ownText", "in mijn eigen woorden"),
    ("pairs", "vragen en aanpak"),
    ("periods", "periodes"),
    ("phone", "telefoon"),
    ("placements", "werk en stages"),
    ("portfolio", "portfolio"),
    ("postalCode", "postcode"),
    ("programme", "opleiding"),
    ("programmeChoices", "opleidingen van mijn keuze"),
    ("providedBy", "gegeven door"),
    ("question", "vraag"),
    ("reachableAt", "te bereiken via"),
    ("reflections", "reflecties"),
    ("representatives", "vertegenwoordigers"),
    ("result", "resultaat"),
    ("role", "wat ik deed"),
    ("school", "school"),
    ("schoolYear", "schooljaar"),
    ("sinceOn", "sinds"),
    ("startedOn", "vanaf"),
    ("statement", "verklaring"),
    ("stepId", "nummer van de stap"),
    ("steps", "stappen"),
    ("street", "straat"),
    ("strengths", "sterke kanten"),
    ("subject", "vak"),
    ("subjects", "vakken"),
    ("text", "tekst"),
    ("title", "titel"),
    ("town", "plaats"),
    ("untilOn", "tot"),
    ("variationOfWork", "afwisseling van werk"),
    ("what", "wat"),
    ("whatHelps", "wat helpt"),
    ("writtenOn", "geschreven op"),
];

/// A field in Dutch; the name it has in the contract when nobody said yet.
pub fn label(field: &str) -> &str {
    LABELS.iter().find(|(name, _)| *name == field).map_or(field, |(_, nl)| nl)
}

/// A value in Dutch, where the field holds a code; a day as it is written here.
pub fn value(field: &str, text: &str) -> String {
    let code = match field {
        "domain" => nl::<SupportDomain>(text),
        "line" => nl::<SupportLine>(text),
        "statement" => nl::<SupportStatement>(text),
        "competency" => nl::<Competency>(text),
        "context" => nl::<ExperienceContext>(text),
        "leerweg" => nl::<Leerweg>(text),
        "owner" | "agreedBy" | "byRole" => nl::<Role>(text),
        "ownerSide" => nl::<Party>(text),
        day if day.ends_with("On") => text.parse().ok().map(|day: chrono::NaiveDate| day.format("%-d-%-m-%Y").to_string()),
        _ => None,
    };
    code.unwrap_or_else(|| text.to_owned())
}

fn nl<L: CodeList>(code: &str) -> Option<String> {
    L::from_code(code).map(|code| code.term().nl.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// The names of all fields below the content of a section, as the contract has them.
    fn fields(document: &Value, name: &str, found: &mut Vec<String>, seen: &mut Vec<String>) {
        if seen.contains(&name.to_owned()) {
            return;
        }
        seen.push(name.to_owned());
        let schema = &document["components"]["schemas"][name];
        found.extend(schema["properties"].as_object().into_iter().flat_map(|members| members.keys().cloned()));
        let mut references = Vec::new();
        refer(schema, &mut references);
        references.iter().for_each(|name| fields(document, name, found, seen));
    }

    fn refer(schema: &Value, found: &mut Vec<String>) {
        match schema {
            Value::Object(members) => members.iter().for_each(|(key, value)| match (key.as_str(), value.as_str()) {
                ("$ref", Some(path)) => found.extend(path.rsplit('/').next().map(str::to_owned)),
                _ => refer(value, found),
            }),
            Value::Array(items) => items.iter().for_each(|item| refer(item, found)),
            _ => {}
        }
    }

    #[test]
    fn every_field_of_every_section_has_a_dutch_name() {
        let document: Value = serde_json::from_str(&crate::app::contract_text()).unwrap();
        let mut found = Vec::new();
        fields(&document, "SectionContent", &mut found, &mut Vec::new());
        assert!(found.len() > 60, "{found:?}");
        let without: Vec<_> = found.iter().filter(|field| !LABELS.iter().any(|(name, _)| name == field)).collect();
        assert!(without.is_empty(), "give these a Dutch name: {without:?}");
    }

    #[test]
    fn codes_and_days_are_said_in_dutch() {
        assert_eq!(label("whatHelps"), "wat helpt");
        assert_eq!(value("bornOn", "2009-03-14"), "14-3-2009");
        assert_eq!(value("statement", "nothing_known"), SupportStatement::NothingKnown.term().nl);
        assert_eq!(value("text", "planning"), "planning", "a text stays as it is");
    }
}
