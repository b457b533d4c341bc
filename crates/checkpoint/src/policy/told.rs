//! What a signed document says, in sentences for the guard.

use super::Words;
use crate::document::{Certificate, Health, Question, Recovery, Says, Test, TestKind, Vaccination};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

impl Words {
    /// What a certificate, a pass or a badge says, one sentence a fact. Times are written in `zone`.
    pub fn told(certificate: &Certificate, zone: &TimeZone) -> Vec<Words> {
        match &certificate.says {
            Says::Health(health) => of_health(health, zone),
            Says::Declaration(declaration) => {
                let made = certificate.issued.map(|made| {
                    let at = clock(made, zone);
                    words(format!("khai lúc {at}"), format!("declared at {at}"))
                });
                let yes: Vec<Words> = declaration
                    .answers
                    .iter()
                    .filter(|(_, answer)| *answer)
                    .map(|(question, _)| asked(*question))
                    .collect();
                let yes = (!yes.is_empty()).then(|| {
                    let list =
                        |of: fn(&Words) -> &str| yes.iter().map(of).collect::<Vec<_>>().join(", ");
                    let (vi, en) = (list(|yes| &yes.vi), list(|yes| &yes.en));
                    words(format!("khai có: {vi}"), format!("declared: {en}"))
                });
                let heads = (declaration.heads > 1).then(|| {
                    let heads = declaration.heads;
                    words(format!("cho {heads} người"), format!("for {heads} people"))
                });
                made.into_iter().chain(yes).chain(heads).collect()
            }
            Says::DayBadge { .. } | Says::StaffBadge(_) | Says::Place(_) => Vec::new(),
        }
    }
}

/// What somebody said yes to; one of a newer program by its number.
fn asked(question: u8) -> Words {
    match Question::of_number(question) {
        Some(question) => question.said(),
        None => words(format!("câu {question}"), format!("question {question}")),
    }
}

fn of_health(health: &Health, zone: &TimeZone) -> Vec<Words> {
    let doses = health.vaccinations.iter().map(dose);
    let recoveries = health.recoveries.iter().map(recovery);
    let tests = health.tests.iter().map(|one| test(one, zone));
    doses.chain(recoveries).chain(tests).collect()
}

fn dose(dose: &Vaccination) -> Words {
    let on = written(dose.on);
    match (dose.dose, dose.series) {
        (Some(number), Some(series)) => words(
            format!("mũi {number}/{series} ngày {on}"),
            format!("dose {number} of {series} on {on}"),
        ),
        (Some(number), None) => words(
            format!("mũi {number} ngày {on}"),
            format!("dose {number} on {on}"),
        ),
        (None, _) => words(format!("tiêm ngày {on}"), format!("vaccinated on {on}")),
    }
}

fn recovery(recovery: &Recovery) -> Words {
    let on = written(recovery.first_positive);
    words(
        format!("khỏi bệnh, dương tính lần đầu ngày {on}"),
        format!("recovered, first positive on {on}"),
    )
}

fn test(test: &Test, zone: &TimeZone) -> Words {
    let (vi_kind, en_kind) = match test.kind {
        TestKind::Pcr => ("PCR", "PCR"),
        TestKind::Rapid => ("test nhanh", "rapid test"),
        TestKind::Other => ("xét nghiệm", "test"),
    };
    let (vi_result, en_result) = match test.negative {
        Some(true) => ("âm tính", "negative"),
        Some(false) => ("dương tính", "positive"),
        None => ("không rõ kết quả", "result unclear"),
    };
    let at = clock(test.sampled, zone);
    words(
        format!("{vi_kind} {vi_result}, lấy mẫu {at}"),
        format!("{en_kind} {en_result}, sampled {at}"),
    )
}

fn words(vi: String, en: String) -> Words {
    Words { vi, en }
}

fn written(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

fn clock(at: Timestamp, zone: &TimeZone) -> String {
    let at = zone.to_datetime(at);
    at.strftime("%H:%M %d/%m/%Y").to_string()
}
