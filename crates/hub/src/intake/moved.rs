//! *Moved*: a post whose other target held another history gave its own lines a branch; here the same lines may stand on
//! the branch that they had before. Each stays one: equal heads are equal lines behind an equal beginning.

use super::group::{Cursor, Key};
use super::{Post, Row, hash, int, natural};
use crate::store::{At, StoreError};
use deadpool_postgres::Transaction;
use jiff::Timestamp;
use uuid::Uuid;

/// For each of the first `rows` of a new branch that is here already, on the branch `from` behind `left`: the history
/// that holds it.
pub(super) async fn common(
    transaction: &Transaction<'_>,
    post: &Post,
    from: Uuid,
    left: u64,
    rows: &[Row],
) -> Result<Vec<i64>, StoreError> {
    let Some(last) = rows.last() else {
        return Ok(Vec::new());
    };
    let behind = transaction
        .prepare_cached(include_str!("heads_behind.sql"))
        .await?;
    let last = int(last.seq);
    let here = transaction
        .query(
            &behind,
            &[&post.unit, &post.device, &from, &int(left), &last],
        )
        .await?;
    let same = rows
        .iter()
        .zip(&here)
        .take_while(|(row, here)| natural(here.get(1)) == row.seq && hash(here.get(2)) == row.head);
    Ok(same.map(|(_, here)| here.get(0)).collect())
}

/// Whether the first of `rows` stands on a branch that left this one: a request that comes late, of lines that have moved.
pub(super) async fn is_elsewhere(
    transaction: &Transaction<'_>,
    post: &Post,
    was_left: bool,
    rows: &[Row],
) -> Result<bool, StoreError> {
    let Some(first) = rows.first().filter(|_| was_left) else {
        return Ok(false);
    };
    let there = transaction
        .prepare_cached(include_str!("on_a_branch.sql"))
        .await?;
    let found = transaction
        .query_opt(
            &there,
            &[
                &post.unit,
                &post.device,
                &post.branch,
                &int(first.seq),
                &first.head.as_slice(),
            ],
        )
        .await?;
    Ok(found.is_some())
}

/// What a group says of the branch that one of its cursors left: that it did, and where the two part.
pub(super) async fn leave(
    transaction: &Transaction<'_>,
    (unit, device, branch): &Key,
    cursor: &Cursor<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    if let Some((seq, head)) = cursor.leaves_at {
        let later = transaction
            .prepare_cached(include_str!("leave_later.sql"))
            .await?;
        transaction
            .execute(&later, &[unit, device, branch, &int(seq), &head.as_slice()])
            .await?;
    }
    let Some((from, _)) = cursor.leaves().filter(|_| !cursor.added.is_empty()) else {
        return Ok(());
    };
    let leave = transaction
        .prepare_cached(include_str!("leave.sql"))
        .await?;
    transaction
        .execute(&leave, &[unit, device, &from, &At(now)])
        .await?;
    Ok(())
}
