//! *Standing*: how a target is doing, and the sync light over all of them. Neither ever says more than
//! is true.

use super::fault::Fault;
use super::room::Busy;
use super::telling;
use crate::ledger::LedgerError;
use crate::outbox::Outbox;
use crate::targets::{Kind, NotTaken, Target, TargetError, Targets};
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
    /// When the first of them was written; None where nothing waits.
    pub oldest: Option<Timestamp>,
    /// Entries that it doesn't take.
    pub refused: u64,
    /// Erasures of which a person has to tell it.
    pub untold: u64,
    /// What it handed down and this post couldn't take.
    pub not_taken: Vec<NotTaken>,
    /// How it is doing, without how long; [`Card::said`] has both.
    pub words: Words,
}

/// What a person has to look at, whatever travels.
#[derive(Clone, Copy, Default)]
struct Back {
    refused: u64,
    untold: u64,
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
    let untold = telling::of(targets, outbox)?;
    let mut cards = Vec::new();
    for target in targets.list()? {
        let cursor = outbox.cursor_of(&target)?;
        let waiting = outbox.waiting(cursor)?;
        let oldest = outbox.oldest_waiting(cursor)?;
        let back = Back {
            refused: targets.refused(target.id)?.len() as u64,
            untold: untold
                .iter()
                .filter(|one| one.target.id == target.id)
                .count() as u64,
        };
        let is_busy = super::room::lock(busy).contains(&target.id);
        let not_taken = targets.not_taken(target.id)?;
        let card = Card::of(target, (waiting, oldest), back, is_busy);
        cards.push(Card { not_taken, ..card });
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
    fn of(
        target: Target,
        (waiting, oldest): (u64, Option<Timestamp>),
        back: Back,
        is_busy: bool,
    ) -> Card {
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
        let words = words(&target, standing, waiting, back);
        Card {
            target,
            standing,
            waiting,
            oldest,
            refused: back.refused,
            untold: back.untold,
            not_taken: Vec::new(),
            words,
        }
    }

    /// Since when nothing got there although something waits.
    fn stuck_since(&self) -> Option<Timestamp> {
        let is_for_people =
            self.standing == Standing::Paused || self.target.way.kind() == Kind::Courier;
        match &self.target.problem {
            _ if self.waiting == 0 => None,
            Some(problem) => Some(problem.since),
            // What waits for a person has no failure to count from.
            None if is_for_people => self.oldest.max(self.target.delivered_at),
            None => None,
        }
    }

    /// How bright the light of this target alone is.
    pub fn level(&self, now: Timestamp) -> Level {
        let age = self.stuck_since().map(|since| now.duration_since(since));
        let by_age = match age {
            // Whoever paused it knows.
            Some(age) if age >= RED && self.standing != Standing::Paused => Level::Red,
            Some(age) if age >= AMBER => Level::Amber,
            Some(_) | None => Level::Calm,
        };
        // What only a person can end, or has to look at, is never calm.
        let is_for_people = self.standing == Standing::Stopped
            || self.refused > 0
            || self.untold > 0
            || has_forked_lately(&self.target);
        if is_for_people {
            by_age.max(Level::Amber)
        } else {
            by_age
        }
    }

    /// How it is doing, and for how long nothing got there: after three days, what to do about it.
    pub fn said(&self, now: Timestamp) -> Words {
        let Some(since) = self
            .stuck_since()
            .filter(|_| self.standing == Standing::Failing)
        else {
            return self.words.clone();
        };
        let hours = now.duration_since(since).as_hours();
        let (vi, en) = match hours {
            ..1 => return self.words.clone(),
            1..24 => (format!("{hours} giờ"), format!("{hours} h")),
            24.. => (
                format!("{} ngày", hours / 24),
                format!("{} days", hours / 24),
            ),
        };
        // An address that never answered may be a wrong one, whatever the network does.
        let is_network = self.target.delivered_at.is_some()
            && self
                .target
                .problem
                .as_ref()
                .is_some_and(|problem| Fault::is_of_network(&problem.word));
        let (mut said_vi, mut said_en) = if is_network {
            (format!("Mất mạng {vi}"), format!("No network for {en}"))
        } else {
            (
                format!("Chưa gửi được {vi}"),
                format!("Nothing sent for {en}"),
            )
        };
        said_vi += ", vẫn ghi trên máy. ";
        said_en += ", still recording. ";
        if self.level(now) == Level::Red {
            said_vi += "Cắm USB rồi bấm Gửi tay. ";
            said_en += "Plug a stick in and press Carry by hand. ";
        }
        Words {
            vi: said_vi + &self.words.vi,
            en: said_en + &self.words.en,
        }
    }
}

fn words(target: &Target, standing: Standing, waiting: u64, back: Back) -> Words {
    let Back { refused, untold } = back;
    let problem = target.problem.as_ref().map(|problem| &problem.words);
    let is_settled = matches!(
        standing,
        Standing::Sent | Standing::Written | Standing::Carried
    );
    let needs_somebody = refused > 0 || untold > 0 || has_forked_lately(target);
    let (mut vi, mut en) = match (standing, problem) {
        // What needs somebody stands alone: it isn't all there, and the light says these words
        // where another target may still wait.
        _ if is_settled && needs_somebody => (String::new(), String::new()),
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
            format!("Chờ gửi {waiting}: cắm USB rồi bấm Gửi tay"),
            format!("{waiting} waiting: plug a stick in and press Carry by hand"),
        ),
        (Standing::Sent, _) => ("Đã gửi hết".to_owned(), "All sent".to_owned()),
        (Standing::Waiting | Standing::Stopped | Standing::Failing, _) => {
            (format!("Chờ gửi {waiting}"), format!("{waiting} waiting"))
        }
    };
    let mut add = |more_vi: String, more_en: String| {
        let join = |text: &mut String, more: &str| {
            if !text.is_empty() {
                text.push_str(" · ");
            }
            text.push_str(more);
        };
        join(&mut vi, &more_vi);
        join(&mut en, &more_en);
    };
    if refused > 0 {
        let (more_vi, more_en) = sent_back(refused);
        add(more_vi, more_en);
    }
    if untold > 0 {
        let (more_vi, more_en) = to_tell(untold);
        add(more_vi, more_en);
    }
    if has_forked_lately(target) {
        add(
            "Nơi nhận có lịch sử khác của máy này: xem có máy nào dùng chung dữ liệu không".to_owned(),
            "The target holds another history of this post: see whether two machines use one identity".to_owned(),
        );
    }
    Words { vi, en }
}

