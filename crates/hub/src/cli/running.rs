//! `serve` and `local`.

use super::place::Place;
use crate::cluster::Cluster;
use crate::keyring::{Root, random};
use crate::running::{Manner, run};
use crate::store::{self, Store};
use crate::tree;
use crate::users::{self, Hasher, Role};
use anyhow::{Context, Result};
use checkpoint::base64url::base64url;
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
    /// Browsers reach it by plain HTTP, for example on this machine alone: cookies need no TLS.
    #[arg(long)]
    plain: bool,
    /// How many days entries are kept after their receipt.
    #[arg(long, default_value_t = 3660)]
    entry_days: i32,
    #[arg(skip)]
    database: Option<String>,
}

#[derive(clap::Args)]
pub struct Local {
    #[command(flatten)]
    serve: Serve,
}

impl Serve {
    pub async fn run(self, place: &Place) -> Result<()> {
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
        run(store, key, manner, listener, asked_to_stop()?).await;
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
        first_admin(&address).await?;
        let mut serve = self.serve;
        // A hub that is tried out is reached from this machine, without a balancer in front of it.
        serve.plain = true;
        serve.database = Some(address);
        let served = serve.run(place).await;
        // Only now: the hub's last transactions went to it.
        drop(cluster);
        served
    }
}

/// A first unit, and somebody who may sign in, where nobody may yet. The password is shown this once.
async fn first_admin(database: &str) -> Result<()> {
    let store = Store::open(database, 2).await?;
    if users::is_anyone(&store).await? {
        return Ok(());
    }
    let today = store::day_of_receipt(Timestamp::now());
    let unit = tree::add_unit(&store, None, "Đơn vị đầu tiên", today).await?;
    let password = base64url(&random::<12>()?);
    let hasher = Hasher::default();
    users::add(&store, &hasher, unit, "admin", Role::Admin, &password).await?;
    println!("first unit: {unit}");
    println!("first admin: admin, password {password}");
    Ok(())
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
