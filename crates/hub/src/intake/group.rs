//! *Group*: posts that share a transaction.

use super::branch::{self, Held, head_at};
use super::moved;
use super::placed::Placed;
use super::quarantine::{self, Why};
use super::row::{Fit, Post, Row, SubjectRow, fit};
use super::tally::Tally;
use super::{Copy, Outcome, hash, int, natural};
use crate::store::{At, Day, Store, StoreError, day_of_receipt};
use deadpool_postgres::{Object, Transaction};
use jiff::Timestamp;
use std::collections::BTreeMap;
use tokio_postgres::Row as Stored;
use uuid::Uuid;

/// Unit, device, branch: the order in which cursors are locked.
pub(super) type Key = (Uuid, Uuid, Uuid);

impl Post {
    pub(super) fn key(&self) -> Key {
        (self.unit, self.device, self.branch)
    }
}

/// What became of a post in a group: None where another group holds its cursor, or it isn't there.
pub(super) type Settled = Option<Outcome>;

/// A branch's cursor, locked, and what this group adds to it.
pub(super) struct Cursor<'p> {
    history: i64,
    seq: u64,
    head: [u8; 32],
    /// The branch that it left, and behind which of its entries; None for one that begins at 1.
    origin: Option<(Uuid, u64)>,
    /// It turned out to leave its origin only here: what is before is there already.
    pub(super) leaves_at: Option<(u64, [u8; 32])>,
    distrusted: bool,
    /// Another branch left this one and has grown: nobody should write here any more.
    was_left: bool,
    pub(super) added: Vec<&'p Row>,
}

impl Cursor<'_> {
    /// The branch that it left, and behind which entry, where nothing of its own is here before this group.
    pub(super) fn leaves(&self) -> Option<(Uuid, u64)> {
        let own = self.added.len() as u64;
        self.origin.filter(|(_, seq)| *seq + own == self.seq)
    }

    /// The seq before its own first entry.
    fn begins_behind(&self) -> u64 {
        self.origin.map_or(0, |(_, seq)| seq)
    }
}

/// What a group changes besides entries.
#[derive(Default)]
struct Beside<'p> {
    tally: Tally,
    placed: Placed,
    /// Subjects of entries that were here before: (unit, history, seq, groups).
    late: Vec<(Uuid, i64, u64, &'p [Option<bytes::Bytes>; 4])>,
    /// Subjects that are gone: (unit, history, seq, why).
    gone: Vec<(Uuid, i64, u64, &'static str)>,
    /// Erasures of earlier entries: (unit, device, branch, seq).
    erased: Vec<(Key, u64)>,
    alarms: Vec<(Uuid, Uuid, &'static str, String)>,
}

/// How cursors are locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Manner {
    /// Waits for those that others hold, which only a post alone may do.
    pub patient: bool,
    /// Those of each unit apart.
    pub by_unit: bool,
}

/// Takes posts in, all or none.
pub(super) async fn take(
    store: &Store,
    posts: &[&Post],
    manner: Manner,
    now: Timestamp,
) -> Result<Vec<Settled>, StoreError> {
    let mut client = store.hub().await?;
    let settled = within(&mut client, posts, manner, now).await;
    if settled.is_err() {
        // A COPY that fails leaves its connection in a state that the driver may not find out of.
        drop(Object::take(client));
    }
    settled
}

async fn within(
    client: &mut Object,
    posts: &[&Post],
    manner: Manner,
    now: Timestamp,
) -> Result<Vec<Settled>, StoreError> {
    let transaction = client.transaction().await?;
    let mut cursors = lock(&transaction, posts, manner).await?;
    let mut beside = Beside::default();
    let mut settled = Vec::with_capacity(posts.len());
    for post in posts {
        settled.push(match cursors.get_mut(&post.key()) {
            // Its first lines may be those of the branch that it left, which may be on their way too.
            Some(cursor) if cursor.leaves().is_some() && !manner.patient => None,
            Some(cursor) => Some(judge(&transaction, post, cursor, &mut beside).await?),
            None => None,
        });
    }
    copy(&transaction, &cursors, now).await?;
    for (key, cursor) in &cursors {
        moved::leave(&transaction, key, cursor, now).await?;
    }
    advance(&transaction, &cursors, now).await?;
    beside.tally.write(&transaction).await?;
    beside.placed.write(&transaction).await?;
    beside.write(&transaction, now).await?;
    transaction.commit().await?;
    Ok(settled)
}

async fn lock<'p>(
    transaction: &Transaction<'_>,
    posts: &[&'p Post],
    manner: Manner,
) -> Result<BTreeMap<Key, Cursor<'p>>, StoreError> {
    if let Some(alone) = posts.first().filter(|_| manner.patient) {
        transaction
            .batch_execute(include_str!("lock_patience.sql"))
            .await?;
        let all = transaction
            .prepare_cached(include_str!("lock_device.sql"))
            .await?;
        transaction
            .execute(&all, &[&alone.unit, &alone.device])
            .await?;
    }
    let mut keys: Vec<Key> = posts.iter().map(|post| post.key()).collect();
    keys.sort();
    keys.dedup();
    if manner.by_unit {
        return lock_by_unit(transaction, &keys).await;
    }
    let (mut units, mut devices, mut branches) = (vec![], vec![], vec![]);
    for (unit, device, branch) in keys {
        units.push(unit);
        devices.push(device);
        branches.push(branch);
    }
    let lock = transaction.prepare_cached(include_str!("lock.sql")).await?;
    let rows = transaction
        .query(&lock, &[&units, &devices, &branches])
        .await?;
    Ok(rows.iter().map(cursor).collect())
}

