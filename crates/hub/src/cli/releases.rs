//! `release`: newer programs that posts fetch from here.

use super::place::Place;
use crate::releases::{self, Release};
use anyhow::{Context, Result, bail};
use checkpoint::base64url::from_base64url;
use std::path::PathBuf;

#[derive(clap::Subcommand)]
pub enum Releases {
    /// Keeps an update's file for its system, in place of an older one: enrolled posts that it is newer for fetch it within an
    /// hour, and their admins take it.
    Put {
        /// chot-VERSION-SYSTEM.chot-update, as `cargo xtask release sign` made it.
        file: PathBuf,
        /// The release key's public half; by itself the one that this hub was built with.
        #[arg(long)]
        key: Option<String>,
    },
    /// Prints what is kept: system, version, bytes.
    List,
    /// No post fetches it any more.
    Remove {
        /// As x86_64-windows.
        target: String,
    },
}

/// The key that the maker of this hub pinned in their programs.
const PINNED: Option<&str> = option_env!("CHOT_RELEASE_KEY");

impl Releases {
    pub async fn run(self, place: &Place) -> Result<()> {
        let store = place.store().await?;
        match self {
            Releases::Put { file, key } => {
                let key = key.as_deref().or(PINNED).unwrap_or_default();
                if key.is_empty() {
                    bail!(
                        "whose signature counts? --key KEY, as `cargo xtask release key` prints it"
                    );
                }
                let key = from_base64url(key).context("--key: it is no public key")?;
                let content = std::fs::read(&file).with_context(|| file.display().to_string())?;
                let kept = releases::put(&store, &content, &key)
                    .await
                    .with_context(|| file.display().to_string())?;
                print(&kept);
            }
            Releases::List => releases::list(&store).await?.iter().for_each(print),
            Releases::Remove { target } => {
                if !releases::remove(&store, &target).await? {
                    bail!("nothing is kept for {target}: see chot-hub release list");
                }
            }
        }
        Ok(())
    }
}

fn print(release: &Release) {
    println!("{} {} {}", release.target, release.version, release.bytes);
}
