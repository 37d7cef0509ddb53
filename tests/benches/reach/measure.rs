//! Measuring a call: the service and the bare program in turn, some rounds, and the median of them.

use std::{net::SocketAddr, time::Duration};

use super::{
    load::{self, Requests, Run},
    system::Watched,
};

/// What some rounds of the same measurement came to: the medians.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// Good answers a second.
    pub rate: f64,
    /// The median latency, in milliseconds.
    pub p50: f64,
    /// The latency that one in a hundred exceeds.
    pub p99: f64,
    /// CPU seconds of the process for a thousand answers.
    pub cpu: f64,
    /// CPU seconds of the cluster for a thousand answers.
    pub cluster_cpu: f64,
    /// Answers that were refusals, with the status of the last.
    pub refused: (usize, u16),
}

/// A server to measure, with what does the work for it.
pub struct Target {
    /// Where it listens.
    pub address: SocketAddr,
    /// The process, and the cluster beside it.
    pub watched: Vec<Watched>,
}

/// One of several rounds.
#[derive(Debug, Clone)]
pub struct Round {
    run: Run,
    cpu: Vec<f64>,
}

impl Target {
    /// Sends requests over connections for some time.
    pub fn round(&self, requests: &Requests, connections: usize, time: Duration) -> Round {
        let before: Vec<f64> = self.watched.iter().map(|one| one.cpu_seconds()).collect();
        let run = load::run(self.address, requests, connections, time);
        let used = self.watched.iter().zip(before).map(|(one, before)| one.cpu_seconds() - before);
        Round { cpu: used.collect(), run }
    }
}

impl Figures {
    /// The medians of rounds.
    pub fn of(rounds: &[Round]) -> Self {
        let middle = |value: &dyn Fn(&Round) -> f64| median(rounds.iter().map(value).collect());
        let cpu = |at: usize| move |round: &Round| round.cpu.get(at).map_or(0.0, |used| used * 1000.0 / round.run.answered.max(1) as f64);
        Self {
            rate: middle(&|round| round.run.rate()),
            p50: middle(&|round| round.run.quantile(0.5)),
            p99: middle(&|round| round.run.quantile(0.99)),
            cpu: middle(&cpu(0)),
            cluster_cpu: middle(&cpu(1)),
            refused: rounds.iter().fold((0, 0), |sum, round| (sum.0 + round.run.refused.0, sum.1.max(round.run.refused.1))),
        }
    }
}

/// The middle one.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
