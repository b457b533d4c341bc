//! *Words*: how dates, hours, shares and kinds are written in Vietnamese.

use checkpoint::document::Kind as DocumentKind;
use checkpoint::report::Period;
use jiff::civil::{Date, DateTime};

/// 23/11/2026
pub fn date(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

/// `Hà Nội, ngày 05 tháng 02 năm 2026`: days under 10 and the months 1 and 2 with a 0 (Annex I, II.4).
pub fn dated(place: &str, day: Date) -> String {
    let month = if day.month() < 3 {
        format!("{:02}", day.month())
    } else {
        day.month().to_string()
    };
    let date = format!("ngày {:02} tháng {month} năm {}", day.day(), day.year());
    match place.trim() {
        "" => date,
        place => format!("{place}, {date}"),
    }
}

/// `ngày 23/11/2026`, `tháng 11/2026`, `tuần từ … đến …`, `từ ngày … đến ngày …`.
pub fn period(period: &Period) -> String {
    let (first, last) = (period.first(), period.last());
    if first == last {
        format!("ngày {}", date(first))
    } else if period.is_month() {
        format!("tháng {:02}/{}", first.month(), first.year())
    } else if period.is_week() {
        format!("tuần từ ngày {} đến ngày {}", date(first), date(last))
    } else {
        format!("từ ngày {} đến ngày {}", date(first), date(last))
    }
}

/// `Số liệu tính đến 16 giờ 30 ngày 23/11/2026`.
pub fn cut(at: DateTime) -> String {
    format!(
        "Số liệu tính đến {} giờ {:02} ngày {}",
        at.hour(),
        at.minute(),
        date(at.date())
    )
}

/// `07:00–07:59`
pub fn hour(hour: i8) -> String {
    format!("{hour:02}:00–{hour:02}:59")
}

/// 1.234.567, with a minus sign where it is below zero.
pub fn number(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    if number < 0 {
        text.push('−');
    }
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// Tenths of a percent as `95,5%`.
pub fn share(tenths: i64) -> String {
    format!("{},{}%", number(tenths / 10), (tenths % 10).abs())
}

/// How a document is called on paper.
pub fn document(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::CitizenCard => "Thẻ căn cước",
        DocumentKind::PersonalCode => "Mã định danh cá nhân",
        DocumentKind::InsuranceCard => "Thẻ bảo hiểm y tế",
        DocumentKind::VaccineCertificate => "Chứng nhận tiêm chủng",
        DocumentKind::TestCertificate => "Giấy xét nghiệm",
        DocumentKind::RecoveryCertificate => "Giấy khỏi bệnh",
        DocumentKind::SmartHealthCard => "Thẻ sức khỏe quốc tế",
        DocumentKind::DeclarationPass => "Mã khai báo",
        DocumentKind::DayBadge => "Thẻ khách trong ngày",
        DocumentKind::StaffBadge => "Thẻ đơn vị cấp",
        DocumentKind::PlacePoster => "Tờ mã của địa điểm",
    }
}
