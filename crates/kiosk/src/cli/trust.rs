//! `chot trust`: whose proofs count at this post, and where that is built.
//!
//! A list is built as a *draft* from what issuers and their keepers publish, signed by a root key
//! that lives on a stick, and taken to posts by file.

use crate::home::{Home, private_directory, replace_file};
use crate::trusted::Trusted;
use anyhow::{Context, bail};
use checkpoint::base64url::base64url;
use checkpoint::trust::{Beside, ImportError, Imported, TrustList, bundle};
use jiff::{Timestamp, ToSpan};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use zeroize::Zeroizing;

#[derive(clap::Args)]
pub struct Trust {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// What the list in force holds: number, age, countries, roots; and what the draft holds
    Show {
        /// One JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Take a signed list into force, or add public keys to the draft
    ///
    /// A file that `chot trust export` wrote becomes this post's list. Everything else is added to the
    /// draft: an EU national list (JSON), WHO's DID document, VCI's snapshot, a JWKS, certificates
    /// (PEM or DER), revocations (a batch of the EU's gateway), keys and revocations of ours (JSON). The draft counts nowhere until it is signed.
    Import {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The issuer's address (iss) of a JWKS.
        #[arg(long)]
        issuer: Option<String>,
        /// The signature of VCI's snapshot (.sig).
        #[arg(long, requires = "certificate")]
        signature: Option<PathBuf>,
        /// The certificate that the signature is checked with (.crt).
        #[arg(long, requires = "signature")]
        certificate: Option<PathBuf>,
        /// The root that a signed list has to be of, as `show` and `sign` print it.
        #[arg(long, allow_hyphen_values = true)]
        root: Option<String>,
    },
    /// Write the list in force to a file, for other posts
    Export { file: PathBuf },
    /// Sign the draft with the root key and take it into force here
    Sign {
        /// The root's key file; keep it on a stick, away from every post.
        #[arg(long)]
        key: PathBuf,
        /// Make the key where there is none.
        #[arg(long)]
        new: bool,
        /// After so many days the list is called old; it goes on counting.
        #[arg(long, default_value_t = 30)]
        days: u32,
    },
}

/// Exit code where a list or a file was refused.
const REFUSED: u8 = 1;

impl Trust {
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let home = Home::resolve()?;
        let done = match &self.command {
            Command::Show { json } => show(&home, *json),
            Command::Import {
                files,
                issuer,
                signature,
                certificate,
                root,
            } => {
                let signature = signature.as_deref().map(read).transpose()?;
                let certificate = certificate.as_deref().map(read).transpose()?;
                let beside = Beside {
                    issuer: issuer.as_deref(),
                    signature: signature.as_deref().zip(certificate.as_deref()),
                };
                import(&home, files, beside, root.as_deref())
            }
            Command::Export { file } => export(&home, file),
            Command::Sign { key, new, days } => sign(&home, key, *new, *days),
        };
        Ok(match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("chot: {error:#}");
                ExitCode::from(REFUSED)
            }
        })
    }
}

fn show(home: &Home, as_json: bool) -> anyhow::Result<()> {
    let now = Timestamp::now();
    let trusted = Trusted::open(home.root());
    let list = trusted.list();
    let tally = list.tally(now);
    let days = list
        .issued
        .map(|issued| now.duration_since(issued).as_hours() / 24);
    let draft = read_draft(home)?;
    if as_json {
        let countries = tally.countries.iter().map(|(country, count)| {
            let count = json!({ "keys": count.all, "valid": count.valid });
            (country.clone(), count)
        });
        println!(
            "{}",
            json!({
                "number": trusted.has_list().then_some(list.number),
                "issued": list.issued,
                "days": days,
                "old": list.is_old(now),
                "root": trusted.root().map(|root| base64url(&root)),
                "countries": countries.collect::<serde_json::Map<_, _>>(),
                "shc_issuers": tally.shc_issuers,
                "shc_keys": tally.shc_keys,
                "roots": tally.roots,
                "unit_keys": tally.unit_keys,
                "revoked": tally.revoked,
                "draft": draft.is_some(),
            })
        );
        return Ok(());
    }
    if !trusted.has_list() {
        println!(
            "There is no list: every signed document is of an unknown issuer. Take one by `chot trust import FILE`."
        );
    } else {
        println!(
            "list {} of {}, {} days old{}",
            list.number,
            list.issued.map(|at| at.to_string()).unwrap_or_default(),
            days.unwrap_or_default(),
            if list.is_old(now) {
                ": OLD, get a newer one (it goes on counting)"
            } else {
                ""
            }
        );
        if let Some(root) = trusted.root() {
            println!("root {}", base64url(&root));
        }
        for (country, count) in &tally.countries {
            let country = if country.is_empty() { "--" } else { country };
            println!(
                "  {country}  {:>4} keys, {:>4} valid today",
                count.all, count.valid
            );
        }
        println!(
            "  {} issuers of SMART Health Cards with {} keys; {} roots and {} keys of ours; {} revoked",
            tally.shc_issuers, tally.shc_keys, tally.roots, tally.unit_keys, tally.revoked
        );
    }
    if let Some(draft) = draft {
        let tally = draft.tally(now);
        let keys: usize = tally.countries.values().map(|count| count.all).sum();
        println!(
            "draft: {keys} keys of {} countries, {} issuers of SMART Health Cards; `chot trust sign` puts it into force",
            tally.countries.len(),
            tally.shc_issuers
        );
    }
    Ok(())
}

