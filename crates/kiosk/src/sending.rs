//! *Sending*: what an admin sees of where entries go, and does about it. None of it happens on the
//! gate's thread: a target that hangs holds up nobody who scans.

use crate::clock::Clock;
use crate::home::Home;
use crate::keys::{Key, KeyStore, Name};
use crate::ledger::LedgerError;
use crate::outbox::{Erasure, Outbox};
use crate::staff::{NotAllowed, Staff};
use crate::targets::{Cursor, Kind, Refused, Target, TargetError, Targets, Way};
use crate::uplink::address::{Address, AddressError, Reach};
use crate::uplink::courier::{CarryError, Load, carry};
use crate::uplink::dry_run::{DryRun, DryRunError, dry_run};
use crate::uplink::enrolment::{Choice, NotEnrolled, enrol};
use crate::uplink::ladder::{Climb, climb};
use crate::uplink::standing::{Card, CardsError, Light, light};
use crate::uplink::telling::Untold;
use crate::uplink::timer::Pace;
use crate::uplink::{Alarm, Scribe, Uplink, UplinkError};
use checkpoint::base64url::base64url;
use checkpoint::chain::DeviceId;
use checkpoint::entry::Entry;
use checkpoint::policy::Words;
use checkpoint::role::Act;
use checkpoint::subject::Group;
use checkpoint::wire::courier::{Keys, NoKeys};
use checkpoint::wire::enrol::Enrolled;
use jiff::Timestamp;
use jiff::civil::Date;
use ring::rand::{SecureRandom, SystemRandom};
use std::path::PathBuf;
use std::sync::Arc;

/// A home's uplink, and the admin's verbs about it.
pub struct Sending {
    home: Home,
    clock: Arc<dyn Clock>,
    staff: Arc<Staff>,
    /// None where sample frames play: their entries go nowhere.
    uplink: Option<Uplink>,
}

