//! *Diagnostics*: what whoever helps from afar needs of a post, in one ZIP, and nothing about anybody: versions, choices,
//! counts, devices, disk and clocks. It is put together from what is named here, so that nothing else gets in.

use crate::backup;
use crate::clock::Clock;
use crate::folder::{FolderError, present_folder};
use crate::home::{Home, replace_file};
use crate::ledger::{LedgerError, Reading, SCHEMA, Stats};
use crate::reader::serial::ports;
use crate::settings::Settings;
use crate::staff::{NotAllowed, Staff};
use crate::targets::Targets;
use crate::uplink::heartbeat::disk_free;
use checkpoint::base64url::base64url;
use checkpoint::policy::Words;
use checkpoint::role::{Act, Role};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const README: &str = "Chốt: thông tin để hỗ trợ, không có dữ liệu cá nhân.\r\n\
Chốt: for whoever helps; no personal data is in here.\r\n\r\n\
about.json     program, system, disk, clocks\r\n\
settings.json  what was chosen, without names, addresses and texts\r\n\
ledger.json    how many entries of which kind on which day, and whether the chain holds\r\n\
targets.json   where entries go, by kind, and how far they got\r\n\
devices.json   cameras and serial ports by what they call themselves\r\n\
files.json     Chốt's own files by size and age\r\n";

/// Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum DiagnosticsError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Folder(#[from] FolderError),
}

impl DiagnosticsError {
    /// In both languages of the screen.
    pub fn words(&self) -> Words {
        match self {
            DiagnosticsError::NotAllowed(error) => error.words(),
            DiagnosticsError::Folder(error) => error.words(),
        }
    }
}

/// A home's, for whoever is signed on.
pub struct Diagnostics {
    home: Home,
    clock: Arc<dyn Clock>,
    staff: Arc<Staff>,
}

impl Diagnostics {
    pub fn of(home: &Home, clock: Arc<dyn Clock>, staff: Arc<Staff>) -> Diagnostics {
        Diagnostics {
            home: home.clone(),
            clock,
            staff,
        }
    }

    /// Writes the ZIP into a folder, and names it.
    pub fn save(&self, folder: &str) -> Result<PathBuf, DiagnosticsError> {
        let now = self.clock.now();
        self.staff.allow(Act::Diagnose, &now)?;
        let folder = present_folder(&self.home, folder)?;
        let stamp = now.at.to_zoned_datetime(TimeZone::UTC);
        let file = folder.join(stamp.strftime("chot-%Y%m%d-%H%M%S.zip").to_string());
        save(&self.home, self.clock.as_ref(), &file)
            .map_err(|error| FolderError::of(&error, &folder))?;
        Ok(file)
    }
}

/// Writes the ZIP to this file, whole or not at all.
pub fn save(home: &Home, clock: &dyn Clock, file: &Path) -> std::io::Result<()> {
    replace_file(file, &zip(home, clock)?)
}

