//! *Announce*: a hub process writes its key down beside those of its siblings, which all stand below one root.

use crate::keyring::HubKey;
use crate::store::{At, Store, StoreError};
use uuid::Uuid;

/// Why a process can't join the others.
#[derive(Debug, thiserror::Error)]
pub enum AnnounceError {
    #[error(
        "other processes of this hub stand below another root: kiosks would refuse the receipts of one of them. Renew \
         this process's key with their root key"
    )]
    OtherRoot,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes the key down. Refused while a key of another root, or of another hub, still holds.
pub async fn announce(store: &Store, key: &HubKey) -> Result<(), AnnounceError> {
    let hub = Uuid::from_bytes(key.hub());
    let client = store.hub().await?;
    let strangers: i64 = client
        .query_one(
            include_str!("strangers.sql"),
            &[&hub, &key.root().as_slice()],
        )
        .await
        .map_err(StoreError::Database)?
        .get(0);
    if strangers > 0 {
        return Err(AnnounceError::OtherRoot);
    }
    client
        .execute(
            include_str!("announce.sql"),
            &[
                &hub,
                &key.public().as_slice(),
                &key.root().as_slice(),
                &key.link(),
                &At(key.ends_at()),
            ],
        )
        .await
        .map_err(StoreError::Database)?;
    Ok(())
}