/// The same in the same order, with a statement for each unit.
async fn lock_by_unit<'p>(
    transaction: &Transaction<'_>,
    keys: &[Key],
) -> Result<BTreeMap<Key, Cursor<'p>>, StoreError> {
    let lock = transaction
        .prepare_cached(include_str!("lock_unit.sql"))
        .await?;
    let mut cursors = BTreeMap::new();
    for own in keys.chunk_by(|one, other| one.0 == other.0) {
        let devices: Vec<Uuid> = own.iter().map(|key| key.1).collect();
        let branches: Vec<Uuid> = own.iter().map(|key| key.2).collect();
        let rows = transaction
            .query(&lock, &[&own[0].0, &devices, &branches])
            .await?;
        cursors.extend(rows.iter().map(cursor));
    }
    Ok(cursors)
}

fn cursor<'p>(row: &Stored) -> (Key, Cursor<'p>) {
    let state: &str = row.get(6);
    let cursor = Cursor {
        history: row.get(3),
        seq: natural(row.get(4)),
        head: hash(row.get(5)),
        origin: row
            .get::<_, Option<Uuid>>(8)
            .zip(row.get::<_, Option<i64>>(9).map(natural)),
        leaves_at: None,
        distrusted: state == "distrusted",
        was_left: row.get(7),
        added: Vec::new(),
    };
    ((row.get(0), row.get(1), row.get(2)), cursor)
}

