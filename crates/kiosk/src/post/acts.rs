//! *Acts*: what a guard does at the gate. Each is an entry of its own, or a refusal that says why not.

use super::expecting::{Expectation, appointed};
use super::shown::{Holder, Remark, Said, Shown, What};
use super::watching::Asking;
use super::{Post, ToldToGuard, said_of, sound_of};
use crate::staff::NotAllowed;
use crate::store::{Besides, Presence};
use checkpoint::entry::{Audit, Direction, Draft, Happened, Kind, Mode, Party, Precision};
use checkpoint::gate::{NotNow, Recorded};
use checkpoint::moment::Moment;
use checkpoint::policy::Tested;
use checkpoint::role::Act;
use checkpoint::subject::{Contact, Note, Purpose, Who};
use jiff::civil::{Date, Time};

/// Longest name a guard can type; longer than any on a card.
const NAME_CHARS: usize = 120;
/// Most people one F4 can count.
const PASSED_AT_ONCE: u32 = 500;

/// F2: a person without a readable code.
#[derive(Clone, Debug, Default)]
pub struct ByHand {
    /// Someone as [`Post::find_visitors`] named them.
    pub visitor: Option<String>,
    pub name: String,
    pub birth_year: Option<i16>,
    /// A bare ID number that was read: 12 or 9 digits.
    pub number: Option<String>,
    /// Whom they came to see.
    pub host: Option<String>,
    /// Kept where the preset keeps it.
    pub contact: Contact,
    /// None: as the gate decides.
    pub direction: Option<Direction>,
    /// What they declared to the guard; None where nobody asked them.
    pub told: Option<ToldToGuard>,
}

/// F3: one line of the paper book.
#[derive(Clone, Debug)]
pub struct FromPaper {
    pub day: Date,
    pub time: Time,
    pub name: String,
    pub birth_year: Option<i16>,
    pub direction: Direction,
    pub purpose: Option<String>,
}

/// F4: people who passed without a scan.
#[derive(Clone, Copy, Debug)]
pub struct Unscanned {
    pub count: u32,
    pub party: Party,
    pub direction: Option<Direction>,
}

/// What is asked of somebody who is typed in.
#[derive(Default)]
struct Asked {
    watched: Option<Asking>,
    expected: Vec<Expectation>,
    /// Of their declaration, met and failed.
    rules: Vec<Tested>,
}

/// Why an act did not happen, for the person who tried it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("nothing was entered within the last 30 seconds")]
    NothingToUndo,
    #[error("nobody came within the last 20 seconds")]
    NobodyJustNow,
    #[error("this matter is not open any more")]
    NotOpen,
    #[error("nobody of the same name and birth date was entered today")]
    NobodyAlike,
    #[error("no group came in within the last 10 minutes")]
    NoGroup,
    #[error("all who declared together have come")]
    GroupFull,
    #[error("nobody came in within the last 10 minutes")]
    NobodyCame,
    #[error("write the name")]
    NameMissing,
    #[error("the name is too long")]
    NameTooLong,
    #[error("this birth year cannot be")]
    BirthYearImplausible,
    #[error("a number has 12 or 9 digits")]
    NumberWrong,
    #[error("this time cannot be")]
    TimeWrong,
    #[error("this time is still to come")]
    TimeInFuture,
    #[error("write how many, 1 to 500")]
    CountWrong,
    #[error("write for how many days, 3 to 3653")]
    DaysWrong,
    #[error("write for how many years, 1 to 50")]
    YearsWrong,
    #[error("a phone number has 9 to 11 digits")]
    PhoneWrong,
    #[error("this text is too long")]
    TextTooLong,
    #[error("write on what it rests")]
    BasisMissing,
    #[error("this is practice: nothing is written, so that there is nothing to change")]
    Practising,
    #[error("this visitor is not in the list any more")]
    VisitorUnknown,
    #[error("nobody is on duty: press F9 and sign on")]
    NobodyOnDuty,
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("the entry could not be written; write it on paper")]
    NotStored,
}

impl From<NotNow> for Refusal {
    fn from(not_now: NotNow) -> Refusal {
        match not_now {
            NotNow::NothingToUndo => Refusal::NothingToUndo,
            NotNow::NobodyJustNow => Refusal::NobodyJustNow,
            NotNow::NotOpen => Refusal::NotOpen,
            NotNow::NobodyAlike => Refusal::NobodyAlike,
            NotNow::NoGroup => Refusal::NoGroup,
            NotNow::GroupFull => Refusal::GroupFull,
            NotNow::NobodyCame => Refusal::NobodyCame,
        }
    }
}

