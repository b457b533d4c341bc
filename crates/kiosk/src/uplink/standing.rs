//! *Standing*: how a target is doing, and the sync light over all of them. Neither ever says more than
//! is true.

use super::room::Busy;
use crate::ledger::LedgerError;
use crate::outbox::Outbox;
use crate::targets::{Kind, Target, TargetError, Targets};
use checkpoint::policy::Words;
use jiff::{SignedDuration, Timestamp};

/// How long nothing may arrive before the light turns amber, then red.
pub const AMBER: SignedDuration = SignedDuration::from_hours(24);
pub const RED: SignedDuration = SignedDuration::from_hours(72);

/// How long a fork is spoken of.
const FORK_IS_NEWS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What a target is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    Paused,
    /// Only a person can make it go on.
    Stopped,
    /// It doesn't work now, and is tried again by itself.
    Failing,
    /// An exchange is under way.
    Sending,
    Waiting,
    /// Everything is there, by the target's own acknowledgement.
    Sent,
    /// Everything was written; whether somebody received it is not known.
    Written,
    /// Everything was carried off, and not every receipt came back: sent, not received.
    Carried,
}

/// How a target is doing, as its card on the screen has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub target: Target,
    pub standing: Standing,
    /// Entries that aren't there yet.
    pub waiting: u64,
    /// Entries that it doesn't take.
    pub refused: u64,
    pub words: Words,
}

/// How bright the sync light is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Nothing to worry about: everything is there, or on its way.
    Calm,
    /// There is no target, so nothing leaves this machine.
    None,
    Amber,
    Red,
}

/// The sync light.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Light {
    pub level: Level,
    pub words: Words,
}

/// How every target is doing now.
pub(super) fn cards(
    targets: &Targets,
    outbox: &Outbox,
    busy: &Busy,
) -> Result<Vec<Card>, CardsError> {
    let mut cards = Vec::new();
    for target in targets.list()? {
        let waiting = outbox.waiting(target.cursor)?;
        let refused = targets.refused(target.id)?.len() as u64;
        let is_busy = super::room::lock(busy).contains(&target.id);
        cards.push(Card::of(target, waiting, refused, is_busy));
    }
    Ok(cards)
}

