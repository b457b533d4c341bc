//! *Places*: what was done with the unit's posters is entered here, and a poster that is held up is told what it is.

use super::{Post, Refusal, Said, Shown, Sought, What};
use crate::places::{Doing, Hub, Places, PlacesError, Waiting};
use checkpoint::document::{Document, Kind, PlaceLink, Recognised, Says, Standing};
use checkpoint::entry::{Audit, Draft, Happened, Kind as EntryKind, Precision};
use checkpoint::moment::Moment;
use checkpoint::place::{self, Answer, Code, answer};
use checkpoint::verdict::judge;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How often it is looked whether something was done elsewhere.
const EVERY_MS: u64 = 5_000;
/// As long as there is more than is entered at a time.
const PAUSE_MS: u64 = 500;
/// What is entered at a time: whoever stands at the gate waits meanwhile.
const AT_A_TIME: u32 = 20;
/// From how late on an entry says when it was done.
const LATE_MS: i64 = 60_000;

/// The register as this gate answers by it.
#[derive(Default)]
pub(super) struct Register {
    places: Option<Places>,
    known: BTreeMap<Code, Known>,
    /// The unit as its hub knows it.
    hub: Option<[u8; 16]>,
    /// The database's change counter when it was read.
    version: Option<i64>,
    /// The day on which it was last looked which posters are over.
    day: Option<Date>,
    last: Option<Moment>,
    /// There was more to enter.
    goes_on: bool,
}

struct Known {
    number: u32,
    name: String,
    standing: place::Standing,
    until: Option<Date>,
}

/// What the register says of a poster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenPlace {
    pub answer: Answer,
    /// The place, where the register has it.
    pub number: Option<u32>,
    pub name: Option<String>,
    /// What the poster says of itself, where that can be read.
    pub code: Option<Code>,
    pub version: Option<u32>,
}

impl SeenPlace {
    fn of(answer: Answer) -> SeenPlace {
        SeenPlace {
            answer,
            number: None,
            name: None,
            code: None,
            version: None,
        }
    }
}

/// A poster's code.
pub(super) enum Poster {
    Signed(Document),
    /// A link to our hub; None where no place's link is made so.
    Link(Option<PlaceLink>),
}

impl Poster {
    /// None for any other code, and for a link that no hub makes.
    fn of(code: &[u8]) -> Option<Poster> {
        match Document::recognise(code) {
            Recognised::Document(document) if document.kind() == Kind::PlacePoster => {
                Some(Poster::Signed(document))
            }
            Recognised::Document(_)
            | Recognised::Number(_)
            | Recognised::Foreign(_)
            | Recognised::Unknown => PlaceLink::read(code).map(|link| Poster::Link(Some(link))),
        }
    }
}

/// Whether a code is a poster's, whoever's it is.
pub(super) fn is_one(code: &[u8]) -> bool {
    Poster::of(code).is_some()
}

impl Post {
    /// Something was done to the register: it is entered at once. From here on the unit's key counts for posters.
    pub fn places_changed(&mut self) -> Result<(), Refusal> {
        let now = self.clock.now();
        self.trust_list_anew();
        self.keep_places(&now).map_err(|_| self.refused(&now))
    }

    /// Enters what was done at a shell, or while the gate couldn't; and notes posters whose last day is over.
    pub(super) fn keep_places_when_due(&mut self, now: &Moment) {
        let every = if self.register.goes_on {
            PAUSE_MS
        } else {
            EVERY_MS
        };
        let is_due = |last: Moment| now.since(&last) >= every;
        if self.register.last.is_none_or(is_due) && self.keep_places(now).is_err() {
            // Said by the store's light where it is the store's; else tried again.
            self.changed = true;
        }
    }

    fn keep_places(&mut self, now: &Moment) -> Result<(), PlacesError> {
        self.register.last = Some(*now);
        self.register.goes_on = false;
        if !self.store.home().places().exists() {
            return Ok(());
        }
        let today = self.today(now);
        let mut places = match self.register.places.take() {
            Some(places) => places,
            None => Places::open(self.store.home())?,
        };
        let kept = self.keep_register(&mut places, today, now);
        self.register.places = Some(places);
        kept
    }

    fn keep_register(
        &mut self,
        places: &mut Places,
        today: Date,
        now: &Moment,
    ) -> Result<(), PlacesError> {
        let mut is_new = false;
        if self.register.day != Some(today) {
            places.expire(Doing {
                by: None,
                at: now.at,
                today,
            })?;
            self.register.day = Some(today);
            is_new = true;
        }
        let version = places.version()?;
        if is_new || self.register.version != Some(version) {
            self.read_register(places)?;
            self.register.version = Some(version);
        }
        // Practice writes nothing; it comes when that is over.
        if self.practice.is_some() {
            return Ok(());
        }
        let waiting = places.waiting(AT_A_TIME)?;
        for one in &waiting {
            self.enter_place(one, now)?;
            places.entered(one)?;
        }
        self.register.goes_on = waiting.len() >= AT_A_TIME as usize;
        Ok(())
    }

