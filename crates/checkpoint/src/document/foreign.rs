//! *Foreign*: a code that this gate can't use, by name (FORMATS.md, Order of recognition, row 8). It is named to the person who shows it; it is never opened and never written.

use super::text::Text;
use crate::base64url::{base64url, from_base64url};
use crate::place::Code;

/// What a foreign code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Foreign {
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
    /// A hub's invitation to a new post, ours ([`crate::wire::enrol`]). It holds a secret: it is for
    /// the enrolment screen alone.
    Enrolment,
    /// A person key that is asked for or given, ours ([`crate::wire::person_key`]): for the admin's page alone.
    UnitKey,
    /// The keys of a district to which courier files are sealed, ours ([`crate::wire::courier`]): likewise.
    DistrictKeys,
    /// A wallet's link: MoMo, ZaloPay and their like.
    Payment,
    // Health passes of formats that no Chốt checks, each by its name.
    /// New Zealand's `NZCP:/`.
    Nzcp,
    /// ICAO's visible digital seal.
    VdsNc,
    /// India's and others': a ZIP archive.
    Divoc,
    /// France's own, `HCFR1:`.
    Hcfr1,
    /// Norway's own, `NO1:`.
    No1,
    /// `shlink:/`: it would need the network.
    SmartHealthLink,
    /// France's 2D-DOC.
    TwoDDoc,
    /// `shc:/1/2/…`: one of several codes that make a SMART Health Card, a deprecated form.
    ChunkedHealthCard,
}

impl Foreign {
    /// Its word in machine-readable output.
    pub fn word(self) -> &'static str {
        match self {
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
            Foreign::Enrolment => "enrolment",
            Foreign::UnitKey => "unit-key",
            Foreign::DistrictKeys => "district-keys",
            Foreign::Nzcp => "nzcp",
            Foreign::VdsNc => "vds-nc",
            Foreign::Divoc => "divoc",
            Foreign::Hcfr1 => "hcfr1",
            Foreign::No1 => "no1",
            Foreign::SmartHealthLink => "smart-health-link",
            Foreign::TwoDDoc => "2d-doc",
            Foreign::ChunkedHealthCard => "chunked-health-card",
        }
    }
}

impl Foreign {
    /// Whether it is a signed document of a form that no Chốt checks.
    pub fn is_health_pass(self) -> bool {
        match self {
            Foreign::Nzcp
            | Foreign::VdsNc
            | Foreign::Divoc
            | Foreign::Hcfr1
            | Foreign::No1
            | Foreign::SmartHealthLink
            | Foreign::TwoDDoc
            | Foreign::ChunkedHealthCard => true,
            Foreign::BankTransfer
            | Foreign::WebPage
            | Foreign::WiFi
            | Foreign::ContactCard
            | Foreign::Email
            | Foreign::Phone
            | Foreign::Message
            | Foreign::Location
            | Foreign::CalendarEvent
            | Foreign::Authenticator
            | Foreign::Payment
            | Foreign::Enrolment
            | Foreign::UnitKey
            | Foreign::DistrictKeys => false,
        }
    }
}

/// Row 8: what else is known by name. It comes after the cards.
pub(super) fn named(text: &Text) -> Option<Foreign> {
    if let Some(pass) = health_pass(text) {
        return Some(pass);
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
const OPENINGS: [(&str, Foreign); 44] = [
    ("CHOTDIST1:", Foreign::DistrictKeys),
    ("CHOTASK1:", Foreign::UnitKey),
    ("CHOTKEY1:", Foreign::UnitKey),
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
    ("NZCP:/", Foreign::Nzcp),
    ("HCFR1:", Foreign::Hcfr1),
    ("NO1:", Foreign::No1),
    ("shlink:/", Foreign::SmartHealthLink),
];

/// Health passes that aren't known by their first letters alone.
fn health_pass(text: &Text) -> Option<Foreign> {
    if text.contains("#shlink:/") {
        // Behind the address of its viewer.
        Some(Foreign::SmartHealthLink)
    } else if text.starts_with("PK\u{3}\u{4}") && text.contains("certificate.json") {
        // A ZIP archive with one file of this name.
        Some(Foreign::Divoc)
    } else if text.starts_with("{")
        && (text.contains("\"icao.test\"") || text.contains("\"icao.vacc\""))
    {
        // JSON whose header says which of ICAO's two types it is.
        Some(Foreign::VdsNc)
    } else if is_2d_doc(text.bytes()) {
        Some(Foreign::TwoDDoc)
    } else {
        None
    }
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
    let Some((host, _)) = host_and_rest(text) else {
        return false;
    };
    WALLETS.iter().any(|wallet| {
        host.strip_suffix(wallet.as_bytes())
            .is_some_and(|before| before.is_empty() || before.ends_with(b"."))
    })
}

/// Whether a code is the link of a place's poster: `https://HOST/p/…`, HOST being the hub of this
/// unit. A link proves nothing: what its place is stands in the register of places.
pub fn is_place_link(raw: &[u8], hub_host: &str) -> bool {
    let text = Text::of(raw);
    text.after("https://").is_some()
        && host_and_rest(&text).is_some_and(|(host, rest)| {
            let hub = hub_host.trim().to_ascii_lowercase();
            !hub.is_empty() && host == hub.as_bytes() && rest.len() > 3 && rest.starts_with(b"/p/")
        })
}

/// What a place's link says: nothing of it is proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceLink {
    /// The unit that the hub knows the place under.
    pub unit: [u8; 16],
    pub code: Code,
    /// Of the poster, from 1. The first one's link doesn't say it.
    pub version: u32,
}

impl PlaceLink {
    /// `https://HOST/p/UNIT/CODE`, with `?v=VERSION` from the second poster on; `hub` is the hub's address without a slash at
    /// its end.
    pub fn text(&self, hub: &str) -> String {
        let (unit, code) = (base64url(&self.unit), self.code.as_str());
        match self.version {
            0 | 1 => format!("{hub}/p/{unit}/{code}"),
            version => format!("{hub}/p/{unit}/{code}?v={version}"),
        }
    }

    /// Reads the link of any hub. None for another page's.
    pub fn read(raw: &[u8]) -> Option<PlaceLink> {
        let text = Text::of(raw);
        text.after("https://")?;
        let (_, rest) = host_and_rest(&text)?;
        let rest = std::str::from_utf8(rest).ok()?.strip_prefix("/p/")?;
        let (unit, rest) = rest.split_once('/')?;
        let (code, version) = match rest.split_once("?v=") {
            None => (rest, 1),
            Some((code, version)) => {
                let version: u32 = version.parse().ok()?;
                (code, (version > 1).then_some(version)?)
            }
        };
        let read = Code::of_typed(code)?;
        Some(PlaceLink {
            unit: from_base64url(unit)?,
            code: (read.as_str() == code).then_some(read)?,
            version,
        })
    }
}

/// The host of a web address, in small letters, and what follows its authority.
fn host_and_rest(text: &Text) -> Option<(Vec<u8>, &[u8])> {
    let rest = text.after("https://").or_else(|| text.after("http://"))?;
    let end = |byte: &u8| matches!(byte, b'/' | b'?' | b'#' | b'\\' | b'\n');
    let authority = rest.split(end).next().unwrap_or_default();
    let host = authority.rsplit(|byte| *byte == b'@').next();
    let host = host.and_then(|host| host.split(|byte| *byte == b':').next());
    let host = host.unwrap_or_default().to_ascii_lowercase();
    Some((host, &rest[authority.len()..]))
}
