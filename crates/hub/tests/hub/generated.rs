//! The page's types are the description's: what the hub says and takes can't part from what the page reads.

use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::support::{Running, get};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/hub/bindings.ts");

/// A schema as TypeScript.
fn told(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        return name.rsplit('/').next().unwrap_or_default().to_owned();
    }
    for all in ["oneOf", "anyOf", "allOf"] {
        if let Some(of) = schema[all].as_array() {
            let sign = if all == "allOf" { " & " } else { " | " };
            return of.iter().map(told).collect::<Vec<_>>().join(sign);
        }
    }
    if let Some(words) = schema["enum"].as_array() {
        let words = words.iter().map(Value::to_string).collect::<Vec<_>>();
        return words.join(" | ");
    }
    let kind = |word: &str| match word {
        "string" => "string".to_owned(),
        "boolean" => "boolean".to_owned(),
        "integer" | "number" => "number".to_owned(),
        "null" => "null".to_owned(),
        "array" => match told(&schema["items"]) {
            item if item.contains(' ') => format!("({item})[]"),
            item => format!("{item}[]"),
        },
        _ => members(schema),
    };
    match &schema["type"] {
        Value::String(word) => kind(word),
        Value::Array(words) => {
            let words = words.iter().filter_map(Value::as_str).map(kind);
            words.collect::<Vec<_>>().join(" | ")
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => "unknown".to_owned(),
    }
}

fn members(schema: &Value) -> String {
    let Some(properties) = schema["properties"].as_object() else {
        return "Record<string, unknown>".to_owned();
    };
    let required = schema["required"].as_array();
    let is_required = |name: &str| required.is_some_and(|all| all.iter().any(|one| one == name));
    let mut text = "{\n".to_owned();
    for (name, property) in properties {
        if let Some(about) = property["description"].as_str() {
            let _ = writeln!(text, "  /** {} */", about.replace('\n', " "));
        }
        let (mark, kind) = if is_required(name) {
            ("", told(property))
        } else {
            // Absent rather than null.
            (
                "?",
                told(property).replace(" | null", "").replace("null | ", ""),
            )
        };
        let _ = writeln!(text, "  {name}{mark}: {};", kind.replace('\n', "\n  "));
    }
    text + "}"
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_s_types_are_generated_from_the_description() {
    let hub = Running::start().await;
    let described: Value =
        serde_json::from_slice(&get(hub.address, "/api/openapi.json").await.body).unwrap();
    let mut text =
        "// Generated from the hub's own description (`cargo xtask bindings`). Not to be edited.\n"
            .to_owned();
    for (name, schema) in described["components"]["schemas"].as_object().unwrap() {
        text.push('\n');
        if let Some(about) = schema["description"].as_str() {
            let _ = writeln!(text, "/** {} */", about.replace('\n', " "));
        }
        let _ = writeln!(text, "export type {name} = {};", told(schema));
    }
    let file = Path::new(FILE);
    if fs::read_to_string(file).is_ok_and(|there| there == text) {
        return;
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "ui/src/hub/bindings.ts is stale: run cargo xtask bindings"
    );
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
    assert!(
        std::env::var_os("CHOT_BLESS").is_some(),
        "ui/src/hub/bindings.ts was stale and is new now: look at it, then run the test again"
    );
}
