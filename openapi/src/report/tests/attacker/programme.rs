//! The linear programmes. What has nothing to do with one another is solved apart, which changes no answer; and a way that everything could be,
//! once found, speaks for all cells and all attackers it fits.

use std::collections::BTreeMap;

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection as Direction, Problem, SolveOutcome, Variable};

use super::known::{Known, Relation, Target};

/// More than anything can be.
const MOST: f64 = 1e6;

/// How exact the solver is.
const CLOSE: f64 = 1e-5;

/// A hidden cell that an attacker pins, with the least and the most it can be.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Pinned {
    pub(in super::super) release: usize,
    pub(in super::super) what: String,
    pub(in super::super) attacker: Option<u32>,
    pub(in super::super) between: (f64, f64),
}

/// What hangs together, and what of it must not be pinned.
struct Part<'a> {
    unknowns: Vec<usize>,
    relations: Vec<&'a Relation>,
    targets: Vec<&'a Target>,
}

/// The hidden cells that any of these pins; who has to do with everybody in a row knows that row anyway.
pub(in super::super) fn pinned(known: &Known, threshold: u32, attackers: &[Option<u32>]) -> Vec<Pinned> {
    let parts = parts(known);
    let largest = parts.iter().map(|part| part.unknowns.len()).max().unwrap_or(0);
    let targets: usize = parts.iter().map(|part| part.targets.len()).sum();
    println!("{targets} hidden cells in {} parts, the largest of {largest} unknowns, before {} attackers", parts.len(), attackers.len());
    parts.iter().flat_map(|part| part.pinned(known, threshold, attackers)).collect()
}

/// The parts that have nothing to do with one another.
fn parts(known: &Known) -> Vec<Part<'_>> {
    let mut root: Vec<usize> = (0..known.truth.len()).collect();
    let terms = known.relations.iter().map(|relation| relation.terms.iter().map(|(one, _)| *one).collect::<Vec<_>>());
    for these in terms.chain(known.targets.iter().map(|target| target.cells.clone())) {
        let free: Vec<usize> = these.into_iter().filter(|one| !known.fixed[*one]).collect();
        for pair in free.windows(2) {
            let (a, b) = (find(&mut root, pair[0]), find(&mut root, pair[1]));
            root[a] = b;
        }
    }
    let mut parts: BTreeMap<usize, Part<'_>> = BTreeMap::new();
    let part = |at| -> Part<'_> { Part { unknowns: vec![at], relations: Vec::new(), targets: Vec::new() } };
    for one in (0..known.truth.len()).filter(|one| !known.fixed[*one]) {
        let root = find(&mut root, one);
        parts.entry(root).and_modify(|part| part.unknowns.push(one)).or_insert_with(|| part(one));
    }
    for relation in &known.relations {
        let free = relation.terms.iter().find(|(one, _)| !known.fixed[*one]);
        free.and_then(|(one, _)| parts.get_mut(&find(&mut root, *one))).into_iter().for_each(|part| part.relations.push(relation));
    }
    for target in &known.targets {
        // What is known to be empty cannot be hidden.
        let free = target.cells.iter().find(|one| !known.fixed[**one]).unwrap_or_else(|| panic!("{} hides nothing", target.what));
        parts.get_mut(&find(&mut root, *free)).into_iter().for_each(|part| part.targets.push(target));
    }
    parts.into_values().filter(|part| !part.targets.is_empty()).collect()
}

fn find(root: &mut [usize], mut one: usize) -> usize {
    while root[one] != one {
        root[one] = root[root[one]];
        one = root[one];
    }
    one
}

impl Part<'_> {
    fn pinned(&self, known: &Known, threshold: u32, attackers: &[Option<u32>]) -> Vec<Pinned> {
        let (mut ways, mut found) = (Vec::new(), Vec::new());
        for &attacker in attackers {
            let knows = |one: &usize| known.truth[*one].known_to(attacker) > 0;
            if attacker.is_none() || self.unknowns.iter().any(knows) {
                found.extend(Attack::of(self, known, attacker, threshold).pinned(&mut ways));
            }
        }
        found
    }
}

/// One attacker before one part: all is counted without those the attacker itself knows.
struct Attack<'a> {
    part: &'a Part<'a>,
    known: &'a Known,
    attacker: Option<u32>,
    threshold: f64,
    place: BTreeMap<usize, usize>,
    /// What the unknowns are, and which of that the attacker knows.
    truth: Vec<(f64, f64)>,
    relations: Vec<Line>,
}

/// Unknowns of a part, how many times each, whether they come to a number or not below it, and that number.
struct Line {
    terms: Vec<(usize, f64)>,
    equal: bool,
    right: f64,
}

