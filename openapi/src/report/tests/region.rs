//! A region as large as they are: nobody is found in any table, and most of what there is to see can be seen.

use super::{
    attacker::{Known, Release, pinned},
    course::{Year, year},
    *,
};

/// The days before the last on which is counted: in January, in April after the peak, and in July.
const COUNTED: [u32; 3] = [180, 88, 0];

/// None of these pins a hidden cell of any table of any release, holding all of them against one another.
fn nobody_pins(year: &Year, threshold: u32, attackers: &[Option<u32>]) {
    let found = pinned(&Known::of(tables(), &year.releases, &year.places), threshold, attackers);
    assert!(found.is_empty(), "{} cells are pinned, such as {:?}", found.len(), &found[..found.len().min(20)]);
}

/// Nobody in particular, and every partner.
fn everybody(year: &Year) -> Vec<Option<u32>> {
    std::iter::once(None).chain((0..year.partners).map(Some)).collect()
}

#[test]
fn no_partner_pins_a_hidden_cell_of_any_table_of_any_release_of_a_year() {
    let year = year(7, USUAL_THRESHOLD, &COUNTED);
    nobody_pins(&year, USUAL_THRESHOLD, &everybody(&year));
}

#[test]
fn nor_of_a_year_that_is_counted_at_once() {
    let year = year(7, USUAL_THRESHOLD, &[0]);
    nobody_pins(&year, USUAL_THRESHOLD, &everybody(&year));
}

#[test]
fn nor_at_the_lowest_threshold() {
    let year = year(7, LEAST_THRESHOLD, &COUNTED);
    nobody_pins(&year, LEAST_THRESHOLD, &[None, Some(0), Some(16), Some(17), Some(35)]);
}

/// How many cells that are not empty there are at their finest, how many are published, and how many of those by themselves.
fn shares(release: &Release) -> (usize, usize, usize) {
    let (mut there, mut published, mut apart) = (0, 0, 0);
    for ((table, counts), guarded) in tables().iter().zip(&release.counts).zip(&release.guarded) {
        let finest = counts.rows.iter().flat_map(|(_, cells)| cells).filter(|cell| cell.all > 0).count();
        there += finest;
        let Some(guarded) = guarded else {
            println!("{:>22}: withheld, {finest} cells", table.code);
            continue;
        };
        let (mut open, mut alone) = (0, 0);
        for (code, cells) in &counts.rows {
            for (column, _) in cells.iter().enumerate().filter(|(_, cell)| cell.all > 0) {
                let row = guarded.grouping.rows.iter().position(|rows| rows.contains(code)).unwrap();
                let group = guarded.grouping.columns.iter().position(|columns| columns.contains(&column)).unwrap();
                let is_open = !guarded.hidden.contains(&(row, group));
                // Cells that stand together are published as many as they are.
                open += usize::from(is_open);
                alone += usize::from(is_open && guarded.grouping.rows[row].len() * guarded.grouping.columns[group].len() == 1);
            }
        }
        println!("{:>22}: {open} of {finest} cells, {alone} of them by themselves", table.code);
        (published, apart) = (published + open, apart + alone);
    }
    let share = |part: usize| part * 100 / there;
    println!("published {published} of {there} cells that are not empty: {} %, {} % by themselves", share(published), share(apart));
    (there, published, apart)
}

#[test]
fn four_in_five_cells_that_are_not_empty_are_published() {
    let by_itself = year(7, USUAL_THRESHOLD, &[0]);
    let after_others = year(7, USUAL_THRESHOLD, &COUNTED);
    for (there, published, _) in by_itself.releases.iter().chain(&after_others.releases).map(shares) {
        assert!(published * 100 >= there * 80, "{published} of {there}");
    }
}

/// Numbers that are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap()
    }
}

