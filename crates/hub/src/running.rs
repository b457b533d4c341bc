//! *Running*: a hub process, from an open database and a key to its orderly end.

use crate::gauges::Gauges;
use crate::intake::{Intake, Pace};
use crate::keyring::HubKey;
use crate::router::router;
use crate::server;
use crate::store::Store;
use crate::sync::{Devices, Hub};
use std::future::Future;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Serves on `listener` until `stop` comes. What was begun then is finished: every post that is in the queue is
/// settled, and every receipt that is due is sent.
pub async fn run(
    store: Store,
    key: HubKey,
    pace: Pace,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) {
    let (intake, writers) = Intake::start(store.clone(), pace);
    let hub = Arc::new(Hub {
        store,
        intake,
        key,
        devices: Devices::default(),
        gauges: Gauges::default(),
    });
    server::serve(listener, router(hub), stop).await;
    // The last request took the last clone of the intake with it.
    for writer in writers {
        if writer.await.is_err() {
            tracing::error!("a writer of the intake died");
        }
    }
}
