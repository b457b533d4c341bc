//! *Hub*: one post's line to one hub: signed requests out, answers in, and by the protocol's table of
//! answers what follows from each.

use super::carrier::Turn;
use super::device::Device;
use super::downward::Revoked;
use super::fault::{Fault, of_answer};
use super::fork;
use super::packing::Encoding;
use super::problem::{self, Alarm};
use super::register::{self, Told};
use super::release::Fetching;
use super::room::Room;
use super::timer::Timer;
use super::web::{self, Request, Web};
use crate::outbox::{Stretch, Text};
use crate::targets::{Cursor, Membership, Refused, Target, TargetError};
use checkpoint::chain::BranchName;
use checkpoint::moment::{HubTime, Moment};
use checkpoint::subject::Group;
use checkpoint::wire::answer::{self, Asked, Next, What};
use checkpoint::wire::request::{self, BATCH_TYPE, NO_TYPE, Parts};
use checkpoint::wire::signed::Pin;
use checkpoint::wire::{MAX_BODY, UnitId, enrol};
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;

/// Entries of one batch.
pub const MOST: usize = 500;
/// Numbers for requests are taken from the list of targets in lots.
const LOT: u64 = 1_000;
/// After so many answers in a row that only send us elsewhere, the timer decides when to go on.
const WANDERINGS: u32 = 3;

/// What a signed request asks.
pub(super) struct Ask {
    pub method: Method,
    /// From `/v1` on.
    pub path: String,
    pub query: String,
    pub content_type: &'static str,
    pub encoding: Encoding,
    pub body: Vec<u8>,
}

impl Ask {
    pub fn get(path: String, query: String) -> Ask {
        Ask {
            method: Method::GET,
            path,
            query,
            content_type: NO_TYPE,
            encoding: Encoding::Plain,
            body: Vec::new(),
        }
    }
}

/// An answer with the digest of the request that it has to repeat, and how long it took.
pub(super) struct Heard {
    pub answer: web::Answer,
    pub request: [u8; 32],
    before: Moment,
    after: Moment,
}

impl Heard {
    /// What the hub said of the time in a signed answer, which was on its way for half of what
    /// question and answer took, give or take as much.
    fn told(&self, hub: Timestamp) -> HubTime {
        let half = self.after.since(&self.before) / 2;
        let on_its_way = SignedDuration::from_millis(i64::try_from(half).unwrap_or(0));
        HubTime {
            hub: hub.checked_add(on_its_way).unwrap_or(hub),
            uncertainty_ms: half + 1,
            heard: Moment {
                offset: None,
                ..self.after
            },
        }
    }
}

/// Signs and sends; believes nothing.
pub(super) struct Line<'a> {
    pub room: &'a Room,
    pub web: &'a Web,
    /// The value of `Chot-Hub`.
    pub hub: String,
}

impl Line<'_> {
    pub async fn ask(&self, ask: Ask, n: u64) -> Result<Heard, Fault> {
        let device: &Device = &self.room.device;
        let mut url = self.web.address().join(&ask.path);
        let host = || self.web.address().host().to_owned();
        let parsed = reqwest::Url::parse(&url).map_err(|_| Fault::NameUnknown(host()))?;
        let digest = request::content_digest(&ask.body);
        let n = n.to_string();
        let parts = Parts {
            method: ask.method.as_str(),
            path: parsed.path(),
            query: &ask.query,
            content_type: ask.content_type,
            content_encoding: ask.encoding.as_str(),
            content_digest: &digest,
            chot_hub: &self.hub,
            chot_n: &n,
        };
        // Every part is ours and fits a header.
        let base = parts
            .base(&device.id)
            .map_err(|_| Fault::NameUnknown(host()))?;
        let signed = base.signed(&device.id, |bytes| device.sign(bytes));
        let headers = [
            ("content-type", ask.content_type),
            ("content-encoding", ask.encoding.as_str()),
            ("content-digest", digest.as_str()),
            ("chot-hub", self.hub.as_str()),
            ("chot-n", n.as_str()),
            ("signature-input", signed.signature_input.as_str()),
            ("signature", signed.signature.as_str()),
        ];
        if !ask.query.is_empty() {
            url = format!("{url}?{}", ask.query);
        }
        let request = Request {
            method: ask.method,
            url,
            headers: headers
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
            body: ask.body,
        };
        let before = self.room.clock.now();
        let answer = self.web.ask(request).await?;
        Ok(Heard {
            answer,
            request: base.digest(),
            before,
            after: self.room.clock.now(),
        })
    }
}

