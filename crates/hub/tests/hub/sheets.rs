//! Posts of a list become enrolment sheets, by the real program.

use crate::support::{Running, number, superuser};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn chot_hub(home: &Path, database: &str, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_chot-hub"))
        .args(words)
        .env("CHOT_HUB_HOME", home)
        .env("CHOT_HUB_DATABASE", database)
        .output()
        .unwrap()
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn twelve_rows_of_a_list_are_twelve_posts_and_one_pdf_and_a_wrong_row_makes_none() {
    let hub = Running::start().await;
    let database = superuser(&hub.database).await;
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let made = chot_hub(&home, &hub.database, &["init"]);
    assert!(made.status.success(), "{}", said(&made.stderr));
    let list = folder.path().join("posts.csv");
    let pdf = folder.path().join("sheets.pdf");
    let (list_name, pdf_name) = (list.display().to_string(), pdf.display().to_string());
    let unit = hub.unit.to_string();
    let words = [
        "post",
        "sheets",
        &list_name,
        "--unit",
        &unit,
        "--address",
        "https://hub.example",
    ];
    let printing = [&words[..], &["--pdf", &pdf_name]].concat();
    let posts = "SELECT count(*) FROM post WHERE name <> 'canary'";
    let codes = "SELECT count(*) FROM enrolment_code";

    fs::write(&list, "Cổng;Tên\n1;Cổng chính\nhai;Cổng sau\n").unwrap();
    let refused = chot_hub(&home, &hub.database, &printing);
    assert!(!refused.status.success());
    let complaint = said(&refused.stderr);
    assert!(
        complaint.contains("line 3") && complaint.contains("nothing was made"),
        "{complaint}"
    );
    assert_eq!(number(&database, posts).await, 0);

    let rows: String = (1..=12)
        .map(|gate| format!("{gate};Cổng số {gate}\n"))
        .collect();
    fs::write(&list, format!("Cổng;Tên\n{rows}")).unwrap();
    let checked = chot_hub(&home, &hub.database, &words);
    assert!(checked.status.success(), "{}", said(&checked.stderr));
    assert_eq!(said(&checked.stdout).lines().count(), 12);
    assert_eq!(
        number(&database, posts).await,
        0,
        "looked at, and nothing made"
    );

    let printed = chot_hub(&home, &hub.database, &printing);
    assert!(printed.status.success(), "{}", said(&printed.stderr));
    assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
    assert_eq!(
        (
            number(&database, posts).await,
            number(&database, codes).await
        ),
        (12, 12)
    );

    // The same list again is other sheets for the same posts.
    let again = chot_hub(&home, &hub.database, &printing);
    assert!(again.status.success(), "{}", said(&again.stderr));
    assert_eq!(
        (
            number(&database, posts).await,
            number(&database, codes).await
        ),
        (12, 24)
    );
}
