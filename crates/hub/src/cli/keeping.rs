//! `unit`, `post`, `device`, `user`, `recount`: the tree, who stands in it and what was counted.

use super::place::Place;
use crate::acts;
use crate::nightly;
use crate::sync::{CodeKind, invite};
use crate::tree::{self, State};
use crate::users::{self, Hasher, Role};
use anyhow::{Context, Result, bail};
use checkpoint::base64url::from_base64url;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;
use zeroize::Zeroizing;

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
    /// On which days of the week it is open, 1 for Monday to 7: `1-5`, `1,3,5`.
    Week { unit: Uuid, days: String },
    /// Whom to call when its gates are silent.
    Contact { unit: Uuid, contact: String },
    /// A day off for it and all below it; without a name it is none any more.
    Rest {
        unit: Uuid,
        day: Date,
        name: Option<String>,
    },
    /// Prints a unit and all below it.
    Show { unit: Uuid },
}

#[derive(clap::Args)]
pub struct Acts {
    unit: Uuid,
    /// The newest head with its signature instead, to be kept where this hub's operators can't reach it.
    #[arg(long)]
    head: bool,
}

impl Acts {
    pub async fn run(&self, place: &Place) -> Result<()> {
        let acts = acts::acts(&place.store().await?, self.unit).await?;
        if self.head {
            println!("{}", acts.said.unwrap_or_default());
            return Ok(());
        }
        for line in &acts.lines {
            println!("{}", String::from_utf8_lossy(line));
        }
        Ok(())
    }
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
    /// Makes the posts of a list and prints a sheet with an enrolment code for each.
    Sheets(super::sheets::Sheets),
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
    #[arg(allow_hyphen_values = true)]
    device: String,
}

fn today(since: Option<Date>) -> Date {
    since.unwrap_or_else(|| crate::store::day_of_receipt(Timestamp::now()))
}

/// The bits of `1-5` or `1,3,5`.
fn week(text: &str) -> Option<u8> {
    let number = |text: &str| text.parse::<u8>().ok().filter(|day| (1..=7).contains(day));
    let mut bits = 0;
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        for day in number(first)?..=number(last)? {
            bits |= 1 << (day - 1);
        }
    }
    Some(bits)
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
            Unit::Week { unit, days } => {
                let days = week(&days).context("days are 1 to 7, as 1-5 or 1,3,5")?;
                tree::set_week(&store, unit, days).await?;
            }
            Unit::Contact { unit, contact } => tree::set_contact(&store, unit, &contact).await?,
            Unit::Rest { unit, day, name } => match name {
                Some(name) => tree::rest(&store, unit, day, &name).await?,
                None => tree::no_rest(&store, unit, day).await?,
            },
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
            Post::Sheets(sheets) => return sheets.run(place, &store).await,
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

#[derive(clap::Subcommand)]
pub enum User {
    /// Makes a user who sees a unit and all below it. The password is read from the terminal's input, one line.
    Add {
        #[arg(long)]
        unit: Uuid,
        name: String,
        #[arg(long, value_enum, default_value = "head")]
        role: Role,
    },
}

impl User {
    pub async fn run(self, place: &Place) -> Result<()> {
        let User::Add { unit, name, role } = self;
        let store = place.store().await?;
        eprint!("password for {name}: ");
        let mut password = Zeroizing::new(String::new());
        std::io::stdin().read_line(&mut password)?;
        let password = password.trim_end_matches(['\r', '\n']);
        users::add(&store, &Hasher::default(), unit, &name, role, password).await?;
        Ok(())
    }
}

#[derive(clap::Args)]
pub struct Recount {
    /// One unit; else all.
    #[arg(long)]
    unit: Option<Uuid>,
    /// Make the rollups what the entries say.
    #[arg(long)]
    mend: bool,
}

impl Recount {
    pub async fn run(self, place: &Place) -> Result<()> {
        let store = place.store().await?;
        let units = match self.unit {
            Some(unit) => vec![unit],
            None => nightly::all_units(&store).await?,
        };
        let mut differ = 0;
        for unit in units {
            let differences = nightly::recount(&store, unit).await?;
            for difference in &differences {
                let slot = difference.slot;
                println!(
                    "{unit} {} {:02}h gate {}: {:?} where {:?} were counted",
                    slot.day,
                    slot.hour,
                    slot.gate,
                    difference.stored.figures(),
                    difference.counted.figures()
                );
            }
            differ += differences.len();
            if self.mend {
                nightly::mend(&store, unit, &differences).await?;
            }
        }
        if differ > 0 && !self.mend {
            bail!("{differ} rows aren't the sum of their entries");
        }
        println!(
            "{differ} rows {}",
            if self.mend { "mended" } else { "differ" }
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_read_as_ranges_and_days() {
        assert_eq!(week("1-5"), Some(31));
        assert_eq!(week("1,3,6-7"), Some(0b110_0101));
        assert_eq!(week("0-5"), None);
        assert_eq!(week(""), None);
    }

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        named: Named,
    }

    /// One device in 64 begins with a hyphen in base64url, which is no option's.
    #[test]
    fn a_device_may_begin_with_a_hyphen() {
        let unit = Uuid::nil().to_string();
        let line = ["retire", "--unit", &unit, "-wAAAAAAAAAAAAAAAAAAAA"];
        let read = <Line as clap::Parser>::try_parse_from(line).unwrap();
        assert_eq!(read.named.device, "-wAAAAAAAAAAAAAAAAAAAA");
    }
}