/// A line of a table: a row, or a column when there is more than one row.
fn line(dice: &mut Dice, cells: &[Vec<Cell>]) -> Vec<Place> {
    let (row, column) = (dice.below(cells.len()), dice.below(cells[0].len()));
    if dice.below(2) == 1 && cells.len() > 1 {
        return (0..cells.len()).map(|row| (row, column)).collect();
    }
    (0..cells[0].len()).map(|column| (row, column)).collect()
}

#[test]
fn ten_thousand_questions_to_what_is_published_isolate_nobody() {
    let year = year(11, USUAL_THRESHOLD, &COUNTED);
    let (mut dice, mut asked, mut with_hidden) = (Dice(0x2545_f491_4f6c_dd1d), 0, 0);
    while asked < 10_000 {
        let release = &year.releases[dice.below(year.releases.len())];
        let at = dice.below(tables().len());
        let Some(guarded) = &release.guarded[at] else { continue };
        let cells = guarded.grouping.cells(&release.counts[at]);
        // A total less any of the published cells it is made of, and less what the asker itself has in it.
        let asker = [None, Some(u32::try_from(dice.below(year.partners as usize)).unwrap())][dice.below(2)];
        let line = line(&mut dice, &cells);
        let left: Vec<&Place> = line.iter().filter(|at| guarded.hidden.contains(at) || dice.below(2) == 0).collect();
        let cell = |(row, column): Place| &cells[row][column];
        let hides = left.iter().any(|at| guarded.hidden.contains(at));
        let knows = |at: &&Place| cells[at.0].iter().all(|cell| cell.known_to(asker) == cell.all);
        let others: u32 = left.iter().map(|at| cell(**at).all - if hides { cell(**at).known_to(asker) } else { 0 }).sum();
        let is_known = asker.is_some() && left.iter().filter(|at| guarded.hidden.contains(at)).all(knows);
        assert!(is_known || (others == 0 && !hides) || others >= USUAL_THRESHOLD, "{:?}: {others} for {asker:?}", tables()[at]);
        (asked, with_hidden) = (asked + 1, with_hidden + usize::from(hides));
    }
    println!("{asked} questions, {with_hidden} of them with something hidden in what is left");
    assert!(with_hidden > 500);
}

/// What rounding alone is for: a published number less a partner's own part, or less the same number of the release before it.
#[test]
fn how_often_a_difference_of_published_numbers_is_small_is_measured() {
    let year = year(7, USUAL_THRESHOLD, &COUNTED);
    let (mut all, mut of_partners, mut grown) = (0, 0, 0);
    for (number, release) in year.releases.iter().enumerate() {
        for (at, guarded) in release.guarded.iter().enumerate() {
            let Some(guarded) = guarded else { continue };
            let cells = guarded.grouping.cells(&release.counts[at]);
            let before = number.checked_sub(1).and_then(|before| Some((year.releases[before].guarded[at].as_ref()?, before)));
            let before = before.filter(|(before, _)| before.grouping == guarded.grouping);
            let then = before.map(|(before, number)| (before, before.grouping.cells(&year.releases[number].counts[at])));
            let places = (0..cells.len()).flat_map(|row| (0..cells[row].len()).map(move |column| (row, column)));
            for place in places.filter(|place| !guarded.hidden.contains(place)) {
                let cell = &cells[place.0][place.1];
                let is_small = |number: u32| number > 0 && number < USUAL_THRESHOLD;
                all += 1;
                of_partners += usize::from(cell.of.values().any(|own| is_small(cell.all - own)));
                let then =
                    then.as_ref().filter(|(before, _)| !before.hidden.contains(&place)).map(|(_, cells)| cells[place.0][place.1].all);
                grown += usize::from(then.is_some_and(|then| is_small(cell.all.abs_diff(then))));
            }
        }
    }
    println!(
        "{all} published cells; {of_partners} less a partner's own are below the threshold, {grown} moved by less than it since the release before"
    );
    assert!(of_partners * 5 < all && grown * 5 < all, "{of_partners} and {grown} of {all}");
}
