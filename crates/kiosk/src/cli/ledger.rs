//! `chot ledger`: reads the ledger beside a running gate.
//!
//! Exit codes: 0 done (and the chain holds), 1 the chain is broken, 2 the command was wrong (clap's),
//! 3 the ledger can't be opened or read.

use crate::home::Home;
use crate::ledger::{LedgerError, Reading, Stats};
use crate::uplink::witness::{Unwitnessed, unwitnessed};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use std::io::{self, Write};
use std::process::ExitCode;

#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Ledger {
    #[command(subcommand)]
    command: LedgerCommand,
    /// One JSON object a line.
    #[arg(long, global = true)]
    json: bool,
}

impl Ledger {
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let home = Home::resolve()?;
        let mut out = io::BufWriter::new(io::stdout().lock());
        let code = run(self.command, &home, self.json, &mut out, &mut io::stderr());
        match code {
            // Whoever reads has enough (`| head`).
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::from(DONE)),
            code => Ok(ExitCode::from(code?)),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::Subcommand)]
pub enum LedgerCommand {
    /// Walk the chain and name the first bad entry (exit code 1 when there is one, 3 when it can't be read)
    Verify,
    /// Count entries by day, kind and verdict; device, branches, newest head, size
    Stats,
    /// Print the stored lines of all entries, byte for byte, oldest first; personal data stays inside
    Export,
}

pub const DONE: u8 = 0;
pub const BROKEN: u8 = 1;
pub const UNREADABLE: u8 = 3;

/// Runs a command on a home's ledger. With `json` it prints one JSON object a line; `export` prints
/// the same either way. What went wrong is a line on `errors`.
pub fn run(
    command: LedgerCommand,
    home: &Home,
    json: bool,
    out: &mut dyn Write,
    errors: &mut dyn Write,
) -> io::Result<u8> {
    let result = match command {
        LedgerCommand::Verify => verify(home, json, out)?,
        LedgerCommand::Stats => stats(home, json, out)?,
        LedgerCommand::Export => export(home, out)?,
    };
    out.flush()?;
    result.or_else(|error| {
        writeln!(errors, "chot: {error}")?;
        Ok(UNREADABLE)
    })
}

type Outcome = io::Result<Result<u8, LedgerError>>;

fn verify(home: &Home, json: bool, out: &mut dyn Write) -> Outcome {
    let verdict = match Reading::open(home).and_then(|reading| reading.verify()) {
        Ok(verdict) => verdict,
        Err(error) => return Ok(Err(error)),
    };
    match verdict {
        Ok(proven) => {
            // Without a list of targets, and where it can't be read, nobody vouches.
            let vouched = home.targets().exists().then(|| unwitnessed(home).ok());
            let unwitnessed = vouched.flatten().unwrap_or(Unwitnessed {
                entries: proven.entries,
                since: None,
            });
            let head = proven
                .head
                .map(|(branch, seq, head)| (text(&branch.0), seq, text(&head)));
            if json {
                let mut line = json!({ "chain": "holds", "entries": proven.entries, "branches": proven.branches, "unwitnessed": unwitnessed.entries });
                if let Some((branch, seq, head)) = head {
                    line["branch"] = branch.into();
                    line["seq"] = seq.into();
                    line["head"] = head.into();
                }
                writeln!(out, "{line}")?;
            } else {
                writeln!(
                    out,
                    "The chain holds: {} entries on {} branches.",
                    proven.entries, proven.branches
                )?;
                if let Some((branch, seq, head)) = head {
                    writeln!(out, "Newest: entry {seq} of branch {branch}, head {head}")?;
                }
                match unwitnessed {
                    Unwitnessed { entries: 0, .. } => {
                        writeln!(out, "Nobody can change it unseen: all of it witnessed.")?
                    }
                    Unwitnessed {
                        entries,
                        since: Some(since),
                    } => writeln!(
                        out,
                        "{entries} entries not yet witnessed, the oldest of {since}: this account could forge them."
                    )?,
                    Unwitnessed {
                        entries,
                        since: None,
                    } => writeln!(
                        out,
                        "{entries} entries not yet witnessed: this account could forge them."
                    )?,
                }
            }
            Ok(Ok(DONE))
        }
        Err(fault) => {
            let branch = text(&fault.branch.0);
            if json {
                let line = json!({ "chain": "broken", "branch": branch, "seq": fault.seq, "what": fault.what });
                writeln!(out, "{line}")?;
            } else {
                writeln!(
                    out,
                    "The chain is broken at entry {} of branch {branch}: {}.",
                    fault.seq, fault.what
                )?;
                writeln!(
                    out,
                    "Keep the data directory as it is, and show it to whoever looks after this post."
                )?;
            }
            Ok(Ok(BROKEN))
        }
    }
}

