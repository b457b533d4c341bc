//! *Declaring*: forms that phones send to the pages behind posters, as fast as the hub takes them.

use super::load::{self, Beat};
use super::place::Place;
use crate::numbers::{Row, Spread};
use anyhow::{Context, Result, ensure};
use checkpoint::base64url::base64url;
use chot_tests::root;
use std::process::Command;
use uuid::Uuid;

/// Phones that wait for an answer at a time.
const PHONES: usize = 16;
/// Units whose pages they are: declarations of one unit are one log, and wait for each other.
const UNITS: usize = 8;

/// How often a page is painted.
const PAINTED: usize = 15;

/// `each`: forms that a phone sends.
pub fn measure(place: &Place, each: usize) -> Result<Vec<Row>> {
    let units = place.units(None, UNITS);
    // A minute's share of a place is far below what is measured: the forms go to as many places as that takes.
    let places = PHONES * each / (UNITS * 500) + 1;
    for unit in &units {
        let unit = unit.to_string();
        for number in 0..places {
            let code = format!("BS-{number:03}");
            let add = ["place", "add", "--unit", &unit, &code, "Cổng chính"];
            place.served.said(&add);
        }
    }
    let phones = (0..PHONES).map(|phone| {
        let forms = (0..each).map(|number| {
            let unit = base64url(units[(phone + number) % UNITS].as_bytes());
            let code = number % places;
            form(&format!("/p/{unit}/BS-{code:03}"), phone * each + number)
        });
        forms.collect()
    });
    let phones: Vec<Vec<Vec<u8>>> = phones.collect();
    let ran = load::run(&place.served.address, phones, PHONES, Beat::Answered)?;
    let rate = ran.answers.len() as f64 / ran.whole.as_secs_f64();
    let answers = Spread::of(ran.answers);
    let page = format!(
        "http://{}/p/{}/BS-000",
        place.served.address,
        base64url(units[0].as_bytes())
    );
    let mut rows = painted(&page)?;
    rows.push(Row::new(
            "declarations at the pages behind posters",
            format!(
                "{rate:.0} declarations/s ({}, p99 {:.0} ms)",
                answers.quoted(),
                answers.at(0.99)
            ),
            "≥ 200 declarations/s",
            "16 phones at the pages of 8 units: form checked, entry in the hub's log, COMMIT, pass signed, picture of its code",
    ));
    Ok(rows)
}

/// When a slow phone first paints the page, and what it weighs.
fn painted(page: &str) -> Result<Vec<Row>> {
    let output = Command::new("node")
        .arg(root().join("ui/e2e-hub/paint.mjs"))
        .args([page, &PAINTED.to_string()])
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let painted = said.lines().filter_map(|line| line.parse::<f64>().ok());
    let painted: Vec<f64> = painted.collect();
    ensure!(
        painted.len() == PAINTED,
        "the page wasn't painted: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut weights = said.lines().filter_map(|line| line.strip_prefix("weighs "));
    let bytes: f64 = weights.next().context("its weight")?.parse()?;
    Ok(vec![
        Row::new(
            "the page behind a poster, first painted on a slow phone",
            Spread::of(painted).quoted(),
            "≤ 1 s",
            "Chromium as a phone: 1 Mbit/s each way, 100 ms there and back, a quarter of this machine's speed, nothing cached",
        ),
        Row::new(
            "what it weighs",
            format!("{:.1} kB", bytes / 1e3),
            "≤ 60 kB",
            "all of it: it asks for nothing else",
        ),
    ])
}

/// A form that nobody else sends, from an address of its own.
fn form(path: &str, number: usize) -> Vec<u8> {
    let once = base64url(Uuid::new_v4().as_bytes());
    let address = [number / 62_500 % 250, number / 250 % 250, number % 250];
    let body = format!(
        "once={once}&name=Nguy%E1%BB%85n+V%C4%83n+An&birth-year=1990&last-digits=0001&purpose=h%E1%BB%8Dp&agree=1"
    );
    format!(
        "POST {path} HTTP/1.1\r\nhost: hub.example\r\nx-forwarded-for: 10.{}.{}.{}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        address[0],
        address[1],
        address[2],
        body.len()
    )
    .into_bytes()
}
