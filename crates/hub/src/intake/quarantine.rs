//! *Quarantine*: what can't be taken in and isn't thrown away, byte for byte as it came.

use super::Post;
use crate::store::{At, StoreError};
use deadpool_postgres::GenericClient;
use ring::digest::{Context, Digest, SHA256};
use uuid::Uuid;

/// Why a body waits for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    Distrusted,
    Failed,
}

/// Tells a person that there is no more room for a device's bodies.
pub(super) async fn is_full(client: &impl GenericClient, post: &Post) -> Result<(), StoreError> {
    let raise = client.prepare_cached(include_str!("raise.sql")).await?;
    let (kind, about) = (vec!["quarantine"], vec!["full"]);
    client
        .execute(
            &raise,
            &[&vec![post.unit], &vec![post.device], &kind, &about],
        )
        .await?;
    Ok(())
}

/// Bytes that wait of one device. What is more stays where it is: the post goes on having it.
const MOST: i64 = 64 * 1024 * 1024;

/// Names the entries of a body: the head behind the last one stands for all of them. Beside it a body says when it was
/// sent and how much waits, which is another each time that a post offers the same.
fn name(post: &Post) -> Digest {
    let header = &post.header;
    let mut name = Context::new(&SHA256);
    name.update(&header.branch.0);
    name.update(&header.first.to_be_bytes());
    name.update(&header.head);
    name.finish()
}

/// Keeps a post's body. The same entries are kept once. False where there is no room for them.
pub(super) async fn keep(
    client: &impl GenericClient,
    post: &Post,
    why: Why,
    error: Option<&str>,
) -> Result<bool, StoreError> {
    let why = match why {
        Why::Distrusted => "distrusted",
        Why::Failed => "failed",
    };
    let keep = client
        .prepare_cached(include_str!("quarantine.sql"))
        .await?;
    let digest = name(post);
    let kept = client
        .execute(
            &keep,
            &[
                &post.unit,
                &Uuid::now_v7(),
                &post.device,
                &At(post.received_at),
                &why,
                &error,
                &post.encoding,
                &digest.as_ref(),
                &post.body.as_ref(),
                &MOST,
            ],
        )
        .await?;
    if kept > 0 {
        return Ok(true);
    }
    let there = client
        .prepare_cached(include_str!("quarantined.sql"))
        .await?;
    let there = client
        .query_opt(&there, &[&post.unit, &post.device, &digest.as_ref()])
        .await?;
    Ok(there.is_some())
}