/// What a hub's task remembers between its turns. Nothing of it is lost with it but speed.
pub(super) struct State {
    size: usize,
    encoding: Encoding,
    numbers: std::ops::Range<u64>,
    /// The greatest time that a signed answer told.
    heard: Option<Timestamp>,
    wanderings: u32,
    /// It has presented its certificate since the hub said that it doesn't know this post.
    presented: bool,
    /// The hub has let go of this post. What it recorded is sent all the same: it is taken in, or waits there for a
    /// person.
    let_go: Option<Alarm>,
    /// The last entry that a hub which distrusts this post keeps for a person to look at. It has given no receipt, so the
    /// cursor stays; but the same isn't brought there again and again.
    kept: Option<Cursor>,
    beat_due: Option<Moment>,
    pub revoked: Revoked,
    /// What it was told of this post's places.
    pub told: Told,
    pub release: Fetching,
}

impl Default for State {
    fn default() -> Self {
        State {
            size: MOST,
            encoding: Encoding::default(),
            numbers: 0..0,
            heard: None,
            wanderings: 0,
            presented: false,
            let_go: None,
            kept: None,
            beat_due: None,
            revoked: Revoked::default(),
            told: Told::default(),
            release: Fetching::default(),
        }
    }
}

impl State {
    /// A number that no request of this device to this hub has had.
    pub fn number(&mut self, room: &Room, id: u32) -> Result<u64, TargetError> {
        if let Some(n) = self.numbers.next() {
            return Ok(n);
        }
        let least = u64::try_from(room.now().as_millisecond()).unwrap_or(0);
        let first = room.targets.borrow_mut().reserve_numbers(id, least, LOT)?;
        self.numbers = first..first + LOT;
        self.numbers.next().ok_or(TargetError::Unknown(id))
    }

    /// How bodies are packed for this hub.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    pub fn hears(&mut self, at: Timestamp) {
        self.heard = self.heard.max(Some(at));
    }

    /// What the last heartbeat was told of this post's standing at the hub; None where it is welcome.
    pub fn is_let_go(&mut self, why: Option<Alarm>) {
        if why != Some(Alarm::Distrusted) {
            // What waited for a person is sent again, and counts now.
            self.kept = None;
        }
        self.let_go = why;
    }

    /// Why the hub hears this post no more; None where it does.
    pub fn let_go(&self) -> Option<Alarm> {
        self.let_go
    }
}

/// One turn with one hub.
pub(super) struct Visit<'a> {
    pub room: &'a Room,
    pub target: &'a Target,
    pub membership: &'a Membership,
    pub web: &'a Web,
    pub state: &'a mut State,
    pub timer: &'a mut Timer,
}

