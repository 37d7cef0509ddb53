//! The bare program in one process, without HTTP: what the statements alone come to.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use diesel::{PgConnection, SqliteConnection, r2d2::R2D2Connection};

use super::{
    super::measure::median,
    Bare, Sizes,
    base::{Base, Write},
};

/// Reads for this long from this many threads, and prints how many reads a second that came to.
pub fn direct(url: &str, connections: u32, sizes: Sizes, threads: usize, time: Duration, ids: Vec<String>) -> f64 {
    match url.strip_prefix("sqlite:") {
        Some(path) => on(Bare::<SqliteConnection>::open(path, connections, sizes), threads, time, ids),
        None => on(Bare::<PgConnection>::open(url, connections, sizes), threads, time, ids),
    }
}

/// The median time of selecting a record, in milliseconds.
pub fn select_time(url: &str, sizes: Sizes, time: Duration, ids: &[String]) -> f64 {
    match url.strip_prefix("sqlite:") {
        Some(path) => selecting(Bare::<SqliteConnection>::open(path, 1, sizes), time, ids),
        None => selecting(Bare::<PgConnection>::open(url, 1, sizes), time, ids),
    }
}

fn selecting<C: Base + R2D2Connection>(bare: Bare<C>, time: Duration, ids: &[String]) -> f64 {
    let (began, mut took) = (Instant::now(), Vec::new());
    for id in ids.iter().cycle().take_while(|_| began.elapsed() < time) {
        let one = Instant::now();
        bare.select(id);
        took.push(one.elapsed().as_secs_f64() * 1000.0);
    }
    median(took)
}

fn on<C: Base + R2D2Connection>(bare: Bare<C>, threads: usize, time: Duration, ids: Vec<String>) -> f64 {
    let (bare, ids) = (Arc::new(bare), Arc::new(ids));
    let (over, done) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let began = Instant::now();
    let reader = |_| {
        let (bare, ids, over, done) = (bare.clone(), ids.clone(), over.clone(), done.clone());
        std::thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                let number = done.fetch_add(1, Ordering::Relaxed);
                bare.select(&ids[number % ids.len()]);
                bare.writer.write_blocking(Write::Nothing);
            }
        })
    };
    let readers: Vec<_> = (0..threads).map(reader).collect();
    std::thread::sleep(time);
    over.store(true, Ordering::Relaxed);
    readers.into_iter().for_each(|reader| reader.join().expect("a reader"));
    done.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64()
}