/// Why something wasn't done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SendingError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("samples are playing: their entries go nowhere")]
    Demo,
    #[error("{0:?} is no day: write it as 2026-11-25")]
    Day(String),
    #[error(transparent)]
    NoKeys(#[from] NoKeys),
    #[error("a hub is added by its enrolment code: show the code to the camera, or paste its text")]
    HubByCode,
    #[error("the system gives no random numbers: try again")]
    NoRandom,
    #[error(transparent)]
    Address(#[from] AddressError),
    #[error(transparent)]
    Targets(#[from] TargetError),
    #[error(transparent)]
    Cards(#[from] CardsError),
    #[error(transparent)]
    Uplink(#[from] UplinkError),
    #[error(transparent)]
    DryRun(#[from] DryRunError),
    #[error(transparent)]
    Carry(#[from] CarryError),
    #[error(transparent)]
    NotEnrolled(#[from] NotEnrolled),
}

impl From<LedgerError> for SendingError {
    fn from(error: LedgerError) -> Self {
        SendingError::Uplink(error.into())
    }
}

impl SendingError {
    /// What to do about it, for an admin.
    pub fn words(&self) -> Words {
        let vi = match self {
            SendingError::NotAllowed(error) => return error.words(),
            SendingError::Demo => "Đang chạy hình mẫu: sổ mẫu không gửi đi đâu".to_owned(),
            SendingError::Day(_) => "Chọn ngày trước đã".to_owned(),
            SendingError::NoKeys(NoKeys::Absent) => {
                "Chưa có khoá nhận tệp của cấp trên: chọn tệp hoặc mã mà hub hay Chốt của cấp trên in ra"
                    .to_owned()
            }
            SendingError::NoKeys(NoKeys::Damaged) => {
                "Khoá nhận tệp thiếu hoặc sai chữ: lấy lại tệp hay mã ấy cho đủ".to_owned()
            }
            SendingError::HubByCode => {
                "Thêm hub bằng mã ghi danh: đưa mã vào trước máy ảnh, hoặc dán chữ của mã"
                    .to_owned()
            }
            SendingError::NoRandom => "Máy chưa tạo được số ngẫu nhiên: bấm lại".to_owned(),
            SendingError::Address(error) => return error.words(),
            SendingError::Targets(error) => return error.words(),
            SendingError::Cards(error) => return error.words(),
            SendingError::Uplink(error) => return error.words(),
            SendingError::DryRun(error) => return error.words(),
            SendingError::Carry(error) => return error.words(),
            SendingError::NotEnrolled(error) => return error.words(),
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}

/// A target to be added, as somebody typed it.
#[derive(Clone, Debug)]
pub struct Adding {
    pub name: String,
    pub kind: Kind,
    /// A web address or a folder's whole path.
    pub place: String,
    pub reach: Reach,
    /// PEM of the only certificates that count.
    pub ca: Option<String>,
    /// Of a courier: a text with the district's keys in it ([`Keys::find`]).
    pub keys: Option<String>,
}

/// The keys of a district in a text, for an admin to compare their digits.
pub fn district_keys(text: &str) -> Result<Keys, SendingError> {
    Ok(Keys::find(text)?)
}

/// A hub took this post in.
#[derive(Clone, Debug)]
pub struct Joined {
    pub target: Target,
    pub enrolled: Enrolled,
}

/// An entry that a target doesn't take, with what the log says of it.
#[derive(Clone, Debug)]
pub struct SentBack {
    pub refused: Refused,
    /// None where this ledger doesn't have it any more.
    pub entry: Option<Entry>,
    /// Why, in a person's words; a receiver's own where it said something.
    pub why: Words,
}

/// A receiver that somebody has to tell of erasures.
#[derive(Clone, Debug)]
pub struct ToTell {
    pub target: Target,
    /// This device's name, under which the receiver has its entries.
    pub device: DeviceId,
    /// The oldest first; never empty.
    pub erasures: Vec<Erasure>,
}

/// A hub answers by a closed list, a receiver in words of its own.
fn why(refused: &Refused) -> Words {
    let (word, status) = refused
        .why
        .split_once(' ')
        .unwrap_or((refused.why.as_str(), ""));
    let known = Alarm::of_entry(word).filter(|_| !refused.withheld);
    known.map_or_else(
        || Words {
            vi: refused.why.clone(),
            en: refused.why.clone(),
        },
        |words| Words {
            vi: format!("{} {status}", words.vi),
            en: format!("{} {status}", words.en),
        },
    )
}

impl Sending {
    /// Begins to carry a home's entries; `scribe` as in [`Uplink::start`].
    pub fn start(
        home: &Home,
        clock: Arc<dyn Clock>,
        staff: Arc<Staff>,
        scribe: Arc<dyn Scribe>,
        pace: Pace,
    ) -> std::io::Result<Sending> {
        let uplink = Uplink::start(home, Arc::clone(&clock), scribe, pace)?;
        Ok(Sending {
            home: home.clone(),
            clock,
            staff,
            uplink: Some(uplink),
        })
    }

    /// For a home whose entries are of samples: nothing leaves it.
    pub fn nowhere(home: &Home, clock: Arc<dyn Clock>, staff: Arc<Staff>) -> Sending {
        Sending {
            home: home.clone(),
            clock,
            staff,
            uplink: None,
        }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now().at
    }

    /// How every target is doing.
    pub fn cards(&self) -> Result<Vec<Card>, CardsError> {
        self.uplink.as_ref().map_or(Ok(Vec::new()), Uplink::cards)
    }

    /// The light over all targets.
    pub fn light(&self) -> Result<Light, CardsError> {
        Ok(light(&self.cards()?, self.now()))
    }

    /// The list, for somebody who may do this to it.
    fn targets(&self, act: Act) -> Result<Targets, SendingError> {
        self.staff.allow(act, &self.clock.now())?;
        match self.uplink {
            Some(_) => Ok(Targets::open(&self.home)?),
            None => Err(SendingError::Demo),
        }
    }

    fn outbox(&self) -> Result<Outbox, SendingError> {
        let keys = KeyStore::of(&self.home).map_err(TargetError::from)?;
        let key = keys.get(Name::Ledger).ok_or(TargetError::NoLedger)?;
        Ok(Outbox::open(&self.home, key)?)
    }

    /// Adds a target. It is paused, so that what would go there can be looked at before anything does.
    pub fn add(&self, adding: &Adding) -> Result<Target, SendingError> {
        let mut targets = self.targets(Act::ChangeTargets)?;
        let address = || Address::parse(&adding.place, adding.reach);
        let way = match adding.kind {
            Kind::Hub => return Err(SendingError::HubByCode),
            Kind::HttpsJson => Way::HttpsJson {
                address: address()?,
                ca: adding.ca.clone(),
            },
            Kind::Folder => Way::Folder(self.folder(&adding.place)?),
            Kind::Courier => {
                let keys = Keys::find(adding.keys.as_deref().unwrap_or_default())?;
                Way::Courier {
                    folder: self.folder(&adding.place)?,
                    district: keys.district,
                    root: keys.root,
                }
            }
        };
        // What a person carries off goes nowhere by itself.
        Ok(match adding.kind {
            Kind::Courier => targets.add(&adding.name, &way)?,
            Kind::Hub | Kind::HttpsJson | Kind::Folder => targets.add_paused(&adding.name, &way)?,
        })
    }

    /// A folder that is there; a stick that isn't plugged in yet can be added too, by its whole path.
    fn folder(&self, place: &str) -> Result<PathBuf, SendingError> {
        let folder = PathBuf::from(place.trim());
        let inside_ours = folder.starts_with(self.home.root());
        if folder.is_absolute() && !inside_ours {
            Ok(folder)
        } else {
            Err(TargetError::Folder(folder).into())
        }
    }

    /// Asks the hub of a code to take this post in; nothing of the log goes before its answer is
    /// believed, and personal data not before groups are picked.
    pub fn enrol(&self, code: &[u8], choice: &Choice) -> Result<Joined, SendingError> {
        self.targets(Act::ChangeTargets)?;
        let clock = Arc::clone(&self.clock);
        let (target, enrolled) = enrol(&self.home, code, choice, clock)?;
        Ok(Joined { target, enrolled })
    }

    pub fn remove(&self, id: u32) -> Result<(), SendingError> {
        Ok(self.targets(Act::ChangeTargets)?.remove(id)?)
    }

    /// Sends nothing there, or goes on.
    pub fn pause(&self, id: u32, paused: bool) -> Result<(), SendingError> {
        let mut targets = self.targets(Act::ChangeTargets)?;
        if paused {
            targets.pause(id)?;
        } else {
            targets.resume(id)?;
        }
        Ok(())
    }

    /// Whether a purge of personal data waits for this target.
    pub fn require(&self, id: u32, required: bool) -> Result<(), SendingError> {
        Ok(self.targets(Act::ChangeTargets)?.require(id, required)?)
    }

    /// Sends everything of a day and later again; the day as `2026-11-25`. What hasn't been sent yet is
    /// passed over by no day.
    pub fn send_again(&self, id: u32, day: &str) -> Result<(), SendingError> {
        let mut targets = self.targets(Act::ChangeTargets)?;
        let from: Date = day.parse().map_err(|_| SendingError::Day(day.to_owned()))?;
        let cursor = self.outbox()?.back_to(from, &targets.get(id)?)?;
        Ok(targets.send_again_from(id, cursor)?)
    }

    /// Picks the groups of personal data that go there, each with its purpose.
    pub fn pick(&self, id: u32, groups: &[(Group, String)]) -> Result<(), SendingError> {
        Ok(self
            .targets(Act::ChangeTargets)?
            .pick(id, groups, self.now())?)
    }

    /// Makes a secret to be shared with an *HTTPS JSON* target, and its number. The text is not to be
    /// had again.
    pub fn new_secret(&self, id: u32) -> Result<(u32, String), SendingError> {
        let mut bytes = [0; 32];
        SystemRandom::new()
            .fill(&mut bytes)
            .map_err(|_| SendingError::NoRandom)?;
        let text = base64url(&bytes);
        let secret = Key::new(text.clone().into_bytes());
        let number = self.targets(Act::ChangeTargets)?.set_secret(id, &secret)?;
        Ok((number, text))
    }

    /// What would be sent next; None where everything is there.
    pub fn dry_run(&self, id: u32) -> Result<Option<DryRun>, SendingError> {
        self.targets(Act::SeeTargets)?;
        Ok(dry_run(&self.home, id, self.now())?)
    }

    /// Climbs the ladder to a target; may take as long as a network does.
    pub fn test(&self, id: u32) -> Result<Climb, SendingError> {
        self.targets(Act::SeeTargets)?;
        Ok(climb(&self.home, id, Arc::clone(&self.clock))?)
    }

    /// Takes the receipts that lie on a stick, and writes what waits to it.
    pub fn carry(&self, id: u32) -> Result<Load, SendingError> {
        self.targets(Act::CarryByHand)?;
        Ok(carry(&self.home, id, Arc::clone(&self.clock))?)
    }

    /// The entries that a target doesn't take, with the reason of each.
    pub fn refused(&self, id: u32) -> Result<Vec<SentBack>, SendingError> {
        let outbox = self.outbox()?;
        let mut found = Vec::new();
        for refused in self.targets(Act::SeeTargets)?.refused(id)? {
            let entry = outbox.entry(refused.at)?;
            let why = why(&refused);
            found.push(SentBack {
                refused,
                entry,
                why,
            });
        }
        Ok(found)
    }

    /// Receivers that may hold what was erased here and can't confirm that they erased it too.
    pub fn to_tell(&self) -> Result<Vec<ToTell>, SendingError> {
        self.staff.allow(Act::SeeTargets, &self.clock.now())?;
        let Some(uplink) = &self.uplink else {
            return Ok(Vec::new());
        };
        let (device, untold) = uplink.untold()?;
        let mut found: Vec<ToTell> = Vec::new();
        for Untold { target, erasure } in untold {
            match found.iter_mut().find(|one| one.target.id == target.id) {
                Some(one) => one.erasures.push(erasure),
                None => found.push(ToTell {
                    target,
                    device,
                    erasures: vec![erasure],
                }),
            }
        }
        Ok(found)
    }

    /// Somebody told a receiver of these erasures, each named by the entry of ours that says so.
    pub fn told(&self, id: u32, erasures: &[Cursor]) -> Result<(), SendingError> {
        let mut targets = self.targets(Act::CarryByHand)?;
        for erasure in erasures {
            targets.tell(id, *erasure, self.now())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use checkpoint::chain::BranchName;

    #[test]
    fn a_hub_s_reason_is_told_in_both_languages_and_a_receiver_s_in_its_own_words() {
        let refused = |text: &str, withheld| Refused {
            at: Cursor {
                branch: BranchName([1; 16]),
                seq: 7,
            },
            withheld,
            why: text.to_owned(),
            since: Timestamp::UNIX_EPOCH,
        };
        let hub = why(&refused("entry-refused (422)", false));
        assert_eq!(hub.vi, "hub không đọc được dòng này (422)");
        assert_eq!(hub.en, "the hub can't read this entry (422)");
        let own = why(&refused("entry-refused by our rules", true));
        assert_eq!(own.vi, "entry-refused by our rules");
        assert_eq!(why(&refused("", true)).en, "");
    }
}
