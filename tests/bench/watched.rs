//! What the list of people to be looked at costs a scan.

use crate::numbers::{Row, Spread, ms};
use checkpoint::alike::{Described, Index};
use checkpoint::document::Birth;
use std::time::Instant;

const NAMES: usize = 10_000;

pub fn measure() -> Vec<Row> {
    let list: Vec<Described> = (0..NAMES).map(somebody).collect();
    let started = Instant::now();
    let index = Index::of(list);
    let built = ms(started.elapsed());
    // Half of those who are scanned are on the list, by one letter or by all.
    let each = (0..2 * NAMES).step_by(7).map(|at| {
        let mut who = somebody(at);
        who.name.push_str(if at % 2 == 0 { "h" } else { "" });
        let started = Instant::now();
        std::hint::black_box(index.find(&who));
        ms(started.elapsed())
    });
    vec![Row::new(
        "comparing a scan with 10,000 people to be looked at",
        Spread::of(each.collect()).quoted(),
        "",
        &format!("part of the scan; the list is made ready in {built:.0} ms when it changes"),
    )]
}

/// Names as Vietnam has them, many of them alike.
fn somebody(at: usize) -> Described {
    let pick = |words: &[&str], by: usize| words[at / by % words.len()].to_owned();
    let family = pick(
        &["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi"],
        1,
    );
    let middle = pick(&["Văn", "Thị", "Hữu", "Đức", "Minh", "Ngọc"], 8);
    let second = pick(
        &["An", "Bảo", "Châu", "Diệu", "Gia", "Hải", "Khánh", "Lan"],
        48,
    );
    let given = pick(
        &[
            "Anh", "Bình", "Cường", "Dung", "Hạnh", "Long", "My", "Nga", "Oanh", "Phúc",
        ],
        384,
    );
    Described {
        name: [family, middle, second, given].join(" "),
        birth: Birth::Year(1950 + i16::try_from(at % 60).unwrap_or(0)),
        numbers: Vec::new(),
    }
}
