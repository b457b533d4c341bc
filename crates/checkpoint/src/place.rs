//! *Place*: somewhere with a poster of its own: a gate, a shop, a bus, a meeting room. What was done with its poster is a
//! row of facts, and how the place stands is a fold over them.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Office,
    Gate,
    MeetingRoom,
    School,
    Class,
    Shop,
    Market,
    Vehicle,
    Clinic,
    Worship,
    Other,
}

impl Kind {
    pub const ALL: [Kind; 11] = [
        Kind::Office,
        Kind::Gate,
        Kind::MeetingRoom,
        Kind::School,
        Kind::Class,
        Kind::Shop,
        Kind::Market,
        Kind::Vehicle,
        Kind::Clinic,
        Kind::Worship,
        Kind::Other,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Office => "office",
            Kind::Gate => "gate",
            Kind::MeetingRoom => "meeting-room",
            Kind::School => "school",
            Kind::Class => "class",
            Kind::Shop => "shop",
            Kind::Market => "market",
            Kind::Vehicle => "vehicle",
            Kind::Clinic => "clinic",
            Kind::Worship => "worship",
            Kind::Other => "other",
        }
    }

    pub fn of_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// As it stands on a poster and in a file.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Kind::Office => "Cơ quan",
            Kind::Gate => "Cổng",
            Kind::MeetingRoom => "Phòng họp",
            Kind::School => "Trường học",
            Kind::Class => "Lớp học",
            Kind::Shop => "Cửa hàng",
            Kind::Market => "Chợ",
            Kind::Vehicle => "Xe",
            Kind::Clinic => "Cơ sở y tế",
            Kind::Worship => "Nơi thờ tự",
            Kind::Other => "Nơi khác",
        }
    }

    pub fn english(self) -> &'static str {
        match self {
            Kind::Office => "Office",
            Kind::Gate => "Gate",
            Kind::MeetingRoom => "Meeting room",
            Kind::School => "School",
            Kind::Class => "Class",
            Kind::Shop => "Shop",
            Kind::Market => "Market",
            Kind::Vehicle => "Vehicle",
            Kind::Clinic => "Clinic",
            Kind::Worship => "Place of worship",
            Kind::Other => "Other place",
        }
    }
}

/// What was done with a place's poster, and how the place stands by it. A closed list: it stands in lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Its code is there, to be printed.
    Made,
    /// The poster hangs.
    Posted,
    /// Somebody looked at the poster where it hangs.
    Checked,
    /// Its last day is over.
    Expired,
    /// It counts no more, and stays so.
    Revoked,
    /// A newer version takes its place.
    Replaced,
}

impl State {
    pub const ALL: [State; 6] = [
        State::Made,
        State::Posted,
        State::Checked,
        State::Expired,
        State::Revoked,
        State::Replaced,
    ];

    /// The word that stands in a line.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Made => "made",
            State::Posted => "posted",
            State::Checked => "checked",
            State::Expired => "expired",
            State::Revoked => "revoked",
            State::Replaced => "replaced",
        }
    }

    pub fn of_word(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether a poster that stands so is worth hanging, and its page takes anything.
    pub fn counts(self) -> bool {
        match self {
            State::Made | State::Posted | State::Checked => true,
            State::Expired | State::Revoked | State::Replaced => false,
        }
    }
}

/// What an entry says of a place: numbers and a word. Its name lies in the register alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// Names the place in the register of its post.
    pub place: u32,
    /// Of its poster, from 1.
    pub version: u32,
    pub state: State,
}

/// Letters and digits of a code, with its dashes.
const CODE: std::ops::RangeInclusive<usize> = 2..=16;

/// What a poster is called by, in its code and on its paper: `BS-012`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(String);

impl Code {
    /// Capitals, digits and single dashes between them, 2 to 16 in all; small letters become capitals. None for anything
    /// else: a code is read aloud on a telephone.
    pub fn of_typed(typed: &str) -> Option<Code> {
        let code = typed.trim().to_ascii_uppercase();
        let is_part =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (CODE.contains(&code.len()) && code.split('-').all(is_part)).then_some(Code(code))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The next number behind the greatest of those under the letters that most codes have; the first one is under
    /// `letters`, or `DD` (*địa điểm*) where these make no code.
    pub fn next<'a>(taken: impl IntoIterator<Item = &'a Code>, letters: &str) -> Code {
        let mut under: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
        for code in taken {
            let Some((letters, number)) = code.0.rsplit_once('-') else {
                continue;
            };
            let parsed = number.parse::<u32>().ok();
            let Some(number) = parsed.filter(|_| number.len() <= 6) else {
                continue;
            };
            let (count, greatest) = under.entry(letters).or_default();
            *count += 1;
            *greatest = number.max(*greatest);
        }
        let most = under
            .into_iter()
            .max_by_key(|(letters, (count, _))| (*count, Reverse(*letters)));
        let (letters, last) = most.map_or((letters, 0), |(letters, (_, last))| (letters, last));
        let numbered = |letters: &str| Code::of_typed(&format!("{letters}-{:03}", last + 1));
        numbered(letters)
            .or_else(|| numbered("DD"))
            .unwrap_or_else(|| Code("DD-001".to_owned()))
    }
}

