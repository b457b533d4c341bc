//! *Day badge*: printed at the gate by whoever is on duty. This device signs it, and no other gate knows the visit.

use super::{Accounts, AccountsError, keep};
use crate::keys::KeyStore;
use crate::post::{Post, Refusal};
use crate::uplink::device::Device;
use checkpoint::document::chot1::{Issue, IssuedAs, Signature, issue};
use checkpoint::role::Act;
use jiff::Timestamp;
use paper::day_badge::DayBadge;
use std::path::PathBuf;
use std::sync::PoisonError;

/// What somebody is called whose name nobody wrote down.
const NAMELESS: &str = "Khách";

impl Accounts {
    /// A badge for the visitor who came in last.
    pub fn day_badge(&self) -> Result<DayBadge, Refusal> {
        let noted = self.gate.ask(Post::note_day_badge)?;
        let settings = self.settings().map_err(|_| Refusal::NotStored)?;
        let zone = settings.time_zone().map_err(|_| Refusal::NotStored)?;
        let keys = KeyStore::of(&self.home).map_err(|_| Refusal::NotStored)?;
        let device = Device::of(&keys).ok_or(Refusal::NotStored)?;
        let name = noted.name.unwrap_or_else(|| NAMELESS.to_owned());
        let document = Issue {
            iss: noted.unit,
            aud: noted.unit,
            iat: noted.from,
            exp: noted.until,
            document: IssuedAs::DayBadge {
                cti: Some(noted.token),
                name: name.clone(),
                birth_year: None,
                last_four: None,
            },
        };
        let sign = |bytes: &[u8]| device.sign(bytes);
        let code = issue(document, Signature::Key(&device.key), sign);
        let written = |at: Timestamp| zone.to_datetime(at).strftime("%H:%M %d/%m/%Y").to_string();
        let badge = DayBadge {
            size: settings.day_badge,
            unit: settings.unit_name,
            gate: settings.gate_name,
            name,
            from: format!("Thẻ in lúc {}", written(noted.from)),
            until: format!("Dùng đến {}", written(noted.until)),
            code: code.map_err(|_| Refusal::NameTooLong)?,
        };
        let mut printed = self.badge.lock().unwrap_or_else(PoisonError::into_inner);
        *printed = Some(badge.clone());
        Ok(badge)
    }

    /// Saves the badge that was shown last as a PDF.
    pub fn save_day_badge(&self, folder: &str) -> Result<PathBuf, AccountsError> {
        let at = self.allow(Act::SeeVisitors)?;
        let folder = self.folder(folder)?;
        let printed = self.badge.lock().unwrap_or_else(PoisonError::into_inner);
        let badge = printed.clone().ok_or(AccountsError::Gone)?;
        drop(printed);
        let at = self.settings()?.time_zone()?.to_datetime(at);
        let name = format!("the-ngay-{}", at.strftime("%Y%m%d-%H%M%S"));
        keep(&folder, &name, &[("pdf", badge.pdf()?)])
    }
}