/// What becomes of one post, by its branch's cursor alone.
async fn judge<'p>(
    transaction: &Transaction<'_>,
    post: &'p Post,
    cursor: &mut Cursor<'p>,
    beside: &mut Beside<'p>,
) -> Result<Outcome, StoreError> {
    if cursor.distrusted {
        let kept = quarantine::keep(transaction, post, Why::Distrusted, None).await?;
        let about = if kept { "distrusted" } else { "full" };
        beside.alarm(post, "quarantine", about);
        return Ok(Outcome::Distrusted);
    }
    let stored = Outcome::Stored {
        acked: post.header.last,
        head: post.header.head,
    };
    let fits = match fit(post, cursor.seq, &cursor.head) {
        // Nobody has what is missing any more: what comes after it is worth more than a proof of it.
        Fit::Gap if post.header.past => {
            if cursor.seq > cursor.begins_behind() {
                beside.alarm(post, "restored", "");
            }
            Fit::New(0)
        }
        fits @ (Fit::New(_) | Fit::Known | Fit::Gap | Fit::Fork) => fits,
    };
    match fits {
        Fit::Gap => {
            if cursor.seq > cursor.begins_behind() {
                // It goes on behind a receipt of ours, for entries that this database hasn't.
                beside.alarm(post, "restored", "");
            }
            Ok(Outcome::Gap {
                branch: post.branch,
                seq: cursor.seq + 1,
                head: Some(cursor.head),
            })
        }
        Fit::Fork => Ok(fork(post, cursor, beside)),
        Fit::Known => match known_head(transaction, post, cursor).await? {
            Held::Here(head) if head == post.header.head => {
                beside.repeat(post, cursor.history, &post.rows);
                Ok(stored)
            }
            Held::Here(_) => Ok(fork(post, cursor, beside)),
            // Its day was dropped: what is wanted comes after the cursor.
            Held::Gone | Held::Behind { .. } | Held::Nothing => Ok(Outcome::Gap {
                branch: post.branch,
                seq: cursor.seq + 1,
                head: Some(cursor.head),
            }),
        },
        Fit::New(known) => {
            let (old, mut new) = post.rows.split_at(known);
            if moved::is_elsewhere(transaction, post, cursor.was_left, new).await? {
                return Ok(Outcome::Fork {
                    branch: post.branch,
                    seq: cursor.seq,
                    head: cursor.head,
                });
            }
            beside.repeat(post, cursor.history, old);
            if let Some((from, left)) = cursor.leaves() {
                for history in moved::common(transaction, post, from, left, new).await? {
                    let (row, others) = new.split_at(1);
                    beside.repeat(post, history, row);
                    cursor.origin = Some((from, row[0].seq));
                    cursor.leaves_at = Some((row[0].seq, row[0].head));
                    new = others;
                }
            }
            beside.add(post, cursor, new);
            cursor.added.extend(new);
            cursor.seq = post.header.last;
            cursor.head = post.header.head;
            Ok(stored)
        }
    }
}

fn fork<'p>(post: &Post, cursor: &Cursor<'_>, beside: &mut Beside<'p>) -> Outcome {
    beside.alarm(post, "fork", &post.branch.to_string());
    Outcome::Fork {
        branch: post.branch,
        seq: cursor.seq,
        head: cursor.head,
    }
}

/// Our head at the post's last entry, which this very group may have added.
async fn known_head(
    transaction: &Transaction<'_>,
    post: &Post,
    cursor: &Cursor<'_>,
) -> Result<Held, StoreError> {
    let last = post.header.last;
    if last == cursor.seq {
        return Ok(Held::Here(cursor.head));
    }
    if let Ok(at) = cursor.added.binary_search_by_key(&last, |row| row.seq) {
        return Ok(Held::Here(cursor.added[at].head));
    }
    head_at(
        transaction,
        post.unit,
        post.device,
        &post.public_key,
        post.branch,
        last,
    )
    .await
}

impl<'p> Beside<'p> {
    fn alarm(&mut self, post: &Post, kind: &'static str, about: &str) {
        self.alarms
            .push((post.unit, post.device, kind, about.to_owned()));
    }

    /// Entries that are here already: what they bring of subjects may be news.
    fn repeat(&mut self, post: &Post, history: i64, rows: &'p [Row]) {
        for row in rows {
            match &row.subject {
                SubjectRow::Sent(groups) => {
                    self.late.push((post.unit, history, row.seq, groups));
                }
                SubjectRow::Erased | SubjectRow::Purged => self.bury(post, history, row),
                SubjectRow::Nothing | SubjectRow::Unproven => {}
            }
        }
    }

    fn add(&mut self, post: &Post, cursor: &Cursor<'_>, rows: &'p [Row]) {
        if cursor.was_left && !rows.is_empty() {
            self.alarm(post, "two-machines", &post.branch.to_string());
        }
        let tally = self.tally.of(post.unit);
        for entry in rows.iter().filter_map(|row| row.entry.as_ref()) {
            tally.add(entry, &post.zone);
        }
        for row in rows {
            self.placed.learn(post.unit, cursor.history, row);
            match row.subject {
                SubjectRow::Erased | SubjectRow::Purged => self.bury(post, cursor.history, row),
                SubjectRow::Unproven => self.alarm(post, "unproven", &post.branch.to_string()),
                SubjectRow::Nothing | SubjectRow::Sent(_) => {}
            }
            if row.entry.is_none() {
                self.alarm(post, "unreadable", &post.branch.to_string());
            }
            if let Some(seq) = row.erases() {
                self.erased.push((post.key(), seq));
            }
        }
    }

