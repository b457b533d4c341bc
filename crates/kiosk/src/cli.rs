//! *Command line*: the gate without a window, and a look into its ledger.

mod backup;
mod diagnostics;
mod erase;
mod import;
mod judge;
mod ledger;
mod notice;
mod person_key;
mod places;
mod presence;
mod read;
mod release;
mod report;
mod roster;
mod search;
mod settings;
mod sync;
mod target;
mod trust;
mod watch;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Chốt: the checkpoint at an office gate, on the command line.
///
/// Data lives in the platform's data directory, or in CHOT_HOME.
#[derive(Parser)]
#[command(name = "chot", version)]
struct Command {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// The gate without a window: prints one line for each thing it says, after the entry is durable.
    Watch(watch::Watch),
    /// Reads pictures (PNG, JPEG, WebP, PGM) and prints the texts of their codes.
    Read(read::Read),
    /// Looks into the ledger beside a running gate.
    Ledger(ledger::Ledger),
    /// What a gate would make of codes' texts: one JSON object a line in, one out.
    Judge(judge::Judge),
    /// Where entries go: add, list, test, pause, send again.
    Target(target::Target),
    /// Sends what waits for each target, beside a running gate or without one.
    Sync(sync::Sync),
    /// Takes in courier files of other posts, where there is no hub, and counts what they brought.
    Import(import::Import),
    /// Takes out what this post keeps of somebody.
    Erase(erase::Erase),
    /// Makes a backup now, beside a running gate.
    Backup(backup::Backup),
    /// Begins with a backup, as a new device; the log that is here is set aside.
    Restore(backup::Restore),
    /// One ZIP for whoever helps: versions, counts, devices, disk and clocks, and no personal data.
    Diagnostics(diagnostics::Diagnostics),
    /// Signs this post's settings for the others of its unit, or takes them.
    Settings(settings::Settings),
    /// Gives the posts of one unit one key for pseudonyms: ask, give, take.
    PersonKey(person_key::PersonKey),
    /// A report of a day, week, month or any days: on the screen, or as PDF, DOCX, XLSX, CSV.
    Report(report::Report),
    /// Who was inside at a moment, by pseudonym: numbers and times, never a name.
    Inside(presence::Inside),
    /// Who was inside together with somebody, by pseudonym, for tracing.
    Together(presence::Together),
    /// Finds lines of the log by words, numbers' ends, phones, purposes and notes; accents don't matter.
    Search(search::Search),
    /// The unit's lists of people: list them, take one from a file, compare one with the log.
    Roster(roster::Roster),
    /// The unit's places that have a poster: list them, take them from a file, print posters.
    Places(places::PlacesVerbs),
    /// What visitors are told of their data: on the screen, or as the sheet that hangs beside the gate.
    Notice(notice::Notice),
    /// Whose proofs count at this post: show, import, export, sign.
    Trust(trust::Trust),
    /// For whoever makes this program: the key that signs updates, and the files that it signs.
    Release(release::Release),
}

/// Runs one command.
///
/// Exit codes: 0 done · 1 the ledger's chain does not hold, a picture could not be read, a question could not be
/// understood, a trust list was refused, a target's test failed, something couldn't be sent or a paper couldn't be
/// written · 2 the command was misspelt · 3 the ledger or the settings could not be opened · 4 another Chốt is running.
pub fn run() -> anyhow::Result<ExitCode> {
    match Command::parse().verb {
        Verb::Watch(watch) => watch.run(),
        Verb::Read(read) => read.run(),
        Verb::Ledger(ledger) => ledger.run(),
        Verb::Judge(judge) => judge.run(),
        Verb::Target(target) => target.run(),
        Verb::Sync(sync) => sync.run(),
        Verb::Import(import) => import.run(),
        Verb::Erase(erase) => erase.run(),
        Verb::Backup(backup) => backup.run(),
        Verb::Diagnostics(diagnostics) => diagnostics.run(),
        Verb::Settings(settings) => settings.run(),
        Verb::Restore(restore) => restore.run(),
        Verb::PersonKey(key) => key.run(),
        Verb::Report(report) => report.run(),
        Verb::Inside(inside) => inside.run(),
        Verb::Together(together) => together.run(),
        Verb::Search(search) => search.run(),
        Verb::Roster(roster) => roster.run(),
        Verb::Places(places) => places.run(),
        Verb::Notice(notice) => notice.run(),
        Verb::Trust(trust) => trust.run(),
        Verb::Release(release) => release.run(),
    }
}

#[cfg(test)]
mod tests {
    use super::Command;
    use clap::Parser;

    /// One key in 64 begins with a hyphen in base64url, which is no option's.
    #[test]
    fn a_key_or_branch_may_begin_with_a_hyphen() {
        let key = "-wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        for line in [
            &["trust", "import", "list.chot", "--root", key][..],
            &[
                "target",
                "add",
                "courier",
                "/stick",
                "--name",
                "USB",
                "--district",
                key,
                "--root",
                key,
            ],
            &[
                "erase",
                "told",
                "1",
                "-wAAAAAAAAAAAAAAAAAAAA",
                "5",
                "--json",
            ],
        ] {
            let read = Command::try_parse_from(["chot"].iter().chain(line));
            assert!(read.is_ok(), "{line:?}: {}", read.err().unwrap());
        }
    }
}