impl Post {
    /// F2.
    pub fn enter_by_hand(&mut self, form: &ByHand) -> Result<(), Refusal> {
        let now = self.clock.now();
        let (holder, who) = match &form.visitor {
            Some(row) => self.found(row)?,
            None => self.stranger(form, &now)?,
        };
        if form.contact.phone.as_deref().is_some_and(is_no_phone) {
            return Err(Refusal::PhoneWrong);
        }
        let mut draft = self.gate.manual(&who, form.direction, None, false, &now);
        let expected = self.expected(Some(&draft), &holder, &now);
        let mut besides = self.keeping(&form.contact, appointed(&expected), form.host.as_deref());
        let (rules, health) = self.weigh_told(&mut draft, form.told.as_ref(), &now);
        besides.health = health;
        let somebody = self.somebody_typed(&holder, form.number.as_deref(), &who);
        let watched = self.look_at_watched(&mut draft, somebody, &now);
        let asked = Asked {
            watched,
            expected,
            rules,
        };
        self.enter_person(&draft, What::Manual, (holder, who), asked, &besides, &now)
    }

    /// F3, one line.
    pub fn enter_from_paper(&mut self, line: &FromPaper) -> Result<(), Refusal> {
        let now = self.clock.now();
        let zone = self.settings.time_zone().map_err(|_| Refusal::TimeWrong)?;
        let at = zone
            .to_timestamp(line.day.to_datetime(line.time))
            .map_err(|_| Refusal::TimeWrong)?;
        if at > now.at {
            return Err(Refusal::TimeInFuture);
        }
        let holder = typed_holder(&line.name, line.birth_year, &now)?;
        let happened = Happened {
            at,
            precision: Precision::Minute,
        };
        let who = Who::default();
        let draft = self
            .gate
            .manual(&who, Some(line.direction), Some(happened), true, &now);
        let purpose = line
            .purpose
            .as_deref()
            .map(str::trim)
            .filter(|p| !p.is_empty());
        let besides = Besides {
            note: purpose.map(|purpose| Note {
                purpose: Some(Purpose::Text(purpose.chars().take(NAME_CHARS).collect())),
                note: None,
            }),
            ..Besides::default()
        };
        self.ask_real()?;
        let asked = Asked::default();
        self.enter_person(&draft, What::Paper, (holder, who), asked, &besides, &now)?;
        self.gap = None;
        Ok(())
    }

    /// F4.
    pub fn pass_unscanned(&mut self, unscanned: Unscanned) -> Result<(), Refusal> {
        if unscanned.count == 0 || unscanned.count > PASSED_AT_ONCE {
            return Err(Refusal::CountWrong);
        }
        let now = self.clock.now();
        let draft = self
            .gate
            .passed(unscanned.count, unscanned.party, unscanned.direction, &now);
        let seq = match self.practice {
            Some(_) => None,
            None => Some(self.plain(&draft, &now)?),
        };
        let mut shown = self
            .shown(said_of_direction(draft.direction), &now)
            .about(What::Passed(unscanned.party), Holder::default());
        shown.seq = seq;
        shown.direction = draft.direction;
        shown.count = Some(unscanned.count);
        self.present(&[shown], &now);
        Ok(())
    }

    /// F6: the last entry the other way round.
    pub fn turn_round(&mut self) -> Result<(), Refusal> {
        self.ask_real()?;
        let now = self.clock.now();
        let draft = self.gate.turn_round(&now)?;
        self.plain(&draft, &now)?;
        let said = said_of_direction(draft.direction);
        self.restate(&draft, &now, |row| {
            row.said = said;
            row.direction = draft.direction;
            row.reasons.retain(|&r| r != Remark::Corrected);
            row.reasons.push(Remark::Corrected);
        });
        if let Some(sound) = sound_of(said) {
            self.speaker.play(sound);
        }
        Ok(())
    }

    /// F7: the last entry didn't happen.
    pub fn undo(&mut self) -> Result<(), Refusal> {
        self.ask_real()?;
        let now = self.clock.now();
        let draft = self.gate.undo(&now)?;
        self.plain(&draft, &now)?;
        self.restate(&draft, &now, |row| {
            row.reasons.push(Remark::Voided);
            row.open = false;
        });
        Ok(())
    }