impl Visit<'_> {
    pub fn line(&self) -> Line<'_> {
        Line {
            room: self.room,
            web: self.web,
            hub: request::hub_name(&self.membership.root),
        }
    }

    /// Sends the next batch, or says that this post is there.
    pub async fn turn(&mut self) -> Result<Turn, TargetError> {
        if self.state.heard.is_none() {
            self.state.heard = self.membership.clock.map(|told| told.hub);
        }
        let now = self.room.clock.now();
        if self
            .state
            .beat_due
            .is_none_or(|due| now.since(&due) as u128 >= self.room.pace.heartbeat.as_millis())
        {
            self.state.beat_due = Some(now);
            if let Some(turn) = super::heartbeat::beat(self).await? {
                return Ok(turn);
            }
        }
        register::tell(self).await?;
        let picked: Vec<Group> = self.target.picked.iter().map(|p| p.group).collect();
        let outbox = self.room.outbox();
        let from = self.state.kept.or(self.target.cursor);
        let next = outbox.next(from, self.state.size, !picked.is_empty());
        match next {
            Ok(Some(stretch)) => self.send(&stretch, &picked).await,
            Ok(None) => match self.state.let_go {
                Some(why) => problem::alarm(self.room, self.target, self.timer, why),
                None => {
                    self.timer.reset();
                    self.room.targets.borrow_mut().going_on(self.target.id)?;
                    let goes_on = super::release::fetch(self).await?;
                    Ok(if goes_on { Turn::More } else { Turn::Idle })
                }
            },
            Err(error) => problem::unreadable(self.room, self.target, self.timer, &error),
        }
    }

    async fn send(&mut self, stretch: &Stretch, picked: &[Group]) -> Result<Turn, TargetError> {
        let unit = UnitId(self.membership.unit);
        let about = (self.room.device.id, unit);
        let Some((header, text)) = stretch.batch(about, picked, Text::Short, self.room.now())
        else {
            return Ok(Turn::Idle);
        };
        let Ok(body) = self.state.encoding.pack(text) else {
            return Ok(Turn::After(self.timer.after_failure(self.room.chance())));
        };
        if body.len() > MAX_BODY && header.count() > 1 {
            self.state.size = header.count() / 2;
            return Ok(Turn::More);
        }
        let ask = Ask {
            method: Method::POST,
            path: request::path(&unit, &self.room.device.id, "batches"),
            query: String::new(),
            content_type: BATCH_TYPE,
            encoding: self.state.encoding,
            body,
        };
        let n = self.state.number(self.room, self.target.id)?;
        let at_work = self.room.at_work(self.target.id);
        let heard = self.line().ask(ask, n).await;
        drop(at_work);
        let heard = match heard {
            Ok(heard) => heard,
            Err(fault) => {
                if matches!(fault, Fault::Timeout(_)) {
                    // A slow line never gets a large batch through: ours to see, nobody has to say it.
                    self.state.size = (self.state.size / 2).max(1);
                }
                return problem::fault(self.room, self.target, self.timer, &fault);
            }
        };
        let outbox = self.room.outbox();
        let own = |seq| outbox.head_at(stretch.branch, seq).ok().flatten();
        let asked = What::Batch {
            first: header.first,
            last: header.last,
            own: &own,
        };
        let next = self.next(&heard, stretch.branch, asked);
        self.follow(
            next,
            &heard,
            Some((stretch.branch, header.first, header.last)),
        )
        .await
    }

    /// What the table says of an answer.
    pub fn next(&self, heard: &Heard, branch: BranchName, what: What<'_>) -> Next {
        let asked = Asked {
            device: self.room.device.id,
            branch,
            request: heard.request,
            what,
        };
        answer::next(&heard.answer.wire(), &asked, &self.pin())
    }

    pub fn pin(&self) -> Pin<'_> {
        Pin {
            root: &self.membership.root,
            revoked: &self.state.revoked.serials,
            unit: UnitId(self.membership.unit),
            heard: self.state.heard,
        }
    }

    /// The hub's time, from a signed answer.
    pub fn told_time(&mut self, heard: &Heard, at: Timestamp) -> Result<(), TargetError> {
        self.state.hears(at);
        let told = heard.told(at);
        self.room.clock.hear(told);
        self.room
            .targets
            .borrow_mut()
            .heard_clock(self.target.id, &told)
    }

    /// Does what follows from an answer. `sent` is the branch with the first and last entry of a batch.
    pub async fn follow(
        &mut self,
        next: Next,
        heard: &Heard,
        sent: Option<(BranchName, u64, u64)>,
    ) -> Result<Turn, TargetError> {
        let id = self.target.id;
        let shift = self.target.shift;
        match next {
            Next::Acked { to, at, .. } => {
                let Some((branch, first, _)) = sent else {
                    return Ok(Turn::After(self.timer.after_failure(self.room.chance())));
                };
                self.told_time(heard, at)?;
                let to = Cursor { branch, seq: to };
                if to.seq < first {
                    // The hub has less than we thought; by its own signed word.
                    self.state.told = Told::default();
                    self.room
                        .targets
                        .borrow_mut()
                        .set_back(id, shift, Some(to))?;
                    return Ok(self.wandered());
                }
                let now = self.room.now();
                let entries = to.seq - first + 1;
                self.room
                    .targets
                    .borrow_mut()
                    .moved(id, shift, to, (entries, 0), now)?;
                self.timer.reset();
                self.state.wanderings = 0;
                self.state.presented = false;
                self.state.size = (self.state.size * 2).min(MOST);
                Ok(Turn::More)
            }
            // Only `GET …/head` is answered so, and that is read where it is asked.
            Next::Has { at, .. } => {
                self.told_time(heard, at)?;
                Ok(Turn::More)
            }
            Next::Again(because) => {
                let host = self.web.address().host();
                let fault = of_answer(because, &heard.answer, host);
                problem::fault(self.room, self.target, self.timer, &fault)
            }
            Next::Wait { seconds } => {
                let wait = self.timer.asked_to_wait(seconds, self.room.chance());
                let fault = Fault::Busy(heard.answer.status);
                problem::failing(self.room, self.target, &fault.problem(), wait)
            }
            Next::Goto { branch, seq } => {
                let to = Cursor {
                    branch,
                    seq: seq.saturating_sub(1),
                };
                self.state.kept = None;
                self.state.told = Told::default();
                let known = self.room.outbox().head_at(branch, to.seq);
                if !matches!(known, Ok(Some(_))) {
                    let host = self.web.address().host().to_owned();
                    let fault = Fault::NotBelieved(host);
                    return problem::fault(self.room, self.target, self.timer, &fault);
                }
                self.room
                    .targets
                    .borrow_mut()
                    .set_back(id, shift, Some(to))?;
                Ok(self.wandered())
            }
            Next::Branch { branch, seq, .. } => {
                self.state.kept = None;
                fork::leave(self, branch, seq).await
            }
            Next::Halve => self.smaller(sent, Alarm::TooLarge, heard),
            Next::SmallerThenAlarm => self.smaller(sent, Alarm::EntryRefused, heard),
            Next::OtherEncoding => match self.state.encoding.simpler() {
                Some(simpler) => {
                    self.state.encoding = simpler;
                    Ok(Turn::More)
                }
                None => problem::alarm(self.room, self.target, self.timer, Alarm::NoEncoding),
            },
            Next::Retired => problem::alarm(self.room, self.target, self.timer, Alarm::Retired),
            Next::Distrusted => {
                self.state.let_go = Some(Alarm::Distrusted);
                let turn = problem::alarm(self.room, self.target, self.timer, Alarm::Distrusted)?;
                let Some((branch, _, last)) = sent else {
                    return Ok(turn);
                };
                self.state.kept = Some(Cursor { branch, seq: last });
                // All of it waits there for a person.
                Ok(Turn::More)
            }
            Next::Unknown => self.present().await,
            Next::Update => problem::alarm(self.room, self.target, self.timer, Alarm::Update),
        }
    }

    /// The hub sent us elsewhere; one that does nothing else is not followed without a pause.
    pub fn wandered(&mut self) -> Turn {
        self.state.wanderings += 1;
        if self.state.wanderings < WANDERINGS {
            Turn::More
        } else {
            Turn::After(self.timer.after_failure(self.room.chance()))
        }
    }

    /// The same in smaller batches; a single entry that isn't taken is an alarm. No line is dropped.
    fn smaller(
        &mut self,
        sent: Option<(BranchName, u64, u64)>,
        alarm: Alarm,
        heard: &Heard,
    ) -> Result<Turn, TargetError> {
        let Some((branch, first, last)) = sent else {
            return problem::alarm(self.room, self.target, self.timer, alarm);
        };
        if last > first {
            let count = usize::try_from(last - first + 1).unwrap_or(MOST);
            self.state.size = (count / 2).max(1);
            return Ok(Turn::More);
        }
        let refused = Refused {
            at: Cursor { branch, seq: first },
            withheld: false,
            why: format!("{} ({})", alarm.word(), heard.answer.status),
            since: self.room.now(),
        };
        self.room
            .targets
            .borrow_mut()
            .refuse(self.target.id, &refused)?;
        problem::alarm(self.room, self.target, self.timer, alarm)
    }

    /// A hub that lost this post is shown the certificate that it gave once.
    async fn present(&mut self) -> Result<Turn, TargetError> {
        if self.state.presented {
            return problem::alarm(self.room, self.target, self.timer, Alarm::Unknown);
        }
        self.state.presented = true;
        let n = self.state.number(self.room, self.target.id)?;
        let asked = enrol::Request {
            v: checkpoint::wire::VERSION,
            key: self.room.device.key,
            unit: UnitId(self.membership.unit),
            by: enrol::By::Certificates {
                chain: self.membership.certificates.clone(),
            },
            app: crate::APP.to_owned(),
        };
        let name = super::enrolment::hash(&self.membership.root);
        let taken = super::enrolment::ask(&self.line(), &asked, &name, n).await;
        match taken {
            Ok(enrolled) => {
                let membership = super::enrolment::membership(&enrolled, self.room.now());
                self.room
                    .targets
                    .borrow_mut()
                    .enrolled(self.target.id, &membership)?;
                Ok(self.wandered())
            }
            Err(super::enrolment::NotEnrolled::Fault(fault)) => {
                self.state.presented = false;
                problem::fault(self.room, self.target, self.timer, &fault)
            }
            Err(
                super::enrolment::NotEnrolled::Refused(_)
                | super::enrolment::NotEnrolled::Answer(_)
                | super::enrolment::NotEnrolled::NotACode
                | super::enrolment::NotEnrolled::Address(_)
                | super::enrolment::NotEnrolled::Uplink(_),
            ) => problem::alarm(self.room, self.target, self.timer, Alarm::Unknown),
        }
    }
}
