//! *Settings*: what was chosen at this post, in one small file that a person can read.

use crate::home::Home;
use crate::reader::serial;
use checkpoint::entry::Mode;
use checkpoint::preset::{Chosen, Preset, PresetName};
use checkpoint::wire::enrol::Enrolled;
use jiff::SignedDuration;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Which way the screen faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arrangement {
    /// One screen for the visitor: mirrored preview, no full names.
    ToVisitor,
    /// The screen faces the guard, the camera is on an arm: not mirrored, full names.
    ToGuard,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    #[default]
    Vi,
    En,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextSize {
    #[default]
    Normal,
    Large,
    Largest,
}

/// What a unit says a preset rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    pub text: String,
    /// Since when it stands by it, and by the preset's purpose.
    pub confirmed: Date,
}

/// Everything chosen here; a member that is missing has its default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The number entries carry.
    pub gate: u32,
    pub gate_name: String,
    pub unit_name: String,
    pub mode: Mode,
    /// None until someone chose it.
    pub arrangement: Option<Arrangement>,
    pub language: Language,
    pub text_size: TextSize,
    /// Readers on serial ports.
    pub reader: serial::Choice,
    /// IANA name of the unit's time zone.
    pub zone: String,
    /// The preset that was chosen, and for how long.
    pub preset: Chosen,
    /// The preset that counts today: what is asked, kept and shown follows it.
    pub in_force: PresetName,
    /// What the unit says each preset rests on, where it has confirmed it.
    pub bases: BTreeMap<PresetName, Basis>,
    /// The day that is a drill.
    pub drill: Option<Date>,
    /// The name of the policy that is asked.
    pub policy: String,
    /// The host of the unit's hub, whose links on posters are known here; empty where there is none.
    pub hub_host: String,
    /// The parts of an official letter, around every report.
    pub letter: paper::Letter,
    /// What the purpose keys 1–9 stand for.
    pub purposes: BTreeMap<u8, String>,
    /// For how many days names, numbers and notes are kept ([`Settings::keep_days`]).
    pub keep_subjects_days: u16,
    /// Years for which the lines of entries are kept: they tell what happened, and of nobody. See [`Settings::keep_entries`].
    pub keep_entries_years: u8,
    /// Whom visitors ask to see, correct or delete what is kept of them: an office and its telephone. Empty where nobody
    /// wrote it.
    pub privacy_contact: String,
    /// When whoever wasn't seen going is taken to have left, in the unit's zone; None: never.
    pub close_at: Option<Time>,
    /// The hour at which a report's figures are cut, in the unit's zone; what is written later is the next report's. None:
    /// when the day is over.
    pub cut_at: Option<Time>,
    /// How many people may be inside; more are told to the guard and never turned away. None: nobody counts.
    pub capacity: Option<u32>,
    /// Where backups go, whole; empty where nobody chose.
    pub backup_folder: String,
    /// Where updates are looked for, whole; empty where nobody chose.
    pub update_folder: String,
    /// What badges of the day are printed on.
    pub day_badge: paper::day_badge::Size,
    /// The screen shows nothing but the gate, and only an admin's PIN closes it.
    pub kiosk: bool,
}

/// Days for which the gate itself needs to know who came: yesterday and today, in any time zone.
pub const LEAST_DAYS: u16 = 3;
/// The longest that somebody may choose: ten years.
pub const MOST_DAYS: u16 = 3653;
/// Years of entries: shorter, and last year's report couldn't be recounted; longer, and nobody asks.
pub const LEAST_YEARS: u8 = 1;
pub const MOST_YEARS: u8 = 50;

impl Default for Settings {
    fn default() -> Self {
        Settings {
            gate: 1,
            gate_name: "Cổng 1".to_owned(),
            unit_name: "Đơn vị".to_owned(),
            mode: Mode::Auto,
            arrangement: None,
            language: Language::Vi,
            text_size: TextSize::Normal,
            reader: serial::Choice::default(),
            zone: "Asia/Ho_Chi_Minh".to_owned(),
            preset: Chosen::default(),
            in_force: PresetName::default(),
            bases: BTreeMap::new(),
            drill: None,
            policy: Preset::of(PresetName::default()).policy.clone(),
            hub_host: String::new(),
            letter: paper::Letter::default(),
            purposes: keys_of(Preset::of(PresetName::default())),
            keep_subjects_days: 30,
            keep_entries_years: 5,
            privacy_contact: String::new(),
            close_at: Some(Time::constant(22, 0, 0, 0)),
            cut_at: None,
            capacity: None,
            backup_folder: String::new(),
            update_folder: String::new(),
            day_badge: paper::day_badge::Size::default(),
            kiosk: false,
        }
    }
}

