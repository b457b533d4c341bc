//! `init`, `renew`, `migrate`: what comes before serving.

use super::place::Place;
use crate::keyring::{HUB_DAYS, HubKey, Root};
use crate::store;
use anyhow::{Context, Result, bail};
use checkpoint::base64url::base64url;
use jiff::Timestamp;
use std::fs;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Init {
    /// Print the root key for paper instead of keeping it in the home.
    #[arg(long)]
    paper: bool,
}

#[derive(clap::Args)]
pub struct Renew {
    /// The file with the root key (or what was typed off the paper); else root.key in the home.
    #[arg(long)]
    root: Option<PathBuf>,
}

impl Init {
    pub async fn run(self, place: &Place) -> Result<()> {
        let key_file = place.key_file()?;
        if key_file.exists() {
            bail!(
                "{} is there already: run chot-hub renew instead",
                key_file.display()
            );
        }
        let root = Root::new()?;
        if self.paper {
            println!("The root key. Write it down; it is shown this once and kept nowhere:\n");
            println!("  {}\n", root.text().as_str());
        } else {
            let file = place.root_file()?;
            root.write(&file)?;
            println!(
                "root key: {} (move it onto a stick or paper; it is needed every {HUB_DAYS} days)",
                file.display()
            );
        }
        let key = root.hub_key(root.hub_id(), Timestamp::now())?;
        key.write(&key_file)?;
        println!("hub key: {}, until {}", key_file.display(), key.ends_at());
        println!("root, as kiosks pin it: {}", base64url(&root.public()));
        Ok(())
    }
}

impl Renew {
    pub async fn run(self, place: &Place) -> Result<()> {
        let root_file = match self.root {
            Some(file) => file,
            None => place.root_file()?,
        };
        let root = Root::read(&root_file)?;
        let file = place.key_file()?;
        // A process that is new here has no key yet.
        if file.exists() && HubKey::of_file(&file)?.root() != root.public() {
            bail!("{} is another hub's root key", root_file.display());
        }
        let key = root.hub_key(root.hub_id(), Timestamp::now())?;
        let new = file.with_extension("new");
        // A renewal that broke off left it.
        let _ = fs::remove_file(&new);
        key.write(&new)?;
        fs::rename(&new, &file).with_context(|| format!("{} stays as it was", file.display()))?;
        println!("hub key: {}, until {}", file.display(), key.ends_at());
        Ok(())
    }
}

pub async fn migrate(place: &Place) -> Result<()> {
    let taken = store::migrate(&place.database()?).await?;
    if taken.is_empty() {
        println!("the database is of this hub already");
    }
    for step in taken {
        println!("done: {step}");
    }
    Ok(())
}
