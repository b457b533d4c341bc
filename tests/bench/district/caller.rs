//! *Caller*: a post that has its requests ready before anything is measured, so that only the hub is.

use checkpoint::chain::{self, BranchName, DeviceId, Origin, device_id, genesis};
use checkpoint::entry::{Direction, Draft, Kind, Outcome};
use checkpoint::subject::{Identity, Salt, Subject};
use checkpoint::wire::batch::{About, Groups, Packer, Subject as Sent};
use checkpoint::wire::heartbeat::Heartbeat;
use checkpoint::wire::request::{self, BATCH_TYPE, JSON_TYPE, Parts};
use checkpoint::wire::signed::{Head, Signed};
use checkpoint::wire::{UnitId, VERSION};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kiosk::clock::{Clock, SystemClock};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{Ed25519KeyPair, KeyPair};
use uuid::Uuid;

/// Its program, as batches name it.
const APP: &str = "chot/bench";

pub struct Caller {
    pub unit: Uuid,
    pub device: DeviceId,
    pub key: [u8; 32],
    pair: Ed25519KeyPair,
    branch: BranchName,
    head: [u8; 32],
    seq: u64,
    n: u64,
    /// The value of `Chot-Hub`.
    hub: String,
    began: Timestamp,
}

fn fresh<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let filled = SystemRandom::new().fill(&mut bytes);
    filled.expect("the system has randomness");
    bytes
}

impl Caller {
    /// A post of `unit` at the hub whose root has this public key.
    pub fn new(unit: Uuid, root: &[u8; 32]) -> Caller {
        let pair =
            Ed25519KeyPair::from_seed_unchecked(&fresh::<32>()).expect("32 bytes are a seed");
        let mut key = [0; 32];
        key.copy_from_slice(pair.public_key().as_ref());
        let (device, branch) = (device_id(&key), BranchName(fresh()));
        Caller {
            unit,
            device,
            key,
            pair,
            branch,
            head: genesis(&device, &branch, &key),
            seq: 0,
            n: 0,
            hub: request::hub_name(root),
            began: Timestamp::now() - SignedDuration::from_hours(24 * 7),
        }
    }

    /// The request that sends its next entries, every one about a person.
    pub fn batch(&mut self, entries: usize) -> Vec<u8> {
        let about = About {
            device: self.device,
            unit: UnitId(self.unit.into_bytes()),
            branch: self.branch,
            origin: Origin::First,
            app: APP.to_owned(),
        };
        let zone = TimeZone::fixed(jiff::tz::offset(7));
        let clock = SystemClock::new();
        let mut packer = Packer::new(about, self.seq, self.head, entries).leaving_out();
        for _ in 0..entries {
            self.seq += 1;
            let identity = Identity {
                name: Some(format!("NGUYỄN VĂN THỬ {}", self.seq % 5_000)),
                birth_year: Some(1980),
                last4: Some(format!("{:04}", self.seq % 10_000)),
                ..Identity::default()
            };
            let subject = Subject::identity(Salt(fresh()), &identity).expect("an identity");
            let mut draft = Draft::new(Kind::Scan);
            draft.direction = Some(Direction::In);
            draft.verdict = Some(Outcome::Admit);
            let mut moment = clock.now();
            // A visitor every twenty seconds of last week.
            moment.at = self.began + SignedDuration::from_secs(20 * self.seq.cast_signed());
            let id = Uuid::now_v7();
            let line = draft.line(self.seq, id, &moment, 1, &zone, Some(subject.commitment()));
            let line = line.expect("a line");
            self.head = chain::head(&self.head, &chain::leaf(line.as_bytes()));
            let sent = Sent::Sent(Groups {
                lines: [subject.groups[0].as_deref(), None, None, None],
                withheld: [None; 4],
            });
            packer.push(line.as_bytes(), &sent);
        }
        let (_, text) = packer.done(Timestamp::now(), 0).expect("a batch");
        let body = zstd::bulk::compress(&text, 9).expect("it is packed");
        self.request("batches", BATCH_TYPE, "zstd", &body)
    }

    /// The request that says that it is there.
    pub fn heartbeat(&mut self) -> Vec<u8> {
        let now = Timestamp::now();
        let says = Head {
            device: self.device,
            unit: UnitId(self.unit.into_bytes()),
            branch: self.branch,
            seq: self.seq,
            head: self.head,
            at: now,
        };
        let heartbeat = Heartbeat {
            v: VERSION,
            head: Signed::new(says, Vec::new(), |text| sign(&self.pair, text)),
            waiting: 0,
            app: APP.to_owned(),
            system: "linux".to_owned(),
            disk_free: 0,
            clock: now,
            config: None,
            lists: None,
        };
        self.request("heartbeat", JSON_TYPE, "identity", &heartbeat.body())
    }

    fn request(&mut self, last: &str, kind: &str, encoding: &str, body: &[u8]) -> Vec<u8> {
        self.n += 1;
        let path = request::path(&UnitId(self.unit.into_bytes()), &self.device, last);
        let digest = request::content_digest(body);
        let n = self.n.to_string();
        let parts = Parts {
            method: "POST",
            path: &path,
            query: "",
            content_type: kind,
            content_encoding: encoding,
            content_digest: &digest,
            chot_hub: &self.hub,
            chot_n: &n,
        };
        let base = parts.base(&self.device).expect("every part is ours");
        let signed = base.signed(&self.device, |text| sign(&self.pair, text));
        let mut bytes = format!(
            "POST {path} HTTP/1.1\r\nhost: hub.example\r\ncontent-type: {kind}\r\ncontent-encoding: {encoding}\r\n\
             content-digest: {digest}\r\nchot-hub: {}\r\nchot-n: {n}\r\nsignature-input: {}\r\nsignature: {}\r\n\
             content-length: {}\r\n\r\n",
            self.hub,
            signed.signature_input,
            signed.signature,
            body.len()
        )
        .into_bytes();
        bytes.extend_from_slice(body);
        bytes
    }
}

fn sign(pair: &Ed25519KeyPair, text: &[u8]) -> [u8; 64] {
    let mut signature = [0; 64];
    signature.copy_from_slice(pair.sign(text).as_ref());
    signature
}
