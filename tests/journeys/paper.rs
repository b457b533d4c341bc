//! A day's report on every kind of paper, opened by the programs that clerks open it with.

use checkpoint::wire::enrol::Invitation;
use chot_tests::{chot, done, root};
use paper::sheet::{BookPage, Enrolment, enrolments};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// The words of a text with one blank between them: papers break lines where they like.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a PDF, with single blanks.
pub fn words_of_pdf(path: &Path) -> String {
    let output = Command::new("pdftotext")
        .arg("-raw")
        .arg(path)
        .arg("-")
        .output()
        .unwrap();
    assert!(output.status.success());
    words(&String::from_utf8(output.stdout).unwrap())
}

/// What LibreOffice makes of a file, without a window and with a profile of its own.
fn opened(path: &Path, becomes: &str, folder: &Path) -> String {
    let profile = format!(
        "-env:UserInstallation=file://{}",
        folder.join("profile").display()
    );
    let ran = Command::new("soffice")
        .args([
            profile.as_str(),
            "--headless",
            "--convert-to",
            becomes,
            "--outdir",
        ])
        .arg(folder.join("opened"))
        .arg(path)
        .output()
        .unwrap();
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let ending = becomes.split(':').next().unwrap();
    let stem = path.file_stem().unwrap().to_string_lossy();
    // Of a spreadsheet with several sheets each becomes a file of its own, named after it.
    let mut texts = Vec::new();
    for file in fs::read_dir(folder.join("opened")).unwrap().flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        if name.starts_with(&*stem) && name.ends_with(ending) {
            texts.push(fs::read_to_string(file.path()).unwrap());
        }
    }
    assert!(!texts.is_empty(), "nothing was made of {}", path.display());
    texts.join("\n")
}

#[test]
fn a_day_s_report_opens_right_as_pdf_document_spreadsheet_and_csv_and_is_the_same_twice() {
    let folder = TempDir::new().unwrap();
    let home = folder.path().join("home");
    let samples = root().join("assets/samples").display().to_string();
    done(&home, &["watch", "--camera", &samples]);
    fs::write(
        home.join("settings.json"),
        r#"{"unit_name": "Trường Thử Nghiệm", "letter": {"superior": "UBND xã Minh Hoạ", "place": "Minh Hoạ",
            "symbol": "Số: 7/BC-TTN", "addressees": ["Như trên", "Lưu: VT"],
            "signer": {"behalf": "deputy", "of": "Hiệu trưởng", "office": "Phó hiệu trưởng", "name": "Đặng Thị Yến"}}}"#,
    )
    .unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let names = ["report.pdf", "report.docx", "report.xlsx", "report.csv"];
    let write = |prefix: &str| {
        let files = names.map(|name| file(&format!("{prefix}{name}")));
        let [pdf, docx, xlsx, csv] = files.each_ref().map(String::as_str);
        // A past hour of today would leave out what was written since; the last one leaves out nothing.
        let cut = ["report", "--day", "--cut", "23:59:59", "--list"];
        done(
            &home,
            &[
                &cut[..],
                &["--pdf", pdf, "--docx", docx, "--xlsx", xlsx, "--csv", csv],
            ]
            .concat(),
        );
        files.map(|path| fs::read(path).unwrap())
    };
    assert_eq!(write("a-"), write("b-"), "same log, same bytes");

    let csv = fs::read_to_string(file("a-report.csv")).unwrap();
    let rows: Vec<Vec<&str>> = csv
        .trim_start_matches('\u{feff}')
        .lines()
        .map(|line| line.split(',').collect())
        .collect();
    assert_eq!(rows.len(), 5, "titles and the four people of the samples");
    let people: Vec<&str> = rows[1..].iter().map(|row| row[3]).collect();
    assert!(people.contains(&"Nguyễn Văn An"), "{people:?}");

    let pdf = words_of_pdf(Path::new(&file("a-report.pdf")));
    let docx = words(&opened(
        Path::new(&file("a-report.docx")),
        "txt:Text (encoded):UTF8",
        folder.path(),
    ));
    let xlsx = opened(
        Path::new(&file("a-report.xlsx")),
        // Comma, quote, UTF-8, from the first line, texts as they are, every sheet.
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
        folder.path(),
    );
    for said in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "UBND XÃ MINH HOẠ",
        "TRƯỜNG THỬ NGHIỆM",
        "KT. HIỆU TRƯỞNG",
        "PHÓ HIỆU TRƯỞNG",
        "Đặng Thị Yến",
        "- Lưu: VT.",
    ] {
        assert!(pdf.contains(said), "the PDF lacks {said}: {pdf}");
        assert!(docx.contains(said), "the document lacks {said}: {docx}");
    }
    for said in people
        .iter()
        .copied()
        .chain(["Số: 7/BC-TTN", "Lượt vào", "Số liệu tính đến"])
    {
        assert!(pdf.contains(said), "the PDF lacks {said}: {pdf}");
        assert!(docx.contains(said), "the document lacks {said}: {docx}");
        assert!(xlsx.contains(said), "the spreadsheet lacks {said}: {xlsx}");
    }
    // Four came in and nobody left: every row of the list is there as it is in the CSV.
    for row in csv.trim_start_matches('\u{feff}').lines() {
        assert!(xlsx.contains(row), "{row} isn't in {xlsx}");
    }
    assert!(pdf.contains("Cộng 4 0 4"), "{pdf}");
}

