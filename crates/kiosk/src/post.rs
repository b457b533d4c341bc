//! *Post*: one kiosk at one gate. What its codes mean, what its guard does, what it says of both.
//!
//! Everything here happens on one thread, in order: recognise, judge, decide, write, and only when the
//! entry is durable show and sound. Nothing here waits for a camera, a page or a person.

mod accounting;
mod acts;
mod amending;
mod awaiting;
mod badge;
mod choices;
mod closing;
mod declaring;
mod entering;
mod expecting;
mod finding;
mod heads;
mod heard;
mod house;
mod indexing;
mod keeping;
mod leaving;
mod listing;
mod membership;
mod mending;
mod muting;
mod naming;
mod obeying;
mod person_key;
mod places;
mod practice;
mod preset;
mod purging;
mod rules;
mod samples;
mod shown;
mod staffing;
mod strangers;
mod trial;
mod trust;
mod updating;
mod visits;
mod watching;

pub(crate) use acts::typed_name;
pub use acts::{ByHand, FromPaper, Refusal, Unscanned};
use awaiting::Awaiting;
pub use awaiting::{Awaited, Sought};
pub use badge::Badge;
pub use declaring::Told as ToldToGuard;
use entering::Entering;
pub use expecting::Expectation;
use expecting::Expecting;
use finding::Finding;
pub use finding::Found;
use heads::Met;
pub use house::House;
pub use leaving::NotedBadge;
use muting::Muted;
pub use places::SeenPlace;
use practice::Practice;
pub use preset::{PresetWanted, Presets};
use purging::Purging;
pub use rules::{Rules, Trial, Tried};
pub use samples::Sample;
use shown::sound_of;
pub use shown::{Alike, Holder, Remark, Said, Shown, Told, What};
pub use trust::TrustState;
pub use visits::ClockState;
use watching::Watching;

use crate::camera;
use crate::card_test::{self, CardTest};
use crate::clock::Clock;
use crate::policies::Policies;
use crate::privacy::notice;
use crate::reader::serial;
use crate::scanner::Hint;
use crate::settings::Settings;
use crate::sound::Speaker;
use crate::staff::{SignedOn, Staff};
use crate::store::{Store, Trouble};
use crate::trusted::Trusted;
use checkpoint::document::{CodeId, Document, Question};
use checkpoint::entry::{Direction, Draft, Outcome};
use checkpoint::gate::{Counters, Gate, Sighting};
use checkpoint::moment::Moment;
use checkpoint::policy::Words;
use checkpoint::subject::Contact;
use checkpoint::trust::TrustList;
use checkpoint::verdict::judge;
use jiff::Timestamp;
use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A code counts again only after this long out of view (PRODUCT.md, Repeats).
const OUT_OF_VIEW_MS: u64 = 3_000;
/// How often a broken store is tried again.
const MEND_EVERY_MS: u64 = 1_000;
/// How often the post leaves a sign of life for the next start to find.
const SIGN_OF_LIFE_MS: u64 = 15_000;
/// Entries a minute from which names vanish and the full-bleed is short.
const RUSH: u32 = 20;
/// Verdicts kept on the strip.
const STRIP: usize = 5;

/// Everything the guard's screen shows.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub revision: u32,
    pub settings: Settings,
    /// What visitors are told of their data.
    pub notice: Words,
    pub demo: bool,
    /// When the practice that is under way ends by itself.
    pub practice: Option<Timestamp>,
    pub camera: camera::State,
    pub samples: bool,
    /// Readers on serial ports: those that are there, were there, or were chosen.
    pub readers: Vec<serial::Reader>,
    /// How the card test stands, where one is under way.
    pub trial: Option<card_test::Trial>,
    /// An admin waits for a code of ours.
    pub awaited: Option<Awaited>,
    pub trouble: Option<Trouble>,
    /// The ledger's keys lie in a file because no keychain answered.
    pub key_file: bool,
    pub sound: bool,
    pub counters: Counters,
    pub panel: Option<Shown>,
    pub strip: Vec<Shown>,
    pub hint: Option<Hint>,
    pub rush: bool,
    /// 0 bright … 1 dark.
    pub darkness: f32,
    pub gap: Option<(Timestamp, Timestamp)>,
    pub clock: ClockState,
    /// What the guard reads of the policy that is asked.
    pub policy: Words,
    /// What the guard asks of whoever declares at the gate; None where no declaration is asked for.
    pub declaring: Option<Vec<Question>>,
    /// Its name.
    pub policy_id: String,
    /// The chosen policy's file can't be understood.
    pub policy_problem: bool,
    pub staff: SignedOn,
    /// A guard has just proved to be before the screen: names stand on it, whomever it faces.
    pub named: bool,
}

