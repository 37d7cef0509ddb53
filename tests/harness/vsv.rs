//! Monthly drop-out files, invented, in the layout DUO gives them.

use chrono::NaiveDate;
use estafette_api::vsv::COLUMNS;
use estafette_contract::Month;

use super::{Partner, TestApp};

/// A month of 2043 as DUO would send it.
pub const OCTOBER: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../api/src/vsv/fixtures/204310A04I99XF.csv"));

/// The month after.
pub const NOVEMBER: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../api/src/vsv/fixtures/204311A04I99XF.csv"));

/// A month.
pub fn month(text: &str) -> Month {
    Month::new(text).expect("a month")
}

/// A file with so many people, all of one region and born on this day.
pub fn crowd(people: usize, region: u8, born_on: NaiveDate) -> String {
    let line = OCTOBER.lines().nth(1).expect("a line");
    let born_on = born_on.format("%d-%m-%Y").to_string();
    let person = |number: usize| {
        let changed = [
            ("PERSOONSGEBONDENNUMMER", (910_000_000 + number * 13).to_string()),
            ("ACHTERNAAM", format!("Invented {number}")),
            ("GEBOORTEDATUM", born_on.clone()),
            ("RMC_REGIO", format!("REGIO {region}")),
        ];
        let field = |(name, value): (&&str, &str)| {
            changed.iter().find(|(column, _)| column == name).map_or_else(|| value.to_owned(), |(_, other)| other.clone())
        };
        COLUMNS.iter().zip(line.split(';')).map(field).collect::<Vec<_>>().join(";") + "\r\n"
    };
    format!("{}\r\n", COLUMNS.join(";")) + &(0..people).map(person).collect::<String>()
}

/// The numbers of persons in a file.
pub fn numbers(file: &str) -> Vec<&str> {
    file.lines().skip(1).filter_map(|line| line.split(';').nth(3)).collect()
}

impl TestApp {
    /// Says which RMC region a Doorstroompunt follows, as operators do when they admit it.
    pub fn follows(&self, doorstroompunt: &Partner, region: u8) {
        let set = format!("UPDATE partners SET rmc_region = {region} WHERE id = '{}'", doorstroompunt.id);
        self.database.raw().execute(&set).expect("the region is set");
    }

    /// Turns the clock to noon of this day, far enough ahead that it never lies behind the machine.
    pub fn goes_to(&self, day: &str) {
        let noon = day.parse::<NaiveDate>().expect("a day").and_hms_opt(12, 0, 0).expect("noon").and_utc();
        self.clock().advance(noon - self.clock().now());
    }
}
