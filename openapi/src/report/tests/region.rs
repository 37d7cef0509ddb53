//! A region as large as they are: nobody is found in any table, and most of what there is to see can be seen.

use super::{attacker::pinned, *};
use invented::invent;

/// Every table counted over an invented region, with what may be published of it.
fn released(seed: u64, threshold: u32) -> Vec<(&'static Table, Counts, Option<Guarded>)> {
    let mut facts = invent(seed, 0, 1).facts;
    let counted = tally(&mut facts, tables());
    tables()
        .iter()
        .zip(counted)
        .map(|(table, counts)| {
            let guarded = protect(&counts, table, threshold, None);
            (table, counts, guarded)
        })
        .collect()
}

#[test]
fn no_partner_pins_a_hidden_cell_of_any_table() {
    for threshold in [10, 5] {
        for (table, counts, guarded) in released(7, threshold) {
            let Some(guarded) = guarded else { continue };
            // Every partner at the usual threshold; at the least one those with the most to know.
            let most = if threshold == USUAL_THRESHOLD { usize::MAX } else { 4 };
            let partners = counts.partners().into_iter().map(Some);
            let attackers: Vec<Option<u32>> = std::iter::once(None).chain(partners.take(most)).collect();
            assert_eq!(pinned(&counts, &guarded, threshold, &attackers), [], "{table:?}");
        }
    }
}

#[test]
fn four_in_five_cells_that_are_not_empty_are_published() {
    let (mut there, mut published, mut apart) = (0, 0, 0);
    for (table, counts, guarded) in released(7, USUAL_THRESHOLD) {
        let finest = counts.rows.iter().flat_map(|(_, cells)| cells).filter(|cell| cell.all > 0).count();
        let Some(guarded) = guarded else {
            there += finest;
            println!("{:>16}: withheld, {finest} cells", table.code);
            continue;
        };
        let cells = guarded.grouping.cells(&counts);
        let (mut all, mut open, mut alone) = (0, 0, 0);
        for (row, line) in cells.iter().enumerate() {
            for (column, cell) in line.iter().enumerate() {
                // Cells that stand together count as many as they are.
                let rows = counts.rows.iter().filter(|(code, _)| guarded.grouping.rows[row].contains(code));
                let single =
                    rows.map(|(_, cells)| guarded.grouping.columns[column].iter().filter(|at| cells[**at].all > 0).count()).sum::<usize>();
                let is_open = cell.all > 0 && !guarded.hidden.contains(&(row, column));
                all += single;
                open += if is_open { single } else { 0 };
                alone += usize::from(is_open && single == 1);
            }
        }
        println!("{:>16}: {open} of {all} cells, {alone} of them by themselves; {} rows of {}", table.code, cells.len(), counts.rows.len());
        (there, published, apart) = (there + all, published + open, apart + alone);
    }
    println!(
        "published {published} of {there} cells that are not empty: {} %, {} % by themselves",
        published * 100 / there,
        apart * 100 / there
    );
    assert!(published * 100 >= there * 80);
}

#[test]
fn ten_thousand_questions_to_what_is_published_isolate_nobody() {
    let tables = released(11, USUAL_THRESHOLD);
    let mut number = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |end: usize| {
        number ^= number << 13;
        number ^= number >> 7;
        number ^= number << 17;
        usize::try_from(number % end as u64).unwrap()
    };
    for _ in 0..10_000 {
        let (table, counts, guarded) = &tables[random(tables.len())];
        let Some(guarded) = guarded else { continue };
        let cells = guarded.grouping.cells(counts);
        // A total less any of the published cells it is made of: what is left are learners nobody may be singled out of.
        let row = random(cells.len());
        let down = random(2) == 1 && cells.len() > 1;
        let line: Vec<Place> = if down {
            let column = random(cells[0].len());
            (0..cells.len()).map(|row| (row, column)).collect()
        } else {
            (0..cells[0].len()).map(|column| (row, column)).collect()
        };
        let left = line.iter().filter(|at| guarded.hidden.contains(at) || random(2) == 0);
        let (mut learners, mut hidden) = (0, false);
        for (row, column) in left {
            learners += cells[*row][*column].all;
            hidden |= guarded.hidden.contains(&(*row, *column));
        }
        assert!(learners == 0 && !hidden || learners >= USUAL_THRESHOLD, "{table:?}: {learners}");
    }
}
