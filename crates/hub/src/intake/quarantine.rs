//! *Quarantine*: what can't be taken in and isn't thrown away, byte for byte as it came.

use super::Post;
use crate::store::{At, StoreError};
use deadpool_postgres::GenericClient;
use ring::digest::{SHA256, digest};
use uuid::Uuid;

/// Why a body waits for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    Distrusted,
    Failed,
}

/// Keeps a post's body. The same body is kept once.
pub(super) async fn keep(
    client: &impl GenericClient,
    post: &Post,
    why: Why,
    error: Option<&str>,
) -> Result<(), StoreError> {
    let why = match why {
        Why::Distrusted => "distrusted",
        Why::Failed => "failed",
    };
    let keep = client
        .prepare_cached(include_str!("quarantine.sql"))
        .await?;
    client
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
                &digest(&SHA256, &post.body).as_ref(),
                &post.body.as_ref(),
            ],
        )
        .await?;
    Ok(())
}