    fn bury(&mut self, post: &Post, history: i64, row: &Row) {
        let why = if matches!(row.subject, SubjectRow::Purged) {
            "purged"
        } else {
            "erased"
        };
        self.gone.push((post.unit, history, row.seq, why));
    }

    async fn write(
        mut self,
        transaction: &Transaction<'_>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for ((unit, device, branch), seq) in std::mem::take(&mut self.erased) {
            let history = transaction
                .prepare_cached(include_str!("history_of.sql"))
                .await?;
            let history = transaction
                .query_opt(&history, &[&unit, &device, &branch, &int(seq)])
                .await?;
            // The post did what it was asked to.
            let done = transaction
                .prepare_cached(include_str!("erasure_done.sql"))
                .await?;
            transaction
                .execute(&done, &[&unit, &device, &int(seq), &At(now)])
                .await?;
            if let Some(history) = history {
                self.gone.push((unit, history.get(0), seq, "erased"));
            }
        }
        self.bury_all(transaction).await?;
        self.fill(transaction, now).await?;
        self.raise(transaction).await
    }

    async fn bury_all(&self, transaction: &Transaction<'_>) -> Result<(), StoreError> {
        if self.gone.is_empty() {
            return Ok(());
        }
        let units: Vec<Uuid> = self.gone.iter().map(|gone| gone.0).collect();
        let histories: Vec<i64> = self.gone.iter().map(|gone| gone.1).collect();
        let seqs: Vec<i64> = self.gone.iter().map(|gone| int(gone.2)).collect();
        let whys: Vec<&str> = self.gone.iter().map(|gone| gone.3).collect();
        let bury = transaction.prepare_cached(include_str!("bury.sql")).await?;
        transaction
            .execute(&bury, &[&units, &histories, &seqs, &whys])
            .await?;
        let forget = transaction
            .prepare_cached(include_str!("forget.sql"))
            .await?;
        transaction
            .execute(&forget, &[&units, &histories, &seqs])
            .await?;
        Ok(())
    }

    async fn fill(&self, transaction: &Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
        // An entry twice in one statement can't be filled twice.
        let late: BTreeMap<_, _> = self
            .late
            .iter()
            .map(|(unit, history, seq, groups)| ((*unit, *history, *seq), *groups))
            .collect();
        if late.is_empty() {
            return Ok(());
        }
        let units: Vec<Uuid> = late.keys().map(|key| key.0).collect();
        let histories: Vec<i64> = late.keys().map(|key| key.1).collect();
        let seqs: Vec<i64> = late.keys().map(|key| int(key.2)).collect();
        let group = |place: usize| -> Vec<Option<&str>> {
            late.values()
                .map(|groups| groups[place].as_deref().and_then(text))
                .collect()
        };
        let fill = transaction
            .prepare_cached(include_str!("fill_subject.sql"))
            .await?;
        transaction
            .execute(
                &fill,
                &[
                    &units,
                    &histories,
                    &seqs,
                    &group(0),
                    &group(1),
                    &group(2),
                    &group(3),
                    &Day(day_of_receipt(now)),
                ],
            )
            .await?;
        Ok(())
    }

    async fn raise(mut self, transaction: &Transaction<'_>) -> Result<(), StoreError> {
        self.alarms.sort();
        self.alarms.dedup();
        if self.alarms.is_empty() {
            return Ok(());
        }
        let units: Vec<Uuid> = self.alarms.iter().map(|alarm| alarm.0).collect();
        let devices: Vec<Uuid> = self.alarms.iter().map(|alarm| alarm.1).collect();
        let kinds: Vec<&str> = self.alarms.iter().map(|alarm| alarm.2).collect();
        let abouts: Vec<&str> = self.alarms.iter().map(|alarm| alarm.3.as_str()).collect();
        let raise = transaction
            .prepare_cached(include_str!("raise.sql"))
            .await?;
        transaction
            .execute(&raise, &[&units, &devices, &kinds, &abouts])
            .await?;
        Ok(())
    }
}