/// A preset's purpose keys, by their digits.
pub(crate) fn keys_of(preset: &Preset) -> BTreeMap<u8, String> {
    (1..).zip(preset.keys.iter().cloned()).collect()
}

/// Why settings could not be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("{path} cannot be understood ({what}). Mend or remove it, then start again.")]
    Unreadable { path: String, what: String },
    #[error("no time zone named {0:?}. Write an IANA name such as Asia/Ho_Chi_Minh.")]
    Zone(String),
    #[error("{path} could not be written: {source}")]
    Unwritable {
        path: String,
        source: std::io::Error,
    },
}

impl Settings {
    /// Where a home keeps them.
    pub fn path(home: &Home) -> PathBuf {
        home.root().join("settings.json")
    }

    /// Reads the file, or gives the defaults where there is none. A file that cannot be understood
    /// is an error and stays as it is: somebody chose something there.
    pub fn load(path: &Path) -> Result<Settings, SettingsError> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Settings::default()),
            Err(e) => {
                return Err(SettingsError::Unreadable {
                    path: path.display().to_string(),
                    what: e.to_string(),
                });
            }
        };
        let settings: Settings =
            serde_json::from_str(&text).map_err(|e| SettingsError::Unreadable {
                path: path.display().to_string(),
                what: e.to_string(),
            })?;
        settings.time_zone()?;
        Ok(settings)
    }

    /// Replaces the file as a whole, so that a power cut leaves the old one or the new one.
    pub fn save(&self, path: &Path) -> Result<(), SettingsError> {
        let unwritable = |source| SettingsError::Unwritable {
            path: path.display().to_string(),
            source,
        };
        let text =
            serde_json::to_string_pretty(self).map_err(|e| unwritable(std::io::Error::other(e)))?;
        let fresh = path.with_extension("json.new");
        let mut file = std::fs::File::create(&fresh).map_err(unwritable)?;
        file.write_all(text.as_bytes()).map_err(unwritable)?;
        file.sync_all().map_err(unwritable)?;
        std::fs::rename(&fresh, path).map_err(unwritable)
    }

    /// What a hub calls this post; `host` is the hub's own.
    pub fn take(&mut self, enrolled: &Enrolled, host: &str) {
        self.gate = enrolled.gate;
        self.unit_name.clone_from(&enrolled.unit_name);
        self.gate_name.clone_from(&enrolled.gate_name);
        host.clone_into(&mut self.hub_host);
    }

    /// The preset that counts today.
    pub fn counting(&self) -> &'static Preset {
        Preset::of(self.in_force)
    }

    /// On what that rests, as the unit says it, else as the preset does.
    pub fn basis(&self) -> &str {
        let confirmed = self.bases.get(&self.in_force);
        confirmed.map_or(&self.counting().basis, |basis| &basis.text)
    }

    /// For how many days names, numbers and notes are kept: never less than the gate needs.
    pub fn keep_days(&self) -> u16 {
        self.keep_subjects_days.max(LEAST_DAYS)
    }

    /// For how long the lines of entries are kept: a year at the least, and of each year its longest.
    pub fn keep_entries(&self) -> SignedDuration {
        SignedDuration::from_hours(24 * 366 * i64::from(self.keep_entries_years.max(LEAST_YEARS)))
    }

    pub fn time_zone(&self) -> Result<jiff::tz::TimeZone, SettingsError> {
        jiff::tz::TimeZone::get(&self.zone).map_err(|_| SettingsError::Zone(self.zone.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_saved_is_loaded_and_nothing_saved_is_the_defaults() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("settings.json");
        assert_eq!(
            Settings::load(&path).expect("defaults"),
            Settings::default()
        );
        let chosen = Settings {
            arrangement: Some(Arrangement::ToGuard),
            mode: Mode::In,
            ..Settings::default()
        };
        chosen.save(&path).expect("saved");
        assert_eq!(Settings::load(&path).expect("loaded"), chosen);
    }

    #[test]
    fn a_file_that_cannot_be_understood_is_named_and_left_alone() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("settings.json");
        std::fs::write(&path, "{\"gate\": \"one\"}").expect("written");
        let said = Settings::load(&path).expect_err("not a number").to_string();
        assert!(said.contains("settings.json"), "{said}");
        assert_eq!(
            std::fs::read_to_string(&path).expect("still there"),
            "{\"gate\": \"one\"}"
        );
    }

    #[test]
    fn a_zone_nobody_knows_is_refused_by_name() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("settings.json");
        std::fs::write(&path, "{\"zone\": \"Asia/Nowhere\"}").expect("written");
        assert!(matches!(Settings::load(&path), Err(SettingsError::Zone(_))));
    }
}
