//! *Backlog*: a kiosk that has recorded for months without a hub, and now meets one.

use super::beside;
use super::place::Place;
use crate::numbers::Row;
use anyhow::{Context, Result};
use checkpoint::chain;
use checkpoint::entry::{Direction, Draft, Kind, Outcome};
use checkpoint::subject::{Group, Identity, Note, Purpose, Salt, Subject};
use chot_tests::travel::{Fate, Post, Proxy};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kiosk::keys::{KeyStore, Name};
use kiosk::uplink::address::Reach;
use kiosk::uplink::enrolment::{self, Choice};
use kiosk::uplink::timer::Pace;
use rusqlite::{Connection, params};
use std::thread;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A post with so many entries, one a minute; written in one transaction, since nobody waited for them.
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
    let began = Timestamp::now() - SignedDuration::from_mins(entries.cast_signed());
    let transaction = database.transaction()?;
    {
        let mut entry = transaction.prepare(
            "INSERT INTO entry VALUES (?1, 1, ?1, ?2, ?3, ?4, 'scan', 'admit', ?5, ?6, ?6)",
        )?;
        let mut group = transaction.prepare("INSERT INTO subject VALUES (?1, ?2, ?3)")?;
        for seq in 1..=entries {
            let (identity, note) = visitor(seq);
            let subject =
                Subject::identity(salt(seq, 1), &identity)?.with_note(salt(seq, 2), &note)?;
            let mut draft = Draft::new(Kind::Scan);
            draft.direction = Some(Direction::In);
            draft.verdict = Some(Outcome::Admit);
            let mut moment = clock.now();
            moment.at = began + SignedDuration::from_mins(seq.cast_signed());
            let line = draft.line(
                seq,
                Uuid::now_v7(),
                &moment,
                1,
                &zone,
                Some(subject.commitment()),
            )?;
            let leaf = chain::leaf(line.as_bytes());
            head = chain::head(&head, &leaf);
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

fn visitor(seq: u64) -> (Identity, Note) {
    let identity = Identity {
        name: Some(format!("NGUYỄN VĂN THỬ {}", seq % 5_000)),
        birth_year: Some(1980),
        last4: Some(format!("{:04}", seq % 10_000)),
        ..Identity::default()
    };
    let note = Note {
        purpose: Some(Purpose::Key(3)),
        note: None,
    };
    (identity, note)
}

/// 128 bits that don't compress, as the real ones: the first half of a hash.
fn salt(seq: u64, part: u8) -> Salt {
    let hash = chain::leaf(&[seq.to_be_bytes().as_slice(), &[part]].concat());
    let mut salt = [0; 16];
    salt.copy_from_slice(&hash[..16]);
    Salt(salt)
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
    let (up, down) = with.carried();
    rows.push(Row::new(
        &format!("a backlog of {entries} from one kiosk"),
        format!("{took:.1} s, {:.0} entries/s", entries as f64 / took),
        "≤ 60 s",
        "a real ledger, its own uplink, identity and note picked, over loopback and a proxy that counts",
    ));
    rows.push(on_the_wire("with subjects", up, down, entries, "≤ 40 MB"));

    rows.extend(beside::measure(place, &post)?);
    Ok(rows)
}

pub fn on_the_wire(what: &str, up: u64, down: u64, entries: u64, wanted: &str) -> Row {
    let megabytes = (up + down) as f64 / 1e6;
    Row::new(
        &format!("on the wire, {what}"),
        format!(
            "{megabytes:.1} MB, {:.0} B an entry",
            (up + down) as f64 / entries as f64
        ),
        wanted,
        "requests and answers with HTTP's own bytes",
    )
}
