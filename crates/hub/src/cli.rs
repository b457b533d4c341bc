//! *Command line*: setting a hub up, running it, and keeping its tree.

mod declaring;
mod handing;
mod import;
mod keeping;
#[cfg(unix)]
mod local;
mod place;
mod places;
mod releases;
mod running;
mod setting_up;
mod sheets;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Chốt's hub: where the entries of a district's posts meet.
///
/// TO TRY IT OUT: `chot-hub local` starts a PostgreSQL of its own, makes keys, a first unit and a first admin, and serves.
///
/// IN PRODUCTION: one PostgreSQL (15 or newer) with a synchronous replica, so that a receipt outlives a machine:
/// synchronous_standby_names set, synchronous_commit = on, fsync = on. Run `chot-hub migrate` once as the tables' owner
/// (a superuser the first time, since it makes the roles chot_hub and chot_reader), grant both roles to the login that
/// the hub uses, NOINHERIT, and give `chot-hub serve` that login. Run several processes alike behind a balancer that
/// ends TLS and passes every address on unchanged; each has a home of its own with its own key (`chot-hub renew`), all
/// state is in the database. Ask /ready before sending it posts, scrape /metrics, and keep both from the public.
/// SIGTERM ends it in order. Lay the pages (`npm run build:hub` in ui makes ui/dist-hub) beside the program as the folder
/// pages, or name them by --pages; without them it serves posts and the API alone. Renew every key within 90 days with the root key, which otherwise lies on paper or a stick.
/// Where one PostgreSQL is too small: install Citus and migrate into an empty database; the tables are then distributed
/// by unit, and nothing else changes. Back up by pg_basebackup or pg_dump; what a restored hub lacks the posts send again.
#[derive(Parser)]
#[command(name = "chot-hub", version)]
struct Command {
    #[command(flatten)]
    place: place::Place,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Serves posts and users until SIGTERM or Ctrl-C.
    Serve(running::Serve),
    /// The same with a PostgreSQL of its own in the home, set up by itself.
    #[cfg(unix)]
    Local(local::Local),
    /// Makes the root key and this process's key.
    Init(setting_up::Init),
    /// Makes a new key for this process, certified by the root key for 90 days.
    Renew(setting_up::Renew),
    /// Brings the database to this hub's schema.
    Migrate,
    /// The units of the tree.
    #[command(subcommand)]
    Unit(keeping::Unit),
    /// The posts of a unit.
    #[command(subcommand)]
    Post(keeping::Post),
    /// What a kiosk may still do.
    #[command(subcommand)]
    Device(keeping::Device),
    /// What posts are told: settings, policies, trust lists.
    #[command(subcommand)]
    Hand(handing::Hand),
    /// The places of a unit that have a poster, each with a page here.
    #[command(subcommand)]
    Place(places::Places),
    /// What whoever comes is asked on those pages, and what they declared.
    #[command(subcommand)]
    Declare(declaring::Declare),
    /// Newer programs that posts fetch from here.
    #[command(subcommand)]
    Release(releases::Releases),
    /// Those who sign in.
    #[command(subcommand)]
    User(keeping::User),
    /// Takes in courier files that a person brought on a stick, and writes their receipts.
    Import(import::Import),
    /// Prints what users did in a unit, line by line, and proves that nothing of it was changed.
    Acts(keeping::Acts),
    /// Compares the rollups with the entries that they were summed from, as every night does.
    Recount(keeping::Recount),
}

/// Runs one command. Exit codes: 0 done · 1 it failed, with the reason · 2 misspelt.
pub fn run() -> anyhow::Result<ExitCode> {
    let command = Command::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info")),
        )
        .with_writer(std::io::stderr)
        .init();
    let place = command.place;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match command.verb {
            Verb::Serve(serve) => serve.run(&place).await,
            #[cfg(unix)]
            Verb::Local(local) => local.run(&place).await,
            Verb::Init(init) => init.run(&place).await,
            Verb::Renew(renew) => renew.run(&place).await,
            Verb::Migrate => setting_up::migrate(&place).await,
            Verb::Unit(unit) => unit.run(&place).await,
            Verb::Post(post) => post.run(&place).await,
            Verb::Device(device) => device.run(&place).await,
            Verb::Hand(hand) => hand.run(&place).await,
            Verb::Place(places) => places.run(&place).await,
            Verb::Declare(declare) => declare.run(&place).await,
            Verb::Release(releases) => releases.run(&place).await,
            Verb::User(user) => user.run(&place).await,
            Verb::Import(import) => import.run(&place).await,
            Verb::Acts(acts) => acts.run(&place).await,
            Verb::Recount(recount) => recount.run(&place).await,
        }
    })?;
    Ok(ExitCode::SUCCESS)
}
