//! `serve`.

use super::place::Place;
use crate::pages::Pages;
use crate::running::{Manner, run};
use crate::server::{listen, open_as_many_files_as_allowed};
use crate::store::Store;
use anyhow::{Context, Result};
use std::env;
use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;

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
    /// The folder with the pages that browsers are shown (`ui/dist-hub` of the sources, built by `npm run build:hub`); else
    /// CHOT_HUB_PAGES, else the folder pages beside this program, else there are none.
    #[arg(long)]
    pages: Option<PathBuf>,
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
        let pages = pages(self.pages)?;
        let store = Store::open(&database, CONNECTIONS).await?;
        let listener =
            listen(self.listen).with_context(|| format!("can't listen on {}", self.listen))?;
        let address = listener.local_addr()?;
        println!("http://{address}");
        let manner = Manner {
            over_tls: !self.plain,
            entry_days: self.entry_days,
            pages,
            ..Manner::default()
        };
        run(store, key, manner, listener, asked_to_stop()?).await?;
        Ok(())
    }
}

/// The pages where they are; a folder that was named has to hold them.
fn pages(named: Option<PathBuf>) -> Result<Option<Pages>> {
    let named = named.or_else(|| env::var_os("CHOT_HUB_PAGES").map(PathBuf::from));
    let folder = match named {
        Some(folder) => folder,
        None => match env::current_exe()?
            .parent()
            .map(|beside| beside.join("pages"))
        {
            Some(beside) if beside.is_dir() => beside,
            Some(_) | None => return Ok(None),
        },
    };
    Ok(Some(Pages::read(&folder)?))
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
