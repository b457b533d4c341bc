//! *Place*: the folder of the programs, in which newer ones have room.

use super::pointer::Held;
use std::env::consts::{ARCH, EXE_SUFFIX, OS};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of versions, beside the installed programs.
const VERSIONS: &str = "versions";

/// The folder in which the installed programs lie.
///
/// ```text
/// chot-window         as it was installed: the starter of whichever version runs
/// chot                hands on to the version that runs
/// versions/
///   pointer.json      which version runs, and which is to be tried
///   0.2.0-9f86d081/   a version that was taken: chot-window, chot
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place(PathBuf);

/// Why nothing may be put there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPlace {
    /// The system's packages, or an app's image, bring it up to date.
    OfSystem,
    /// This account may not write there.
    ReadOnly,
}

impl Place {
    /// Of a program of ours: of the installed one, or of one in a folder of versions. None where it lies nowhere.
    pub fn of(program: &Path) -> Option<Place> {
        let folder = program.parent()?;
        let above = folder.parent();
        let place = match above {
            Some(versions) if versions.ends_with(VERSIONS) => versions.parent()?,
            Some(_) | None => folder,
        };
        Some(Place(place.to_path_buf()))
    }

    /// The one in a folder.
    pub fn at(folder: impl Into<PathBuf>) -> Place {
        Place(folder.into())
    }

    pub(super) fn versions(&self) -> PathBuf {
        self.0.join(VERSIONS)
    }

    /// Whether a program lies here as it was installed, and not among the versions.
    pub(super) fn is_installed(&self, program: &Path) -> bool {
        program.parent() == Some(&self.0)
    }

    /// A program as it was installed.
    pub fn installed(&self, name: &str) -> PathBuf {
        self.0.join(file_name(name))
    }

    /// A program of a version that was taken.
    pub fn program(&self, held: &Held, name: &str) -> PathBuf {
        self.versions().join(&held.folder).join(file_name(name))
    }

    /// Whether versions may be put here.
    pub fn may_hold(&self) -> Result<(), NoPlace> {
        let is_of_system = if cfg!(target_os = "linux") {
            ["/usr", "/opt", "/nix", "/snap"]
                .iter()
                .any(|root| self.0.starts_with(root))
        } else {
            // What was signed as a whole stays whole.
            cfg!(target_os = "macos")
                && self.0.components().any(|part| {
                    Path::new(part.as_os_str())
                        .extension()
                        .is_some_and(|ending| ending == "app")
                })
        };
        if is_of_system {
            return Err(NoPlace::OfSystem);
        }
        // Permissions say less than trying does.
        let probe = self.0.join(format!(".chot-probe-{}", std::process::id()));
        let is_written = fs::write(&probe, b"").and_then(|()| fs::remove_file(&probe));
        is_written.map_err(|_| NoPlace::ReadOnly)
    }
}

/// The file name of a program here.
pub(super) fn file_name(name: &str) -> String {
    format!("{name}{EXE_SUFFIX}")
}

/// Processor and system of this program, as a manifest names them.
pub fn target() -> String {
    format!("{ARCH}-{OS}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_that_runs_finds_the_place_that_it_was_put_into() {
        let of = |program: &str| Place::of(Path::new(program));
        let installed = of("/srv/gate/Chot/chot-window");
        assert_eq!(installed, Some(Place::at("/srv/gate/Chot")));
        assert_eq!(
            of("/srv/gate/Chot/versions/0.2.0-9f86d081/chot-window"),
            installed
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_a_package_installed_is_left_to_packages() {
        assert_eq!(Place::at("/usr/bin").may_hold(), Err(NoPlace::OfSystem));
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(Place::at(folder.path()).may_hold(), Ok(()));
        assert_eq!(
            Place::at(folder.path().join("gone")).may_hold(),
            Err(NoPlace::ReadOnly)
        );
    }
}
