//! `unit`, `post`, `device`: the tree and who stands in it.

use super::place::Place;
use crate::sync::{CodeKind, invite};
use crate::tree::{self, State};
use anyhow::{Context, Result};
use checkpoint::base64url::from_base64url;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

#[derive(clap::Subcommand)]
pub enum Unit {
    /// Makes a unit and prints its id.
    Add {
        name: String,
        /// The unit above it; none for the top of a tree.
        #[arg(long)]
        below: Option<Uuid>,
        /// From which day on it stands there; else today.
        #[arg(long)]
        since: Option<Date>,
    },
    /// Gives a unit another name or place from a day on.
    Move {
        unit: Uuid,
        name: String,
        #[arg(long)]
        below: Option<Uuid>,
        #[arg(long)]
        since: Option<Date>,
    },
    /// Prints a unit and all below it.
    Show { unit: Uuid },
}

#[derive(clap::Subcommand)]
pub enum Post {
    /// Makes a post at a gate and prints the text of its enrolment code.
    Add {
        #[arg(long)]
        unit: Uuid,
        name: String,
        /// The gate's number within the unit.
        #[arg(long)]
        gate: u32,
        /// The hub's address as kiosks reach it, `https://hub.example`.
        #[arg(long)]
        address: String,
        /// Good for seven days, to be printed; else ten minutes.
        #[arg(long)]
        sheet: bool,
    },
    /// Another code for a post.
    Invite {
        #[arg(long)]
        unit: Uuid,
        post: Uuid,
        #[arg(long)]
        address: String,
        #[arg(long)]
        sheet: bool,
    },
}

#[derive(clap::Subcommand)]
pub enum Device {
    /// It may deliver what it had, and nothing else.
    Retire(Named),
    /// What it sends waits in quarantine for a person.
    Distrust(Named),
    /// Takes either back.
    Trust(Named),
}

#[derive(clap::Args)]
pub struct Named {
    #[arg(long)]
    unit: Uuid,
    /// As the kiosk shows it: base64url, or as a UUID.
    device: String,
}

fn today(since: Option<Date>) -> Date {
    since.unwrap_or_else(|| crate::store::day_of_receipt(Timestamp::now()))
}

impl Unit {
    pub async fn run(self, place: &Place) -> Result<()> {
        let store = place.store().await?;
        match self {
            Unit::Add { name, below, since } => {
                let unit = tree::add_unit(&store, below, &name, today(since)).await?;
                println!("{unit}");
            }
            Unit::Move {
                unit,
                name,
                below,
                since,
            } => tree::move_unit(&store, unit, below, &name, today(since)).await?,
            Unit::Show { unit } => {
                for unit in tree::below(&store, unit, today(None)).await? {
                    let indent = "  ".repeat(usize::try_from(unit.depth).unwrap_or_default());
                    println!("{} {indent}{}", unit.unit, unit.name);
                }
            }
        }
        Ok(())
    }
}

impl Post {
    pub async fn run(self, place: &Place) -> Result<()> {
        let store = place.store().await?;
        let (unit, post, address, sheet) = match self {
            Post::Add {
                unit,
                name,
                gate,
                address,
                sheet,
            } => {
                let post = tree::add_post(&store, unit, &name, gate).await?;
                println!("post: {post}");
                (unit, post, address, sheet)
            }
            Post::Invite {
                unit,
                post,
                address,
                sheet,
            } => (unit, post, address, sheet),
        };
        let kind = if sheet {
            CodeKind::Sheet
        } else {
            CodeKind::Screen
        };
        let root = place.key()?.root();
        let invitation = invite(&store, unit, post, kind, &address, &root).await?;
        println!("{}", invitation.text());
        Ok(())
    }
}

impl Device {
    pub async fn run(self, place: &Place) -> Result<()> {
        let store = place.store().await?;
        let (named, state) = match self {
            Device::Retire(named) => (named, State::Retired),
            Device::Distrust(named) => (named, State::Distrusted),
            Device::Trust(named) => (named, State::Active),
        };
        let device = from_base64url(&named.device)
            .map(Uuid::from_bytes)
            .or_else(|| named.device.parse().ok())
            .context("a device's name is 22 letters of base64url, or a UUID")?;
        tree::set_state(&store, named.unit, device, state).await?;
        Ok(())
    }
}