fn sent_back(refused: u64) -> (String, String) {
    (
        format!("{refused} dòng bị trả lại, bấm xem"),
        format!("{refused} entries sent back, press to see"),
    )
}

fn to_tell(untold: u64) -> (String, String) {
    (
        format!("{untold} lượt xoá chưa báo nơi nhận, bấm xem"),
        format!("{untold} erasures to tell of, press to see"),
    )
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
    let worst = cards.iter().max_by_key(|card| {
        let rank = match card.standing {
            Standing::Stopped => 7,
            Standing::Failing => 6,
            Standing::Sending => 5,
            Standing::Waiting => 4,
            Standing::Paused => 3,
            Standing::Carried => 2,
            Standing::Written => 1,
            Standing::Sent => 0,
        };
        (card.level(now), rank)
    });
    let Some(worst) = worst else {
        return Light {
            level: Level::None,
            words: Words {
                vi: "Chưa có nơi nhận".to_owned(),
                en: "No target yet".to_owned(),
            },
        };
    };
    let refused: u64 = cards.iter().map(|card| card.refused).sum();
    let mut words = worst.said(now);
    if refused > worst.refused {
        let (vi, en) = sent_back(refused);
        words.vi = format!("{} · {vi}", words.vi);
        words.en = format!("{} · {en}", words.en);
    }
    let untold: u64 = cards.iter().map(|card| card.untold).sum();
    if untold > worst.untold {
        let (vi, en) = to_tell(untold);
        words.vi = format!("{} · {vi}", words.vi);
        words.en = format!("{} · {en}", words.en);
    }
    Light {
        level: worst.level(now),
        words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targets::{Problem, Way};
    use crate::uplink::address::{Address, Reach};
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

    fn ago(hours: i64) -> Timestamp {
        NOW - SignedDuration::from_hours(hours)
    }

    fn web() -> Address {
        Address::parse("https://hub.example.vn", Reach::Public).expect("an address")
    }

    fn hub() -> Target {
        Target {
            id: 1,
            name: "Quận".to_owned(),
            way: Way::Hub {
                address: web(),
                ca: None,
            },
            picked: Vec::new(),
            paused: false,
            required: false,
            secret: None,
            membership: None,
            cursor: None,
            shift: 0,
            delivered: 0,
            delivered_at: Some(ago(100)),
            files: 0,
            problem: None,
            next_try: None,
            forked: None,
            received: None,
            begun: None,
        }
    }

    fn courier() -> Target {
        Target {
            way: Way::Courier {
                folder: "/media/usb".into(),
                district: [1; 32],
                root: [2; 32],
            },
            ..hub()
        }
    }

    fn failing(target: Target, fault: &Fault, hours: i64) -> Target {
        let saying = fault.problem();
        Target {
            problem: Some(Problem {
                word: saying.word.to_owned(),
                words: saying.words,
                since: ago(hours),
                is_final: saying.is_final,
            }),
            ..target
        }
    }

    fn card(target: Target, waiting: u64, refused: u64) -> Card {
        let oldest = (waiting > 0).then(|| ago(200));
        let back = Back { refused, untold: 0 };
        Card::of(target, (waiting, oldest), back, false)
    }

    fn said(target: Target, waiting: u64, refused: u64) -> String {
        card(target, waiting, refused).said(NOW).vi
    }

    #[test]
    fn the_words_are_the_product_s_own_to_the_letter() {
        assert_eq!(said(hub(), 0, 0), "Đã gửi hết");
        assert_eq!(said(hub(), 12, 0), "Chờ gửi 12");
        assert_eq!(said(hub(), 0, 2), "2 dòng bị trả lại, bấm xem");
        let host = || "hub.example.vn".to_owned();
        for fault in [Fault::NameUnknown(host()), Fault::Unreachable(host())] {
            let late = said(failing(hub(), &fault, 73), 12, 0);
            let wanted = "Mất mạng 3 ngày, vẫn ghi trên máy. Cắm USB rồi bấm Gửi tay. Chờ gửi 12. ";
            assert!(late.starts_with(wanted), "{late}");
            let soon = said(failing(hub(), &fault, 5), 12, 0);
            assert!(
                soon.starts_with("Mất mạng 5 giờ, vẫn ghi trên máy. Chờ gửi 12. "),
                "{soon}"
            );
        }
        let portal = said(failing(hub(), &Fault::Portal(host()), 0), 12, 0);
        assert!(
            portal.contains("Mạng này đòi đăng nhập. Dữ liệu vẫn an toàn trên máy."),
            "{portal}"
        );
        assert_eq!(
            said(courier(), 12, 0),
            "Chờ gửi 12: cắm USB rồi bấm Gửi tay"
        );
    }

    #[test]
    fn a_network_is_only_called_away_where_it_was_there_and_is_what_fails() {
        let never = Target {
            delivered_at: None,
            ..hub()
        };
        let unknown = Fault::NameUnknown("hub.example.vn".to_owned());
        for (target, fault) in [
            (never, unknown),
            (hub(), Fault::Busy(503)),
            (hub(), Fault::NotBelieved("hub.example.vn".to_owned())),
        ] {
            let late = said(failing(target, &fault, 73), 1, 0);
            assert!(
                late.starts_with("Chưa gửi được 3 ngày, vẫn ghi trên máy. Cắm USB"),
                "{late}"
            );
        }
    }

    /// One has everything and an erasure to be told of, another was paused: the light speaks of the
    /// erasure and claims nothing for the other.
    #[test]
    fn the_light_does_not_say_all_sent_of_one_where_another_is_paused() {
        let back = Back {
            refused: 0,
            untold: 1,
        };
        let told = Card::of(hub(), (0, None), back, false);
        let paused = Target {
            paused: true,
            ..hub()
        };
        let light = light(&[card(paused, 0, 0), told], NOW);
        assert_eq!(light.words.vi, "1 lượt xoá chưa báo nơi nhận, bấm xem");
    }

    #[test]
    fn a_day_is_amber_and_three_are_red_and_what_a_person_has_to_do_is_never_calm() {
        let busy = Fault::Busy(503);
        let level = |target, waiting, refused| card(target, waiting, refused).level(NOW);
        assert_eq!(level(failing(hub(), &busy, 23), 1, 0), Level::Calm);
        assert_eq!(level(failing(hub(), &busy, 24), 1, 0), Level::Amber);
        assert_eq!(level(failing(hub(), &busy, 72), 1, 0), Level::Red);
        // Nothing waits: whatever keeps it, nothing is late.
        assert_eq!(level(failing(hub(), &busy, 72), 0, 0), Level::Calm);
        assert_eq!(level(hub(), 0, 1), Level::Amber);
        // A stick that nobody plugs in is as late as a network that is away.
        assert_eq!(level(courier(), 1, 0), Level::Red);
        let carried = Target {
            delivered_at: Some(ago(1)),
            ..courier()
        };
        assert_eq!(level(carried, 1, 0), Level::Calm);
        let paused = Target {
            paused: true,
            ..hub()
        };
        assert_eq!(level(paused, 1, 0), Level::Amber, "whoever paused it knows");
    }

    fn any_card() -> impl Strategy<Value = Card> {
        let problem = prop::option::of((0..4usize, 0..200i64, any::<bool>()));
        let counts = (0..3u64, 0..3u64, any::<bool>(), any::<bool>(), 0..4usize);
        (problem, counts, 0..3u64).prop_map(|(problem, counts, untold)| {
            let (waiting, refused, paused, is_busy, kind) = counts;
            let way = match kind {
                0 => Way::Folder("/srv/chot".into()),
                1 => courier().way,
                2 => Way::HttpsJson {
                    address: web(),
                    ca: None,
                },
                _ => hub().way,
            };
            let mut target = Target {
                way,
                paused,
                ..hub()
            };
            if let Some((which, hours, is_final)) = problem {
                let host = "hub.example.vn".to_owned();
                let faults = [
                    Fault::NameUnknown(host.clone()),
                    Fault::Timeout(host.clone()),
                    Fault::Portal(host),
                    Fault::Busy(503),
                ];
                target = failing(target, &faults[which], hours);
                if let Some(problem) = &mut target.problem {
                    problem.is_final = is_final;
                }
            }
            let oldest = (waiting > 0).then(|| ago(50));
            let back = Back { refused, untold };
            Card::of(target, (waiting, oldest), back, is_busy)
        })
    }

    proptest! {
        #[test]
        fn the_light_never_says_more_than_is_true(cards in prop::collection::vec(any_card(), 0..5)) {
            let light = light(&cards, NOW);
            let waits = cards.iter().any(|card| card.waiting > 0);
            let refused = cards.iter().any(|card| card.refused > 0);
            let untold = cards.iter().any(|card| card.untold > 0);
            let fails = cards.iter().any(|card| card.target.problem.is_some());
            if light.words.vi.contains("Đã gửi hết") {
                prop_assert!(!waits && !refused && !untold && !fails);
                let has_all = |card: &Card| card.standing == Standing::Sent;
                prop_assert!(cards.iter().all(has_all));
            }
            if light.words.vi.contains("Đã ghi") {
                prop_assert!(!waits && !refused && !untold && !fails);
                let is_on_its_way = |card: &Card| card.standing == Standing::Paused;
                prop_assert!(!cards.iter().any(is_on_its_way));
            }
            if light.level == Level::Calm {
                let stopped = |card: &Card| card.standing == Standing::Stopped;
                prop_assert!(!refused && !untold && !cards.iter().any(stopped));
                prop_assert!(cards.iter().all(|card| card.level(NOW) == Level::Calm));
            }
            prop_assert_eq!(light.level == Level::None, cards.is_empty());
            if untold {
                prop_assert!(light.words.vi.contains("chưa báo nơi nhận"));
            }
            if refused {
                prop_assert!(light.words.vi.contains("bị trả lại, bấm xem"));
            }
        }
    }
}
