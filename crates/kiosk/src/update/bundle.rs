//! *Bundle*: the one file of an update: its head, and behind it the programs as a ZIP. It is copied and hashed first, and
//! unpacked from that copy, so that a stick can't say two things.

use super::error::UpdateError;
use super::place::{Place, file_name};
use super::pointer::{Held, Pointer, WINDOW};
use crate::home::{private_directory, private_file, replace_file, sync_directory};
use checkpoint::update::{Head, Here, LARGEST, LONGEST_HEAD, Manifest};
use jiff::Timestamp;
use ring::digest::{Context, SHA256, digest};
use semver::Version;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// How the names of such files end.
pub const ENDING: &str = "chot-update";

/// Files in a payload: the programs and their libraries.
const MOST_FILES: usize = 32;
/// Bytes of all of them unpacked.
const MOST_BYTES: u64 = 1 << 30;
/// What a version can't do without.
const NEEDED: [&str; 2] = [WINDOW, "chot"];
/// The kind of file among a mode's bits, and a plain one.
const KIND_BITS: u32 = 0o170_000;
const PLAIN: u32 = 0o100_000;

/// A version that is the next to be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub version: Version,
}

/// What a file says of itself, where the key signed it and its length is right. Reads no more than the head.
pub(super) fn look(path: &Path, key: &[u8; 32]) -> Result<Manifest, UpdateError> {
    open(path, key).map(|(head, _)| head.manifest)
}

/// Takes the file's programs: unpacked beside the ones that run, they are the next to be tried. Where anything is wrong
/// with it nothing is left behind.
pub fn take(
    path: &Path,
    key: &[u8; 32],
    here: &Here<'_>,
    place: &Place,
) -> Result<Taken, UpdateError> {
    let (head, file) = open(path, key)?;
    let manifest = &head.manifest;
    manifest.fits(here)?;
    place.may_hold()?;
    let versions = place.versions();
    let room = |error: io::Error| UpdateError::no_room(&versions, &error);
    private_directory(&versions).map_err(room)?;
    let mut work = Work::begin(&versions);
    copy(file, manifest, &work.payload)?;
    unpack(&work.payload, &work.fresh)?;
    let version = manifest.version.clone();
    let hash: String = (manifest.sha256.iter().take(4))
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let held = Held {
        version: version.to_string(),
        folder: format!("{version}-{hash}"),
    };
    let folder = versions.join(&held.folder);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(room)?;
    }
    fs::rename(&work.fresh, &folder).map_err(room)?;
    // From here on the folder is what would be left behind.
    work.fresh.clone_from(&folder);
    sync_directory(&folder).map_err(room)?;
    Pointer::try_next(place, held).map_err(room)?;
    work.is_kept = true;
    Ok(Taken { version })
}

/// What is written before it counts; gone when this is dropped, unless it counts.
struct Work {
    versions: PathBuf,
    payload: PathBuf,
    fresh: PathBuf,
    is_kept: bool,
}

impl Work {
    fn begin(versions: &Path) -> Work {
        let work = Work {
            versions: versions.to_path_buf(),
            payload: versions.join("payload.new"),
            fresh: versions.join("unpacked.new"),
            is_kept: false,
        };
        // Of a try that a power cut ended.
        let _ = fs::remove_dir_all(&work.fresh);
        work
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // What can't be removed only takes room, and the next try removes it.
        let _ = fs::remove_file(&self.payload);
        if !self.is_kept {
            let _ = fs::remove_dir_all(&self.fresh);
            // Only where nothing else is in it.
            let _ = fs::remove_dir(&self.versions);
        }
    }
}

/// The head, and the file behind it.
fn open(path: &Path, key: &[u8; 32]) -> Result<(Head, File), UpdateError> {
    let unreadable = |error: io::Error| UpdateError::unreadable(&error);
    // A link may lead anywhere, and somewhere else the next time.
    let is_plain = fs::symlink_metadata(path).map_err(unreadable)?.is_file();
    if !is_plain {
        return Err(UpdateError::NotAFile);
    }
    let mut file = File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    let mut begin = Vec::new();
    let most = u64::try_from(LONGEST_HEAD).unwrap_or(u64::MAX);
    (&mut file)
        .take(most)
        .read_to_end(&mut begin)
        .map_err(unreadable)?;
    let head = Head::open(&begin, key)?;
    let found = length.saturating_sub(u64::try_from(head.length).unwrap_or(u64::MAX));
    let wanted = head.manifest.size;
    if found != wanted {
        return Err(UpdateError::Length { found, wanted });
    }
    io::Seek::seek(&mut file, io::SeekFrom::Start(length - found)).map_err(unreadable)?;
    Ok((head, file))
}

