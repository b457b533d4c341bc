//! *Erasure*: a person's data goes here at once, and at the posts that it came from when they are heard next.

use crate::intake::{int, natural};
use crate::store::{Store, StoreError};
use checkpoint::base64url::base64url;
use checkpoint::chain::{BranchName, DeviceId, leaf};
use checkpoint::entry::{Elsewhere, Entry, Ref};
use checkpoint::subject::{Person, Who};
use deadpool_postgres::Object;
use tokio_postgres::Row;
use uuid::Uuid;

/// The entries whose subjects somebody wants to have erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasable {
    /// The entry that was asked for.
    pub asked: Elsewhere,
    /// All other entries of the unit about the same person; None where no number names who `asked` is about.
    pub others: Option<Vec<Elsewhere>>,
}

impl Erasable {
    /// The entry alone, or all that are about the person; the one that was asked for is first.
    pub fn of(self, whole_person: bool) -> Vec<Elsewhere> {
        let others = self.others.filter(|_| whole_person).unwrap_or_default();
        std::iter::once(self.asked).chain(others).collect()
    }
}

/// Finds entry `seq` as seen from a branch, and the other entries about the same person: those with the same strong
/// identity whose subjects are here. None where no such entry is here, it has no subject, or that is gone already.
pub async fn find(
    store: &Store,
    unit: Uuid,
    (device, branch, seq): (Uuid, Uuid, u64),
) -> Result<Option<Erasable>, StoreError> {
    let client = store.hub().await?;
    let history = client
        .query_opt(
            include_str!("intake/history_of.sql"),
            &[&unit, &device, &branch, &int(seq)],
        )
        .await?;
    let Some(history) = history else {
        return Ok(None);
    };
    let history: i64 = history.get(0);
    let asked = client
        .query_opt(
            include_str!("erasure/entry.sql"),
            &[&unit, &history, &int(seq)],
        )
        .await?;
    // A line that only a newer program reads may have a subject.
    let Some(asked) = asked.filter(|row| {
        let entry = Entry::parse(row.get(4));
        entry.map_or(true, |entry| entry.subject.is_some())
    }) else {
        return Ok(None);
    };
    let others = match person_of(&asked) {
        Some(person) => {
            let text = base64url(&person.0);
            let rows = client
                .query(include_str!("erasure/of_person.sql"), &[&unit, &text])
                .await?;
            let is_other = |row: &&Row| {
                let place: (i64, i64) = (row.get(0), row.get(3));
                // The text may stand elsewhere in a subject: as an alias, it names somebody's older number.
                place != (history, int(seq)) && person_of(row) == Some(person)
            };
            Some(rows.iter().filter(is_other).map(named).collect())
        }
        None => None,
    };
    Ok(Some(Erasable {
        asked: named(&asked),
        others,
    }))
}

/// Whom a row's identity names.
fn person_of(row: &Row) -> Option<Person> {
    let identity: Option<&str> = row.get(5);
    Who::of_identity_line(identity?).person
}

fn named(row: &Row) -> Elsewhere {
    Elsewhere {
        device: DeviceId(row.get::<_, Uuid>(1).into_bytes()),
        branch: BranchName(row.get::<_, Uuid>(2).into_bytes()),
        of: Ref {
            seq: natural(row.get(3)),
            leaf: leaf(row.get(4)),
        },
    }
}

/// Erases the subjects of these entries here and asks their posts to do the same: of all or of none. `by` is the user who
/// wants it. Returns how many there were; an entry of a branch that isn't here is passed over.
pub async fn ask(
    client: &Object,
    unit: Uuid,
    which: &[Elsewhere],
    by: Uuid,
) -> Result<u64, StoreError> {
    let ids: Vec<Uuid> = which.iter().map(|_| Uuid::now_v7()).collect();
    let uuid = |bytes: [u8; 16]| Uuid::from_bytes(bytes);
    let devices: Vec<Uuid> = which.iter().map(|one| uuid(one.device.0)).collect();
    let branches: Vec<Uuid> = which.iter().map(|one| uuid(one.branch.0)).collect();
    let seqs: Vec<i64> = which.iter().map(|one| int(one.of.seq)).collect();
    // One statement, so that it can't end halfway.
    let asked = client
        .execute(
            include_str!("erasure/ask.sql"),
            &[&unit, &ids, &devices, &branches, &seqs, &by],
        )
        .await?;
    Ok(asked)
}
