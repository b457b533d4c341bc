//! *Enrolment*: a hub's code, shown to the camera or typed off a sheet, makes this post one of its own.

use super::address::{Address, AddressError, Reach};
use super::device::Device;
use super::fault::{Fault, of_answer};
use super::hub::{Ask, Line};
use super::packing::Encoding;
use super::room::{Room, UplinkError};
use super::timer::Pace;
use super::web::Web;
use crate::clock::Clock;
use crate::home::Home;
use crate::ledger::Parting;
use crate::targets::{Membership, Target, TargetError, Way};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use checkpoint::chain::BranchName;
use checkpoint::policy::Words;
use checkpoint::wire::UnitId;
use checkpoint::wire::answer::Because;
use checkpoint::wire::enrol::{self, EnrolError, Enrolled, Invitation};
use checkpoint::wire::request::JSON_TYPE;
use checkpoint::wire::signed::Code;
use jiff::Timestamp;
use reqwest::Method;
use ring::digest::{SHA256, digest};
use std::sync::Arc;

/// Why a post wasn't enrolled. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum NotEnrolled {
    #[error("this is no enrolment code of a hub: show or type the one that the hub printed")]
    NotACode,
    #[error(transparent)]
    Address(#[from] AddressError),
    #[error("{0}")]
    Fault(Fault),
    #[error("{}", code_words(*.0).en)]
    Refused(Code),
    #[error("the hub's answer isn't taken: {0}")]
    Answer(#[from] EnrolError),
    #[error(transparent)]
    Uplink(#[from] UplinkError),
}

impl NotEnrolled {
    /// For the person who holds the code.
    pub fn words(&self) -> Words {
        let vi = match self {
            NotEnrolled::NotACode => {
                "Đây không phải mã ghi danh của hub: đưa đúng tờ mã mà hub đã in".to_owned()
            }
            NotEnrolled::Address(error) => error.words().vi,
            NotEnrolled::Fault(fault) => fault.words().vi,
            NotEnrolled::Refused(code) => code_words(*code).vi,
            NotEnrolled::Answer(_) => {
                "Câu trả lời không phải của hub ghi trong mã: gọi người quản trị hub".to_owned()
            }
            NotEnrolled::Uplink(error) => error.words().vi,
        };
        let en = match self {
            NotEnrolled::Address(error) => error.words().en,
            NotEnrolled::NotACode
            | NotEnrolled::Fault(_)
            | NotEnrolled::Refused(_)
            | NotEnrolled::Answer(_)
            | NotEnrolled::Uplink(_) => self.to_string(),
        };
        Words { vi, en }
    }
}

fn code_words(code: Code) -> Words {
    let (vi, en) = match code {
        Code::CodeUsed => (
            "Mã này đã dùng cho máy khác: xin mã mới",
            "another machine was enrolled by this code: ask for a new one",
        ),
        Code::CodeExpired => (
            "Mã này đã hết hạn: xin mã mới",
            "the time in which this code could be used is over: ask for a new one",
        ),
        Code::Version => (
            "Hub đòi bản Chốt mới hơn: cài bản mới rồi ghi danh",
            "the hub asks for a newer Chốt: install it, then enrol",
        ),
        Code::Retired | Code::Distrusted => (
            "Hub không nhận máy này nữa: gọi người quản trị hub",
            "the hub doesn't take this machine any more: call its admin",
        ),
        Code::CodeWrong
        | Code::Gap
        | Code::Fork
        | Code::Malformed
        | Code::Unfit
        | Code::TooLarge
        | Code::Encoding
        | Code::Unknown => (
            "Hub không nhận mã này: xin mã mới ở người quản trị hub",
            "the hub doesn't take this code: ask its admin for a new one",
        ),
    };
    Words {
        vi: vi.to_owned(),
        en: en.to_owned(),
    }
}

/// How a code's target is reached, by the admin's word.
#[derive(Clone, Debug)]
pub struct Choice {
    pub reach: Reach,
    /// PEM of the only certificates that count.
    pub ca: Option<String>,
    /// What the target is called here; None takes the hub's host.
    pub name: Option<String>,
}

/// Asks the hub of a code to take this post in, and adds it to the targets; one that is on the list
/// already by its address is enrolled anew. `text` is the code as it was read. What the hub says of
/// the gate comes back: its names and number, and its settings where it is the hub that steers this post.
pub fn enrol(
    home: &Home,
    text: &[u8],
    choice: &Choice,
    clock: Arc<dyn Clock>,
) -> Result<(Target, Enrolled), NotEnrolled> {
    let invitation = Invitation::read(text).ok_or(NotEnrolled::NotACode)?;
    let address = Address::parse(&invitation.address, choice.reach)?;
    let web = Web::new(address.clone(), choice.ca.as_deref())?;
    let room = Room::open(
        home,
        clock,
        Arc::new(Nobody),
        Pace::default(),
        Default::default(),
    )?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(UplinkError::from)?;
    let unit = UnitId(room.outbox().unit());
    let device: &Device = &room.device;
    let request = enrol::Request::invited(&invitation, device.key, unit, crate::APP);
    let line = Line {
        room: &room,
        web: &web,
        hub: URL_SAFE_NO_PAD.encode(invitation.root),
    };
    // Before there is a membership no number is kept: milliseconds grow by themselves.
    let n = u64::try_from(room.now().as_millisecond()).unwrap_or(0);
    let mut enrolled = runtime.block_on(ask(&line, &request, &invitation.root, n))?;
    let way = Way::Hub {
        address,
        ca: choice.ca.clone(),
    };
    let kept = || -> Result<(Target, bool), TargetError> {
        let mut targets = room.targets.borrow_mut();
        let known = targets.list()?.into_iter().find(|known| known.way == way);
        let id = match known {
            Some(known) => known.id,
            None => {
                let name = choice.name.as_deref().unwrap_or(web.address().host());
                targets.add(name, &way)?.id
            }
        };
        targets.enrolled(id, &membership(&enrolled, room.now()))?;
        targets.going_on(id)?;
        targets.reserve_numbers(id, n + 1, 0)?;
        Ok((targets.get(id)?, targets.steering()? == Some(id)))
    };
    let (target, is_steering) = kept().map_err(UplinkError::from)?;
    if !is_steering {
        // Only the first hub's settings are taken.
        enrolled.config = None;
    }
    Ok((target, enrolled))
}

/// The request itself. `root` is the SHA-256 of the root's key that has to answer.
pub(super) async fn ask(
    line: &Line<'_>,
    request: &enrol::Request,
    root: &[u8; 32],
    n: u64,
) -> Result<Enrolled, NotEnrolled> {
    let ask = Ask {
        method: Method::POST,
        path: enrol::PATH.to_owned(),
        query: String::new(),
        content_type: JSON_TYPE,
        encoding: Encoding::Plain,
        body: request.body(),
    };
    let heard = line.ask(ask, n).await.map_err(NotEnrolled::Fault)?;
    let answer = &heard.answer;
    let host = line.web.address().host();
    if answer.header("chot-sync") != Some("1") {
        let because = match answer.status {
            408 | 425 | 429 | 500..=599 => Because::Busy,
            _ => Because::NotAHub,
        };
        return Err(NotEnrolled::Fault(of_answer(because, answer, host)));
    }
    if answer.status == 201 {
        let key = &line.room.device.key;
        return Ok(enrol::accept(&answer.body, root, key, &heard.request)?);
    }
    match enrol::refused(&answer.body) {
        Some(code) => Err(NotEnrolled::Refused(code)),
        None => Err(NotEnrolled::Fault(of_answer(
            Because::Unsigned,
            answer,
            host,
        ))),
    }
}

/// What is kept of the hub's word.
pub(super) fn membership(enrolled: &Enrolled, at: Timestamp) -> Membership {
    Membership {
        root: enrolled.root,
        unit: enrolled.unit.0,
        certificates: enrolled.device_certificates.clone(),
        at,
        clock: None,
    }
}

pub(super) fn hash(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, bytes).as_ref());
    hash
}

/// Nothing is written to the ledger while a post is enrolled.
struct Nobody;

impl super::room::Scribe for Nobody {
    fn part_ways(&self, _: Parting) -> Result<Option<BranchName>, super::room::Unwritten> {
        Ok(None)
    }
}
