//! `place`: the places of a unit that have a poster.

use super::place::Place as Home;
use crate::places::{self, Kind, Place, State};
use anyhow::Result;
use checkpoint::base64url::base64url;
use uuid::Uuid;

#[derive(clap::Subcommand)]
pub enum Places {
    /// Makes a place, or changes the one of this code, and prints the path of its page, which belongs on the poster.
    Add {
        #[arg(long)]
        unit: Uuid,
        /// Capital letters and digits with hyphens between them: BS-012.
        code: String,
        name: String,
        #[arg(long, value_enum, default_value = "gate")]
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
    /// Its page takes nothing any more, and says so.
    Revoke {
        #[arg(long)]
        unit: Uuid,
        code: String,
    },
}

/// The path of a place's page.
fn path(unit: Uuid, code: &str) -> String {
    format!("/p/{}/{code}", base64url(unit.as_bytes()))
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
                };
                places::put(&store, unit, &place).await?;
                println!("{}?v={version}", path(unit, &place.code));
            }
            Places::List { unit } => {
                for place in places::list(&store, unit).await? {
                    let guard = if place.unguarded { " unguarded" } else { "" };
                    println!(
                        "{} v{} {}{guard} {} {} {}",
                        place.code,
                        place.version,
                        place.kind.word(),
                        place.state.as_str(),
                        place.name,
                        path(unit, &place.code)
                    );
                }
            }
            Places::Revoke { unit, code } => places::revoke(&store, unit, &code).await?,
        }
        Ok(())
    }
}
