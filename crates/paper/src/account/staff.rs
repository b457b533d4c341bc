//! Who of the staff wrote what.

use crate::page::{Cell, Column, Part, Table};
use checkpoint::entry::{Entry, Kind};
use std::collections::BTreeMap;

/// Lines that somebody of the staff wrote, or that were written while they were on duty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub scanned: i64,
    /// By hand, from the paper book too.
    pub by_hand: i64,
    /// Groups that were counted as they passed.
    pub counted: i64,
    /// Answers to a *look* or *refuse*.
    pub answered: i64,
    /// Corrections, also those that only say what somebody came for.
    pub corrected: i64,
}

impl Written {
    /// Adds another's lines.
    pub fn merge(&mut self, other: &Written) {
        self.scanned += other.scanned;
        self.by_hand += other.by_hand;
        self.counted += other.counted;
        self.answered += other.answered;
        self.corrected += other.corrected;
    }

    /// Adds a line; of a kind that nobody of the staff stands for it changes nothing.
    pub fn add(&mut self, entry: &Entry) {
        if let Some(figure) = self.figure(&entry.said.kind) {
            *figure += 1;
        }
    }

    /// Somebody of the staff stands for lines of this kind.
    pub fn counts(kind: &Kind) -> bool {
        Written::default().figure(kind).is_some()
    }

    fn figure(&mut self, kind: &Kind) -> Option<&mut i64> {
        match kind {
            Kind::Scan => Some(&mut self.scanned),
            Kind::Manual => Some(&mut self.by_hand),
            Kind::Passed => Some(&mut self.counted),
            Kind::Decision => Some(&mut self.answered),
            Kind::Void | Kind::Correct | Kind::SameAs => Some(&mut self.corrected),
            Kind::AutoOut | Kind::Gap | Kind::Audit(_) | Kind::Other(_) => None,
        }
    }
}

pub(super) fn table(staff: &BTreeMap<Option<String>, Written>) -> Part {
    let columns = vec![
        Column::text("Người trực", 5),
        Column::number("Quét", 2),
        Column::number("Nhập tay", 2),
        Column::number("Đếm", 2),
        Column::number("Trả lời", 2),
        Column::number("Sửa, ghi thêm", 2),
    ];
    let mut table = Table::new("", columns);
    let cells = |name: &str, lines: &Written| {
        let figures = [
            lines.scanned,
            lines.by_hand,
            lines.counted,
            lines.answered,
            lines.corrected,
        ];
        let cells = figures.into_iter().map(Cell::from);
        std::iter::once(Cell::from(name)).chain(cells).collect()
    };
    let mut total = Written::default();
    // Those whom nobody stands for come last.
    let named = staff.iter().filter(|(name, _)| name.is_some());
    let unnamed = staff.iter().filter(|(name, _)| name.is_none());
    for (name, lines) in named.chain(unnamed) {
        total.merge(lines);
        table.row(cells(name.as_deref().unwrap_or("Chưa nhận ca"), lines));
    }
    table.sum(cells("Cộng", &total));
    Part::Table(table)
}
