//! A hub in memory: it checks requests and batches with the protocol's own code and keeps what it
//! takes, as the real one does in its database.

use super::post::{Post, here};
use super::server::{Asked, Reply, Server};
use checkpoint::chain::{BranchName, DeviceId, device_id};
use checkpoint::keys::{KeyCertificate, Use};
use checkpoint::wire::batch::{self, Cursor, Fit};
use checkpoint::wire::enrol::{By, Enrolled, Request};
use checkpoint::wire::heartbeat::{Heard, Heartbeat};
use checkpoint::wire::request::{self, Claimed, Parts};
use checkpoint::wire::signed::{Code, Receipt, Refusal, Signed};
use checkpoint::wire::{UnitId, signed::Statement};
use jiff::Timestamp;
use kiosk::targets::{Membership, Way};
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

pub const UNIT: UnitId = UnitId([0x55; 16]);
pub const HUB: [u8; 16] = [0x48; 16];

/// A root and a hub's key below it.
pub struct Authority {
    root: Ed25519KeyPair,
    hub: Ed25519KeyPair,
    links: Vec<Vec<u8>>,
}

fn public(pair: &Ed25519KeyPair) -> [u8; 32] {
    pair.public_key().as_ref().try_into().unwrap()
}

fn sign(pair: &Ed25519KeyPair, bytes: &[u8]) -> [u8; 64] {
    pair.sign(bytes).as_ref().try_into().unwrap()
}

impl Authority {
    pub fn new(seed: u8) -> Authority {
        let pair = |byte| Ed25519KeyPair::from_seed_unchecked(&[byte; 32]).unwrap();
        let (root, hub) = (pair(seed), pair(seed + 1));
        let certificate = KeyCertificate {
            serial: [1; 8],
            subject: HUB,
            unit: None,
            key: public(&hub),
            uses: vec![Use::Certify, Use::Receipt, Use::Config, Use::Head],
            nbf: "2020-01-01T00:00:00Z".parse().unwrap(),
            exp: "2040-01-01T00:00:00Z".parse().unwrap(),
        };
        let links = vec![certificate.signed(|bytes| sign(&root, bytes))];
        Authority { root, hub, links }
    }

    pub fn root_key(&self) -> [u8; 32] {
        public(&self.root)
    }

    pub fn say<T: Statement + serde::Serialize + serde::de::DeserializeOwned>(
        &self,
        says: T,
    ) -> Vec<u8> {
        Signed::new(says, self.links.clone(), |bytes| sign(&self.hub, bytes)).body()
    }

    pub fn device_links(&self, key: [u8; 32]) -> Vec<Vec<u8>> {
        let certificate = KeyCertificate {
            serial: [2; 8],
            subject: device_id(&key).0,
            unit: Some(UNIT.0),
            key,
            uses: vec![Use::Head],
            nbf: "2020-01-01T00:00:00Z".parse().unwrap(),
            exp: "2040-01-01T00:00:00Z".parse().unwrap(),
        };
        let mut links = vec![certificate.signed(|bytes| sign(&self.hub, bytes))];
        links.extend(self.links.clone());
        links
    }
}

/// A branch as the hub has it.
#[derive(Clone)]
pub struct Stored {
    pub cursor: Cursor,
    /// Head at every seq from the one behind the origin.
    pub heads: BTreeMap<u64, [u8; 32]>,
    pub lines: BTreeMap<u64, Vec<u8>>,
    /// Which groups came with each entry.
    pub groups: BTreeMap<u64, [bool; 4]>,
}

pub struct Hub {
    pub authority: Authority,
    pub key: [u8; 32],
    pub branches: BTreeMap<BranchName, Stored>,
    /// Of the requests so far, in their order.
    pub numbers: Vec<u64>,
    pub heartbeats: Vec<Heartbeat>,
    /// The secret of an invitation.
    pub secret: [u8; 16],
    pub known: bool,
    /// The settings that a new post is given.
    pub config: Option<String>,
    pub now: Timestamp,
}

pub type Shared = Arc<Mutex<Hub>>;

impl Hub {
    pub fn of(post: &Post) -> Shared {
        let key = post.ledger.lock().unwrap().device_public_key();
        Arc::new(Mutex::new(Hub {
            authority: Authority::new(10),
            key,
            branches: BTreeMap::new(),
            numbers: Vec::new(),
            heartbeats: Vec::new(),
            secret: [9; 16],
            known: true,
            config: None,
            now: "2026-11-25T03:00:00Z".parse().unwrap(),
        }))
    }

    fn device(&self) -> DeviceId {
        device_id(&self.key)
    }

