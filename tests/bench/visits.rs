//! *Visits*: a gate's years as they are in Vietnam, the same ones with every run: who comes, how often, and what is said of it
//! later. All of them are invented.

use anyhow::{Context, Result};
use checkpoint::chain::{self, BranchName, DeviceId};
use checkpoint::document::Kind as DocumentKind;
use checkpoint::entry::{
    Audit, Direction, Draft, Entry, Happened, Kind, Outcome, Precision, Ref, Was,
};
use checkpoint::moment::{Boot, Moment};
use checkpoint::subject::{Group, Identity, Note, Person, Purpose, Salt, Subject, Who, fold_name};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, params};

/// Of a thousand people so many have the name: four in ten are Nguyễn.
const FAMILIES: [(&str, u64); 14] = [
    ("Nguyễn", 384),
    ("Trần", 121),
    ("Lê", 95),
    ("Phạm", 71),
    ("Huỳnh", 51),
    ("Phan", 45),
    ("Võ", 39),
    ("Đặng", 31),
    ("Bùi", 30),
    ("Đỗ", 29),
    ("Hồ", 28),
    ("Ngô", 27),
    ("Dương", 25),
    ("Lý", 24),
];
const MIDDLES: [&str; 16] = [
    "Văn", "Thị", "Văn", "Thị", "Hữu", "Ngọc", "Minh", "Thanh", "Đức", "Quang", "Thu", "Hồng",
    "Xuân", "Kim", "Quốc", "Bảo",
];
const GIVEN: [&str; 40] = [
    "Đức", "Hằng", "Khuê", "Lộc", "Mỹ", "Quỳnh", "Trầm", "Vượng", "Ân", "Yến", "Anh", "Bình",
    "Châu", "Dũng", "Dục", "Giang", "Hà", "Hải", "Hạnh", "Hiếu", "Hoa", "Hùng", "Hương", "Khánh",
    "Lan", "Linh", "Long", "Mai", "Nam", "Nga", "Nhung", "Phúc", "Phương", "Sơn", "Tâm", "Thảo",
    "Thủy", "Trang", "Tuấn", "Việt",
];

/// People who work there and come each day; the others come now and then.
const STAFF: u64 = 150;
const VISITORS: u64 = 60_000;
/// Who comes on a day, staff and visitors.
pub const A_DAY: u64 = 1_000;

/// A row of numbers that is the same with every run (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % end
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let place = usize::try_from(self.below(from.len() as u64)).unwrap_or(0);
        from[place.min(from.len() - 1)]
    }
}

/// A person of that number: always the same one.
fn person(number: u64) -> (Identity, Option<String>) {
    let mut chance = Chance(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut share = chance.below(1_000);
    let family = FAMILIES.iter().find(|(_, of)| {
        let is_it = share < *of;
        share = share.saturating_sub(*of);
        is_it
    });
    let family = family.map_or("Nguyễn", |(family, _)| *family);
    let name = [family, chance.pick(&MIDDLES), chance.pick(&GIVEN)].join(" ");
    let pseudonym = |salt: u64| {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(
            &(number + 1)
                .wrapping_mul(0xD6E8_FEB8_6659_FD93)
                .to_be_bytes(),
        );
        bytes[8..].copy_from_slice(&(number ^ salt << 40).to_be_bytes());
        Person(bytes)
    };
    let identity = Identity {
        name: Some(name),
        birth_year: i16::try_from(1945 + chance.below(65)).ok(),
        last4: Some(format!("{:04}", chance.below(10_000))),
        who: Who {
            person: Some(pseudonym(0)),
            // Six cards of ten say the holder's old number, too.
            aliases: if chance.below(10) < 6 {
                vec![pseudonym(1)]
            } else {
                Vec::new()
            },
            namesake: None,
        },
    };
    let phone = (chance.below(20) == 0).then(|| format!("09{:08}", chance.below(100_000_000)));
    (identity, phone)
}

/// Fills a ledger that was begun and is closed.
pub struct Filling<'a> {
    connection: &'a Connection,
    chance: Chance,
    zone: TimeZone,
    branch: i64,
    head: [u8; 32],
    seq: u64,
    pub last: Timestamp,
}