fn import(
    home: &Home,
    files: &[PathBuf],
    beside: Beside,
    root: Option<&str>,
) -> anyhow::Result<()> {
    let mut draft = None;
    for path in files {
        let file = read(path)?;
        if file.starts_with(b"chot/trust/") {
            take(home, &file, root)?;
            continue;
        }
        let list = match &mut draft {
            Some(list) => list,
            None => draft.insert(read_draft(home)?.unwrap_or_else(|| in_force(home))),
        };
        let source = path.file_name().map_or_else(
            || path.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        );
        let imported: Result<Imported, ImportError> = list.import(&file, &source, beside);
        let Imported { keys, left_out } = imported.with_context(|| path.display().to_string())?;
        println!("{}: {keys} taken, {left_out} left out", path.display());
    }
    if let Some(list) = draft {
        private_directory(home.root())?;
        replace_file(&draft_path(home), bundle::draft(&list).as_bytes())?;
        println!("The draft counts nowhere until it is signed: `chot trust sign --key FILE`.");
    }
    Ok(())
}

fn take(home: &Home, file: &[u8], root: Option<&str>) -> anyhow::Result<()> {
    let opened = bundle::open(file)?;
    let its = base64url(&opened.root);
    let mut trusted = Trusted::open(home.root());
    match (root, trusted.root()) {
        (Some(root), _) if root != its => bail!("it is signed by {its}, not by {root}"),
        (None, None) => bail!(
            "it is signed by {its}, which nobody has named to this post yet: compare that with what its keeper says, then repeat with --root {its}"
        ),
        (Some(_), _) | (None, Some(_)) => {}
    }
    private_directory(home.root())?;
    trusted.take(file)?;
    println!("list {} is in force", opened.list.number);
    Ok(())
}

fn export(home: &Home, file: &Path) -> anyhow::Result<()> {
    let Some(list) = Trusted::open(home.root()).file()? else {
        bail!("there is no list to export: take or sign one first");
    };
    replace_file(file, &list).with_context(|| file.display().to_string())?;
    Ok(())
}

fn sign(home: &Home, key: &Path, new: bool, days: u32) -> anyhow::Result<()> {
    let Some(mut list) = read_draft(home)? else {
        bail!("there is no draft: add public keys by `chot trust import` first");
    };
    let pair = root_key(key, new)?;
    let root: [u8; 32] = pair.public_key().as_ref().try_into()?;
    let mut trusted = Trusted::open(home.root());
    let now = Timestamp::now();
    list.number = trusted.number() + 1;
    list.issued = Some(Timestamp::from_second(now.as_second())?);
    list.old_from = Some(now.checked_add((24 * i64::from(days)).hours())?);
    list.units.roots.insert(root);
    let mut failed = None;
    let file = bundle::signed(&list, &root, |bytes| {
        let signature = pair.sign(bytes);
        signature.as_ref().try_into().unwrap_or_else(|e| {
            failed = Some(e);
            [0; 64]
        })
    });
    if let Some(error) = failed {
        return Err(error.into());
    }
    private_directory(home.root())?;
    trusted.take(file.as_bytes())?;
    fs::remove_file(draft_path(home))?;
    println!(
        "list {} is in force, signed by root {}",
        list.number,
        base64url(&root)
    );
    Ok(())
}

/// The root's key: 32 bytes of seed in base64url, in a file that its owner alone reads.
pub(super) fn root_key(path: &Path, new: bool) -> anyhow::Result<Ed25519KeyPair> {
    let unusable = || format!("{} holds no root key", path.display());
    if new {
        if path.exists() {
            bail!(
                "{} exists already: leave out --new to use it",
                path.display()
            );
        }
        let mut seed = Zeroizing::new([0; 32]);
        SystemRandom::new()
            .fill(&mut seed[..])
            .ok()
            .context("the system gives no random numbers")?;
        let text = Zeroizing::new(base64url(&seed[..]));
        replace_file(path, text.as_bytes()).with_context(|| path.display().to_string())?;
    }
    let text = Zeroizing::new(
        fs::read_to_string(path)
            .with_context(|| format!("{} can't be read (--new makes a key)", path.display()))?,
    );
    let seed = checkpoint::base64url::from_base64url::<32>(text.trim());
    let seed = Zeroizing::new(seed.with_context(unusable)?);
    Ed25519KeyPair::from_seed_unchecked(&seed[..])
        .ok()
        .with_context(unusable)
}

/// What the list in force holds, to be added to.
fn in_force(home: &Home) -> TrustList {
    Trusted::open(home.root()).list()
}

fn draft_path(home: &Home) -> PathBuf {
    home.root().join("trust-draft.chot")
}

fn read_draft(home: &Home) -> anyhow::Result<Option<TrustList>> {
    let path = draft_path(home);
    match fs::read(&path) {
        Ok(file) => Ok(Some(
            bundle::read_draft(&file).with_context(|| path.display().to_string())?,
        )),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| path.display().to_string()),
    }
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| path.display().to_string())
}