impl<'a> Attack<'a> {
    fn of(part: &'a Part<'a>, known: &'a Known, attacker: Option<u32>, threshold: u32) -> Self {
        let place: BTreeMap<usize, usize> = part.unknowns.iter().enumerate().map(|(at, one)| (*one, at)).collect();
        let cell = |one: usize| (f64::from(known.truth[one].all), f64::from(known.truth[one].known_to(attacker)));
        let others = |one: usize| cell(one).0 - cell(one).1;
        let line = |relation: &&Relation| {
            let sum: f64 = relation.terms.iter().map(|(one, times)| times * others(*one)).sum();
            let (free, fixed): (Vec<_>, Vec<_>) = relation.terms.iter().partition(|(one, _)| place.contains_key(one));
            let whole = if relation.equal { sum } else { 0.0 };
            let right = whole - fixed.iter().map(|(one, times)| times * others(*one)).sum::<f64>();
            // What is not so in truth nobody can know.
            let line = Line { terms: free.iter().map(|(one, times)| (place[one], *times)).collect(), equal: relation.equal, right };
            (relation.equal || sum >= 0.0).then_some(line)
        };
        let relations = part.relations.iter().filter_map(line).collect();
        let truth = part.unknowns.iter().map(|one| cell(*one)).collect();
        Self { part, known, attacker, threshold: threshold.into(), place, truth, relations }
    }

    fn pinned(&self, ways: &mut Vec<Vec<f64>>) -> Vec<Pinned> {
        let open: Vec<(&Target, Vec<usize>)> =
            self.part.targets.iter().filter(|target| !self.has(target)).map(|t| (*t, self.free(t))).collect();
        let mut between: Vec<(f64, f64)> = open.iter().map(|(_, cells)| self.truth_of(cells)).map(|all| (all, all)).collect();
        let widen = |between: &mut Vec<(f64, f64)>, way: &[f64]| {
            for ((_, cells), (least, most)) in open.iter().zip(between) {
                let all = cells.iter().map(|cell| way[*cell]).sum::<f64>();
                (*least, *most) = (least.min(all), most.max(all));
            }
        };
        ways.iter().filter(|way| self.allows(way)).for_each(|way| widen(&mut between, way));
        let is_narrow = |(least, most): (f64, f64)| most - least < self.threshold - CLOSE;
        let mut found = Vec::new();
        for at in 0..open.len() {
            for direction in [Direction::Maximize, Direction::Minimize] {
                if is_narrow(between[at]) {
                    let way = self.solve(&open[at].1, direction);
                    widen(&mut between, &way);
                    ways.push(way);
                }
            }
            if is_narrow(between[at]) {
                let (release, what) = (open[at].0.release, open[at].0.what.clone());
                found.push(Pinned { release, what, attacker: self.attacker, between: between[at] });
            }
        }
        found
    }

    /// Whether the attacker has to do with everybody in the row.
    fn has(&self, target: &Target) -> bool {
        let cells = target.row.iter().map(|one| &self.known.truth[*one]);
        self.attacker.is_some() && cells.into_iter().all(|cell| cell.known_to(self.attacker) == cell.all)
    }

    fn free(&self, target: &Target) -> Vec<usize> {
        target.cells.iter().filter_map(|one| self.place.get(one).copied()).collect()
    }

    fn truth_of(&self, cells: &[usize]) -> f64 {
        cells.iter().map(|cell| self.truth[*cell].0).sum()
    }

    /// Whether it could be so, as far as this attacker knows.
    fn allows(&self, way: &[f64]) -> bool {
        let others: Vec<f64> = way.iter().zip(&self.truth).map(|(all, (_, own))| all - own).collect();
        let holds = |line: &Line| {
            let sum: f64 = line.terms.iter().map(|(one, times)| times * others[*one]).sum();
            sum >= line.right - CLOSE && (!line.equal || sum <= line.right + CLOSE)
        };
        others.iter().all(|all| *all >= -CLOSE) && self.relations.iter().all(holds)
    }

    /// The way everything could be in which these are as few, or as many, as they can be.
    fn solve(&self, cells: &[usize], direction: Direction) -> Vec<f64> {
        let mut problem = Problem::new(direction);
        let unknowns: Vec<Variable> =
            (0..self.truth.len()).map(|at| problem.add_var(f64::from(u8::from(cells.contains(&at))), (0.0, MOST))).collect();
        for line in &self.relations {
            let mut sum = LinearExpr::empty();
            line.terms.iter().for_each(|(one, times)| sum.add(unknowns[*one], *times));
            problem.add_constraint(sum, if line.equal { ComparisonOp::Eq } else { ComparisonOp::Ge }, line.right);
        }
        let SolveOutcome::Solution(solution) = problem.solve().unwrap() else { panic!("an exact answer") };
        unknowns.iter().zip(&self.truth).map(|(one, (_, own))| solution.var_value(*one) + own).collect()
    }
}
