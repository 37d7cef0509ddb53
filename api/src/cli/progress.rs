//! How far a long piece of work is: a bar on a terminal, a line now and then elsewhere, nothing when it is quick.

use std::{
    cell::Cell,
    io::{IsTerminal, Write, stderr},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const PATIENCE: Duration = Duration::from_secs(1);

/// Counts steps and shows them once a second has gone by.
pub(super) struct Progress {
    what: &'static str,
    bar: ProgressBar,
    shown_at: Cell<Instant>,
    on_terminal: bool,
}

impl Progress {
    /// Begins to count to `steps` of what is being done.
    pub(super) fn of(what: &'static str, steps: usize) -> Self {
        let style = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len}").unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::hidden()).with_style(style);
        Self { what, bar: bar.with_message(what), shown_at: Cell::new(Instant::now()), on_terminal: stderr().is_terminal() }
    }

    /// One step further.
    pub(super) fn step(&self) {
        self.steps(1);
    }

    /// So many steps further.
    pub(super) fn steps(&self, taken: usize) {
        self.bar.inc(taken as u64);
        if self.shown_at.get().elapsed() < PATIENCE {
            return;
        }
        if self.on_terminal {
            if self.bar.is_hidden() {
                self.bar.set_draw_target(ProgressDrawTarget::stderr());
            }
        } else {
            self.shown_at.set(Instant::now());
            let (done, all) = (self.bar.position(), self.bar.length().unwrap_or_default());
            let _ = writeln!(stderr(), "{}: {done} of {all}", self.what);
        }
    }

    /// All steps were taken.
    pub(super) fn done(&self) {
        self.bar.finish_and_clear();
    }
}