/// Why nobody can say how targets are doing.
#[derive(Debug, thiserror::Error)]
pub enum CardsError {
    #[error(transparent)]
    Targets(#[from] TargetError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Card {
    fn of(target: Target, waiting: u64, refused: u64, is_busy: bool) -> Card {
        let standing = match &target.problem {
            _ if target.paused => Standing::Paused,
            Some(problem) if problem.is_final => Standing::Stopped,
            Some(_) => Standing::Failing,
            None if is_busy => Standing::Sending,
            None if waiting > 0 => Standing::Waiting,
            None if target.way.kind() == Kind::Folder => Standing::Written,
            None if target.way.kind() == Kind::Courier && target.received != target.cursor => {
                Standing::Carried
            }
            None => Standing::Sent,
        };
        let words = words(&target, standing, waiting, refused);
        Card {
            target,
            standing,
            waiting,
            refused,
            words,
        }
    }

    /// Since when nothing got there although something waits.
    fn stuck_since(&self) -> Option<Timestamp> {
        let problem = self.target.problem.as_ref()?;
        (self.waiting > 0).then_some(problem.since)
    }
}

fn words(target: &Target, standing: Standing, waiting: u64, refused: u64) -> Words {
    let problem = target.problem.as_ref().map(|problem| &problem.words);
    let (mut vi, mut en) = match (standing, problem) {
        (Standing::Paused, _) => (
            format!("Tạm dừng, chờ gửi {waiting}"),
            format!("Paused, {waiting} waiting"),
        ),
        (Standing::Stopped, Some(words)) => (
            format!("Dừng, chờ gửi {waiting}. {}", words.vi),
            format!("Stopped, {waiting} waiting: {}", words.en),
        ),
        (Standing::Failing, Some(words)) => (
            format!("Chờ gửi {waiting}. {}", words.vi),
            format!("{waiting} waiting: {}", words.en),
        ),
        (Standing::Sending, _) => (
            format!("Đang gửi, còn {waiting}"),
            format!("Sending, {waiting} left"),
        ),
        (Standing::Written, _) => (
            "Đã ghi hết vào thư mục, chưa biết nơi nhận đã lấy chưa".to_owned(),
            "All written to the folder; whether anybody received it is not known".to_owned(),
        ),
        (Standing::Carried, _) => (
            "Đã ghi ra USB, chưa có biên nhận".to_owned(),
            "Carried off, no receipt came back yet".to_owned(),
        ),
        (Standing::Waiting, _) if target.way.kind() == Kind::Courier => (
            format!("Chờ gửi tay {waiting}: cắm USB rồi bấm Gửi tay"),
            format!("{waiting} wait to be carried: plug the stick in and carry them"),
        ),
        (Standing::Sent, _) => ("Đã gửi hết".to_owned(), "All sent".to_owned()),
        (Standing::Waiting | Standing::Stopped | Standing::Failing, _) => {
            (format!("Chờ gửi {waiting}"), format!("{waiting} waiting"))
        }
    };
    if refused > 0 {
        vi = format!("{vi} · {refused} dòng bị trả lại, bấm xem");
        en = format!("{en} · {refused} entries sent back");
    }
    if has_forked_lately(target) {
        vi = format!(
            "{vi} · Nơi nhận có lịch sử khác của máy này: xem có máy nào dùng chung dữ liệu không"
        );
        en = format!(
            "{en} · The target holds another history of this post: see whether two machines use one identity"
        );
    }
    Words { vi, en }
}

/// A fork is spoken of for a week of sending.
fn has_forked_lately(target: &Target) -> bool {
    target.forked.is_some_and(|forked| {
        let sent = target.delivered_at.unwrap_or(forked);
        sent.duration_since(forked) < FORK_IS_NEWS
    })
}

/// The light over all targets: the worst of them speaks.
pub fn light(cards: &[Card], now: Timestamp) -> Light {
    let say = |level, vi: String, en: String| Light {
        level,
        words: Words { vi, en },
    };
    if cards.is_empty() {
        return say(
            Level::None,
            "Chưa có nơi nhận".to_owned(),
            "No target yet".to_owned(),
        );
    }
    let stuck = cards.iter().filter_map(Card::stuck_since).min();
    let level = match stuck.map(|since| now.duration_since(since)) {
        Some(age) if age >= RED => Level::Red,
        Some(age) if age >= AMBER => Level::Amber,
        Some(_) | None => Level::Calm,
    };
    let worst = cards
        .iter()
        .min_by_key(|card| match card.standing {
            Standing::Stopped => 0,
            Standing::Failing => 1,
            Standing::Sending => 2,
            Standing::Waiting => 3,
            Standing::Paused => 4,
            Standing::Carried => 5,
            Standing::Written => 6,
            Standing::Sent => 7,
        })
        .map(|card| (card.standing, card.words.clone(), card.refused));
    let refused: u64 = cards.iter().map(|card| card.refused).sum();
    let Some((standing, words, own)) = worst else {
        return say(level, String::new(), String::new());
    };
    let level = match standing {
        // What only a person can end is never calm.
        Standing::Stopped => level.max(Level::Amber),
        Standing::Failing
        | Standing::Sending
        | Standing::Waiting
        | Standing::Paused
        | Standing::Written
        | Standing::Carried
        | Standing::Sent => level,
    };
    let days = stuck.map_or(0, |since| now.duration_since(since).as_hours() / 24);
    let mut words = words;
    if days > 0 && standing == Standing::Failing {
        words.vi = format!("Chưa gửi được {days} ngày, vẫn ghi trên máy. {}", words.vi);
        words.en = format!(
            "Nothing sent for {days} days, still recording. {}",
            words.en
        );
    }
    if refused > own {
        words.vi = format!("{} · {refused} dòng bị trả lại, bấm xem", words.vi);
        words.en = format!("{} · {refused} entries sent back", words.en);
    }
    say(level, words.vi, words.en)
}
