//! *Place*: where this process keeps its keys, and where its database is.

use crate::keyring::HubKey;
use crate::store::Store;
use anyhow::{Context, Result};
use jiff::Timestamp;
use std::env;
use std::fs;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Place {
    /// Where keys (and the database of `local`) lie; else CHOT_HUB_HOME, else the account's data directory, or
    /// /var/lib/chot-hub for root.
    #[arg(long, global = true)]
    home: Option<PathBuf>,
    /// The database, as `host=… user=… dbname=…` or `postgresql://…`; else CHOT_HUB_DATABASE.
    #[arg(long, global = true)]
    database: Option<String>,
}

impl Place {
    /// The home, made where there is none.
    pub fn home(&self) -> Result<PathBuf> {
        let home = self
            .home
            .clone()
            .or_else(|| env::var_os("CHOT_HUB_HOME").map(PathBuf::from))
            .or_else(own_home)
            .unwrap_or_else(|| PathBuf::from("/var/lib/chot-hub"));
        fs::create_dir_all(&home)
            .with_context(|| format!("{} can't be made: name another --home", home.display()))?;
        Ok(home)
    }

    pub fn root_file(&self) -> Result<PathBuf> {
        Ok(self.home()?.join("root.key"))
    }

    pub fn key_file(&self) -> Result<PathBuf> {
        Ok(self.home()?.join("hub.key"))
    }

    /// This process's key.
    pub fn key(&self) -> Result<HubKey> {
        let file = self.key_file()?;
        HubKey::read(&file, Timestamp::now())
            .with_context(|| format!("no key in {}: run chot-hub init", file.display()))
    }

    pub fn database(&self) -> Result<String> {
        let named = self.database.clone();
        if let Some(address) = named.or_else(|| env::var("CHOT_HUB_DATABASE").ok()) {
            return Ok(address);
        }
        // What `local` left running, if it runs.
        #[cfg(unix)]
        return Ok(format!(
            "host={} user={} dbname=chot",
            self.cluster()?.display(),
            crate::cluster::SUPERUSER
        ));
        #[cfg(not(unix))]
        anyhow::bail!("name the database: --database or CHOT_HUB_DATABASE");
    }

    /// The folder of the database of `local`.
    #[cfg(unix)]
    pub fn cluster(&self) -> Result<PathBuf> {
        Ok(self.home()?.join("pg"))
    }

    pub async fn store(&self) -> Result<Store> {
        Ok(Store::open(&self.database()?, 4).await?)
    }
}

/// The account's data directory. Root's home is closed to the account that a database of root's runs as.
fn own_home() -> Option<PathBuf> {
    let directories = directories::BaseDirs::new()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let home = fs::metadata(directories.home_dir()).ok()?;
        if home.uid() == 0 {
            return None;
        }
    }
    Some(directories.data_local_dir().join("chot-hub"))
}
