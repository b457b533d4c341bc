//! `hand`: what posts are told from here.

use super::place::Place;
use crate::handing::{self, For};
use anyhow::{Context, Result};
use checkpoint::base64url::from_base64url;
use checkpoint::wire::heartbeat::HandedKind;
use jiff::Timestamp;
use std::fs;
use std::path::{Path, PathBuf};
use uuid::Uuid;

#[derive(clap::Subcommand)]
pub enum Hand {
    /// Settings: {"v":1,"mode":"in|out|auto","policy":ID,"policies":[…],"gate_name":…}; what is absent stays as it is there.
    Config {
        #[command(flatten)]
        to: To,
        /// `-` reads standard input.
        file: PathBuf,
    },
    /// A trust list with its revocations, signed by this hub's root key (chot trust sign --key root.key).
    Trust {
        #[command(flatten)]
        to: To,
        file: PathBuf,
    },
    /// Say it no more; what is said further up the tree counts again.
    Nothing {
        #[command(flatten)]
        to: To,
        #[arg(value_enum)]
        kind: Kind,
    },
    /// Prints what a device is told, nearer words over farther ones.
    Show {
        #[arg(long)]
        unit: Uuid,
        /// As the kiosk shows it: base64url, or as a UUID.
        #[arg(allow_hyphen_values = true)]
        device: String,
        #[arg(value_enum)]
        kind: Kind,
    },
}

/// For whom.
#[derive(clap::Args)]
pub struct To {
    /// It goes for this unit and all below it.
    #[arg(long)]
    unit: Uuid,
    /// Only for this post of the unit.
    #[arg(long)]
    post: Option<Uuid>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Kind {
    Config,
    Trust,
}

impl From<Kind> for HandedKind {
    fn from(kind: Kind) -> HandedKind {
        match kind {
            Kind::Config => HandedKind::Config,
            Kind::Trust => HandedKind::Trust,
        }
    }
}

impl To {
    fn whom(&self) -> For {
        match self.post {
            Some(post) => For::Post(self.unit, post),
            None => For::Unit(self.unit),
        }
    }
}

impl Hand {
    pub async fn run(self, place: &Place) -> Result<()> {
        let store = place.store().await?;
        let (to, kind, file) = match &self {
            Hand::Config { to, file } => (to, HandedKind::Config, file),
            Hand::Trust { to, file } => (to, HandedKind::Trust, file),
            Hand::Nothing { to, kind } => {
                let was = handing::take_back(&store, to.whom(), (*kind).into()).await?;
                println!(
                    "{}",
                    if was {
                        "taken back"
                    } else {
                        "nothing was said"
                    }
                );
                return Ok(());
            }
            Hand::Show { unit, device, kind } => {
                let device = from_base64url(device)
                    .map(Uuid::from_bytes)
                    .or_else(|| device.parse().ok())
                    .context("a device's name is 22 letters of base64url, or a UUID")?;
                let client = store.hub().await?;
                let now = Timestamp::now();
                let told = handing::text(&client, *unit, device, (*kind).into(), now).await?;
                if let Some((number, text)) = told {
                    println!("number {number}\n{text}");
                }
                return Ok(());
            }
        };
        let root = place.key()?.root();
        handing::put(&store, to.whom(), kind, &read(file)?, &root).await?;
        Ok(())
    }
}

fn read(file: &Path) -> Result<String> {
    if file == Path::new("-") {
        return Ok(std::io::read_to_string(std::io::stdin())?);
    }
    fs::read_to_string(file).with_context(|| format!("{} can't be read", file.display()))
}