    /// The digest that an answer to this request repeats.
    pub fn digest(&self, asked: &Asked) -> [u8; 32] {
        parts(asked).base(&self.device()).unwrap().digest()
    }

    pub fn refusal(
        &self,
        asked: &Asked,
        code: Code,
        at: Option<(BranchName, u64, Option<[u8; 32]>)>,
    ) -> Reply {
        let says = Refusal {
            hub: HUB,
            unit: UNIT,
            device: self.device(),
            code,
            branch: at.map(|(branch, _, _)| branch),
            seq: at.map(|(_, seq, _)| seq),
            head: at.and_then(|(_, _, head)| head),
            at: self.now,
            request: self.digest(asked),
        };
        signed(code.status(), self.authority.say(says))
    }

    pub fn receipt(
        &self,
        asked: &Asked,
        status: u16,
        branch: BranchName,
        acked: u64,
        head: [u8; 32],
    ) -> Reply {
        let says = Receipt {
            hub: HUB,
            unit: UNIT,
            device: self.device(),
            branch,
            acked,
            head,
            at: self.now,
            request: self.digest(asked),
        };
        signed(status, self.authority.say(says))
    }

    pub fn answer(&mut self, asked: &Asked) -> Reply {
        if asked.method == "HEAD" {
            return Reply::new(204, "").with("chot-sync", "1");
        }
        if asked.path == "/v1/enrol" {
            return self.enrol(asked);
        }
        if !self.known {
            return self.refusal(asked, Code::Unknown, None);
        }
        let claimed =
            Claimed::read(asked.header("signature-input"), asked.header("signature")).unwrap();
        let hub = request::hub_name(&self.authority.root_key());
        let verified = parts(asked)
            .verify(&claimed, &self.key, &hub, &asked.body)
            .unwrap();
        self.numbers.push(verified.n);
        let path = |last| request::path(&UNIT, &self.device(), last);
        if asked.path == path("heartbeat") {
            let heartbeat = Heartbeat::read(&asked.body).unwrap();
            heartbeat.head.verify_by(&self.key).unwrap();
            self.heartbeats.push(heartbeat);
            return self.heard(asked);
        }
        if asked.path == path("head") {
            return self.head(asked);
        }
        assert_eq!(asked.path, path("batches"));
        self.take(asked)
    }

    pub fn heard(&self, asked: &Asked) -> Reply {
        let says = Heard {
            hub: HUB,
            unit: UNIT,
            device: self.device(),
            at: self.now,
            config: None,
            lists: None,
            erase: Vec::new(),
            request: self.digest(asked),
        };
        signed(200, self.authority.say(says))
    }

    fn head(&self, asked: &Asked) -> Reply {
        let (branch, seq) = asked.query.split_once('&').unwrap();
        let branch: [u8; 16] =
            checkpoint::base64url::from_base64url(branch.strip_prefix("branch=").unwrap()).unwrap();
        let branch = BranchName(branch);
        let seq: u64 = seq.strip_prefix("seq=").unwrap().parse().unwrap();
        let (at, head) = match self.branches.get(&branch) {
            Some(stored) => stored
                .heads
                .range(..=seq)
                .next_back()
                .map(|(seq, head)| (*seq, *head))
                .unwrap_or((0, [0; 32])),
            None => (0, [0; 32]),
        };
        self.receipt(asked, 200, branch, at, head)
    }

    fn take(&mut self, asked: &Asked) -> Reply {
        let text = unpack(asked);
        let batch = batch::read(&text).unwrap();
        let header = &batch.header;
        let branch = header.branch;
        if let checkpoint::chain::Origin::From {
            branch: from,
            seq,
            head,
        } = header.origin
            && !self.branches.contains_key(&branch)
        {
            let has = self.branches.get(&from).map_or(0, |from| from.cursor.seq);
            if has < seq {
                return self.refusal(asked, Code::Gap, Some((from, has + 1, None)));
            }
            let stored = self.branches[&from].heads.get(&seq).copied();
            assert!(
                seq == 0 || stored == Some(head),
                "it leaves from what is there"
            );
        }
        let fresh = Cursor::before(header, &self.key);
        let stored = self.branches.entry(branch).or_insert_with(|| Stored {
            cursor: fresh,
            heads: BTreeMap::from([(fresh.seq, fresh.head)]),
            lines: BTreeMap::new(),
            groups: BTreeMap::new(),
        });
        match batch.check(&stored.cursor) {
            Fit::New(items) => {
                for item in items {
                    stored.cursor.seq = item.seq;
                    stored.cursor.head = item.head;
                    stored.heads.insert(item.seq, item.head);
                    stored.lines.insert(item.seq, item.line.to_vec());
                    let groups = match item.subject {
                        batch::Subject::Sent(groups) => groups.lines.map(|line| line.is_some()),
                        batch::Subject::None
                        | batch::Subject::Absent
                        | batch::Subject::Erased
                        | batch::Subject::Purged => [false; 4],
                        batch::Subject::Unproven => panic!("what is sent can be proved"),
                    };
                    stored.groups.insert(item.seq, groups);
                }
                let (seq, head) = (stored.cursor.seq, stored.cursor.head);
                self.receipt(asked, 201, branch, seq, head)
            }
            Fit::Known { seq, head } if stored.heads.get(&seq) == Some(&head) => {
                self.receipt(asked, 201, branch, seq, head)
            }
            Fit::Known { seq, .. } | Fit::Fork { seq } => {
                let head = stored.heads.get(&seq).copied();
                self.refusal(asked, Code::Fork, Some((branch, seq, head)))
            }
            Fit::Gap { next } => self.refusal(asked, Code::Gap, Some((branch, next, None))),
        }
    }