    /// 1–9: what the last visitor came for, in the words that the key has today: another preset gives it others.
    pub fn purpose(&mut self, key: u8) -> Result<(), Refusal> {
        let named = self.settings.purposes.get(&key).cloned();
        let named = named.ok_or(Refusal::CountWrong)?;
        self.ask_real()?;
        let now = self.clock.now();
        let draft = self.gate.purpose(&now)?;
        let note = Note {
            purpose: Some(Purpose::Text(named)),
            note: None,
        };
        self.noted(&draft, &note, &now)?;
        self.restate(&draft, &now, |row| row.purpose = Some(key));
        Ok(())
    }

    /// Writes an entry with a note and without a person.
    pub(super) fn noted(
        &mut self,
        draft: &Draft,
        note: &Note,
        now: &Moment,
    ) -> Result<(), Refusal> {
        let written = self
            .store
            .append_note(draft, note, now)
            .map_err(|_| self.refused(now))?;
        self.gate.record(Recorded {
            entry: written.entry,
            leaf: written.leaf,
            who: Who::default(),
            code: None,
        });
        Ok(())
    }

    /// The guard's answer to a *look* or *refuse*.
    pub fn decide(&mut self, seq: u64, admitted: bool) -> Result<(), Refusal> {
        self.ask_real()?;
        let now = self.clock.now();
        let draft = self.gate.decide(seq, admitted, &now)?;
        let answer = self.plain(&draft, &now)?;
        self.judged(seq, admitted, &now);
        let (what, holder) = self.about_entry(seq);
        self.close_rows(seq);
        let said = if admitted {
            said_of_direction(draft.direction)
        } else {
            Said::Refuse
        };
        let mut shown = self.shown(said, &now);
        shown.what = what;
        shown.holder = holder;
        shown.seq = Some(answer);
        shown.direction = draft.direction;
        shown.open = !admitted;
        self.present(&[shown], &now);
        Ok(())
    }

    /// The guard has seen the refusals: they may leave the strip.
    pub fn acknowledge(&mut self) {
        for row in self.strip.iter_mut().filter(|row| row.said == Said::Refuse) {
            row.open = false;
        }
        if let Some((shown, _)) = &mut self.panel
            && shown.said == Said::Refuse
        {
            shown.open = false;
        }
        self.trim_strip();
        self.changed = true;
    }

    pub fn dismiss_gap(&mut self) {
        self.gap = None;
        self.changed = true;
    }

    /// VÀO, RA or TỰ ĐỘNG: a config entry, kept for the next start.
    pub fn choose_mode(&mut self, mode: Mode) -> Result<(), Refusal> {
        self.ask_leave(Act::ChooseDirection)?;
        let now = self.clock.now();
        let mut draft = Draft::new(Kind::Audit(Audit::Config));
        draft.mode = Some(mode);
        draft.by = self.doer();
        self.plain(&draft, &now)?;
        self.settings.mode = mode;
        self.keep_settings()
    }

    /// F8: who is inside, the newest first; names where the log has them.
    pub fn inside(&mut self) -> Result<Vec<Presence>, Refusal> {
        self.ask_leave(Act::SeeVisitors)?;
        let now = self.clock.now();
        let inside = self.gate.inside(&now);
        self.store
            .names(&inside, &now)
            .map_err(|_| Refusal::NotStored)
    }

    fn stranger(&mut self, form: &ByHand, now: &Moment) -> Result<(Holder, Who), Refusal> {
        let mut holder = typed_holder(&form.name, form.birth_year, now)?;
        let mut who = Who::default();
        if let Some(number) = form
            .number
            .as_deref()
            .map(str::trim)
            .filter(|n| !n.is_empty())
        {
            let digits = number.chars().all(|c| c.is_ascii_digit());
            if !digits || !matches!(number.len(), 9 | 12) {
                return Err(Refusal::NumberWrong);
            }
            holder.last_four = Some(super::shown::last_four(number));
            who = self.store.who_of_number(number).ok_or(Refusal::NotStored)?;
        }
        Ok((holder, who))
    }