#[test]
fn a_report_on_the_screen_says_its_figures_and_a_misspelt_period_says_how_to_write_it() {
    let folder = TempDir::new().unwrap();
    let home = folder.path().join("home");
    let without = chot(&home, &["report", "--day"]);
    assert_eq!(without.status.code(), Some(3), "no ledger yet");
    let samples = root().join("assets/samples").display().to_string();
    done(&home, &["watch", "--camera", &samples]);
    for period in [
        &["--day"][..],
        &["--week"],
        &["--month"],
        &["--from", "2026-01-01", "--to", "2099-12-31"],
    ] {
        let said = done(&home, &[&["report"][..], period].concat());
        assert!(words(&said).contains("Lượt vào 4 0 4"), "{said}");
    }
    for (wrong, hint) in [
        (&["--month", "11/2026"][..], "2026-11"),
        (&["--from", "2026-11-23"], "--to"),
        (
            &["--from", "2026-11-23", "--to", "2026-11-22"],
            "turn them round",
        ),
        (&[], "--day"),
    ] {
        let refused = chot(&home, &[&["report"][..], wrong].concat());
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(
            !refused.status.success() && said.contains(hint),
            "{wrong:?}: {said}"
        );
    }
    let nowhere = folder
        .path()
        .join("no/such/folder/r.pdf")
        .display()
        .to_string();
    let refused = chot(&home, &["report", "--day", "--pdf", &nowhere]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("name another folder"));
}

/// The code of a page that is printed and held up to a scanner.
pub fn code_of(pdf: &Path) -> String {
    let page = pdf.with_extension("");
    let drawn = Command::new("pdftoppm")
        .args(["-r", "150", "-gray", "-singlefile"])
        .args([pdf, &page])
        .status();
    assert!(drawn.unwrap().success());
    let picture = page.with_extension("pgm").display().to_string();
    let read = done(pdf.parent().unwrap(), &["read", &picture, "--json"]);
    let read: Value = serde_json::from_str(read.lines().next().unwrap()).unwrap();
    read["texts"][0].as_str().unwrap().to_owned()
}