/// What a post is made of.
pub struct Parts {
    pub store: Store,
    pub settings: Settings,
    pub settings_path: PathBuf,
    pub speaker: Box<dyn Speaker>,
    pub clock: Arc<dyn Clock>,
    /// Sample frames into a ledger of its own.
    pub demo: bool,
}

pub struct Post {
    gate: Gate,
    store: Store,
    settings: Settings,
    settings_path: PathBuf,
    policies: Policies,
    trusted: Trusted,
    /// Its list, as documents are judged by it.
    trust: TrustList,
    staff: Arc<Staff>,
    /// Who was signed on when it was last looked at.
    signed_on: SignedOn,
    named_since: Option<Moment>,
    speaker: Box<dyn Speaker>,
    clock: Arc<dyn Clock>,
    demo: bool,
    practice: Option<Practice>,
    camera: camera::State,
    samples: bool,
    readers: Vec<serial::Reader>,
    watching: Watching,
    expecting: Expecting,
    register: places::Register,
    card_test: Option<CardTest>,
    trial: Option<card_test::Trial>,
    awaiting: Option<Awaiting>,
    hint: Option<Hint>,
    darkness: f32,
    gap: Option<(Timestamp, Timestamp)>,
    panel: Option<(Shown, Moment)>,
    strip: VecDeque<Shown>,
    /// Codes that are nobody's document, and codes whose write failed: when they were last seen.
    mute: BTreeMap<CodeId, Muted>,
    /// The gate's state was folded from the ledger.
    folded: bool,
    last_try: Option<Moment>,
    last_sign: Option<Moment>,
    last_closing: Option<Moment>,
    last_index: Option<Moment>,
    purging: Purging,
    policies_seen: Option<Moment>,
    sound_was: bool,
    finding: Finding,
    shown_so_far: u32,
    revision: u32,
    changed: bool,
}

impl Post {
    pub fn new(parts: Parts) -> Result<Post, crate::settings::SettingsError> {
        let zone = parts.settings.time_zone()?;
        let gate = Gate::new(checkpoint::gate::Settings {
            gate: parts.settings.gate,
            mode: parts.settings.mode,
            zone,
        });
        let root = parts.settings_path.parent().unwrap_or(Path::new("."));
        let policies = Policies::open(root, &parts.settings.policy);
        let trusted = Trusted::open(root);
        let staff = Arc::new(Staff::of(parts.store.home()));
        let mut post = Post {
            gate,
            store: parts.store,
            settings: parts.settings,
            policies,
            settings_path: parts.settings_path,
            trust: TrustList::default(),
            trusted,
            staff,
            signed_on: SignedOn::default(),
            named_since: None,
            speaker: parts.speaker,
            clock: parts.clock,
            demo: parts.demo,
            practice: None,
            camera: camera::State::Starting,
            samples: false,
            readers: Vec::new(),
            watching: Watching::default(),
            expecting: Expecting::default(),
            register: places::Register::default(),
            card_test: None,
            trial: None,
            awaiting: None,
            hint: None,
            darkness: 0.0,
            gap: None,
            panel: None,
            strip: VecDeque::new(),
            mute: BTreeMap::new(),
            folded: false,
            last_try: None,
            last_sign: None,
            last_closing: None,
            last_index: None,
            purging: Purging::default(),
            policies_seen: None,
            sound_was: false,
            finding: Finding::default(),
            shown_so_far: 0,
            revision: 0,
            changed: true,
        };
        let now = post.clock.now();
        post.keep_store_alive(&now);
        post.look_who_is_on(&now);
        Ok(post)
    }

    /// What one frame's codes make the gate say, nearest the middle first. An entry among them is
    /// durable before it is returned.
    pub fn see(&mut self, codes: &[Vec<u8>]) -> Vec<Shown> {
        self.look(codes, Showing::Live)
    }

    /// What one picture of a folder makes the gate say: a showing of its own, so that something is
    /// said of each, and the entry is durable before it is returned.
    pub fn show_picture(&mut self, codes: &[Vec<u8>]) -> Shown {
        self.mute.clear();
        self.panel = None;
        let said = self.look(codes, Showing::Once);
        match said.into_iter().next() {
            Some(first) => first,
            None => {
                let now = self.clock.now();
                self.shown(Said::Nothing, &now)
            }
        }
    }

