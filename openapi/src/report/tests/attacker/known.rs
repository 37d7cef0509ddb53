//! What an attacker knows of releases, as linear relations between what is not published.

use std::collections::BTreeMap;

use super::{
    super::super::{Cell, Guarded, Table},
    Release,
    hang::{Hang, Places},
};

/// Something that holds of some unknowns: that they come to what they do, or that they do not come below nothing.
pub(super) struct Relation {
    /// Which, and how many times each.
    pub(super) terms: Vec<(usize, f64)>,
    /// Whether it is known what they come to.
    pub(super) equal: bool,
}

/// What must not be pinned: some cells together, which stand in a row of others.
pub(in super::super) struct Target {
    pub(in super::super) release: usize,
    pub(in super::super) what: String,
    pub(super) cells: Vec<usize>,
    pub(super) row: Vec<usize>,
}

/// All that is known, but for what a partner itself knows: that stands in the truth.
#[derive(Default)]
pub(in super::super) struct Known {
    /// What the unknowns are: cells at their finest, or how many learners of a table go one way.
    pub(super) truth: Vec<Cell>,
    /// Those that are published by themselves, or are known by what they mean.
    pub(super) fixed: Vec<bool>,
    pub(super) relations: Vec<Relation>,
    pub(super) targets: Vec<Target>,
}

/// Where the unknowns of a table stand: by release, table and way.
type Places3 = BTreeMap<(usize, usize, String), Vec<usize>>;

/// How many go one way: by release, by the first table that counts the same learners, and way.
type Wholes = BTreeMap<(usize, usize, String), usize>;

impl Known {
    /// All that releases of one year say of cells, and how their tables hang together as these facts show. How many go each way is told as well,
    /// also where that stands together with others everywhere: who knows more pins no less, and tables that share nothing else come apart.
    pub(in super::super) fn of(tables: &[Table], releases: &[Release], facts: &[Places]) -> Self {
        let mut known = Self::default();
        let hang = Hang::of(tables, facts);
        let mut cells = Places3::new();
        for (number, release) in releases.iter().enumerate() {
            for (at, table) in tables.iter().enumerate() {
                known.add_cells(&mut cells, (number, at), table, release);
                if let Some(guarded) = &release.guarded[at] {
                    known.add_published(&cells, (number, at), table, guarded);
                }
            }
        }
        cells.values().for_each(|line| known.relation(line.iter().map(|cell| (*cell, 1.0)), true));
        known.relate_cells(tables, &hang, &cells);
        known.relate_days(tables, &cells);
        known
    }

    /// All that releases of one year say of how many go each way, from the totals of rows.
    pub(in super::super) fn of_ways(tables: &[Table], releases: &[Release], facts: &[Places]) -> Self {
        let mut known = Self::default();
        let hang = Hang::of(tables, facts);
        let mut wholes = Wholes::new();
        for (number, release) in releases.iter().enumerate() {
            for (at, counts) in release.counts.iter().enumerate() {
                for (way, row) in &counts.rows {
                    let mut all = Cell::default();
                    row.iter().for_each(|cell| all.add(cell));
                    wholes.entry((number, hang.population[at], way.clone())).or_insert_with(|| known.unknown(all, false));
                }
            }
            for (at, guarded) in release.guarded.iter().enumerate() {
                for rows in guarded.iter().flat_map(|guarded| &guarded.grouping.rows) {
                    let these = rows.iter().filter_map(|way| wholes.get(&(number, hang.population[at], way.clone())).copied());
                    let these: Vec<usize> = these.collect();
                    these.first().filter(|_| these.len() == 1).into_iter().for_each(|one| known.fixed[*one] = true);
                    known.relation(these.into_iter().map(|one| (one, 1.0)), true);
                }
            }
        }
        known.add_hidden_ways(tables, &wholes);
        known.relate_wholes(&hang, &wholes);
        known
    }

    fn unknown(&mut self, truth: Cell, fixed: bool) -> usize {
        self.truth.push(truth);
        self.fixed.push(fixed);
        self.truth.len() - 1
    }

    fn relation(&mut self, terms: impl IntoIterator<Item = (usize, f64)>, equal: bool) {
        self.relations.push(Relation { terms: terms.into_iter().collect(), equal });
    }

    fn add_cells(&mut self, cells: &mut Places3, (number, at): (usize, usize), table: &Table, release: &Release) {
        let grouping = release.guarded[at].as_ref().map(|guarded| &guarded.grouping);
        for (way, row) in &release.counts[at].rows {
            let unknowns = row.iter().enumerate().map(|(column, cell)| {
                // A column in which nobody is and about which that says nothing does not stand in what is published.
                let is_left_out = grouping.is_some_and(|grouping| !grouping.columns.iter().flatten().any(|one| *one == column));
                let is_known_zero = cell.all == 0 && !table.columns[column].sensitive && table.known_zeros;
                self.unknown(cell.clone(), is_left_out || is_known_zero)
            });
            let unknowns = unknowns.collect();
            cells.insert((number, at, way.clone()), unknowns);
        }
    }