    /// A hub calls the unit otherwise from here on.
    pub(super) fn register_anew(&mut self) {
        self.register.version = None;
    }

    fn read_register(&mut self, places: &Places) -> Result<(), PlacesError> {
        let all = places.all()?.into_iter();
        let known = all.map(|place| {
            let known = Known {
                number: place.number,
                name: place.line.name,
                standing: place.standing,
                until: place.line.until,
            };
            (place.line.code, known)
        });
        self.register.known = known.collect();
        self.register.hub = Hub::of(self.store.home())?.map(|hub| hub.unit);
        Ok(())
    }

    fn enter_place(&mut self, waiting: &Waiting, now: &Moment) -> Result<(), Refusal> {
        let is_late = now.at.as_millisecond() - waiting.at.as_millisecond() > LATE_MS;
        let draft = Draft {
            place: Some(waiting.said),
            by: waiting.by,
            happened: is_late.then_some(Happened {
                at: waiting.at,
                precision: Precision::Second,
            }),
            ..Draft::new(EntryKind::Audit(Audit::Place))
        };
        self.plain(&draft, now)?;
        Ok(())
    }

    /// The poster that was held up while an inspection waits; None where none was.
    pub fn poster_seen(&self) -> Option<SeenPlace> {
        let code = self.seen_code(Sought::Poster)?;
        let poster = Poster::of(&code)?;
        Some(self.place_of(poster, &self.clock.now()))
    }

    /// What a poster is told, beside the camera's other verdicts.
    pub(super) fn show_place(&mut self, poster: Poster, now: &Moment) -> Shown {
        let seen = self.place_of(poster, now);
        let mut shown = self.shown(Said::Place(seen.answer), now);
        shown.what = Some(What::Document(Kind::PlacePoster));
        shown.holder.name = seen.name;
        shown
    }

    fn place_of(&self, poster: Poster, now: &Moment) -> SeenPlace {
        match poster {
            Poster::Link(None) => SeenPlace::of(Answer::NotOurs),
            Poster::Link(Some(link)) if self.register.hub != Some(link.unit) => {
                SeenPlace::of(Answer::OtherUnit)
            }
            Poster::Link(Some(link)) => self.registered(link.code, link.version, now),
            Poster::Signed(document) => self.signed_place(document, now),
        }
    }

    /// A link proves nothing, and a signature only who made it: how the place stands is the register's to say.
    fn registered(&self, code: Code, version: u32, now: &Moment) -> SeenPlace {
        let known = self.register.known.get(&code);
        let standing = known.map(|known| (&known.standing, known.until));
        SeenPlace {
            answer: answer(standing, version, self.today(now)),
            number: known.map(|known| known.number),
            name: known.map(|known| known.name.clone()),
            code: Some(code),
            version: Some(version),
        }
    }

    fn signed_place(&self, document: Document, now: &Moment) -> SeenPlace {
        let Some(verified) = judge(document, &self.trust, &self.judging(now)).verified else {
            return SeenPlace::of(Answer::NotOurs);
        };
        let said = verified.certificate.as_ref();
        match verified.standing {
            Standing::Elsewhere => return SeenPlace::of(Answer::OtherUnit),
            Standing::Forged(_) => return SeenPlace::of(Answer::NotOurs),
            Standing::Revoked => return SeenPlace::of(Answer::Revoked),
            // Whoever signs as this unit with a key that isn't its own isn't another unit.
            Standing::UnknownIssuer => {
                let ours = self
                    .store
                    .unit()
                    .map(|unit| checkpoint::base64url::base64url(&unit));
                let theirs = said.and_then(|said| said.issuer.clone());
                let is_other = theirs.is_some() && theirs != ours;
                return SeenPlace::of(if is_other {
                    Answer::OtherUnit
                } else {
                    Answer::NotOurs
                });
            }
            Standing::Valid | Standing::Expired | Standing::NotYetValid => {}
        }
        let Some(Says::Place(place)) = said.map(|said| &said.says) else {
            return SeenPlace::of(Answer::NotOurs);
        };
        let Some(code) = Code::of_typed(&place.code) else {
            return SeenPlace::of(Answer::NotOurs);
        };
        let mut seen = self.registered(code, place.version, now);
        if verified.standing == Standing::Expired && seen.answer == Answer::Right {
            seen.answer = Answer::Old;
        }
        seen
    }
}