/// A group's line, which was read as UTF-8 before it became a row.
fn text(line: &[u8]) -> Option<&str> {
    std::str::from_utf8(line).ok()
}

async fn copy(
    transaction: &Transaction<'_>,
    cursors: &BTreeMap<Key, Cursor<'_>>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let day = day_of_receipt(now);
    let (mut entries, mut subjects) = (Copy::default(), Copy::default());
    for ((unit, _, _), cursor) in cursors {
        for row in &cursor.added {
            entries
                .row(9)
                .uuid(*unit)
                .int8(cursor.history)
                .int8(int(row.seq))
                .date(day)
                .moment(now)
                .moment(row.counted_at(now))
                .bytes(&row.line)
                .bytes(&row.head)
                .int2(row.mark());
            if let SubjectRow::Sent(groups) = &row.subject {
                subjects
                    .row(8)
                    .uuid(*unit)
                    .int8(cursor.history)
                    .int8(int(row.seq))
                    .date(day);
                for group in groups {
                    subjects.text(group.as_deref().and_then(text));
                }
            }
        }
    }
    entries
        .send(transaction, include_str!("copy_entry.sql"))
        .await?;
    subjects
        .send(transaction, include_str!("copy_subject.sql"))
        .await?;
    Ok(())
}

async fn advance(
    transaction: &Transaction<'_>,
    cursors: &BTreeMap<Key, Cursor<'_>>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let grown: Vec<(&Key, &Cursor<'_>)> = cursors
        .iter()
        .filter(|(_, cursor)| !cursor.added.is_empty())
        .collect();
    if grown.is_empty() {
        return Ok(());
    }
    let units: Vec<Uuid> = grown.iter().map(|(key, _)| key.0).collect();
    let devices: Vec<Uuid> = grown.iter().map(|(key, _)| key.1).collect();
    let branches: Vec<Uuid> = grown.iter().map(|(key, _)| key.2).collect();
    let seqs: Vec<i64> = grown.iter().map(|(_, cursor)| int(cursor.seq)).collect();
    let heads: Vec<&[u8]> = grown
        .iter()
        .map(|(_, cursor)| cursor.head.as_slice())
        .collect();
    let statement = transaction
        .prepare_cached(include_str!("advance.sql"))
        .await?;
    transaction
        .execute(
            &statement,
            &[&units, &devices, &branches, &seqs, &heads, &At(now)],
        )
        .await?;
    Ok(())
}

/// Takes one post in by itself: it waits for its cursor, opens its branch where it isn't here, and is quarantined where
/// the database refuses it for what it is.
pub(super) async fn alone(store: &Store, post: &Post, manner: Manner, now: Timestamp) -> Outcome {
    let tried = async {
        let client = store.hub().await?;
        if let Some(outcome) = branch::open(&client, post).await? {
            return Ok(outcome);
        }
        drop(client);
        let settled = take(store, &[post], manner, now).await?;
        // Its branch is here, so it is the device that isn't.
        Ok(settled
            .into_iter()
            .next()
            .flatten()
            .unwrap_or(Outcome::Unknown))
    };
    let error: StoreError = match tried.await {
        Ok(outcome) => return outcome,
        Err(error) => error,
    };
    tracing::warn!(unit = %post.unit, device = %post.device, first = post.header.first, %error, "a post failed alone");
    if error.is_temporary() {
        return Outcome::Busy;
    }
    let kept = async {
        let client = store.hub().await?;
        let kept = quarantine::keep(&client, post, Why::Failed, Some(&error.to_string())).await?;
        if !kept {
            quarantine::is_full(&client, post).await?;
        }
        Ok::<bool, StoreError>(kept)
    };
    match kept.await {
        Ok(true) => Outcome::Quarantined,
        Ok(false) => {
            tracing::error!(unit = %post.unit, device = %post.device, "no room in quarantine: a person has to settle it");
            Outcome::Busy
        }
        Err(error) => {
            tracing::error!(unit = %post.unit, device = %post.device, %error, "nothing could be kept of a post");
            Outcome::Busy
        }
    }
}
