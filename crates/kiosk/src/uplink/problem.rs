//! *Problem*: what keeps a target from going on, written down where every screen can read it.

use super::carrier::Turn;
use super::fault::Fault;
use super::room::Room;
use super::timer::Timer;
use crate::ledger::LedgerError;
use crate::targets::{Problem, Target, TargetError};
use checkpoint::policy::Words;
use jiff::SignedDuration;
use std::time::Duration;

/// A problem before it has a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// For programs.
    pub word: &'static str,
    /// For people.
    pub words: Words,
    /// Only a person can end it.
    pub is_final: bool,
}

/// What only a person can end. The gate goes on recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    NotEnrolled,
    Retired,
    Distrusted,
    Unknown,
    Update,
    EntryRefused,
    TooLarge,
    NoEncoding,
    NoSecret,
    SecretWrong,
    ReceiverRefuses,
    BadAddress,
}

impl Alarm {
    /// For programs.
    pub fn word(self) -> &'static str {
        match self {
            Alarm::NotEnrolled => "not-enrolled",
            Alarm::Retired => "retired",
            Alarm::Distrusted => "distrusted",
            Alarm::Unknown => "unknown",
            Alarm::Update => "update",
            Alarm::EntryRefused => "entry-refused",
            Alarm::TooLarge => "too-large",
            Alarm::NoEncoding => "no-encoding",
            Alarm::NoSecret => "no-secret",
            Alarm::SecretWrong => "secret-wrong",
            Alarm::ReceiverRefuses => "receiver-refuses",
            Alarm::BadAddress => "bad-address",
        }
    }

    /// Why an entry alone isn't taken, as a hub's signed answer says it; None for what isn't about one.
    pub fn of_entry(word: &str) -> Option<Words> {
        let (vi, en) = if word == Alarm::EntryRefused.word() {
            (
                "hub không đọc được dòng này",
                "the hub can't read this entry",
            )
        } else if word == Alarm::TooLarge.word() {
            (
                "hub cho rằng dòng này quá dài",
                "the hub calls this entry too large",
            )
        } else {
            return None;
        };
        Some(Words {
            vi: vi.to_owned(),
            en: en.to_owned(),
        })
    }

    pub fn saying(self) -> Saying {
        let (vi, en) = match self {
            Alarm::NotEnrolled => (
                "Máy chưa ghi danh ở hub này: đưa tờ mã ghi danh của hub vào trước máy ảnh, hoặc nhập mã ấy",
                "this post isn't enrolled at that hub: show the hub's enrolment code to the camera, or type it in",
            ),
            Alarm::Retired => (
                "Hub đã cho máy này nghỉ: vẫn ghi tại máy, gọi người quản trị hub nếu máy còn dùng",
                "the hub has retired this post: it goes on recording; call the hub's admin if it is still in use",
            ),
            Alarm::Distrusted => (
                "Hub không còn tin máy này, dữ liệu gửi lên đang chờ người xem xét: vẫn ghi tại máy, gọi người quản trị hub",
                "the hub distrusts this post and keeps what it sends for a person to look at: it goes on recording; call the hub's admin",
            ),
            Alarm::Unknown => (
                "Hub không nhận ra máy này: vẫn ghi tại máy, xin mã ghi danh mới ở người quản trị hub",
                "the hub doesn't know this post: it goes on recording; ask the hub's admin for a new enrolment code",
            ),
            Alarm::Update => (
                "Hub đòi bản Chốt mới hơn: vẫn ghi tại máy, cài bản mới rồi dữ liệu sẽ tự gửi",
                "the hub asks for a newer Chốt: this post goes on recording; install it, and everything is sent by itself",
            ),
            Alarm::EntryRefused => (
                "Nơi nhận trả lại một dòng và các dòng sau phải chờ: bấm xem dòng ấy, gọi người quản trị nơi nhận",
                "the target sends one entry back and what follows waits: look at that entry and call the target's admin",
            ),
            Alarm::TooLarge => (
                "Nơi nhận cho rằng một dòng là quá dài và các dòng sau phải chờ: gọi người quản trị nơi nhận",
                "the target calls a single entry too large and what follows waits: call the target's admin",
            ),
            Alarm::NoEncoding => (
                "Nơi nhận không đọc được cách đóng gói nào: gọi người quản trị nơi nhận",
                "the target reads none of the encodings: call the target's admin",
            ),
            Alarm::NoSecret => (
                "Chưa có khoá bí mật dùng chung với nơi nhận này: đặt khoá ấy ở cả hai đầu",
                "there is no secret shared with this target yet: set it at both ends",
            ),
            Alarm::SecretWrong => (
                "Nơi nhận không chấp nhận khoá bí mật: đặt lại khoá ấy ở cả hai đầu",
                "the target doesn't accept the secret: set it anew at both ends",
            ),
            Alarm::ReceiverRefuses => (
                "Nơi nhận từ chối lô dữ liệu: gọi người quản trị nơi nhận, dữ liệu vẫn an toàn trên máy",
                "the target refuses the batch: call its admin; everything is safe on this machine",
            ),
            Alarm::BadAddress => (
                "Địa chỉ đã lưu không còn dùng được: xoá nơi nhận này rồi thêm lại",
                "the stored address can't be used: remove this target and add it again",
            ),
        };
        Saying {
            word: self.word(),
            words: Words {
                vi: vi.to_owned(),
                en: en.to_owned(),
            },
            is_final: true,
        }
    }
}

/// Writes a problem down, and waits.
pub(super) fn failing(
    room: &Room,
    target: &Target,
    saying: &Saying,
    wait: Duration,
) -> Result<Turn, TargetError> {
    let now = room.now();
    let next = SignedDuration::try_from(wait)
        .ok()
        .and_then(|wait| now.checked_add(wait).ok());
    let problem = Problem {
        word: saying.word.to_owned(),
        words: saying.words.clone(),
        since: now,
        is_final: saying.is_final,
    };
    room.targets
        .borrow_mut()
        .failing(target.id, &problem, next)?;
    Ok(Turn::After(wait))
}

/// Nothing was learnt: the same again by the timer.
pub(super) fn fault(
    room: &Room,
    target: &Target,
    timer: &mut Timer,
    fault: &Fault,
) -> Result<Turn, TargetError> {
    let wait = timer.after_failure(room.chance());
    failing(room, target, &fault.problem(), wait)
}

/// A person has to act. It is tried again now and then all the same: the other end may have mended.
pub(super) fn alarm(
    room: &Room,
    target: &Target,
    timer: &mut Timer,
    alarm: Alarm,
) -> Result<Turn, TargetError> {
    failing(room, target, &alarm.saying(), timer.after_alarm())
}

/// The ledger can't be read beside the gate.
pub(super) fn unreadable(
    room: &Room,
    target: &Target,
    timer: &mut Timer,
    error: &LedgerError,
) -> Result<Turn, TargetError> {
    let saying = Saying {
        word: "ledger",
        words: Words {
            vi: "Chưa đọc được sổ để gửi: máy sẽ tự thử lại".to_owned(),
            en: format!("the ledger can't be read to be sent: {error}"),
        },
        is_final: false,
    };
    failing(room, target, &saying, timer.after_failure(room.chance()))
}
