//! A post with a log in memory, which asks as a kiosk asks.

use crate::support::{Answer, Line, Running, exchange};
use checkpoint::chain::{BranchName, DeviceId, Origin, device_id, genesis, head, leaf};
use checkpoint::entry::{Direction, Draft, Elsewhere, Kind, Outcome, Ref};
use checkpoint::moment::{Boot, Moment, Offset};
use checkpoint::subject::{Note, Purpose, Salt, Subject};
use checkpoint::wire::UnitId;
use checkpoint::wire::answer::{self, Asked, Next, What};
use checkpoint::wire::batch::{About, Groups, Packer, Subject as Sent};
use checkpoint::wire::enrol::{Invitation, Request, accept};
use checkpoint::wire::request::{self, BATCH_TYPE, JSON_TYPE, NO_TYPE, Parts};
use checkpoint::wire::signed::Pin;
use hub::sync::{CodeKind, invite};
use hub::tree;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use uuid::Uuid;

/// An entry of the log, with the line of its note where it has a subject.
#[derive(Clone)]
pub struct Written {
    pub line: Vec<u8>,
    pub head: [u8; 32],
    pub note: Option<String>,
    /// The line of its identity, where one is sent.
    pub identity: Option<String>,
}

pub struct Post {
    pub pair: Arc<Ed25519KeyPair>,
    pub device: DeviceId,
    pub unit: UnitId,
    pub post: Uuid,
    pub branch: BranchName,
    pub origin: Origin,
    /// From the origin on.
    pub log: Vec<Written>,
    pub n: u64,
    /// What is before a batch isn't here any more.
    pub past: bool,
    root: [u8; 32],
    pub certificates: Vec<Vec<u8>>,
}

/// What a post would send of an entry's subject.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Subjects {
    Sent,
    Absent,
    Erased,
}

static GATES: AtomicU32 = AtomicU32::new(1);

impl Post {
    /// Invited and enrolled.
    pub async fn enrolled(hub: &Running) -> Post {
        Post::enrolled_in(hub, hub.unit).await
    }

    pub async fn enrolled_in(hub: &Running, unit: Uuid) -> Post {
        let gate = GATES.fetch_add(1, Ordering::Relaxed);
        let place = tree::add_post(&hub.store, unit, "Cổng thử", gate)
            .await
            .unwrap();
        let invitation = invite(
            &hub.store,
            unit,
            place,
            CodeKind::Screen,
            "http://hub.example",
            &hub.root,
        )
        .await
        .unwrap();
        let mut post = Post::stranger(hub);
        post.post = place;
        let (answer, digest) = post.ask_to_enrol(hub, &invitation).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let key = post.key();
        let enrolled = accept(&answer.body, &invitation.root, &key, &digest).unwrap();
        assert_eq!(enrolled.unit.0, unit.into_bytes());
        post.unit = enrolled.unit;
        assert_eq!(enrolled.gate, gate);
        post.certificates = enrolled.device_certificates;
        post
    }

