//! A branch's report on paper, read back as whoever gets it opens it.

use crate::desk::{ask, sign_in, user};
use crate::figures::branch;
use crate::support::{Answer, Running};
use hub::users::Role;
use std::io::{Cursor, Read, Write};
use std::process::{Command, Stdio};
use uuid::Uuid;

/// The span around what `Post::write` counts for: a Sunday and a Monday.
const SPAN: &str = "first=2026-01-04&last=2026-01-05";

pub async fn fetch(hub: &Running, cookie: &str, unit: Uuid, form: &str, span: &str) -> Answer {
    let path = format!("/api/report/{form}?unit={unit}&{span}");
    ask(hub, "GET", &path, &[("cookie", cookie)], None).await
}

pub fn part(zip: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut text = String::new();
    zip.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// A PDF's text, by poppler's pdftotext.
fn text_of(pdf: &[u8]) -> String {
    let mut child = Command::new("pdftotext")
        .args(["-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(pdf).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_branch_s_report_says_its_units_and_sums_on_every_kind_of_paper() {
    let (hub, _, viewer) = branch("Thôn Ỷ Đặng").await;
    for (form, kind) in [
        ("pdf", "application/pdf"),
        (
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ] {
        let answer = fetch(&hub, &viewer, hub.unit, form, SPAN).await;
        assert_eq!(answer.status, 200, "{form}");
        assert_eq!(answer.header("content-type"), Some(kind));
        let name = format!("attachment; filename=\"chot-2026-01-04-2026-01-05.{form}\"");
        assert_eq!(answer.header("content-disposition"), Some(name.as_str()));
        let said = match form {
            "pdf" => {
                assert!(answer.body.starts_with(b"%PDF-1."));
                text_of(&answer.body)
            }
            "docx" => part(&answer.body, "word/document.xml"),
            _ => {
                let sheet = part(&answer.body, "xl/worksheets/sheet1.xml");
                assert!(sheet.contains("<v>6</v>") && !sheet.contains("<f>"));
                sheet
            }
        };
        let said: Vec<&str> = said.split_whitespace().collect();
        let said = said.join(" ");
        for expected in [
            "Xã Thử",
            "Thôn Ỷ Đặng",
            "6 lượt vào, 0 lượt ra",
            "05/01/2026",
        ] {
            assert!(
                said.contains(expected),
                "{form} doesn't say {expected}: {said}"
            );
        }
        // A PDF breaks it over the lines of a narrow column.
        let stands = "nghỉ: 1 ngày; có số: 1 ngày";
        assert!(form == "pdf" || said.contains(stands), "{form}: {said}");
        assert!(
            !said.contains("Số liệu tính đến"),
            "a period that is over has no cut"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_is_nobody_s_to_ask_for_isn_t_printed() {
    let (hub, below, viewer) = branch("Thôn Ỷ Đặng").await;
    user(&hub, below, "below", Role::Admin).await;
    let (below, _) = sign_in(&hub, "below").await;
    for (cookie, form, span, expected) in [
        (below.as_str(), "pdf", SPAN, 404),
        ("", "pdf", SPAN, 401),
        (viewer.as_str(), "exe", SPAN, 404),
        (
            viewer.as_str(),
            "pdf",
            "first=2026-01-05&last=2026-01-04",
            400,
        ),
        (
            viewer.as_str(),
            "docx",
            "first=2020-01-01&last=2026-01-04",
            400,
        ),
    ] {
        let answer = fetch(&hub, cookie, hub.unit, form, span).await;
        assert_eq!(answer.status, expected, "{form} {span}");
    }
}
