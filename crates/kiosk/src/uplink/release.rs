//! *Release*: a newer program that a hub keeps for its posts comes down part by part, while no entry waits. Here it is only
//! laid where an admin's page finds it: what it is worth the release key's signature says, there as here.

use super::hub::{Ask, Visit};
use crate::home::{private_directory, private_file, sync_directory};
use crate::targets::TargetError;
use crate::update::{ENDING, Own, own_version, target};
use checkpoint::moment::Moment;
use checkpoint::update::{Head, Here, LONGEST_HEAD, Manifest, Unfit};
use checkpoint::wire::UnitId;
use checkpoint::wire::release::{self, NAME, SIZE};
use checkpoint::wire::request;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// How often a hub is asked whether it keeps a newer one.
const ASK_EVERY_MS: u64 = 60 * 60 * 1000;
/// Bytes that stay free where it is laid, besides its own.
const LEAVES_FREE: u64 = 1 << 30;

/// How far fetching has got since the program began.
#[derive(Default)]
pub(super) struct Fetching {
    asked: Option<Moment>,
    /// The file that is under way.
    name: Option<String>,
}

/// A part as it came.
struct Part<'a> {
    name: &'a str,
    size: u64,
    bytes: &'a [u8],
}

/// Fetches the next part, where one is wanted. Whether there is another.
pub(super) async fn fetch(visit: &mut Visit<'_>) -> Result<bool, TargetError> {
    let now = visit.room.clock.now();
    let fetching = &visit.state.release;
    let is_due = fetching
        .asked
        .is_none_or(|asked| now.since(&asked) >= ASK_EVERY_MS);
    let is_steering = visit.room.targets.borrow().steering()? == Some(visit.target.id);
    if (fetching.name.is_none() && !is_due) || !is_steering {
        return Ok(false);
    }
    let Some(own) = visit.room.scribe.own().filter(Own::takes_files) else {
        return Ok(false);
    };
    visit.state.release.asked = Some(now);
    let folder = visit.room.home.updates();
    let name = visit.state.release.name.take();
    let from = name
        .as_deref()
        .map_or(0, |name| length(&part_of(&folder, name)));
    let unit = UnitId(visit.membership.unit);
    let path = request::path(&unit, &visit.room.device.id, release::PATH);
    let system = target();
    let n = visit.state.number(visit.room, visit.target.id)?;
    let ask = Ask::get(path, release::query(&system, from));
    // What fails is asked for again in an hour: entries have their own turns.
    let Ok(heard) = visit.line().ask(ask, n).await else {
        return Ok(false);
    };
    let answer = heard.answer;
    let size = answer.header(SIZE).and_then(|size| size.parse().ok());
    let part = match (answer.status, answer.header(NAME), size) {
        (200, Some(name), Some(size)) if release::is_name(name) && size <= release::largest() => {
            Part {
                name,
                size,
                bytes: &answer.body,
            }
        }
        _ => return Ok(false),
    };
    if name.as_deref().is_some_and(|name| name != part.name) {
        // Another file stands there meanwhile: it is asked for from its beginning.
        visit.state.release.asked = None;
        return Ok(true);
    }
    let version = own_version();
    let here = Here {
        version: &version,
        target: &system,
        at: now.trusted(),
    };
    let goes_on = lay(&folder, &own, &here, &part, from).unwrap_or(false);
    if goes_on {
        visit.state.release.name = Some(part.name.to_owned());
    }
    Ok(goes_on)
}

/// Lays a part down. Whether the file goes on behind it.
fn lay(folder: &Path, own: &Own, here: &Here<'_>, part: &Part<'_>, from: u64) -> io::Result<bool> {
    let file = part_of(folder, part.name);
    if from == 0 {
        let Some(manifest) = signed(own, part.bytes) else {
            return Ok(false);
        };
        let fits = manifest.fits(here);
        if matches!(fits, Err(Unfit::Same(_) | Unfit::Older(..))) {
            // What was fetched before was taken.
            clear(folder, None);
        }
        if fits.is_err() {
            return Ok(false);
        }
        if length(&whole_of(folder, &manifest)) == part.size {
            return Ok(false);
        }
        private_directory(folder)?;
        clear(folder, Some(&file));
        if length(&file) > part.size {
            fs::remove_file(&file)?;
        }
        let left = part.size.saturating_sub(length(&file));
        if fs4::available_space(folder)? < left.saturating_add(LEAVES_FREE) {
            return Ok(false);
        }
        if length(&file) > 0 {
            // A part of this very file is here from before.
            let is_whole = length(&file) == part.size;
            if is_whole {
                finish(folder, &file, own)?;
            }
            return Ok(!is_whole);
        }
    }
    if part.bytes.is_empty() {
        // It is no longer than what is here, and that isn't whole: it begins anew.
        fs::remove_file(&file)?;
        return Ok(false);
    }
    private_file(&file)?;
    let mut open = OpenOptions::new().append(true).open(&file)?;
    open.write_all(part.bytes)?;
    open.sync_data()?;
    let is_whole = from + u64::try_from(part.bytes.len()).unwrap_or(0) >= part.size;
    if is_whole {
        finish(folder, &file, own)?;
    }
    Ok(!is_whole)
}

/// A file that is whole gets the name under which it is offered.
fn finish(folder: &Path, file: &Path, own: &Own) -> io::Result<()> {
    let mut begin = vec![0; LONGEST_HEAD];
    let read = File::open(file)?.read(&mut begin)?;
    match signed(own, &begin[..read]) {
        Some(manifest) => {
            let whole = whole_of(folder, &manifest);
            fs::rename(file, &whole)?;
            sync_directory(&whole)
        }
        None => fs::remove_file(file),
    }
}

/// What a file's beginning says of it, where the release key signed it.
fn signed(own: &Own, begin: &[u8]) -> Option<Manifest> {
    let head = Head::open(begin, &own.key?).ok()?;
    Some(head.manifest)
}

/// Takes away what was laid here before, but for one file.
fn clear(folder: &Path, but: Option<&Path>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if Some(entry.path().as_path()) != but {
            // What stays takes room only.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn part_of(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.part"))
}

fn whole_of(folder: &Path, manifest: &Manifest) -> PathBuf {
    let (version, target) = (&manifest.version, &manifest.target);
    folder.join(format!("chot-{version}-{target}.{ENDING}"))
}

/// Bytes of a file; 0 where there is none.
fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |file| file.len())
}