#[test]
fn every_enrolment_sheet_is_read_back_from_its_printed_page_as_the_post_it_names() {
    let folder = TempDir::new().unwrap();
    let invitation = |gate: u8| {
        Invitation {
            address: "https://hub.xa-minh-hoa.example:8443".into(),
            root: [gate; 32],
            code: [gate.wrapping_mul(7); 16],
            secret: [gate.wrapping_mul(31); 16],
        }
        .text()
    };
    let sheets: Vec<Enrolment> = (1..=12)
        .map(|gate| Enrolment {
            unit: "Trường Thử Nghiệm".into(),
            post: format!("Cổng số {gate} – nhà Ễ"),
            gate: gate.into(),
            address: "https://hub.xa-minh-hoa.example:8443".into(),
            code: invitation(gate),
            expiry: "Dùng được đến 16 giờ 30 ngày 30/11/2026.".into(),
            note: String::new(),
        })
        .collect();
    let pdf = folder.path().join("sheets.pdf");
    fs::write(&pdf, enrolments(&sheets).unwrap()).unwrap();
    let text = words_of_pdf(&pdf);
    for sheet in &sheets {
        assert!(text.contains(&sheet.post), "{text}");
    }
    let drawn = Command::new("pdftoppm")
        .args(["-r", "150", "-gray"])
        .arg(&pdf)
        .arg(folder.path().join("page"))
        .status()
        .unwrap();
    assert!(drawn.success());
    let mut pages: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .flatten()
        .map(|file| file.path().display().to_string())
        .filter(|path| path.ends_with(".pgm"))
        .collect();
    pages.sort();
    assert_eq!(pages.len(), 12);
    for (page, sheet) in pages.iter().zip(&sheets) {
        let read = done(folder.path(), &["read", page, "--json"]);
        let read: Value = serde_json::from_str(read.lines().next().unwrap()).unwrap();
        assert_eq!(read["texts"][0], sheet.code.as_str(), "{page}");
    }
}

/// How many pages a PDF has, by poppler.
fn pages(path: &Path) -> usize {
    let output = Command::new("pdfinfo").arg(path).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let pages = told.lines().find_map(|line| line.strip_prefix("Pages:"));
    pages.unwrap().trim().parse().unwrap()
}

#[test]
fn what_hangs_beside_a_gate_says_what_its_settings_say_on_one_page() {
    let folder = TempDir::new().unwrap();
    let home = folder.path().join("home");
    let unit = "Trung tâm Phục vụ hành chính công xã Bình Trung, huyện Bình Sơn cũ";
    let settings = serde_json::json!({
        "unit_name": unit,
        "in_force": "epidemic",
        "keep_subjects_days": 21,
        "privacy_contact": "Bộ phận Một cửa, 0255 3 850 100",
        "bases": { "epidemic": { "text": "Công văn số 12/CV-UBND", "confirmed": "2026-11-26" } },
    });
    fs::create_dir_all(&home).unwrap();
    fs::write(home.join("settings.json"), settings.to_string()).unwrap();
    let sheet = folder.path().join("thông báo.pdf");
    done(&home, &["notice", "--pdf", &sheet.display().to_string()]);
    let text = words_of_pdf(&sheet);
    for said in [
        "điện thoại, địa chỉ, câu trả lời khai báo; giờ vào, giờ ra",
        "21 ngày",
        "Công văn số 12/CV-UBND",
        "Bộ phận Một cửa, 0255 3 850 100",
        "telephone, address, answers to the declaration",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(text.contains(&unit.to_uppercase()), "{text}");
    assert_eq!(pages(&sheet), 1);
    let told = done(&home, &["notice"]);
    assert!(told.contains("giữ 21 ngày rồi xoá"), "{told}");

    let blank = BookPage {
        unit: unit.to_owned(),
        gate: "Cổng chính".to_owned(),
        lines: 26,
    };
    let page = folder.path().join("to-so-giay.pdf");
    fs::write(&page, blank.pdf().unwrap()).unwrap();
    let text = words_of_pdf(&page);
    for said in ["Cổng chính", "Họ và tên", "Năm sinh", "Vào / Ra", "F3"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(pages(&page), 1);
}
