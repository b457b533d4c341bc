//! `chot sync`: sends what waits, beside a running gate or without one.

use super::target::{print, print_json};
use crate::clock::{Clock, SystemClock};
use crate::home::Home;
use crate::ledger::{Ledger, Parting};
use crate::orders::{Disobeyed, Order, obey_alone};
use crate::uplink::standing::Standing;
use crate::uplink::timer::Pace;
use crate::uplink::{Scribe, Unwritten, Uplink, once};
use checkpoint::chain::BranchName;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc;

#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Sync {
    /// Sends what can be sent now and ends, instead of going on until Ctrl-C.
    #[arg(long)]
    once: bool,
    /// One JSON object a target.
    #[arg(long)]
    json: bool,
}

impl Sync {
    /// Exit codes: 0 everything that was to be sent is there · 1 something waits · 3 the ledger or the
    /// list of targets can't be opened.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let home = Home::resolve()?;
        let clock = Arc::new(SystemClock::new());
        let scribe = Arc::new(Beside {
            home: home.clone(),
            clock: Arc::clone(&clock),
        });
        if self.once {
            let cards = match once(&home, clock, scribe) {
                Ok(cards) => cards,
                Err(error) => {
                    eprintln!("chot: {error}");
                    return Ok(ExitCode::from(3));
                }
            };
            for card in &cards {
                if self.json {
                    print_json(card);
                } else {
                    print(card);
                }
            }
            let done = cards.iter().all(|card| match card.standing {
                Standing::Sent | Standing::Written | Standing::Carried | Standing::Paused => true,
                Standing::Stopped | Standing::Failing | Standing::Sending | Standing::Waiting => {
                    false
                }
            });
            return Ok(ExitCode::from(u8::from(!done)));
        }
        let (end, ended) = mpsc::channel();
        ctrlc::set_handler(move || {
            // Nobody listens any more only when it ends anyway.
            let _ = end.send(());
        })?;
        let _uplink = Uplink::start(&home, clock, scribe, Pace::default())?;
        // Ends by Ctrl-C.
        let _ = ended.recv();
        Ok(ExitCode::SUCCESS)
    }
}

/// Writes the ledger for as long as it takes, where no gate holds it.
struct Beside {
    home: Home,
    clock: Arc<SystemClock>,
}

impl Scribe for Beside {
    fn part_ways(&self, from: Parting) -> Result<Option<BranchName>, Unwritten> {
        let now = self.clock.now();
        Ledger::open(&self.home, &now)
            .and_then(|mut ledger| ledger.part_ways(&from, &now))
            .map_err(|error| Unwritten(error.to_string()))
    }

    fn obey(&self, order: Order) -> Result<(), Disobeyed> {
        obey_alone(&self.home, self.clock.as_ref(), &order)
    }
}
