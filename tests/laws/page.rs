//! The page and its border to Rust.

use std::fs;

use chot_tests::root;

use super::none;
use super::tree::sources_in;

/// Lines of a command's body: it takes arguments apart, asks kiosk, and answers.
const ENVELOPE: usize = 6;

#[test]
fn only_the_page_s_backend_knows_tauri() {
    none(
        "ui/src/backend gives the page everything it needs of Tauri",
        sources_in(&["ui/src/"], &[".ts", ".js", ".svelte", ".html"])
            .iter()
            .filter(|source| !source.path.starts_with("ui/src/backend/"))
            .flat_map(|source| {
                source
                    .lines()
                    .filter(|(_, line)| line.contains("@tauri-apps") || line.contains("__TAURI"))
                    .map(|(number, _)| source.at(number))
                    .collect::<Vec<_>>()
            }),
    );
}

#[test]
fn a_command_is_an_envelope() {
    let files = [
        "commands.rs",
        "accounts.rs",
        "book.rs",
        "amending.rs",
        "privacy.rs",
        "roster.rs",
        "watchlist.rs",
        "expected.rs",
        "places.rs",
        "staff.rs",
        "keep.rs",
        "preset.rs",
        "program.rs",
    ]
    .map(|name| root().join("src-tauri/src").join(name));
    let commands: Vec<_> = files
        .iter()
        .flat_map(|file| commands(&fs::read_to_string(file).expect("a file of commands")))
        .collect();
    assert!(
        commands.len() > 50,
        "commands were passed over: {commands:?}"
    );
    none(
        &format!("a command has at most {ENVELOPE} lines; what it does belongs to kiosk"),
        commands
            .into_iter()
            .filter(|(_, lines)| *lines > ENVELOPE)
            .map(|(name, lines)| format!("{name}: {lines} lines")),
    );
}

/// The commands of a formatted source with the lines of their bodies.
fn commands(text: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while lines
        .by_ref()
        .any(|line| line.trim_start().starts_with("#[tauri::command"))
    {
        let Some(head) = lines.by_ref().find(|line| line.contains("fn ")) else {
            break;
        };
        let name = head
            .split("fn ")
            .nth(1)
            .and_then(|rest| rest.split(['(', '<']).next())
            .unwrap_or(head);
        if head.ends_with('}') {
            found.push((name.to_owned(), 1));
            continue;
        }
        let indent = head.len() - head.trim_start().len();
        if !head.ends_with('{') {
            lines.by_ref().find(|line| {
                line.starts_with(&" ".repeat(indent)) && line.ends_with('{') && line.contains(')')
            });
        }
        let end = format!("{}}}", " ".repeat(indent));
        let body = lines
            .by_ref()
            .take_while(|line| *line != end)
            .filter(|line| !line.trim().is_empty())
            .count();
        found.push((name.to_owned(), body));
    }
    found
}

#[test]
fn the_lines_of_a_command_are_counted_between_its_braces() {
    let text = "\
#[tauri::command]
pub fn short(state: State<'_, Gate>) -> Answer {
    state.ask()
}

#[tauri::command(async)]
pub async fn long(
    state: State<'_, Gate>,
    form: Form,
) -> Result<View, Refusal> {
    let one = form.one();

    if one {
        two();
    }
    state.ask(one)
}
";
    assert_eq!(
        commands(text),
        [("short".to_owned(), 1), ("long".to_owned(), 5)]
    );
}