    fn add_published(&mut self, cells: &Places3, (number, at): (usize, usize), table: &Table, guarded: &Guarded) {
        let grouping = &guarded.grouping;
        let line = |way: &String| cells.get(&(number, at, way.clone())).cloned().unwrap_or_default();
        let together = |row: usize, columns: &[usize]| -> Vec<usize> {
            let ways = grouping.rows[row].iter().map(line).filter(|line| !line.is_empty());
            ways.flat_map(|line| columns.iter().map(move |column| line[*column]).collect::<Vec<_>>()).collect()
        };
        let every: Vec<usize> = grouping.columns.iter().flatten().copied().collect();
        let mut totals: Vec<Vec<usize>> = (0..grouping.rows.len()).map(|row| together(row, &every)).collect();
        if grouping.rows.len() > 1 {
            let down = |columns: &Vec<usize>| (0..grouping.rows.len()).flat_map(|row| together(row, columns)).collect();
            totals.extend(grouping.columns.iter().map(down));
        }
        for row in 0..grouping.rows.len() {
            for (column, columns) in grouping.columns.iter().enumerate() {
                let these = together(row, columns);
                if guarded.hidden.contains(&(row, column)) {
                    let what = format!("{} {} {columns:?}", table.code, grouping.rows[row].join("+"));
                    self.targets.push(Target { release: number, what, cells: these, row: together(row, &every) });
                } else if let [one] = these[..] {
                    self.fixed[one] = true;
                } else {
                    totals.push(these);
                }
            }
        }
        totals.into_iter().for_each(|these| self.relation(these.into_iter().map(|one| (one, 1.0)), true));
    }

    /// Ways that stand together with others wherever they are counted.
    fn add_hidden_ways(&mut self, tables: &[Table], wholes: &Wholes) {
        for ((release, population, way), whole) in wholes {
            if !self.fixed[*whole] && self.truth[*whole].all > 0 {
                let what = format!("all of {way} in {}", tables[*population].code);
                self.targets.push(Target { release: *release, what, cells: vec![*whole], row: vec![*whole] });
            }
        }
    }

    /// Which columns only grow, and who is counted in another column as well.
    fn relate_cells(&mut self, tables: &[Table], hang: &Hang, cells: &Places3) {
        for ((release, at, way), line) in cells {
            let before = release.checked_sub(1).and_then(|before| cells.get(&(before, *at, way.clone())));
            for (column, then) in before.into_iter().flatten().enumerate().filter(|(column, _)| tables[*at].columns[*column].grows) {
                self.relation([(line[column], 1.0), (*then, -1.0)], false);
            }
            for ((_, column), (other, place)) in hang.implied.iter().filter(|((table, _), _)| table == at) {
                if let Some(wider) = cells.get(&(*release, *other, way.clone())) {
                    self.relation([(wider[*place], 1.0), (line[*column], -1.0)], false);
                }
            }
        }
    }

    /// Who is counted in a later release as well, and in another table as well.
    fn relate_wholes(&mut self, hang: &Hang, wholes: &Wholes) {
        for ((release, population, way), whole) in wholes {
            let of = |release: usize, table: usize| wholes.get(&(release, hang.population[table], way.clone())).copied();
            if let Some(then) = release.checked_sub(1).and_then(|before| of(before, *population)) {
                self.relation([(*whole, 1.0), (then, -1.0)], false);
            }
            for (_, wider) in hang.within.iter().filter(|(narrow, _)| narrow == population) {
                let wider = of(*release, *wider).filter(|wider| wider != whole);
                wider.into_iter().for_each(|wider| self.relation([(wider, 1.0), (*whole, -1.0)], false));
            }
        }
    }

    /// Who was done in so many days altogether was so at each step; who took more than 44 took more than 14 for one of the three.
    fn relate_days(&mut self, tables: &[Table], cells: &Places3) {
        let at = |code: &str| tables.iter().position(|table| table.code == code);
        let Some(whole) = at("lead_whole") else { return };
        let steps: Vec<usize> = ["lead_offered", "lead_accepted", "lead_transfer"].into_iter().filter_map(at).collect();
        for ((release, _, way), line) in cells.iter().filter(|((_, table, _), _)| *table == whole) {
            let steps: Vec<&Vec<usize>> = steps.iter().filter_map(|step| cells.get(&(*release, *step, way.clone()))).collect();
            // Of the whole by itself the steps say nothing.
            if steps.len() < 3 {
                continue;
            }
            for (step, last) in steps.iter().flat_map(|step| (1..line.len()).map(move |last| (step, last))) {
                let within = |line: &[usize], sign: f64| line[..last].iter().map(|cell| (*cell, sign)).collect::<Vec<_>>();
                self.relation([within(step, 1.0), within(line, -1.0)].concat(), false);
            }
            let long = steps.iter().flat_map(|step| step[2..].iter().map(|cell| (*cell, 1.0)));
            self.relation(long.chain([(line[line.len() - 1], -1.0)]), false);
        }
    }
}
