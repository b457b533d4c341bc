//! *Poster*: what a place's code says, and the paper that it stands on.
//!
//! Where the post sends to a hub over https the code is a link to the hub, which a telephone opens. Else it says in words
//! what to do, and behind that the same signed for our own cameras.

use super::{Place, PlacesError};
use crate::home::Home;
use crate::keys::{KeyStore, Name};
use crate::outbox::Outbox;
use crate::settings::Settings;
use crate::targets::{Kind, Targets};
use crate::unit_settings::UnitKey;
use checkpoint::document::PlaceLink;
use checkpoint::document::chot1::{Issue, IssuedAs, Signature, issue};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use paper::poster::{Poster, Size};

/// How long a signed poster counts whose place has no last day: paper doesn't live longer.
const YEARS: i32 = 10;

/// A hub that took this post in, and whose pages telephones reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hub {
    /// Its address, without a slash at its end.
    address: String,
    /// The unit as the hub knows it.
    pub unit: [u8; 16],
}

impl Hub {
    /// The first one of the targets; None where there is none.
    pub(crate) fn of(home: &Home) -> Result<Option<Hub>, PlacesError> {
        let targets = Targets::open(home)?.list()?.into_iter();
        let mut hubs = targets.filter(|target| target.way.kind() == Kind::Hub);
        Ok(hubs.find_map(|target| {
            let address = target.way.place();
            Some(Hub {
                unit: target.membership?.unit,
                address: address.starts_with("https://").then_some(address)?,
            })
        }))
    }
}

/// Who signs a code.
enum By {
    Hub(Hub),
    Unit { unit: [u8; 16], key: UnitKey },
}

/// Makes posters of places.
pub(crate) struct Press {
    by: By,
    unit_name: String,
    zone: TimeZone,
    now: Timestamp,
}

impl Press {
    /// Of a home. Where there is no hub, the unit's key has to be at this post.
    pub(crate) fn open(
        home: &Home,
        settings: &Settings,
        now: Timestamp,
    ) -> Result<Press, PlacesError> {
        let by = match Hub::of(home)? {
            Some(hub) => By::Hub(hub),
            None => {
                let keys = KeyStore::of(home)?;
                let key = keys.get(Name::Ledger).ok_or(PlacesError::NoLedger)?;
                By::Unit {
                    unit: Outbox::open(home, key)?.unit(),
                    key: UnitKey::open(home)?,
                }
            }
        };
        Ok(Press {
            by,
            unit_name: settings.unit_name.clone(),
            zone: settings.time_zone()?,
            now,
        })
    }

    /// The text of a place's code. Small codes say less in words, so that their modules stay large.
    fn text(&self, place: &Place, size: Size) -> Result<String, PlacesError> {
        let (line, version) = (&place.line, place.standing.version);
        let (unit, key) = match &self.by {
            By::Hub(hub) => {
                let link = PlaceLink {
                    unit: hub.unit,
                    code: line.code.clone(),
                    version,
                };
                return Ok(link.text(&hub.address));
            }
            By::Unit { unit, key } => (*unit, key),
        };
        let iat = Timestamp::from_second(self.now.as_second()).unwrap_or(self.now);
        let code = line.code.as_str();
        let signed = issue(
            Issue {
                iss: unit,
                aud: unit,
                iat,
                exp: self.end(line.until).max(iat),
                document: IssuedAs::Place {
                    code: code.to_owned(),
                    version,
                },
            },
            Signature::Key(&key.public),
            |bytes| key.sign(bytes),
        );
        let signed = signed.map_err(|cause| PlacesError::Issue {
            code: code.to_owned(),
            cause,
        })?;
        Ok(match size {
            Size::A4 | Size::A5 => format!(
                "{} – {} – mã {code}. Vào cổng mời đưa thẻ căn cước cho máy quét. {signed}",
                self.unit_name, line.name
            ),
            Size::Sticker | Size::Strip => format!("{code} {signed}"),
        })
    }

    /// The moment from which a signed poster doesn't count any more.
    fn end(&self, until: Option<Date>) -> Timestamp {
        let today = self.zone.to_datetime(self.now).date();
        let last = until.unwrap_or_else(|| today.saturating_add(YEARS.years()));
        let next = last.saturating_add(1.day());
        let begins = self.zone.to_timestamp(next.to_datetime(Time::midnight()));
        begins.unwrap_or(Timestamp::MAX)
    }

    pub(crate) fn poster(&self, place: &Place, size: Size) -> Result<Poster, PlacesError> {
        let line = &place.line;
        let day = |day: Date| day.strftime("%d/%m/%Y").to_string();
        let (from, until) = (day(line.from), line.until.map(day));
        Ok(Poster {
            unit: self.unit_name.clone(),
            name: line.name.clone(),
            kind: line.kind.as_str(),
            kind_vi: line.kind.vietnamese(),
            kind_en: line.kind.english(),
            address: line.address.clone(),
            contact: line.contact.clone(),
            capacity: line.capacity,
            code: line.code.as_str().to_owned(),
            version: place.standing.version,
            dates_vi: match &until {
                Some(until) => format!("Dùng từ {from} đến hết {until}"),
                None => format!("Dùng từ {from}"),
            },
            dates_en: match &until {
                Some(until) => format!("Valid {from} to {until}"),
                None => format!("Valid from {from}"),
            },
            text: self.text(place, size)?,
        })
    }
}
