//! *Branch*: a history with its cursor, opened when its first batch comes.

use super::{Outcome, Post, hash, int, natural};
use crate::store::StoreError;
use checkpoint::chain::{BranchName, DeviceId, Origin, genesis};
use checkpoint::wire::batch::Cursor;
use deadpool_postgres::GenericClient;
use uuid::Uuid;

/// How many branches one may leave from another before we stop following: a loop can't be followed for ever.
const DEEPEST: usize = 1000;

/// Makes the post's branch where it isn't here yet. The entry that it leaves from has to be here with that head, where it
/// isn't past: else the outcome says what is missing.
pub(super) async fn open(
    client: &impl GenericClient,
    post: &Post,
) -> Result<Option<Outcome>, StoreError> {
    let there = client
        .prepare_cached(include_str!("branch_there.sql"))
        .await?;
    let there = client
        .query_opt(&there, &[&post.unit, &post.device, &post.branch])
        .await?;
    if there.is_some() {
        return Ok(None);
    }
    let origin = post.header.origin;
    let (mut origin_branch, mut origin_seq, mut origin_head) = (None, None, None);
    if let Origin::From { branch, seq, head } = origin
        && !post.header.past
    {
        let from = Uuid::from_bytes(branch.0);
        match head_at(client, post.unit, post.device, &post.public_key, from, seq).await? {
            Held::Here(ours) if ours == head => {}
            Held::Here(ours) => {
                return Ok(Some(Outcome::Fork {
                    branch: from,
                    seq,
                    head: ours,
                }));
            }
            Held::Behind { seq, head } => {
                return Ok(Some(Outcome::Gap {
                    branch: from,
                    seq: seq + 1,
                    head: Some(head),
                }));
            }
            // A backup brought the log of another device of the unit to this one, which has nothing of it to send.
            Held::Nothing if is_elsewhere(client, post.unit, from).await? => {}
            Held::Nothing => {
                return Ok(Some(Outcome::Gap {
                    branch: from,
                    seq: 1,
                    head: None,
                }));
            }
            // Its day is over and its bytes are gone: what comes after it is worth more than a proof of it.
            Held::Gone => {}
        }
        (origin_branch, origin_seq, origin_head) = (Some(from), Some(int(seq)), Some(head));
    }
    let cursor = Cursor::before(&post.header, &post.public_key);
    let make = client
        .prepare_cached(include_str!("branch_open.sql"))
        .await?;
    client
        .execute(
            &make,
            &[
                &post.unit,
                &post.device,
                &post.branch,
                &origin_branch,
                &origin_seq,
                &origin_head.as_ref().map(|head| head.as_slice()),
                &int(cursor.seq),
                &cursor.head.as_slice(),
            ],
        )
        .await?;
    Ok(None)
}

/// Whether any device of the unit has this branch.
async fn is_elsewhere(
    client: &impl GenericClient,
    unit: Uuid,
    branch: Uuid,
) -> Result<bool, StoreError> {
    let elsewhere = client
        .prepare_cached(include_str!("branch_elsewhere.sql"))
        .await?;
    let found = client.query_opt(&elsewhere, &[&unit, &branch]).await?;
    Ok(found.is_some())
}

/// Makes the branches of posts that begin at 1, where they aren't here yet, by one statement: when many posts come for the
/// first time, or come back to a process that has just started, they don't wait for each other's.
pub(super) async fn open_first(
    client: &impl GenericClient,
    posts: &[&Post],
) -> Result<(), StoreError> {
    let heads: Vec<[u8; 32]> = posts
        .iter()
        .map(|post| {
            let device = DeviceId(post.device.into_bytes());
            genesis(
                &device,
                &BranchName(post.branch.into_bytes()),
                &post.public_key,
            )
        })
        .collect();
    let units: Vec<Uuid> = posts.iter().map(|post| post.unit).collect();
    let devices: Vec<Uuid> = posts.iter().map(|post| post.device).collect();
    let branches: Vec<Uuid> = posts.iter().map(|post| post.branch).collect();
    let heads: Vec<&[u8]> = heads.iter().map(<[u8; 32]>::as_slice).collect();
    let make = client
        .prepare_cached(include_str!("branch_open_first.sql"))
        .await?;
    client
        .execute(&make, &[&units, &devices, &branches, &heads])
        .await?;
    Ok(())
}

/// What is here of a branch at a seq.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// The head there.
    Here([u8; 32]),
    /// The branch ends before it, at `seq`.
    Behind { seq: u64, head: [u8; 32] },
    /// The branch isn't known.
    Nothing,
    /// It was here, and its day was dropped.
    Gone,
}

/// The head of a branch's history at `seq`, also where that lies before the branch began.
pub async fn head_at(
    client: &impl GenericClient,
    unit: Uuid,
    device: Uuid,
    public_key: &[u8; 32],
    branch: Uuid,
    seq: u64,
) -> Result<Held, StoreError> {
    let there = client
        .prepare_cached(include_str!("branch_there.sql"))
        .await?;
    let mut at = branch;
    for _ in 0..DEEPEST {
        let Some(row) = client.query_opt(&there, &[&unit, &device, &at]).await? else {
            return Ok(Held::Nothing);
        };
        let (history, newest): (i64, i64) = (row.get(0), row.get(1));
        let head = hash(row.get(2));
        let newest = natural(newest);
        if seq > newest {
            return Ok(Held::Behind { seq: newest, head });
        }
        if seq == newest {
            return Ok(Held::Here(head));
        }
        let origin: (Option<Uuid>, Option<i64>) = (row.get(3), row.get(4));
        match origin {
            (Some(from), Some(left)) if seq < natural(left) => at = from,
            (Some(_), Some(left)) if seq == natural(left) => {
                return Ok(Held::Here(hash(row.get(5))));
            }
            (Some(_) | None, Some(_) | None) => {
                if seq == 0 {
                    let device = DeviceId(device.into_bytes());
                    let branch = BranchName(at.into_bytes());
                    return Ok(Held::Here(genesis(&device, &branch, public_key)));
                }
                let stored = client.prepare_cached(include_str!("head_at.sql")).await?;
                let stored = client
                    .query_opt(&stored, &[&unit, &history, &int(seq)])
                    .await?;
                return Ok(stored.map_or(Held::Gone, |row| Held::Here(hash(row.get(0)))));
            }
        }
    }
    Ok(Held::Nothing)
}
