//! *Erasure*: a person's data goes here at once, and at the post that it came from when it is heard next.

use crate::intake::int;
use crate::store::StoreError;
use deadpool_postgres::Object;
use uuid::Uuid;

/// Erases the subject of entry `seq` here and asks its post to do the same. `by` is the user who wants it. False where no such branch is here.
pub async fn ask(
    client: &Object,
    unit: Uuid,
    device: Uuid,
    branch: Uuid,
    seq: u64,
    by: Uuid,
) -> Result<bool, StoreError> {
    // One statement, so that it can't end halfway.
    let asked = client
        .execute(
            include_str!("erasure/ask.sql"),
            &[&unit, &Uuid::now_v7(), &device, &branch, &int(seq), &by],
        )
        .await?;
    Ok(asked > 0)
}
