//! How far the service reaches: the release binary under load, beside a bare program with the same statements, on both databases.

#![expect(clippy::expect_used, reason = "a measurement that cannot go on stops and says why")]

mod bare;
mod calls;
mod contents;
mod copy;
mod crowd;
mod entries;
mod growth;
mod load;
mod log;
mod many;
mod measure;
mod options;
mod pair;
mod pgbench;
mod reach;
mod region;
mod report;
mod reset;
mod rig;
mod seed;
mod system;
mod table;
mod tokens;

use std::{fs, path::PathBuf, time::Duration};

use clap::Parser;

use options::{Measure, On, Options, Part, What};
use report::Report;

fn main() {
    let options = Options::parse();
    match options.part {
        Some(Part::Bare { program, workers }) => bare::serve(&program.url, program.pool, workers, program.sizes()),
        Some(Part::Direct { program, threads, time, ids }) => {
            let ids = fs::read_to_string(ids).expect("the ids").lines().map(str::to_owned).collect();
            let time = Duration::from_secs_f64(time);
            println!("{}", bare::direct(&program.url, program.pool, program.sizes(), threads, time, ids));
        }
        None => measured(&options.measure),
    }
}

fn measured(measure: &Measure) {
    let directory = directory(measure);
    fs::create_dir_all(&directory).expect("the folder that is measured");
    system::demand_disk(&directory);
    let seed = directory.join("seed");
    let region = seed::region(&seed, measure.handovers, measure.fresh);
    let mut report = Report::begin(&directory);
    let mut gate = Report::begin(&directory);
    let mut long = Report::begin(&directory);
    let mut many = Report::begin(&directory);
    if measure.parts().contains(&What::Gate) {
        tokens::measured(measure.rounds, &mut gate);
    }
    for on in measure.databases() {
        for what in measure.parts() {
            match what {
                What::Reach => reach::measured(measure, on, &region, &directory, &mut report),
                What::Growth => growth::measured(measure, on, &region, &directory, &mut report),
                What::Entries => entries::measured(measure, on, &region, &directory, &mut report),
                What::Pair if on == On::Postgres => pair::measured(measure, &region, &directory, &mut report),
                What::Gate => crowd::measured(measure, on, &region, &directory, &mut gate),
                What::Pair => {}
                What::Log => log::measured(measure, on, &region, &directory, &mut long),
                What::Many => many::measured(measure, on, &region, &directory, &mut many),
            }
        }
    }
    if measure.write {
        report.keep("measured");
        gate.keep("measured at the gate");
        long.keep("measured of the log");
        many.keep("measured for many");
    }
}

/// The folder given, or one beside what cargo built.
fn directory(measure: &Measure) -> PathBuf {
    let own = std::env::current_exe().expect("a program has a path");
    let built = own.ancestors().nth(3).expect("it is built in TARGET/PROFILE/deps").join("reach");
    measure.directory.clone().unwrap_or(built)
}
