//! `place`: the places of a unit that have a poster.

use super::place::Place as Home;
use crate::places::{self, Place};
use anyhow::Result;
use checkpoint::document::PlaceLink;
use checkpoint::place::{Code, Kind, State};
use uuid::Uuid;

#[derive(clap::Subcommand)]
pub enum Places {
    /// Makes a place, or changes the one of this code, and prints the path of its page, which belongs on the poster.
    Add {
        #[arg(long)]
        unit: Uuid,
        /// Capital letters and digits with hyphens between them: BS-012.
        #[arg(value_parser = code)]
        code: Code,
        name: String,
        /// office, gate, meeting-room, school, class, shop, market, vehicle, clinic, worship, other
        #[arg(long, value_parser = kind, default_value = "gate")]
        kind: Kind,
        /// Which printing of the poster counts; an older one than the known is refused.
        #[arg(long, default_value_t = 1)]
        version: u32,
        /// Nobody stands there: whoever comes says so on the page, and gets no pass.
        #[arg(long)]
        unguarded: bool,
    },
    /// Prints a unit's places: code, version, kind, state, name, path.
    List {
        #[arg(long)]
        unit: Uuid,
    },
    /// Says that somebody stands there, as at every place of a post's register but shops and vehicles: whoever comes declares
    /// and gets a pass.
    Guard {
        #[arg(long)]
        unit: Uuid,
        #[arg(value_parser = code)]
        code: Code,
        /// Nobody does: whoever comes says so on the page.
        #[arg(long)]
        not: bool,
    },
    /// Its page takes nothing any more, and says so.
    Revoke {
        #[arg(long)]
        unit: Uuid,
        #[arg(value_parser = code)]
        code: Code,
    },
}

fn code(typed: &str) -> Result<Code, &'static str> {
    Code::of_typed(typed)
        .ok_or("a code is letters and digits with hyphens between them, 2 to 16 in all: BS-012")
}

fn kind(typed: &str) -> Result<Kind, String> {
    Kind::of_word(typed).ok_or_else(|| {
        let known = Kind::ALL.map(Kind::as_str);
        format!("a kind is one of {}", known.join(", "))
    })
}

/// The path of a place's page, as its newest poster leads there.
fn path(unit: Uuid, place: &Place) -> String {
    let link = PlaceLink {
        unit: unit.into_bytes(),
        code: place.code.clone(),
        version: place.version,
    };
    link.text("")
}

impl Places {
    pub async fn run(self, home: &Home) -> Result<()> {
        let store = home.store().await?;
        match self {
            Places::Add {
                unit,
                code,
                name,
                kind,
                version,
                unguarded,
            } => {
                let place = Place {
                    code,
                    version,
                    name,
                    kind,
                    state: State::Made,
                    unguarded,
                    until: None,
                };
                places::put(&store, unit, &place).await?;
                println!("{}", path(unit, &place));
            }
            Places::List { unit } => {
                for place in places::list(&store, unit).await? {
                    let guard = if place.unguarded { " unguarded" } else { "" };
                    println!(
                        "{} v{} {}{guard} {} {} {}",
                        place.code.as_str(),
                        place.version,
                        place.kind.as_str(),
                        place.state.as_str(),
                        place.name,
                        path(unit, &place)
                    );
                }
            }
            Places::Guard { unit, code, not } => places::guard(&store, unit, &code, !not).await?,
            Places::Revoke { unit, code } => places::revoke(&store, unit, &code).await?,
        }
        Ok(())
    }
}
