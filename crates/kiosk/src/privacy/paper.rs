//! What somebody is handed of what is kept of them: JSON for a machine, a PDF for themselves.

use crate::book::About;
use crate::roster::person::{Held, List};
use crate::settings::Settings;
use checkpoint::entry::{Direction, Kind};
use checkpoint::subject::Group;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use paper::Page;
use paper::page::{Column, Part, Table};
use serde_json::{Map, Value, json};

/// What is kept of somebody.
pub(super) struct Kept {
    pub(super) entries: Vec<About>,
    /// On the unit's lists.
    pub(super) listed: Vec<Held>,
}

/// Everything that is kept, pseudonyms too: they are personal data. The salts say nothing of anybody.
pub(super) fn as_json(kept: &Kept, settings: &Settings, now: Timestamp) -> Value {
    let entries = kept.entries.iter().map(|one| {
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
        "lists": kept.listed.iter().map(listed).collect::<Vec<_>>(),
    })
}

/// The same on A4.
pub(super) fn as_page(kept: &Kept, settings: &Settings, zone: &TimeZone, now: Timestamp) -> Page {
    let columns = vec![
        Column::text("Lúc", 13),
        Column::text("Cổng", 9),
        Column::text("Việc", 12),
        Column::text("Đang giữ", 40),
    ];
    let mut table = Table::new("", columns);
    table.is_wide = true;
    for one in &kept.entries {
        let at = zone.to_datetime(one.entry.counted_at());
        let gate = if one.entry.gate == settings.gate {
            settings.gate_name.clone()
        } else {
            one.entry.gate.to_string()
        };
        let groups = one.groups.iter().flat_map(|(_, line)| members(line));
        let groups = groups.filter(|(name, _)| !PSEUDONYMS.contains(&name.as_str()));
        let groups: Vec<String> = groups
            .map(|(name, value)| format!("{}: {}", called(&name), said(&value, settings)))
            .collect();
        table.row(vec![
            at.strftime("%d/%m/%Y %H:%M").to_string().into(),
            gate.into(),
            what(one).into(),
            groups.join("; ").into(),
        ]);
    }
    let columns = vec![Column::text("Danh sách", 20), Column::text("Đang giữ", 54)];
    let mut lists = Table::new("Trong danh sách của đơn vị", columns);
    for held in &kept.listed {
        let said: Vec<String> = told(held)
            .into_iter()
            .map(|(name, said)| format!("{name}: {said}"))
            .collect();
        lists.row(vec![list_of(held).into(), said.join("; ").into()]);
    }
    let mut parts = vec![
        Part::Text {
            text: format!(
                "Giữ {} ngày kể từ khi ghi, rồi xoá. Số giấy tờ chỉ giữ bốn số cuối; mã băm của \
                 số để nhận ra cùng một người có trong tệp JSON đi kèm. Máy không lưu hình.",
                settings.keep_days()
            ),
        },
        Part::Table(table),
    ];
    if !kept.listed.is_empty() {
        parts.push(Part::Table(lists));
    }
    Page {
        letter: settings.letter.clone(),
        whole: settings.unit_name.clone(),
        title: "BẢN SAO DỮ LIỆU CÁ NHÂN".to_owned(),
        about: "Những gì máy ở cổng đang giữ của người yêu cầu".to_owned(),
        cut: String::new(),
        mark: String::new(),
        dated: zone.to_datetime(now).date(),
        parts,
    }
}

/// A line of a list, whole.
fn listed(held: &Held) -> Value {
    let said = told(held).into_iter();
    let said: Map<String, Value> = said
        .map(|(name, said)| (name.to_owned(), said.into()))
        .collect();
    json!({ "list": list_of(held), "kept": said })
}

fn list_of(held: &Held) -> String {
    let [list, group] = &held.of;
    match (held.list, group.is_empty()) {
        (List::Members, true) => list.clone(),
        (List::Members, false) => format!("{list}, {group}"),
        (List::Watched, _) => "Người cần xem".to_owned(),
        (List::Expected, _) => "Khách hẹn".to_owned(),
    }
}

/// What a line says, by what it is called there; nothing that it doesn't say.
fn told(held: &Held) -> Vec<(&'static str, String)> {
    let [first, second, third] = held.says.clone();
    let called = match held.list {
        List::Members => ["", "", ""],
        List::Watched => ["Lý do", "Theo yêu cầu của", "Từ ngày"],
        List::Expected => ["Gặp", "Việc", "Ngày"],
    };
    let own = [
        ("Họ tên", held.member.name.clone()),
        ("Ngày sinh", held.member.born()),
        ("Số giấy tờ", held.digits.clone().unwrap_or_default()),
        ("Điện thoại", held.member.phone.clone().unwrap_or_default()),
    ];
    let said = own
        .into_iter()
        .chain(called.into_iter().zip([first, second, third]));
    said.filter(|(_, said)| !said.is_empty()).collect()
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
