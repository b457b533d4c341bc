//! *Foreign*: a code that this gate can't use, by name (FORMATS.md, Order of recognition, rows 1–3
//! and 8). It is named to the person who shows it; it is never opened and never written.

use super::text::Text;

/// What a foreign code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Foreign {
    /// `HC1:`: the EU's certificate, Vietnam's vaccine passport, WHO's ICVP. This gate checks no
    /// signatures, so it says that it can't check it.
    VaccineCertificate,
    /// `shc:/`: a SMART Health Card. This gate can't check it.
    SmartHealthCard,
    /// `CHOT1:`: our own passes and badges. This gate can't check them.
    DeclarationPass,
    /// EMVCo, VietQR among them.
    BankTransfer,
    WebPage,
    WiFi,
    ContactCard,
    Email,
    Phone,
    Message,
    Location,
    CalendarEvent,
    /// A second factor's secret.
    Authenticator,
    /// A wallet's link: MoMo, ZaloPay and their like.
    Payment,
    /// A health pass of a format that no Chốt checks: NZCP, France's and Norway's own, DIVOC,
    /// VDS-NC, 2D-DOC, SMART Health Links.
    UnsupportedHealthPass,
}

impl Foreign {
    /// Its word in machine-readable output.
    pub fn word(self) -> &'static str {
        match self {
            Foreign::VaccineCertificate => "vaccine-certificate",
            Foreign::SmartHealthCard => "smart-health-card",
            Foreign::DeclarationPass => "declaration-pass",
            Foreign::BankTransfer => "bank-transfer",
            Foreign::WebPage => "web-page",
            Foreign::WiFi => "wi-fi",
            Foreign::ContactCard => "contact-card",
            Foreign::Email => "email",
            Foreign::Phone => "phone",
            Foreign::Message => "message",
            Foreign::Location => "location",
            Foreign::CalendarEvent => "calendar-event",
            Foreign::Authenticator => "authenticator",
            Foreign::Payment => "payment",
            Foreign::UnsupportedHealthPass => "unsupported-health-pass",
        }
    }
}

/// Rows 1–3: documents with a signature. They come before the cards.
pub(super) fn signed(text: &Text) -> Option<Foreign> {
    if text.starts_with("HC1:") {
        Some(Foreign::VaccineCertificate)
    } else if text.opens_with("shc:/") {
        Some(Foreign::SmartHealthCard)
    } else if text.contains("CHOT1:") {
        Some(Foreign::DeclarationPass)
    } else {
        None
    }
}

/// Row 8: what else is known by name. It comes after the cards.
pub(super) fn named(text: &Text) -> Option<Foreign> {
    if is_health_pass(text) {
        return Some(Foreign::UnsupportedHealthPass);
    }
    let (_, named) = OPENINGS
        .iter()
        .find(|(opening, _)| text.opens_with(opening))?;
    if *named == Foreign::WebPage && leads_to_wallet(text) {
        return Some(Foreign::Payment);
    }
    Some(*named)
}

/// How foreign codes begin, ASCII case aside.
const OPENINGS: [(&str, Foreign); 41] = [
    ("000201", Foreign::BankTransfer),
    ("http://", Foreign::WebPage),
    ("https://", Foreign::WebPage),
    ("www.", Foreign::WebPage),
    ("URL:", Foreign::WebPage),
    ("URLTO:", Foreign::WebPage),
    ("MEBKM:", Foreign::WebPage),
    ("WIFI:", Foreign::WiFi),
    ("BEGIN:VCARD", Foreign::ContactCard),
    ("MECARD:", Foreign::ContactCard),
    ("BIZCARD:", Foreign::ContactCard),
    ("mailto:", Foreign::Email),
    ("MATMSG:", Foreign::Email),
    ("smtp:", Foreign::Email),
    ("tel:", Foreign::Phone),
    ("sms:", Foreign::Message),
    ("smsto:", Foreign::Message),
    ("mms:", Foreign::Message),
    ("mmsto:", Foreign::Message),
    ("geo:", Foreign::Location),
    ("BEGIN:VEVENT", Foreign::CalendarEvent),
    ("BEGIN:VCALENDAR", Foreign::CalendarEvent),
    ("otpauth:", Foreign::Authenticator),
    ("otpauth-migration:", Foreign::Authenticator),
    ("momo:", Foreign::Payment),
    ("zalopay:", Foreign::Payment),
    ("viettelpay:", Foreign::Payment),
    ("vnpay:", Foreign::Payment),
    ("shopeepay:", Foreign::Payment),
    ("alipay:", Foreign::Payment),
    ("alipays:", Foreign::Payment),
    ("weixin:", Foreign::Payment),
    ("wxp:", Foreign::Payment),
    ("upi:", Foreign::Payment),
    ("bitcoin:", Foreign::Payment),
    ("ethereum:", Foreign::Payment),
    // MoMo's own code for a person: 2|99|phone|name|…
    ("2|99|", Foreign::Payment),
    ("NZCP:/", Foreign::UnsupportedHealthPass),
    ("HCFR1:", Foreign::UnsupportedHealthPass),
    ("NO1:", Foreign::UnsupportedHealthPass),
    ("shlink:/", Foreign::UnsupportedHealthPass),
];

/// Health passes that aren't known by their first letters alone.
fn is_health_pass(text: &Text) -> bool {
    // A SMART Health Link may stand behind the address of its viewer.
    let link = text.contains("#shlink:/");
    // DIVOC: a ZIP archive with one file of this name.
    let divoc = text.starts_with("PK\u{3}\u{4}") && text.contains("certificate.json");
    // VDS-NC: JSON whose header says which of ICAO's two types it is.
    let vds_nc =
        text.starts_with("{") && (text.contains("\"icao.test\"") || text.contains("\"icao.vacc\""));
    link || divoc || vds_nc || is_2d_doc(text.bytes())
}

/// France's 2D-DOC: `DC`, a version 01–04, who certified it (4), with which certificate (4), and
/// two dates in hex (4 each).
fn is_2d_doc(bytes: &[u8]) -> bool {
    let Some((head, _)) = bytes.split_at_checked(20) else {
        return false;
    };
    head.starts_with(b"DC0")
        && matches!(head[3], b'1'..=b'4')
        && head[4..12]
            .iter()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && head[12..]
            .iter()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'))
}

/// Hosts of wallets, each with all its subdomains.
const WALLETS: [&str; 7] = [
    "momo.vn",
    "zalopay.vn",
    "vnpay.vn",
    "viettelmoney.vn",
    "shopeepay.vn",
    "alipay.com",
    "paypal.me",
];

fn leads_to_wallet(text: &Text) -> bool {
    let Some(rest) = text.after("https://").or_else(|| text.after("http://")) else {
        return false;
    };
    let end = |byte: &u8| matches!(byte, b'/' | b'?' | b'#' | b'\\' | b'\n');
    let authority = rest.split(end).next().unwrap_or_default();
    let host = authority.rsplit(|byte| *byte == b'@').next();
    let host = host.and_then(|host| host.split(|byte| *byte == b':').next());
    let host = host.unwrap_or_default().to_ascii_lowercase();
    WALLETS.iter().any(|wallet| {
        host.strip_suffix(wallet.as_bytes())
            .is_some_and(|before| before.is_empty() || before.ends_with(b"."))
    })
}