impl Filling<'_> {
    /// Behind the first, empty branch.
    pub fn of(connection: &Connection, begins: Timestamp) -> Result<Filling<'_>> {
        let (branch, name): (i64, [u8; 16]) =
            connection.query_row("SELECT number, name FROM branch", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let key: [u8; 32] =
            connection.query_row("SELECT device_public_key FROM meta", [], |row| row.get(0))?;
        let device: DeviceId = chain::device_id(&key);
        Ok(Filling {
            connection,
            chance: Chance(0x00C0_FFEE),
            zone: TimeZone::get("Asia/Ho_Chi_Minh")?,
            branch,
            head: chain::genesis(&device, &BranchName(name), &key),
            seq: 0,
            last: begins,
        })
    }

    /// Days of the gate, until so many entries are there.
    pub fn until(&mut self, entries: u64) -> Result<()> {
        while self.seq < entries {
            let begins = self.last;
            let mut passages: Vec<(i64, u64, Direction)> = Vec::new();
            for place in 0..A_DAY {
                let number = if place < STAFF {
                    place
                } else {
                    STAFF + self.chance.below(VISITORS)
                };
                // From half past six to five; most stay for half an hour, staff all day.
                let came = i64::try_from(self.chance.below(9 * 3_600))?;
                let stays = if place < STAFF {
                    7 * 3_600
                } else {
                    300 + i64::try_from(self.chance.below(3_600))?
                };
                passages.push((came, number, Direction::In));
                // One of fifty forgets the way out.
                if self.chance.below(50) > 0 {
                    passages.push((came + stays, number, Direction::Out));
                }
            }
            // Somebody counts at the first gate from seven and from two, half an hour each.
            for from in [1_800, 27_000] {
                self.count(begins + SignedDuration::from_secs(from))?;
            }
            passages.sort_by_key(|(at, number, _)| (*at, *number));
            for (seconds, number, way) in passages {
                if self.seq >= entries {
                    break;
                }
                self.pass(begins + SignedDuration::from_secs(seconds), number, way)?;
            }
            self.last = begins + SignedDuration::from_hours(24);
        }
        Ok(())
    }

    fn count(&mut self, from: Timestamp) -> Result<()> {
        let mut draft = Draft::new(Kind::Audit(Audit::Headcount));
        let until = from + SignedDuration::from_secs(1_800);
        draft.happened = Some(Happened {
            at: from,
            precision: Precision::Second,
        });
        (draft.until, draft.count) = (Some(until), Some(80));
        self.write(&draft, None, from)?;
        Ok(())
    }

    fn pass(&mut self, at: Timestamp, number: u64, way: Direction) -> Result<()> {
        let (identity, phone) = person(number);
        let by_hand = self.chance.below(30) == 0;
        let mut draft = Draft::new(if by_hand { Kind::Manual } else { Kind::Scan });
        (draft.direction, draft.verdict) = (Some(way), Some(Outcome::Admit));
        draft.document = (!by_hand).then_some(DocumentKind::CitizenCard);
        let mut subject = Subject::identity(self.salt(), &identity)?;
        subject.groups[Group::Contact as usize] =
            phone.map(|phone| format!(r#"{{"salt":"CQkJCQkJCQkJCQkJCQkJCQ","phone":"{phone}"}}"#));
        let entry = self.write(&draft, Some(&subject), at)?;
        let amends = self.chance.below(100);
        if way == Direction::In && amends < 25 {
            let note = Note {
                purpose: Some(Purpose::Key(1 + u8::try_from(self.chance.below(9))?)),
                note: (amends < 3).then(|| "Gặp cô Hiền phòng Tư pháp".to_owned()),
            };
            let subject = Subject::note(self.salt(), &note)?;
            let draft = self.naming(Kind::Correct, &entry);
            self.write(&draft, Some(&subject), at + SignedDuration::from_secs(5))?;
        } else if amends == 99 {
            let mut draft = self.naming(Kind::Void, &entry);
            (draft.direction, draft.verdict) = (None, None);
            self.write(&draft, None, at + SignedDuration::from_secs(9))?;
        }
        Ok(())
    }

    fn salt(&mut self) -> Salt {
        let mut salt = [0; 16];
        salt[..8].copy_from_slice(&self.chance.below(u64::MAX).to_be_bytes());
        Salt(salt)
    }

    fn naming(&self, kind: Kind, (entry, leaf): &(Entry, [u8; 32])) -> Draft {
        let mut draft = Draft::new(kind);
        draft.of = Some(Ref {
            seq: entry.seq,
            leaf: *leaf,
        });
        draft.was = Some(Was::of(entry, &self.zone));
        (draft.direction, draft.verdict) = (entry.said.direction, entry.said.verdict);
        draft
    }

    fn write(
        &mut self,
        draft: &Draft,
        subject: Option<&Subject>,
        at: Timestamp,
    ) -> Result<(Entry, [u8; 32])> {
        self.seq += 1;
        let moment = Moment {
            at,
            mono_ms: self.seq * 1_000,
            boot: Boot([1; 16]),
            offset: None,
        };
        let ms = u64::try_from(at.as_millisecond())?;
        let id = uuid::Builder::from_unix_timestamp_millis(ms, &[7; 10]).into_uuid();
        let gate = 1 + u32::try_from(self.chance.below(3))?;
        let line = draft.line(
            self.seq,
            id,
            &moment,
            gate,
            &self.zone,
            subject.map(Subject::commitment),
        )?;
        let entry = Entry::parse(line.as_bytes())?;
        let leaf = chain::leaf(line.as_bytes());
        self.head = chain::head(&self.head, &leaf);
        let verdict = entry.said.verdict.map(|outcome| match outcome {
            Outcome::Admit => "admit",
            Outcome::Look => "look",
            Outcome::Refuse => "refuse",
        });
        let day = self.zone.to_datetime(at).date();
        let day =
            i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day());
        self.connection
            .prepare_cached("INSERT INTO entry (branch, seq, line, leaf, head, kind, verdict, day, at_ms, mark_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)")?
            .execute(params![self.branch, self.seq, line.as_bytes(), leaf, self.head, entry.said.kind.as_str(), verdict, day, at.as_millisecond()])?;
        let place = self.connection.last_insert_rowid();
        let identity =
            subject.and_then(|subject| subject.groups[Group::Identity as usize].as_deref());
        if let Some(identity) = identity.and_then(|line| Identity::parse(line).ok()) {
            let person = identity.who.person.map(|person| person.0);
            self.connection
                .prepare_cached(include_str!(
                    "../../crates/kiosk/src/ledger/append_visitor.sql"
                ))?
                .execute(params![
                    person,
                    place,
                    identity.name.as_deref().map(fold_name),
                    identity.last4,
                    at.as_millisecond()
                ])?;
        }
        for (part, line) in
            (0_u8..).zip(subject.map(|subject| &subject.groups).into_iter().flatten())
        {
            if let Some(line) = line {
                self.connection
                    .prepare_cached("INSERT INTO subject VALUES (?1, ?2, ?3)")?
                    .execute(params![place, part, line])?;
            }
        }
        Ok((entry, leaf))
    }
}

/// The name of a visitor who surely came, and a phone number that somebody has.
pub fn sought() -> Result<(String, String)> {
    let (identity, _) = person(3);
    let phone = (0..STAFF).find_map(|number| person(number).1);
    Ok((identity.name.context("a name")?, phone.context("a phone")?))
}
