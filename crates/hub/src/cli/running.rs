//! `serve`.

use super::place::Place;
use crate::running::{Manner, run};
use crate::server::open_as_many_files_as_allowed;
use crate::store::Store;
use anyhow::{Context, Result};
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
    /// Browsers reach it by plain HTTP, for example on this machine alone: cookies need no TLS.
    #[arg(long)]
    pub(super) plain: bool,
    /// How many days entries are kept after their receipt.
    #[arg(long, default_value_t = 3660)]
    entry_days: i32,
    /// Where `local` put its database.
    #[arg(skip)]
    pub(super) database: Option<String>,
}

impl Serve {
    pub async fn run(self, place: &Place) -> Result<()> {
        open_as_many_files_as_allowed();
        let key = place.key()?;
        let database = match self.database {
            Some(database) => database,
            None => place.database()?,
        };
        let store = Store::open(&database, CONNECTIONS).await?;
        let listener = TcpListener::bind(self.listen)
            .await
            .with_context(|| format!("can't listen on {}", self.listen))?;
        let address = listener.local_addr()?;
        println!("http://{address}");
        let manner = Manner {
            over_tls: !self.plain,
            entry_days: self.entry_days,
            ..Manner::default()
        };
        run(store, key, manner, listener, asked_to_stop()?).await?;
        Ok(())
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