    fn enter_person(
        &mut self,
        draft: &Draft,
        what: What,
        (holder, who): (Holder, Who),
        asked: Asked,
        besides: &Besides,
        now: &Moment,
    ) -> Result<(), Refusal> {
        let Asked {
            watched,
            expected,
            rules,
        } = asked;
        if self.practice.is_some() {
            let mut shown = self.shown(said_of(draft, false), now).about(what, holder);
            shown.direction = draft.direction;
            shown.watched = watched.map(|asking| asking.hits).unwrap_or_default();
            shown.expected = expected;
            self.present(&[shown], now);
            return Ok(());
        }
        if !self.folded {
            return Err(Refusal::NotStored);
        }
        let written = self
            .store
            .append_person(draft, &holder, &who, besides, None, now)
            .map_err(|_| self.refused(now))?;
        let (seq, id) = (written.entry.seq, written.entry.id);
        self.gate.record(Recorded {
            entry: written.entry,
            leaf: written.leaf,
            who,
            code: None,
        });
        let mut shown = self
            .shown(said_of(draft, false), now)
            .about(what, holder)
            .at_place(seq, id);
        shown.direction = draft.direction;
        shown.open = shown.said == Said::Look;
        shown.watched = self.asks(seq, watched);
        shown.expected = expected;
        shown.rules = rules;
        shown.reasons = draft.reasons.iter().map(|&r| Remark::Reason(r)).collect();
        self.present(&[shown], now);
        Ok(())
    }

    pub(super) fn plain(&mut self, draft: &Draft, now: &Moment) -> Result<u64, Refusal> {
        if !self.folded {
            return Err(Refusal::NotStored);
        }
        let seq = self
            .write_plain(draft, now)
            .map_err(|_| self.refused(now))?;
        self.changed = true;
        Ok(seq)
    }

    pub(super) fn refused(&mut self, now: &Moment) -> Refusal {
        self.failing(now);
        Refusal::NotStored
    }

    /// Changes what the strip says of the entry a correction names, and says it again on the panel.
    pub(super) fn restate(&mut self, draft: &Draft, now: &Moment, change: impl Fn(&mut Shown)) {
        let seq = draft.of.map(|of| of.seq);
        let mut again = None;
        for row in self.strip.iter_mut().filter(|row| row.seq == seq) {
            change(row);
            again = Some(row.clone());
        }
        if again.is_none()
            && let Some((shown, _)) = &mut self.panel
            && shown.seq == seq
        {
            change(shown);
            again = Some(shown.clone());
        }
        if let Some(mut shown) = again {
            self.shown_so_far = self.shown_so_far.wrapping_add(1);
            shown.number_so_far = self.shown_so_far;
            self.panel = Some((shown, *now));
        }
        self.changed = true;
    }

    pub(super) fn about_entry(&self, seq: u64) -> (Option<What>, Holder) {
        let on_panel = self.panel.iter().map(|(shown, _)| shown);
        self.strip
            .iter()
            .chain(on_panel)
            .find(|shown| shown.entry() == Some(seq))
            .map(|shown| (shown.what, shown.holder.clone()))
            .unwrap_or_default()
    }
}

fn said_of_direction(direction: Option<Direction>) -> Said {
    match direction {
        Some(Direction::Out) => Said::Out,
        Some(Direction::In) | None => Said::In,
    }
}

/// A name as somebody typed it: letters, with single blanks.
pub(crate) fn typed_name(name: &str) -> Result<String, Refusal> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if !name.chars().any(char::is_alphabetic) {
        return Err(Refusal::NameMissing);
    }
    if name.chars().count() > NAME_CHARS {
        return Err(Refusal::NameTooLong);
    }
    if name.chars().any(char::is_control) {
        return Err(Refusal::NameMissing);
    }
    Ok(name)
}

/// What a person typed of a person: a name of letters, a birth year a living person can have.
fn typed_holder(name: &str, birth_year: Option<i16>, now: &Moment) -> Result<Holder, Refusal> {
    let name = typed_name(name)?;
    let this_year = now.at.to_zoned_datetime(jiff::tz::TimeZone::UTC).year();
    if let Some(year) = birth_year
        && !(this_year - 130..=this_year).contains(&year)
    {
        return Err(Refusal::BirthYearImplausible);
    }
    Ok(Holder {
        name: Some(name),
        birth_year,
        last_four: None,
    })
}

fn is_no_phone(typed: &str) -> bool {
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    let others = |c: char| !c.is_ascii_digit() && !matches!(c, ' ' | '.' | '-' | '+');
    !typed.trim().is_empty() && (!(9..=11).contains(&digits) || typed.chars().any(others))
}