    fn look(&mut self, codes: &[Vec<u8>], showing: Showing) -> Vec<Shown> {
        let now = self.clock.now();
        self.forget_unseen(&now);
        let codes = self.put_aside(codes, &now);
        let (documents, others) = strangers::sorted(&codes, &self.settings.hub_host);
        let person_speaks =
            showing != Showing::Read && (!documents.is_empty() || self.person_on_panel(&now));
        let mut said = Vec::new();
        for (code, document) in documents {
            said.extend(match self.held(&document, &now) {
                Some(held) => self.take_badge(code, held, &now),
                None => self.meet(code, document, showing, &now),
            });
        }
        for (code, stranger) in others {
            said.extend(self.turn_off(code, stranger, person_speaks, &now));
        }
        self.present(&said, &now);
        said
    }

    /// A document in view: decide, write, and only then say.
    fn meet(
        &mut self,
        code: CodeId,
        document: Document,
        showing: Showing,
        now: &Moment,
    ) -> Option<Shown> {
        self.ask_lists_about(&document);
        let mut judged = judge(document, &self.trust, &self.judging(now));
        let mut contact = Contact {
            phone: judged.claim.phone.clone(),
            address: judged.claim.address.clone(),
            ..Contact::default()
        };
        let named = self.name_holder(&mut judged, &mut contact);
        let holder = Holder::of_claim(&judged.claim);
        let kind = What::Document(judged.claim.kind);
        let zone = self.store.zone();
        let told = judged
            .verified
            .as_ref()
            .map(|verified| Told::of(verified, &zone));
        if !self.folded {
            return self.not_stored(code, kind, holder, now);
        }
        let Some(who) = named.or_else(|| self.store.who(&judged.claim)) else {
            return self.not_stored(code, kind, holder, now);
        };
        let Met {
            sighting,
            who,
            holder,
            has_own,
        } = self.met(code, &judged, (who, holder), now);
        let somebody = self.somebody_of(&judged.claim, &who);
        match sighting {
            Sighting::InView if showing != Showing::Once => None,
            Sighting::InView | Sighting::Ignored => {
                Some(self.shown(Said::Ignored, now).about(kind, holder))
            }
            Sighting::Already { of, at, verdict } => {
                let said = match verdict {
                    Outcome::Admit => Said::Already,
                    Outcome::Look => Said::Look,
                    Outcome::Refuse => Said::Refuse,
                };
                let expected = self.expected(None, &holder, now);
                let mut shown = self.shown(said, now).about(kind, holder);
                shown.expected = expected;
                shown.told = told;
                shown.since = Some(at);
                shown.open = matches!(said, Said::Look | Said::Refuse);
                shown.answers = Some(of.seq);
                if said == Said::Look {
                    shown.watched = self.asks_again(of.seq, somebody, now);
                }
                Some(shown)
            }
            Sighting::Enter(mut draft) => {
                if self.practice.is_none() && self.tried_just_now(code, now) {
                    return None;
                }
                let presented = self.noted_as_shown(&mut draft, &judged, (&who, has_own), now);
                let watched = self.look_at_watched(&mut draft, somebody, now);
                let entering = Entering {
                    draft,
                    kind,
                    holder,
                    who,
                    contact,
                    presented,
                    told,
                    watched,
                };
                if self.practice.is_some() {
                    return self.practise(code, entering, now);
                }
                self.enter(code, entering, now)
            }
        }
    }

    fn person_on_panel(&self, now: &Moment) -> bool {
        let Some((shown, since)) = &self.panel else {
            return false;
        };
        let age = now.since(since);
        match shown.said {
            Said::In | Said::Out => age < 5_000,
            Said::Already => age < 3_000,
            Said::Look | Said::Refuse => shown.open,
            Said::NotStored(_) => self.store.trouble().is_some(),
            Said::Badge(_)
            | Said::Place(_)
            | Said::Foreign(_)
            | Said::Unknown
            | Said::Damaged
            | Said::Ignored
            | Said::Nothing => false,
        }
    }

    /// Puts what was said where people see and hear it: the first on the panel, people on the strip.
    fn present(&mut self, said: &[Shown], now: &Moment) {
        let mut first = true;
        for shown in said {
            if shown.said == Said::Ignored {
                continue;
            }
            if first {
                if let Some(sound) = sound_of(shown.said) {
                    self.speaker.play(sound);
                }
                self.panel = Some((shown.clone(), *now));
                first = false;
            }
            if shown.seq.is_some() && !matches!(shown.said, Said::Already) {
                self.strip.push_front(shown.clone());
                self.trim_strip();
            }
            self.changed = true;
        }
    }

    /// Five on the strip; a refusal nobody acknowledged stays even when five came after it.
    fn trim_strip(&mut self) {
        while self.strip.len() > STRIP {
            let closed = self.strip.iter().rposition(|row| !row.open);
            self.strip.remove(closed.unwrap_or(self.strip.len() - 1));
        }
    }

    fn shown(&mut self, said: Said, now: &Moment) -> Shown {
        self.shown_so_far = self.shown_so_far.wrapping_add(1);
        Shown::new(self.shown_so_far, said, now.at)
    }