    /// With a key that no hub knows.
    pub fn stranger(hub: &Running) -> Post {
        let seed: [u8; 32] = hub::keyring::random().unwrap();
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).unwrap();
        let key: [u8; 32] = pair.public_key().as_ref().try_into().unwrap();
        Post {
            device: device_id(&key),
            pair: Arc::new(pair),
            unit: UnitId(hub.unit.into_bytes()),
            post: Uuid::nil(),
            branch: BranchName(hub::keyring::random().unwrap()),
            origin: Origin::First,
            log: Vec::new(),
            n: 0,
            past: false,
            root: hub.root,
            certificates: Vec::new(),
        }
    }

    pub fn key(&self) -> [u8; 32] {
        self.pair.public_key().as_ref().try_into().unwrap()
    }

    /// The seq before the branch's first entry, and the head there.
    fn beginning(&self) -> (u64, [u8; 32]) {
        match self.origin {
            Origin::First => (0, genesis(&self.device, &self.branch, &self.key())),
            Origin::From { seq, head, .. } => (seq, head),
        }
    }

    pub fn newest(&self) -> u64 {
        self.beginning().0 + self.log.len() as u64
    }

    /// The head at a seq of this branch's own entries, or right before them.
    pub fn head_at(&self, seq: u64) -> Option<[u8; 32]> {
        let (before, head) = self.beginning();
        if seq == before {
            return Some(head);
        }
        let place = usize::try_from(seq.checked_sub(before + 1)?).unwrap();
        self.log.get(place).map(|written| written.head)
    }

    /// Somebody came in, `count` times.
    pub fn write(&mut self, count: usize) -> &mut Post {
        for _ in 0..count {
            let mut draft = Draft::new(Kind::Scan);
            draft.direction = Some(Direction::In);
            draft.verdict = Some(Outcome::Admit);
            self.write_draft(&draft, None);
        }
        self
    }

    /// Somebody came in and left a note.
    pub fn write_with_note(&mut self, note: &str) {
        let salt = Salt(hub::keyring::random().unwrap());
        let note = Note {
            purpose: Some(Purpose::Key(3)),
            note: Some(note.to_owned()),
        };
        let subject = Subject::note(salt, &note).unwrap();
        let mut draft = Draft::new(Kind::Manual);
        draft.direction = Some(Direction::In);
        draft.verdict = Some(Outcome::Admit);
        self.write_draft(&draft, Some(subject));
    }

    pub fn write_draft(&mut self, draft: &Draft, subject: Option<Subject>) {
        let seq = self.newest() + 1;
        let at = Timestamp::from_second(1_767_600_000).unwrap()
            + SignedDuration::from_secs(i64::try_from(seq).unwrap());
        self.write_at(at, draft, subject);
    }

    /// Writes what happens at a moment.
    pub fn write_at(&mut self, at: Timestamp, draft: &Draft, subject: Option<Subject>) {
        self.write_by(at, None, draft, subject);
    }

    /// The same by a clock of which so much is known.
    pub fn write_by(
        &mut self,
        at: Timestamp,
        offset: Option<Offset>,
        draft: &Draft,
        subject: Option<Subject>,
    ) {
        let seq = self.newest() + 1;
        let moment = Moment {
            at,
            mono_ms: seq * 1000,
            boot: Boot([5; 16]),
            offset,
        };
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        let commitment = subject.as_ref().map(Subject::commitment);
        let line = draft
            .line(seq, Uuid::now_v7(), &moment, 1, &zone, commitment)
            .unwrap();
        let [identity, _, _, note] = subject.unwrap_or_default().groups;
        self.write_line(line.into_bytes(), note);
        if let Some(written) = self.log.last_mut() {
            written.identity = identity;
        }
    }

    pub fn write_line(&mut self, line: Vec<u8>, note: Option<String>) {
        let before = self.head_at(self.newest()).unwrap();
        let head = head(&before, &leaf(&line));
        self.log.push(Written {
            line,
            head,
            note,
            identity: None,
        });
    }

    /// The ref of an entry of this branch.
    pub fn of(&self, seq: u64) -> Ref {
        let place = usize::try_from(seq - self.beginning().0 - 1).unwrap();
        Ref {
            seq,
            leaf: leaf(&self.log[place].line),
        }
    }

    /// The same as others name it.
    pub fn elsewhere(&self, seq: u64) -> Elsewhere {
        Elsewhere {
            device: self.device,
            branch: self.branch,
            of: self.of(seq),
        }
    }

    /// A second history of the same device that leaves this one behind entry `seq`.
    pub fn leave(&self, seq: u64) -> Post {
        Post {
            pair: Arc::clone(&self.pair),
            device: self.device,
            unit: self.unit,
            post: self.post,
            branch: BranchName(hub::keyring::random().unwrap()),
            origin: Origin::From {
                branch: self.branch,
                seq,
                head: self.head_at(seq).unwrap(),
            },
            log: Vec::new(),
            n: self.n + 1_000_000,
            past: false,
            root: self.root,
            certificates: self.certificates.clone(),
        }
    }

    /// The text of a batch of these entries.
    pub fn batch(&self, first: u64, last: u64, subjects: Subjects) -> Vec<u8> {
        let about = About {
            device: self.device,
            unit: self.unit,
            branch: self.branch,
            origin: self.origin,
            app: "chot/0.1.0".to_owned(),
        };
        let prev = self.head_at(first - 1).unwrap();
        let packer = Packer::new(about, first - 1, prev, 2000);
        let mut packer = packer.behind_the_past(self.past);
        for seq in first..=last {
            let written = &self.log[usize::try_from(seq - self.beginning().0 - 1).unwrap()];
            let (identity, note) = (written.identity.as_deref(), written.note.as_deref());
            let sent = match (identity.or(note), subjects) {
                (None, _) => Sent::None,
                (Some(_), Subjects::Sent) => Sent::Sent(Groups {
                    lines: [identity, None, None, note],
                    withheld: [None; 4],
                }),
                (Some(_), Subjects::Absent) => Sent::Absent,
                (Some(_), Subjects::Erased) => Sent::Erased,
            };
            packer.push(&written.line, &sent);
        }
        packer.done(Timestamp::now(), 0).unwrap().1
    }

    /// The bytes of a signed request, and the digest that answers repeat.
    pub fn request(
        &mut self,
        method: &str,
        target: (&str, &str),
        kind: (&str, &str),
        body: &[u8],
    ) -> (Vec<u8>, [u8; 32]) {
        self.n += 1;
        let digest = request::content_digest(body);
        let hub = request::hub_name(&self.root);
        let parts = Parts {
            method,
            path: target.0,
            query: target.1,
            content_type: kind.0,
            content_encoding: kind.1,
            content_digest: &digest,
            chot_hub: &hub,
            chot_n: &self.n.to_string(),
        };
        let base = parts.base(&self.device).unwrap();
        let headers = base.signed(&self.device, |text| {
            self.pair.sign(text).as_ref().try_into().unwrap()
        });
        let query = if target.1.is_empty() {
            String::new()
        } else {
            format!("?{}", target.1)
        };
        let mut bytes = format!(
            "{method} {}{query} HTTP/1.1\r\nhost: hub.example\r\ncontent-type: {}\r\ncontent-encoding: {}\r\n\
             content-digest: {digest}\r\nchot-hub: {hub}\r\nchot-n: {}\r\nsignature-input: {}\r\nsignature: {}\r\n\
             content-length: {}\r\n\r\n",
            target.0,
            kind.0,
            kind.1,
            self.n,
            headers.signature_input,
            headers.signature,
            body.len()
        )
        .into_bytes();
        bytes.extend_from_slice(body);
        (bytes, base.digest())
    }

    /// The request that posts a batch's text, packed by zstd.
    pub fn posting(&mut self, text: &[u8]) -> (Vec<u8>, [u8; 32]) {
        let body = zstd::encode_all(text, 3).unwrap();
        self.signed("POST", "batches", "", (BATCH_TYPE, "zstd"), &body)
    }

    /// A request to this device's paths, signed by its key.
    pub fn signed(
        &mut self,
        method: &str,
        last: &str,
        query: &str,
        kind: (&str, &str),
        body: &[u8],
    ) -> (Vec<u8>, [u8; 32]) {
        let path = request::path(&self.unit, &self.device, last);
        self.request(method, (&path, query), kind, body)
    }

    async fn ask_to_enrol(&mut self, hub: &Running, invitation: &Invitation) -> (Answer, [u8; 32]) {
        let asked = Request::invited(invitation, self.key(), self.unit, "chot/0.1.0");
        self.enrol(hub, &asked).await
    }

    pub async fn enrol(&mut self, hub: &Running, asked: &Request) -> (Answer, [u8; 32]) {
        let target = (checkpoint::wire::enrol::PATH, "");
        let kind = (JSON_TYPE, "identity");
        let (bytes, digest) = self.request("POST", target, kind, &asked.body());
        (exchange(hub.address, &bytes).await, digest)
    }

    /// Posts entries and says what a kiosk would do next.
    pub async fn post(&mut self, hub: &Running, first: u64, last: u64) -> Next {
        let text = self.batch(first, last, Subjects::Sent);
        self.post_text(hub, &text, first, last).await
    }

    pub async fn post_text(&mut self, hub: &Running, text: &[u8], first: u64, last: u64) -> Next {
        let mut line = Line::open(hub.address).await;
        self.post_on(&mut line, text, first, last).await.unwrap()
    }

    /// The same on an open connection; None where it broke.
    pub async fn post_on(
        &mut self,
        line: &mut Line,
        text: &[u8],
        first: u64,
        last: u64,
    ) -> Option<Next> {
        let (bytes, digest) = self.posting(text);
        let answer = line.exchange(&bytes).await?;
        let own = |seq| self.head_at(seq);
        let what = What::Batch {
            first,
            last,
            own: &own,
        };
        Some(self.read(&answer, digest, what))
    }

    /// What a kiosk makes of an answer.
    pub fn read(&self, answer: &Answer, request: [u8; 32], what: What<'_>) -> Next {
        let asked = Asked {
            device: self.device,
            branch: self.branch,
            request,
            what,
        };
        let pin = Pin {
            root: &self.root,
            revoked: &BTreeSet::new(),
            unit: self.unit,
            heard: None,
        };
        let came = answer::Answer {
            status: answer.status,
            chot_sync: answer.header("chot-sync"),
            content_type: answer.header("content-type"),
            retry_after: answer.header("retry-after"),
            body: &answer.body,
        };
        answer::next(&came, &asked, &pin)
    }

    /// What the hub has of this branch at a seq or before.
    pub async fn ask_head(&mut self, hub: &Running, seq: u64) -> Next {
        let query = request::head_query(&self.branch, seq);
        let (bytes, digest) = self.signed("GET", "head", &query, (NO_TYPE, "identity"), b"");
        let answer = exchange(hub.address, &bytes).await;
        self.read(&answer, digest, What::Head { seq })
    }

    pub fn device_id(&self) -> Uuid {
        Uuid::from_bytes(self.device.0)
    }
}

/// All of it is at the hub.
#[track_caller]
pub fn assert_acked(next: &Next, to: u64) {
    assert!(
        matches!(next, Next::Acked { to: acked, .. } if *acked == to),
        "{next:?} where {to} should be acknowledged"
    );
}
