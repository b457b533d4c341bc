//! What somebody is handed of what is kept of them: JSON for a machine, a PDF for themselves.

use crate::book::About;
use crate::settings::Settings;
use checkpoint::entry::{Direction, Kind};
use checkpoint::subject::Group;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use paper::Page;
use paper::page::{Column, Part, Table};
use serde_json::{Map, Value, json};

/// Everything that is kept, pseudonyms too: they are personal data. The salts say nothing of anybody.
pub(super) fn as_json(about: &[About], settings: &Settings, now: Timestamp) -> Value {
    let entries = about.iter().map(|one| {
        let kept = one.groups.iter();
        let kept = kept.map(|(group, line)| (key(*group).to_owned(), Value::Object(members(line))));
        json!({
            "seq": one.of.seq,
            "at": one.entry.counted_at().to_string(),
            "kind": one.entry.said.kind.as_str(),
            "gate": one.entry.gate,
            "direction": one.entry.said.direction.map(way),
            "kept": kept.collect::<Map<_, _>>(),
        })
    });
    json!({
        "unit": settings.unit_name,
        "made": now.to_string(),
        "entries": entries.collect::<Vec<_>>(),
    })
}

/// The same on A4.
pub(super) fn as_page(
    about: &[About],
    settings: &Settings,
    zone: &TimeZone,
    now: Timestamp,
) -> Page {
    let columns = vec![
        Column::text("Lúc", 13),
        Column::text("Cổng", 9),
        Column::text("Việc", 12),
        Column::text("Đang giữ", 40),
    ];
    let mut table = Table::new("", columns);
    table.is_wide = true;
    for one in about {
        let at = zone.to_datetime(one.entry.counted_at());
        let gate = if one.entry.gate == settings.gate {
            settings.gate_name.clone()
        } else {
            one.entry.gate.to_string()
        };
        let kept = one.groups.iter().flat_map(|(_, line)| members(line));
        let kept = kept.filter(|(name, _)| !PSEUDONYMS.contains(&name.as_str()));
        let kept: Vec<String> = kept
            .map(|(name, value)| format!("{}: {}", called(&name), said(&value, settings)))
            .collect();
        table.row(vec![
            at.strftime("%d/%m/%Y %H:%M").to_string().into(),
            gate.into(),
            what(one).into(),
            kept.join("; ").into(),
        ]);
    }
    Page {
        letter: settings.letter.clone(),
        whole: settings.unit_name.clone(),
        title: "BẢN SAO DỮ LIỆU CÁ NHÂN".to_owned(),
        about: "Những gì máy ở cổng đang giữ của người yêu cầu".to_owned(),
        cut: String::new(),
        mark: String::new(),
        dated: zone.to_datetime(now).date(),
        parts: vec![
            Part::Text {
                text: format!(
                    "Giữ {} ngày kể từ khi ghi, rồi xoá. Số giấy tờ chỉ giữ bốn số cuối; mã băm của \
                     số để nhận ra cùng một người có trong tệp JSON đi kèm. Máy không lưu hình.",
                    settings.keep_days()
                ),
            },
            Part::Table(table),
        ],
    }
}

const PSEUDONYMS: [&str; 3] = ["person", "aliases", "namesake"];

fn key(group: Group) -> &'static str {
    match group {
        Group::Identity => "identity",
        Group::Contact => "contact",
        Group::Health => "health",
        Group::Note => "note",
    }
}

fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::In => "in",
        Direction::Out => "out",
    }
}

fn what(about: &About) -> &'static str {
    match (&about.entry.said.kind, about.entry.said.direction) {
        (Kind::Correct, _) => "Sửa, thêm",
        (Kind::Void, _) => "Hoàn tác",
        (Kind::SameAs, _) => "Nhận là một người",
        (_, Some(Direction::In)) => "Vào",
        (_, Some(Direction::Out)) => "Ra",
        (_, None) => "Đưa giấy tờ",
    }
}

/// A member of a group in a person's words; as the log calls it where it has none.
fn called(name: &str) -> &str {
    match name {
        "name" => "Họ tên",
        "birth_year" => "Năm sinh",
        "last4" => "Bốn số cuối",
        "phone" => "Điện thoại",
        "address" => "Địa chỉ",
        "plate" => "Biển số xe",
        "purpose" => "Đến để",
        "note" => "Ghi chú",
        other => other,
    }
}

fn said(value: &Value, settings: &Settings) -> String {
    match value {
        Value::String(text) => text.clone(),
        // The key that the guard pressed for a purpose is the only single digit that is kept.
        Value::Number(number) => number
            .as_u64()
            .and_then(|key| u8::try_from(key).ok())
            .and_then(|key| settings.purposes.get(&key).cloned())
            .unwrap_or_else(|| number.to_string()),
        other @ (Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) => {
            other.to_string()
        }
    }
}

/// What a group's line says; nothing where it can't be read.
fn members(line: &str) -> Map<String, Value> {
    let mut members: Map<String, Value> = serde_json::from_str(line).unwrap_or_default();
    members.remove("salt");
    members
}
