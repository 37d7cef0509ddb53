//! What became of a monthly drop-out file.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Month, code_list};

code_list! {
    /// Why a line of a monthly drop-out file became no case.
    VsvRejection = "vsv-rejections" {
        Encoding = "encoding", "niet in UTF-8 geschreven", "not written in UTF-8";
        Columns = "columns", "niet 39 kolommen, of een aanhalingsteken dat niet sluit", "not 39 columns, or a quote that does not close";
        Number = "number", "geen bruikbaar nummer van de persoon", "no usable number of the person";
        Region = "region", "geen RMC-regio van 1 tot en met 40", "no RMC region from 1 to 40";
        Month = "month", "geen maand tot en met die van het bestand", "no month up to that of the file";
        Name = "name", "geen bruikbare naam", "no usable name";
        BornOn = "born_on", "geen bruikbare geboortedatum", "no usable day of birth";
        Text = "text", "een tekst die te lang is of een nummer bevat dat hier niet mag staan", "a text that is too long or holds a number that may not stand here";
        OtherSchool = "other_school", "van een andere instelling dan wie het bestand inleest", "of another school than the one that imports the file";
        NoDoorstroompunt = "no_doorstroompunt", "van deze RMC-regio doet geen Doorstroompunt mee", "no Doorstroompunt of this RMC region takes part";
        NotFollowed = "not_followed", "ouder dan tot wanneer het Doorstroompunt volgt", "older than the Doorstroompunt follows";
        Twice = "twice", "stond al eerder in dit bestand", "stood in this file before";
    }
}

/// A line that became no case; never what stood in it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VsvRejected {
    /// The number of the line in the file; the line with the names of the columns is 1.
    pub line: u32,
    /// Why.
    pub reason: VsvRejection,
    /// The column it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "RMC_REGIO")]
    pub column: Option<String>,
}

/// What became of a monthly drop-out file, or of one part of it: numbers of lines, no person.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VsvReport {
    /// The import; give it as `import` with the next part of the same file.
    pub id: Uuid,
    /// The month the file is of.
    pub month: Month,
    /// The lines that this partner had not reported before.
    pub new: Vec<u32>,
    /// The lines that say something else than the month before.
    pub updated: Vec<u32>,
    /// The lines that say the same.
    pub unchanged: Vec<u32>,
    /// How many this partner reported before and no more; counted with the last part.
    pub ended: u32,
    /// Whether nothing was ended because of a line it cannot be said of whose it is.
    pub ending_withheld: bool,
    /// The lines that became no case, and why.
    pub rejected: Vec<VsvRejected>,
}