    fn enrol(&mut self, asked: &Asked) -> Reply {
        let request = Request::read(&asked.body).unwrap();
        let is_welcome = match &request.by {
            By::Invitation { .. } => request.is_proved(&self.secret),
            By::Certificates { chain } => *chain == self.authority.device_links(request.key),
        };
        if !is_welcome {
            return self.refusal(asked, Code::CodeWrong, None);
        }
        self.known = true;
        self.key = request.key;
        let says = Enrolled {
            hub: HUB,
            root: self.authority.root_key(),
            unit: UNIT,
            device: device_id(&request.key),
            device_certificates: self.authority.device_links(request.key),
            gate: 3,
            unit_name: "Trường Tiểu học Thử".to_owned(),
            gate_name: "Cổng sau".to_owned(),
            config: self.config.clone(),
            at: self.now,
            request: self.digest(asked),
        };
        signed(201, self.authority.say(says))
    }

    /// Every line that it holds, on every branch.
    pub fn lines(&self) -> usize {
        self.branches
            .values()
            .map(|stored| stored.lines.len())
            .sum()
    }
}

pub fn signed(status: u16, body: Vec<u8>) -> Reply {
    Reply::new(status, body)
        .with("chot-sync", "1")
        .with("content-type", "application/json")
}

pub fn parts(asked: &Asked) -> Parts<'_> {
    Parts {
        method: &asked.method,
        path: &asked.path,
        query: &asked.query,
        content_type: asked.header("content-type"),
        content_encoding: asked.header("content-encoding"),
        content_digest: asked.header("content-digest"),
        chot_hub: asked.header("chot-hub"),
        chot_n: asked.header("chot-n"),
    }
}

pub fn unpack(asked: &Asked) -> Vec<u8> {
    let text = batch::open(asked.header("content-encoding"), &asked.body);
    text.unwrap().into_owned()
}

/// Entries that the batch of a request brings: first and last.
pub fn span(asked: &Asked) -> (u64, u64) {
    let text = unpack(asked);
    let batch = batch::read(&text).unwrap();
    (batch.header.first, batch.header.last)
}

/// A hub behind a server, and the post enrolled at it as a target.
pub struct Joined {
    pub server: Server,
    pub hub: Shared,
    pub id: u32,
}

/// Joins a post to a hub whose answers `meddle` may replace.
pub fn join(
    post: &Post,
    mut meddle: impl FnMut(&mut Hub, &Asked) -> Option<Option<Reply>> + Send + 'static,
) -> Joined {
    let hub = Hub::of(post);
    let theirs = Arc::clone(&hub);
    let server = Server::start(move |asked| {
        let mut hub = theirs.lock().unwrap();
        match meddle(&mut hub, asked) {
            Some(reply) => reply,
            None => Some(hub.answer(asked)),
        }
    });
    let id = post.add(&Way::Hub {
        address: here(&server.address()),
        ca: None,
    });
    enrol(post, &hub, id);
    Joined { server, hub, id }
}

/// As enrolment would leave it.
pub fn enrol(post: &Post, hub: &Shared, id: u32) {
    let hub = hub.lock().unwrap();
    let membership = Membership {
        root: hub.authority.root_key(),
        unit: UNIT.0,
        certificates: hub.authority.device_links(hub.key),
        at: Timestamp::UNIX_EPOCH,
        clock: None,
    };
    post.targets().enrolled(id, &membership).unwrap();
}
