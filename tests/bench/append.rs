//! A durable append against the same rows inserted by plain rusqlite with the same pragmas.

use crate::numbers::{Row, Spread, ms};
use anyhow::{Context, Result};
use checkpoint::chain;
use checkpoint::entry::{Direction, Draft, Kind, Outcome};
use checkpoint::subject::{Identity, Person, Salt, Subject, Who};
use kiosk::clock::{Clock, SystemClock};
use kiosk::home::Home;
use kiosk::ledger::Ledger;
use rusqlite::{Connection, TransactionBehavior, params};
use std::time::Instant;
use tempfile::TempDir;

const ROUNDS: usize = 600;
/// Rounds that warm both databases up and aren't counted.
const WARM: usize = 50;

pub fn measure() -> Result<Vec<Row>> {
    let folder = TempDir::new_in(chot_tests::root().join("target"))?;
    let home = Home::at(folder.path().join("ledger"));
    let clock = SystemClock::new();
    let zone = jiff::tz::TimeZone::get("Asia/Ho_Chi_Minh")?;
    let mut ledger = Ledger::open(&home, &clock.now())?;
    let mut plain = plain_database(&folder)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let mut head = [0; 32];
    for round in 0..ROUNDS + WARM {
        let now = clock.now();
        let mut draft = Draft::new(Kind::Scan);
        draft.direction = Some(Direction::In);
        draft.verdict = Some(Outcome::Admit);
        let mut person = [7; 16];
        person[..8].copy_from_slice(
            &u64::try_from(round)?
                .wrapping_mul(0x9E37_79B9_7F4A_7C15)
                .to_be_bytes(),
        );
        let identity = Identity {
            name: Some(format!("Nguyễn Văn An {round}")),
            birth_year: Some(1990),
            last4: Some(format!("{:04}", round % 10_000)),
            who: Who {
                person: Some(Person(person)),
                ..Who::default()
            },
        };
        // Salting, hashing and serialising belong to the append; the plain insert gets them for nothing.
        let started = Instant::now();
        let subject = Subject::identity(Salt(ledger.salt()?), &identity)?;
        let appended = ledger.append(&draft, Some(&subject), &now, 1, &zone)?;
        let own = ms(started.elapsed());

        let line = appended.line.as_bytes();
        head = chain::head(&head, &appended.leaf);
        let group = subject.groups[0].as_deref().context("an identity group")?;
        let place = i64::try_from(round)? + 1;
        let at = now.at.as_millisecond();
        let started = Instant::now();
        let transaction = plain.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction
            .prepare_cached("INSERT INTO entry VALUES (?1, 1, ?1, ?2, ?3, ?4, 'scan', 'admit', 20261124, ?5, ?5, ?5, NULL)")?
            .execute(params![place, line, appended.leaf, head, at])?;
        transaction
            .prepare_cached("INSERT INTO subject VALUES (?1, 0, ?2)")?
            .execute(params![place, group])?;
        transaction
            .prepare_cached("INSERT INTO somebody VALUES (?1, ?1, ?2)")?
            .execute(params![person, place])?;
        transaction
            .prepare_cached("INSERT OR REPLACE INTO visitor VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![person, place, identity.name, identity.last4, at])?;
        transaction.commit()?;
        let other = ms(started.elapsed());
        if round >= WARM {
            ours.push(own);
            theirs.push(other);
        }
    }
    let (ours, theirs) = (Spread::of(ours), Spread::of(theirs));
    let ratio = ours.median() / theirs.median();
    Ok(vec![
        Row::new(
            "durable append",
            ours.quoted(),
            "",
            "line, leaf, head, subject, pseudonym, visitor, fsync",
        ),
        Row::new(
            "the same rows by plain rusqlite",
            theirs.quoted(),
            "",
            "same file system, key and pragmas, in turn with the above",
        ),
        Row::new(
            "append / plain, medians",
            format!("{ratio:.2}"),
            "≤ 1.3",
            "",
        ),
    ])
}

/// The ledger's own schema and pragmas, and nothing of its code.
fn plain_database(folder: &TempDir) -> Result<Connection> {
    let plain = Connection::open(folder.path().join("plain.db"))?;
    plain.pragma_update(None, "key", format!("x'{}'", "5a".repeat(32)))?;
    plain.execute_batch(include_str!("../../crates/kiosk/src/ledger/pragmas.sql"))?;
    plain.execute_batch(include_str!("../../crates/kiosk/src/ledger/schema_1.sql"))?;
    plain.execute_batch(include_str!("../../crates/kiosk/src/ledger/schema_6.sql"))?;
    plain.execute_batch(&format!(
        "INSERT INTO branch VALUES (1, x'{}', NULL, NULL, NULL)",
        "11".repeat(16)
    ))?;
    Ok(plain)
}