    /// Nothing goes green any more until the store is mended.
    fn failing(&mut self, now: &Moment) {
        self.last_try = Some(*now);
        self.changed = true;
    }

    /// What has to be done now and then: mending the store, a sign of life, the sound's light.
    pub fn tick(&mut self) {
        let now = self.clock.now();
        self.keep_store_alive(&now);
        self.forget_awaiting(&now);
        self.look_who_is_on(&now);
        self.hide_names_when_due(&now);
        self.end_practice_when_due(&now);
        if self.folded && self.store.trouble().is_none() {
            self.follow_the_day(&now);
            // One whose answer could not be written when it was due.
            if let Some(shown) = self.complete_visits(&now) {
                self.present(&[shown], &now);
            }
            self.watch_policies(&now);
            self.close_when_due(&now);
            self.read_watched_when_due(&now);
            self.read_expected_when_due(&now);
            self.know_lists_when_due(&now);
            self.keep_places_when_due(&now);
            self.purge_when_due(&now);
            self.index_when_due(&now);
        }
        let present = self.speaker.is_present();
        if present != self.sound_was {
            self.sound_was = present;
            self.changed = true;
        }
    }

    fn keep_store_alive(&mut self, now: &Moment) {
        if self.store.trouble().is_some() || !self.folded {
            let due = self
                .last_try
                .is_none_or(|tried| now.since(&tried) >= MEND_EVERY_MS);
            if due {
                self.mend(now);
            }
        } else if self.practice.is_none()
            && self
                .last_sign
                .is_none_or(|sign| now.since(&sign) >= SIGN_OF_LIFE_MS)
        {
            self.last_sign = Some(*now);
            self.store.alive(now);
        }
    }

    pub fn camera_is(&mut self, state: camera::State, samples: bool) {
        if self.camera != state || self.samples != samples {
            self.camera = state;
            self.samples = samples;
            self.changed = true;
        }
    }

    pub fn hint_is(&mut self, hint: Option<Hint>) {
        if self.hint != hint {
            self.hint = hint;
            self.changed = true;
        }
    }

    /// `darkness` 0 bright … 1 dark; small changes aren't worth a repaint.
    pub fn darkness_is(&mut self, darkness: f32) {
        if (self.darkness - darkness).abs() >= 0.1 {
            self.darkness = darkness;
            self.changed = true;
        }
    }

    /// The snapshot, where anything changed since the last one was taken.
    pub fn changes(&mut self) -> Option<Snapshot> {
        if !std::mem::take(&mut self.changed) {
            return None;
        }
        self.revision = self.revision.wrapping_add(1);
        Some(self.snapshot())
    }

    pub fn snapshot(&self) -> Snapshot {
        let now = self.clock.now();
        Snapshot {
            revision: self.revision,
            settings: self.settings.clone(),
            notice: notice::sentence(&self.settings, self.is_held()),
            demo: self.demo,
            practice: self.practice.as_ref().map(Practice::ends),
            camera: self.camera.clone(),
            samples: self.samples,
            readers: self.readers.clone(),
            trial: self.trial,
            awaited: self.awaited(),
            trouble: self.store.trouble(),
            key_file: self.store.has_key_file(),
            sound: self.speaker.is_present(),
            counters: self.gate.counters(&now),
            panel: self.panel.as_ref().map(|(shown, _)| self.with_group(shown)),
            strip: self.strip.iter().map(|row| self.with_group(row)).collect(),
            hint: self.hint,
            rush: self.gate.pace(&now) >= RUSH,
            darkness: self.darkness,
            gap: self.gap,
            clock: self.clock_state(&now),
            policy: self.gate.policy().sentence.clone(),
            declaring: self.gate.declaring(&now),
            policy_id: self.gate.policy().id.clone(),
            policy_problem: self.policies.problems().iter().any(|p| p.is_active),
            staff: self.signed_on.clone(),
            named: self.named_since.is_some(),
        }
    }
}

/// How codes come before the gate.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Showing {
    /// Frames of a camera: a code that stays in view says nothing new.
    Live,
    /// One picture of a folder.
    Once,
    /// A reader on USB, one text at a time.
    Read,
}

fn said_of(draft: &Draft, second: bool) -> Said {
    match (draft.verdict, draft.direction) {
        (Some(Outcome::Look), _) => Said::Look,
        (Some(Outcome::Refuse), _) => Said::Refuse,
        (Some(Outcome::Admit) | None, _) if second => Said::Already,
        (Some(Outcome::Admit) | None, Some(Direction::Out)) => Said::Out,
        (Some(Outcome::Admit) | None, Some(Direction::In) | None) => Said::In,
    }
}
