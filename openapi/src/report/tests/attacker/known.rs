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
    /// What the unknowns are: cells at their finest, and how many learners of a table go one way.
    pub(super) truth: Vec<Cell>,
    /// Those that are published by themselves, or are known by what they mean.
    pub(super) fixed: Vec<bool>,
    pub(super) relations: Vec<Relation>,
    pub(super) targets: Vec<Target>,
}

/// Where the unknowns of a table stand: by release, table and way.
type Places3 = BTreeMap<(usize, usize, String), Vec<usize>>;

impl Known {
    /// All that releases of one year say, and how their tables hang together as these facts show.
    pub(in super::super) fn of(tables: &[Table], releases: &[Release], facts: &[Places]) -> Self {
        let mut known = Self::default();
        let hang = Hang::of(tables, facts);
        let mut cells = Places3::new();
        let mut wholes = Places3::new();
        for (number, release) in releases.iter().enumerate() {
            for (at, table) in tables.iter().enumerate() {
                known.add_cells(&mut cells, (number, at), table, release);
                known.add_wholes(&cells, &mut wholes, (number, at, hang.population[at]), release);
                if let Some(guarded) = &release.guarded[at] {
                    known.add_published(&cells, (number, at), table, guarded);
                }
            }
            known.add_hidden_ways(&wholes, number);
        }
        known.relate(tables, &hang, &cells, &wholes);
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

    /// How many go each way: the same in all tables that count the same learners.
    fn add_wholes(&mut self, cells: &Places3, wholes: &mut Places3, (number, at, population): (usize, usize, usize), release: &Release) {
        let rows = release.guarded[at].iter().flat_map(|guarded| &guarded.grouping.rows);
        let alone: Vec<&String> = rows.filter(|row| row.len() == 1).flatten().collect();
        for (way, row) in &release.counts[at].rows {
            let of_table = &cells[&(number, at, way.clone())];
            let whole = wholes.entry((number, population, way.clone())).or_insert_with(|| {
                let mut all = Cell::default();
                row.iter().for_each(|cell| all.add(cell));
                vec![self.unknown(all, false)]
            })[0];
            self.fixed[whole] |= alone.contains(&way);
            self.relation(of_table.iter().map(|cell| (*cell, 1.0)).chain([(whole, -1.0)]), true);
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
    fn add_hidden_ways(&mut self, wholes: &Places3, number: usize) {
        for ((release, population, way), whole) in wholes {
            if *release == number && !self.fixed[whole[0]] && self.truth[whole[0]].all > 0 {
                let what = format!("all of {way} in table {population}");
                self.targets.push(Target { release: number, what, cells: whole.clone(), row: whole.clone() });
            }
        }
    }

    /// What has nothing to do with what is published: which columns only grow, who is counted elsewhere as well, and what days add up to.
    fn relate(&mut self, tables: &[Table], hang: &Hang, cells: &Places3, wholes: &Places3) {
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
        for ((release, population, way), whole) in wholes {
            let of = |release: usize, table: usize| wholes.get(&(release, hang.population[table], way.clone())).map(|whole| whole[0]);
            if let Some(then) = release.checked_sub(1).and_then(|before| of(before, *population)) {
                self.relation([(whole[0], 1.0), (then, -1.0)], false);
            }
            for (_, wider) in hang.within.iter().filter(|(narrow, _)| narrow == population) {
                let wider = of(*release, *wider).filter(|wider| *wider != whole[0]);
                wider.into_iter().for_each(|wider| self.relation([(wider, 1.0), (whole[0], -1.0)], false));
            }
        }
        self.relate_days(tables, cells);
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
