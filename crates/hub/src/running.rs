//! *Running*: a hub process, from an open database and a key to its orderly end.

use crate::gauges::Gauges;
use crate::intake::{Intake, Pace};
use crate::keyring::HubKey;
use crate::nightly;
use crate::pages::Pages;
use crate::router::router;
use crate::server;
use crate::store::Store;
use crate::sync::{AnnounceError, Devices, Hub, announce};
use jiff::Timestamp;
use std::future::Future;
use std::sync::Arc;
use tokio::net::TcpListener;

/// How a process runs.
#[derive(Clone)]
pub struct Manner {
    pub pace: Pace,
    /// Browsers reach the hub by TLS alone, which a balancer ends.
    pub over_tls: bool,
    /// How long entries are kept after their receipt.
    pub entry_days: i32,
    /// What browsers are shown; nothing where there are none.
    pub pages: Option<Pages>,
}

impl Default for Manner {
    fn default() -> Manner {
        Manner {
            pace: Pace::default(),
            over_tls: true,
            entry_days: 3660,
            pages: None,
        }
    }
}

/// Announces the key, and serves on `listener` until `stop` comes. What was begun then is finished: every post that is in the queue is
/// settled, and every receipt that is due is sent.
pub async fn run(
    store: Store,
    key: HubKey,
    manner: Manner,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) -> Result<(), AnnounceError> {
    announce(&store, &key).await?;
    let (intake, writers) = Intake::start(store.clone(), manner.pace);
    let nights = tokio::spawn(nights(store.clone(), manner.entry_days));
    let hub = Arc::new(Hub {
        store,
        intake,
        key,
        devices: Devices::default(),
        gauges: Gauges::default(),
    });
    server::serve(listener, router(hub, manner.over_tls, manner.pages), stop).await;
    nights.abort();
    // The last request took the last clone of the intake with it.
    for writer in writers {
        if writer.await.is_err() {
            tracing::error!("a writer of the intake died");
        }
    }
    Ok(())
}

/// Does the night's work, every night.
async fn nights(store: Store, entry_days: i32) {
    loop {
        let wait = nightly::until_night(Timestamp::now());
        tokio::time::sleep(wait.unsigned_abs()).await;
        match nightly::night(&store, entry_days, Timestamp::now()).await {
            Ok(night) => tracing::info!(?night, "the night's work is done"),
            Err(error) => tracing::error!(%error, "the night's work failed"),
        }
    }
}