fn stats(home: &Home, json: bool, out: &mut dyn Write) -> Outcome {
    match Reading::open(home).and_then(|reading| reading.stats()) {
        Ok(stats) if json => print_json(&stats, out).map(|()| Ok(DONE)),
        Ok(stats) => print_text(&stats, out).map(|()| Ok(DONE)),
        Err(error) => Ok(Err(error)),
    }
}

fn print_json(stats: &Stats, out: &mut dyn Write) -> io::Result<()> {
    let branches: Vec<_> = stats
        .branches
        .iter()
        .map(|branch| match branch.origin {
            Some((from, seq)) => {
                json!({ "name": text(&branch.name.0), "from": text(&from.0), "seq": seq })
            }
            None => json!({ "name": text(&branch.name.0) }),
        })
        .collect();
    let counts: Vec<_> = stats
        .counts
        .iter()
        .map(|count| {
            let mut line =
                json!({ "day": day(count.day), "kind": count.kind, "entries": count.entries });
            if let Some(verdict) = &count.verdict {
                line["verdict"] = verdict.as_str().into();
            }
            line
        })
        .collect();
    let mut line = json!({
        "device": text(&stats.device.0),
        "entries": stats.entries,
        "bytes": stats.bytes,
        "branches": branches,
        "counts": counts,
    });
    if let Some((branch, seq, head)) = stats.head {
        line["head"] = json!({ "branch": text(&branch.0), "seq": seq, "head": text(&head) });
    }
    writeln!(out, "{line}")
}

fn print_text(stats: &Stats, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Device   {}", text(&stats.device.0))?;
    writeln!(out, "Entries  {}", stats.entries)?;
    writeln!(out, "Size     {} bytes", stats.bytes)?;
    if let Some((branch, seq, head)) = stats.head {
        writeln!(
            out,
            "Head     entry {seq} of branch {}: {}",
            text(&branch.0),
            text(&head)
        )?;
    }
    for branch in &stats.branches {
        match branch.origin {
            Some((from, seq)) => writeln!(
                out,
                "Branch   {} from entry {seq} of {}",
                text(&branch.name.0),
                text(&from.0)
            )?,
            None => writeln!(out, "Branch   {}", text(&branch.name.0))?,
        }
    }
    for count in &stats.counts {
        let verdict = count.verdict.as_deref().unwrap_or("");
        writeln!(
            out,
            "{}  {:<12} {verdict:<7} {:>8}",
            day(count.day),
            count.kind,
            count.entries
        )?;
    }
    Ok(())
}

fn export(home: &Home, out: &mut dyn Write) -> Outcome {
    let reading = match Reading::open(home) {
        Ok(reading) => reading,
        Err(error) => return Ok(Err(error)),
    };
    let mut written = Ok(());
    let read = reading.lines(|line| {
        written = out.write_all(line).and_then(|()| out.write_all(b"\n"));
        written.is_ok()
    });
    written?;
    Ok(read.map(|()| DONE))
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// yyyymmdd as yyyy-mm-dd.
fn day(number: i64) -> String {
    format!(
        "{:04}-{:02}-{:02}",
        number / 10_000,
        number / 100 % 100,
        number % 100
    )
}
