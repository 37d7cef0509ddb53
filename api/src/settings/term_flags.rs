//! The terms among the settings: one flag, one variable and one key in the file for each row of the table of terms.

use std::collections::BTreeMap;

use clap::{Arg, ArgMatches, Command};
use estafette_contract::{CodeList, TermKind, TermLength, Terms};
use figment::value::{Dict, Value};
use serde::Serialize;

use super::{SettingError, wrong};

/// The terms given as flags, by the names of their settings.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(transparent)]
pub struct TermFlags(BTreeMap<String, String>);

impl clap::FromArgMatches for TermFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |name: String| matches.get_one::<String>(&name).cloned().map(|text| (name, text));
        Ok(Self(names().filter_map(given).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.extend(Self::from_arg_matches(matches)?.0);
        Ok(())
    }
}

impl clap::Args for TermFlags {
    fn augment_args(command: Command) -> Command {
        command.args(TermKind::ALL.iter().map(|kind| flag(*kind)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn flag(kind: TermKind) -> Arg {
    let (unit, form) = match kind.usual() {
        TermLength::Days(_) => ("Days", "DAYS"),
        TermLength::On(..) => ("Day of the year", "MM-DD"),
        TermLength::Years(_) => ("Years", "YEARS"),
    };
    let help = format!("{unit} {} [default: {}]", kind.term().en, kind.usual().setting());
    Arg::new(kind.setting()).long(kind.setting()).value_name(form).help(help).hide_short_help(true)
}

/// The names of the settings of all terms.
pub(super) fn names() -> impl Iterator<Item = String> {
    TermKind::ALL.iter().map(|kind| kind.setting())
}

/// Takes the terms out of the settings that were found.
pub(super) fn take(found: &mut Dict) -> Result<Terms, SettingError> {
    let mut terms = Terms::default();
    for &kind in TermKind::ALL {
        let name = kind.setting();
        if let Some(value) = found.remove(&name) {
            terms.set(kind, &text(&value)).map_err(|reason| wrong(&name, reason))?;
        }
    }
    Ok(terms)
}

/// A number or a text, as it was written; what is neither reads as no term does.
fn text(value: &Value) -> String {
    let number = || value.to_i128().map(|number| number.to_string());
    value.as_str().map(str::to_owned).or_else(number).unwrap_or_default()
}