fn zip(home: &Home, clock: &dyn Clock) -> std::io::Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("about.json", about(home, clock)),
        ("settings.json", settings(home)),
        ("ledger.json", ledger(home)),
        ("targets.json", targets(home)),
        ("devices.json", devices()),
        ("files.json", files(home)),
    ];
    zip.start_file("README.txt", options)?;
    zip.write_all(README.as_bytes())?;
    for (name, value) in parts {
        zip.start_file(name, options)?;
        zip.write_all(serde_json::to_string_pretty(&value)?.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn about(home: &Home, clock: &dyn Clock) -> Value {
    let now = clock.now();
    json!({
        "app": crate::APP,
        "schema": SCHEMA,
        "os": std::env::consts::OS,
        "arch": std::env::consts::ARCH,
        "processors": std::thread::available_parallelism().map_or(0, usize::from),
        "at": now.at,
        "steady_ms": now.mono_ms,
        "hub_offset_ms": now.offset.map(|offset| offset.ms),
        "hub_uncertainty_ms": now.offset.map(|offset| offset.uncertainty_ms),
        "disk_free": disk_free(home.root()),
        "waits_to_restore": backup::is_staged(home),
    })
}

/// Each by its name: a choice that is added later isn't told before somebody wrote it down here.
fn settings(home: &Home) -> Value {
    let settings = match Settings::load(&Settings::path(home)) {
        Ok(settings) => settings,
        // What can't be understood may be anything.
        Err(_) => return json!({ "problem": "settings.json can't be understood" }),
    };
    json!({
        "gate": settings.gate,
        "mode": settings.mode,
        "arrangement": settings.arrangement,
        "language": settings.language,
        "text_size": settings.text_size,
        "zone": settings.zone,
        "keep_subjects_days": settings.keep_subjects_days,
        "keep_entries_years": settings.keep_entries_years,
        "close_at": settings.close_at,
        "purposes": settings.purposes.len(),
        "reader_chosen": settings.reader != crate::reader::serial::Choice::default(),
        "hub_host_known": !settings.hub_host.is_empty(),
        "backup_folder_chosen": !settings.backup_folder.is_empty(),
        "backup_folder_there": Path::new(&settings.backup_folder).is_dir(),
        "staff": staff(home),
    })
}

fn staff(home: &Home) -> Value {
    match Staff::of(home).people() {
        Ok(people) => {
            let of = |role| people.iter().filter(|person| person.role == role).count();
            json!({
                "guards": of(Role::Guard),
                "inspectors": of(Role::Inspector),
                "unit_heads": of(Role::UnitHead),
                "admins": of(Role::Admin),
            })
        }
        Err(_) => json!({ "problem": "the list of users can't be read" }),
    }
}

fn ledger(home: &Home) -> Value {
    let told = Reading::open(home).and_then(|reading| {
        let stats = reading.stats()?;
        Ok((reading.verify()?, stats))
    });
    match told {
        Ok((verdict, stats)) => {
            let mut value = counted(&stats);
            value["chain"] = match verdict {
                Ok(proven) => json!({ "holds": true, "branches": proven.branches }),
                Err(fault) => json!({ "holds": false, "seq": fault.seq, "what": fault.what }),
            };
            value
        }
        Err(error) => json!({ "problem": problem(&error) }),
    }
}

/// Which failure it is; the sentence itself may name a path with somebody's name in it.
fn problem(error: &LedgerError) -> &'static str {
    match error {
        LedgerError::DiskFull => "disk-full",
        LedgerError::ReadOnly(_) => "read-only",
        LedgerError::Io(_) => "io",
        LedgerError::Busy(_) => "busy",
        LedgerError::WrongKey(_) => "wrong-key",
        LedgerError::MissingKey { .. } => "missing-key",
        LedgerError::Key(_) => "key",
        LedgerError::Newer { .. } => "newer",
        LedgerError::Older => "older",
        LedgerError::AlreadyRunning => "already-running",
        LedgerError::Damaged { .. } => "damaged",
        LedgerError::NoLedger(_) => "no-ledger",
        LedgerError::Line(_) => "line",
    }
}

fn counted(stats: &Stats) -> Value {
    let counts = stats.counts.iter().map(|count| {
        json!({
            "day": count.day,
            "kind": count.kind,
            "verdict": count.verdict,
            "entries": count.entries,
        })
    });
    json!({
        "device": base64url(&stats.device.0),
        "entries": stats.entries,
        "bytes": stats.bytes,
        "branches": stats.branches.len(),
        "counts": counts.collect::<Vec<_>>(),
    })
}

fn targets(home: &Home) -> Value {
    if !home.targets().exists() {
        return json!([]);
    }
    let Ok(targets) = Targets::open(home).and_then(|targets| targets.list()) else {
        return json!({ "problem": "the list of targets can't be read" });
    };
    let told = targets.iter().map(|target| {
        json!({
            "id": target.id,
            "kind": target.way.kind(),
            "required": target.required,
            "seq": target.cursor.map(|cursor| cursor.seq),
            "problem": target.problem.as_ref().map(|problem| &problem.word),
            "since": target.problem.as_ref().map(|problem| problem.since),
        })
    });
    Value::Array(told.collect())
}

fn devices() -> Value {
    let ports = ports().into_iter().map(|port| {
        json!({
            "port": port.name,
            "product": port.product,
            "usb": port.device.map(|usb| format!("{:04x}:{:04x}", usb.vendor, usb.product)),
        })
    });
    json!({ "cameras": cameras(), "ports": ports.collect::<Vec<_>>() })
}

/// By what the kernel calls them: asking a camera itself belongs to another process. Elsewhere the screen names them.
fn cameras() -> Vec<String> {
    let Ok(listed) = std::fs::read_dir("/sys/class/video4linux") else {
        return Vec::new();
    };
    let names =
        listed.filter_map(|node| std::fs::read_to_string(node.ok()?.path().join("name")).ok());
    let mut names: Vec<String> = names.map(|name| name.trim().to_owned()).collect();
    names.sort();
    names
}

/// Chốt's own by their names; of others only how many there are.
fn files(home: &Home) -> Value {
    const OWN: [&str; 18] = [
        "ledger.db",
        "ledger.db-wal",
        "targets.db",
        "targets.db-wal",
        "imported.db",
        "rosters.db",
        "places.db",
        "staff.db",
        "head.json",
        "tries.json",
        "restored.json",
        "settings.json",
        "policy.json",
        "policies",
        "trust.chot",
        "keys",
        "set-aside",
        "restore",
    ];
    let mut told = Vec::new();
    for name in OWN {
        if let Ok(file) = std::fs::metadata(home.root().join(name)) {
            let changed = file.modified().ok();
            let changed = changed.and_then(|at| jiff::Timestamp::try_from(at).ok());
            told.push(json!({ "name": name, "bytes": file.len(), "changed": changed }));
        }
    }
    let all = std::fs::read_dir(home.root()).map_or(0, Iterator::count);
    json!({ "own": told, "all": all })
}
