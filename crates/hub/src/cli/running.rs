//! `serve` and `local`.

use super::place::Place;
use crate::cluster::Cluster;
use crate::intake::Pace;
use crate::keyring::{Root, random};
use crate::running::run;
use crate::store::{self, Store};
use anyhow::{Context, Result};
use jiff::Timestamp;
use std::future::Future;
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// Database connections of each role.
const CONNECTIONS: usize = 16;

#[derive(clap::Args)]
pub struct Serve {
    /// Where it listens. A balancer in front of it ends TLS.
    #[arg(long, default_value = "127.0.0.1:8480")]
    listen: SocketAddr,
}

#[derive(clap::Args)]
pub struct Local {
    #[command(flatten)]
    serve: Serve,
}

impl Serve {
    pub async fn run(self, place: &Place) -> Result<()> {
        let key = place.key()?;
        let store = Store::open(&place.database()?, CONNECTIONS).await?;
        let listener = TcpListener::bind(self.listen)
            .await
            .with_context(|| format!("can't listen on {}", self.listen))?;
        let address = listener.local_addr()?;
        println!("http://{address}");
        run(store, key, Pace::default(), listener, asked_to_stop()?).await;
        Ok(())
    }
}

impl Local {
    pub async fn run(self, place: &Place) -> Result<()> {
        let cluster = Cluster::at(&place.cluster()?)?;
        let address = cluster.database("chot", None)?;
        store::migrate(&address).await?;
        if !place.key_file()?.exists() {
            let root = Root::new()?;
            root.write(&place.root_file()?)?;
            root.hub_key(random()?, Timestamp::now())?
                .write(&place.key_file()?)?;
        }
        let served = self.serve.run(place).await;
        // Only now: the hub's last transactions went to it.
        drop(cluster);
        served
    }
}

/// SIGTERM or Ctrl-C.
fn asked_to_stop() -> Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminated = {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::terminate())?
    };
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminated.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    })
}