/// Copies the payload and compares its hash.
fn copy(from: File, manifest: &Manifest, to: &Path) -> Result<(), UpdateError> {
    let room = |error: io::Error| UpdateError::no_room(to, &error);
    let mut from = from.take(manifest.size);
    let mut copy = private_file(to).map_err(room)?;
    copy.set_len(0).map_err(room)?;
    let mut hash = Context::new(&SHA256);
    let mut part = vec![0; 1 << 16];
    let mut found: u64 = 0;
    loop {
        let read = from
            .read(&mut part)
            .map_err(|error| UpdateError::unreadable(&error))?;
        if read == 0 {
            break;
        }
        hash.update(&part[..read]);
        copy.write_all(&part[..read]).map_err(room)?;
        found += u64::try_from(read).unwrap_or(0);
    }
    if found != manifest.size {
        let wanted = manifest.size;
        return Err(UpdateError::Length { found, wanted });
    }
    if hash.finish().as_ref() != manifest.sha256 {
        return Err(UpdateError::Damaged);
    }
    Ok(())
}

/// Unpacks the ZIP into a new folder: plain files in no folder of their own, durable.
fn unpack(payload: &Path, folder: &Path) -> Result<(), UpdateError> {
    let wrong = |what: &dyn ToString| UpdateError::Contents(what.to_string());
    let room = |error: io::Error| UpdateError::no_room(folder, &error);
    let file = File::open(payload).map_err(room)?;
    let mut archive = ZipArchive::new(file).map_err(|error| wrong(&error))?;
    if archive.len() > MOST_FILES {
        return Err(wrong(&"more files than a version has"));
    }
    private_directory(folder).map_err(room)?;
    let mut names = BTreeSet::new();
    let mut left = MOST_BYTES;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| wrong(&error))?;
        let name = entry.name().map_err(|error| wrong(&error))?.into_owned();
        let is_plain = entry.is_file()
            && entry
                .unix_mode()
                .is_none_or(|mode| matches!(mode & KIND_BITS, PLAIN | 0));
        if !is_plain || !is_file_name(&name) {
            return Err(wrong(&format!("{name:?} is no plain file of a version")));
        }
        // Windows doesn't tell them apart.
        if !names.insert(name.to_ascii_lowercase()) {
            return Err(wrong(&format!("{name:?} is in it twice")));
        }
        let path = folder.join(&name);
        let mut made = program_file(&path).map_err(room)?;
        let written = io::copy(&mut (&mut entry).take(left + 1), &mut made);
        let written = written.map_err(|error| {
            let is_its_own = matches!(
                error.kind(),
                io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput
            );
            if is_its_own {
                wrong(&error)
            } else {
                room(error)
            }
        })?;
        left = left
            .checked_sub(written)
            .ok_or_else(|| wrong(&"more bytes than a version has"))?;
        made.sync_all().map_err(room)?;
    }
    match NEEDED
        .iter()
        .find(|needed| !names.contains(&file_name(needed)))
    {
        Some(missing) => Err(wrong(&format!("{} is missing", file_name(missing)))),
        None => sync_directory(&folder.join(file_name(WINDOW))).map_err(room),
    }
}

/// Letters, digits, `.`, `_` and `-`, not hidden, and none of the names that Windows keeps for devices.
fn is_file_name(name: &str) -> bool {
    let is_letter =
        |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'.' | b'_' | b'-');
    let stem = name
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let is_device = matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || (stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")));
    (1..=64).contains(&name.len())
        && name.bytes().all(is_letter)
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !is_device
}

/// A new file that its owner may run.
fn program_file(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o700);
    options.open(path)
}

/// What the maker says of programs that are to be handed out.
#[derive(Clone, Debug)]
pub struct Release {
    pub version: Version,
    pub target: String,
    pub min_from: Version,
    pub expires: Timestamp,
}

/// Makes the file: `programs` by their file names and paths, `sign` the release key's signature. The same file of the same
/// programs.
pub fn write(
    release: &Release,
    programs: &[(String, PathBuf)],
    out: &Path,
    sign: impl FnOnce(&[u8]) -> [u8; 64],
) -> io::Result<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o755);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, path) in programs {
        zip.start_file(name.as_str(), options)
            .map_err(io::Error::other)?;
        io::copy(&mut File::open(path)?, &mut zip)?;
    }
    let payload = zip.finish().map_err(io::Error::other)?.into_inner();
    let size = u64::try_from(payload.len()).unwrap_or(u64::MAX);
    if size > LARGEST {
        return Err(io::Error::other(
            "the programs are larger than any PC would take",
        ));
    }
    let mut sha256 = [0; 32];
    sha256.copy_from_slice(digest(&SHA256, &payload).as_ref());
    let manifest = Manifest {
        version: release.version.clone(),
        target: release.target.clone(),
        min_from: release.min_from.clone(),
        expires: release.expires,
        size,
        sha256,
    };
    let mut file = manifest.head(sign).into_bytes();
    file.extend_from_slice(&payload);
    replace_file(out, &file)
}