/// One thing that was done with a place's poster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    pub version: u32,
    pub state: State,
    pub at: Timestamp,
}

/// How a place stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Of the newest poster, from 1; 0 while nothing was made.
    pub version: u32,
    pub state: State,
    pub made: Option<Timestamp>,
    /// When the newest poster was put up, and when somebody looked at it last.
    pub posted: Option<Timestamp>,
    pub checked: Option<Timestamp>,
    /// Versions that were revoked, whatever came after them.
    revoked: BTreeSet<u32>,
}

impl Standing {
    /// What was done, as it was done. What is said of an older version changes nothing but that it was revoked; whatever
    /// is revoked, expired or replaced is neither put up nor checked any more.
    pub fn of(done: impl IntoIterator<Item = Done>) -> Standing {
        let mut standing = Standing {
            version: 0,
            state: State::Made,
            made: None,
            posted: None,
            checked: None,
            revoked: BTreeSet::new(),
        };
        for one in done {
            standing.take(one);
        }
        standing
    }

    fn take(&mut self, done: Done) {
        if done.state == State::Revoked {
            self.revoked.insert(done.version);
        }
        if done.version < self.version {
            return;
        }
        if done.version > self.version {
            self.version = done.version;
            self.state = State::Made;
            self.made = Some(done.at);
            (self.posted, self.checked) = (None, None);
        }
        let counts = self.state.counts();
        match done.state {
            State::Made => {}
            State::Posted if counts => {
                self.posted = Some(done.at);
                self.state = State::Posted;
            }
            State::Checked if counts => {
                self.posted = self.posted.or(Some(done.at));
                self.checked = Some(done.at);
                self.state = State::Checked;
            }
            State::Posted | State::Checked => {}
            State::Expired if self.state == State::Revoked => {}
            State::Expired => self.state = State::Expired,
            State::Revoked => self.state = State::Revoked,
            State::Replaced => self.state = State::Replaced,
        }
    }

    /// The same on a day: a poster whose last day is over has expired, also before anybody wrote it down.
    pub fn on(&self, today: Date, until: Option<Date>) -> State {
        let is_over = until.is_some_and(|until| until < today);
        if self.state.counts() && is_over {
            State::Expired
        } else {
            self.state
        }
    }

    /// Whether it may be done now.
    pub fn may(&self, next: State, today: Date, until: Option<Date>) -> bool {
        let now = self.on(today, until);
        match next {
            State::Made => self.version == 0,
            State::Posted | State::Checked => now.counts(),
            State::Expired => now.counts() || self.state != now,
            State::Revoked => now != State::Revoked,
            State::Replaced => self.version > 0,
        }
    }
}

/// What a gate answers to a poster that is held up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// *Đúng chỗ*.
    Right,
    /// *Mã cũ, in lại*: replaced, or its last day is over.
    Old,
    /// *Mã của đơn vị khác*.
    OtherUnit,
    /// *Mã đã thu hồi*.
    Revoked,
    /// *Không phải mã của đơn vị*.
    NotOurs,
}

/// What a register says of a version of a place's poster; `standing` is None where it has no such code.
pub fn answer(standing: Option<(&Standing, Option<Date>)>, version: u32, today: Date) -> Answer {
    let Some((standing, until)) = standing else {
        return Answer::NotOurs;
    };
    if standing.revoked.contains(&version) || standing.state == State::Revoked {
        return Answer::Revoked;
    }
    if version == 0 || version > standing.version {
        return Answer::NotOurs;
    }
    match standing.on(today, until) {
        State::Made | State::Posted | State::Checked if version == standing.version => {
            Answer::Right
        }
        State::Made
        | State::Posted
        | State::Checked
        | State::Expired
        | State::Revoked
        | State::Replaced => Answer::Old,
    }
}
