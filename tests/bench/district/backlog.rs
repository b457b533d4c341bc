//! *Backlog*: a kiosk that has recorded for months without a hub, and now meets one.

use super::beside;
use super::place::Place;
use crate::numbers::Row;
use anyhow::{Context, Result};
use checkpoint::chain;
use checkpoint::entry::{Direction, Draft, Kind, Outcome, Ref};
use checkpoint::subject::{Group, Identity, Note, Person, Purpose, Salt, Subject, Who};
use chot_tests::travel::{Dice, Fate, Post, Proxy};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kiosk::keys::{KeyStore, Name};
use kiosk::uplink::address::Reach;
use kiosk::uplink::enrolment::{self, Choice};
use kiosk::uplink::timer::Pace;
use rusqlite::{Connection, params};
use std::collections::VecDeque;
use std::thread;
use std::time::{Duration, Instant};
use uuid::{Builder, Uuid};

/// Visitors who are inside at a time at most.
const AT_ONCE: usize = 40;

/// A post with so many entries, one a minute: everybody comes and goes, and their going names their coming. Written in one
/// transaction, since nobody waited for them.
pub fn filled(entries: u64) -> Result<Post> {
    let post = Post::new();
    post.close();
    let keys = KeyStore::of(&post.home)?;
    let key = keys.get(Name::Ledger).context("the ledger's key")?;
    let hex: String = key
        .bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let mut database = Connection::open(post.home.database())?;
    database.pragma_update(None, "key", format!("x'{hex}'"))?;
    let (branch, public): ([u8; 16], [u8; 32]) = database.query_row(
        "SELECT b.name, m.device_public_key FROM branch AS b, meta AS m",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut head = chain::genesis(
        &chain::device_id(&public),
        &chain::BranchName(branch),
        &public,
    );
    let zone = TimeZone::fixed(jiff::tz::offset(7));
    let clock = post.clock();
    let began = Timestamp::now() - SignedDuration::from_mins(entries.cast_signed() + 2);
    let transaction = database.transaction()?;
    {
        let mut entry = transaction.prepare(
            "INSERT INTO entry VALUES (?1, 1, ?1, ?2, ?3, ?4, 'scan', 'admit', ?5, ?6, ?6)",
        )?;
        let mut group = transaction.prepare("INSERT INTO subject VALUES (?1, ?2, ?3)")?;
        let mut dice = Dice::new(entries);
        let mut inside = VecDeque::new();
        for seq in 1..=entries {
            let mut came = None;
            let mut draft = Draft::new(Kind::Scan);
            let subject = if inside.len() > AT_ONCE || !inside.is_empty() && dice.percent(45) {
                let (identity, entered): (Identity, Ref) =
                    inside.pop_front().context("a visitor")?;
                draft.direction = Some(Direction::Out);
                draft.of = Some(entered);
                Subject::identity(Salt(random(&mut dice)), &identity)?
            } else {
                let (identity, note) = visitor(&mut dice);
                draft.direction = Some(Direction::In);
                let salts = (Salt(random(&mut dice)), Salt(random(&mut dice)));
                let subject = Subject::identity(salts.0, &identity)?.with_note(salts.1, &note)?;
                came = Some(identity);
                subject
            };
            draft.verdict = Some(Outcome::Admit);
            let mut moment = clock.now();
            let after = seq * 60_000 + dice.below(60_000);
            moment.at = began + SignedDuration::from_millis(after.cast_signed());
            moment.mono_ms = after;
            let ms = moment.at.as_millisecond().unsigned_abs();
            let id = Builder::from_unix_timestamp_millis(ms, &random(&mut dice)).into_uuid();
            let line = draft.line(seq, id, &moment, 1, &zone, Some(subject.commitment()))?;
            let leaf = chain::leaf(line.as_bytes());
            head = chain::head(&head, &leaf);
            inside.extend(came.map(|identity| (identity, Ref { seq, leaf })));
            let day = moment.at.to_zoned_datetime(zone.clone()).date();
            let day = i64::from(day.year()) * 10_000
                + i64::from(day.month()) * 100
                + i64::from(day.day());
            entry.execute(params![
                seq,
                line.as_bytes(),
                leaf,
                head,
                day,
                moment.at.as_millisecond()
            ])?;
            for (part, text) in subject.groups.iter().enumerate() {
                if let Some(text) = text {
                    group.execute(params![seq, part, text])?;
                }
            }
        }
    }
    transaction.commit()?;
    drop(database);
    post.reopen();
    Ok(post)
}

/// What a card's code tells of a visitor, with the guard's choice of a purpose. Names and numbers vary as they do, and
/// pseudonyms, salts and ids are as random as real ones: what travels has to be as hard to pack.
fn visitor(dice: &mut Dice) -> (Identity, Note) {
    let mut one = |of: &[&str]| of[dice.roll() as usize % of.len()].to_owned();
    let name = [one(&FAMILIES), one(&MIDDLES), one(&GIVEN)].join(" ");
    let identity = Identity {
        name: Some(name),
        birth_year: Some(1945 + dice.below(62) as i16),
        last4: Some(format!("{:04}", dice.below(10_000))),
        who: Who {
            person: Some(Person(random(dice))),
            aliases: Vec::new(),
            namesake: Some(Person(random(dice))),
        },
    };
    let note = Note {
        purpose: Some(Purpose::Key(1 + dice.below(9) as u8)),
        note: None,
    };
    (identity, note)
}

const FAMILIES: [&str; 12] = [
    "NGUYỄN", "TRẦN", "LÊ", "PHẠM", "HOÀNG", "HUỲNH", "PHAN", "VŨ", "VÕ", "ĐẶNG", "BÙI", "ĐỖ",
];
const MIDDLES: [&str; 10] = [
    "VĂN", "THỊ", "HỮU", "ĐỨC", "MINH", "NGỌC", "THANH", "QUANG", "XUÂN", "KIM",
];
const GIVEN: [&str; 30] = [
    "AN", "ANH", "BÌNH", "CHI", "CƯỜNG", "DUNG", "DŨNG", "ĐẠT", "GIANG", "HÀ", "HẢI", "HẠNH",
    "HIỀN", "HOA", "HÙNG", "HƯƠNG", "KHÁNH", "LAN", "LINH", "LONG", "MAI", "NAM", "NGA", "PHÚC",
    "PHƯƠNG", "SƠN", "TÂM", "THẢO", "TUẤN", "YẾN",
];

fn random<const N: usize>(dice: &mut Dice) -> [u8; N] {
    std::array::from_fn(|_| dice.roll() as u8)
}

/// Enrols at `address` with the groups picked that are named. Returns the unit and the target.
pub fn enrolled(
    place: &Place,
    post: &Post,
    address: &str,
    groups: &[Group],
) -> Result<(Uuid, u32)> {
    let (unit, code) = place.code(address)?;
    let choice = Choice {
        reach: Reach::ThisMachine,
        ca: None,
        name: None,
    };
    let (target, _) = enrolment::enrol(&post.home, code.as_bytes(), &choice, post.clock())?;
    let groups: Vec<(Group, String)> = groups
        .iter()
        .map(|group| (*group, "Tiếp dân".to_owned()))
        .collect();
    post.targets().pick(target.id, &groups, Timestamp::now())?;
    Ok((unit, target.id))
}

pub fn wait_until_sent(post: &Post, id: u32) -> Result<()> {
    let targets = post.targets();
    loop {
        let (_, newest, _) = post.head();
        let target = targets.get(id)?;
        if target.cursor.is_some_and(|at| at.seq == newest) {
            return Ok(());
        }
        if let Some(problem) = target.problem.filter(|problem| problem.is_final) {
            anyhow::bail!("{}", problem.words.en);
        }
        thread::sleep(Duration::from_millis(20));
    }
}

pub fn measure(place: &Place, entries: u64) -> Result<Vec<Row>> {
    let post = filled(entries)?;
    let hub = place.served.address.parse()?;
    let mut rows = Vec::new();

    let with = Proxy::start(hub, |_| Fate::Pass);
    let groups = [Group::Identity, Group::Note];
    let (unit, id) = enrolled(place, &post, &with.at.to_string(), &groups)?;
    let began = Instant::now();
    let uplink = post.uplink(Pace::default());
    wait_until_sent(&post, id)?;
    let took = began.elapsed().as_secs_f64();
    drop(uplink);
    anyhow::ensure!(
        place.count(unit).unsigned_abs() == entries,
        "all of it arrived"
    );
    post.targets().remove(id)?;
    rows.push(Row::new(
        &format!("a backlog of {entries} from one kiosk"),
        format!("{took:.1} s, {:.0} entries/s", entries as f64 / took),
        "≤ 60 s",
        "a real ledger, its own uplink, identity and note picked, over loopback and a proxy that counts",
    ));
    rows.push(on_the_wire(
        "with subjects",
        with.carried(),
        entries,
        entries,
        "≤ 40 MB",
    ));

    rows.extend(beside::measure(place, &post, entries)?);
    Ok(rows)
}

/// What `sent` entries came to, up and down, told for a backlog of `entries`: visitors who come while it is sent travel, too.
pub fn on_the_wire(
    what: &str,
    (up, down): (u64, u64),
    sent: u64,
    entries: u64,
    wanted: &str,
) -> Row {
    let each = (up + down) as f64 / sent as f64;
    Row::new(
        &format!("on the wire, {what}, a backlog of {entries}"),
        format!(
            "{:.1} MB, {each:.0} B an entry",
            each * entries as f64 / 1e6
        ),
        wanted,
        &format!(
            "{sent} were sent: requests and answers with HTTP's own bytes; everybody comes and goes, with name, year, pseudonyms and a purpose"
        ),
    )
}
