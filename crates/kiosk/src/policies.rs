//! *Policies*: what this post can ask for: those that every Chốt has, and the unit's own files.
//!
//! A file that can't be understood is named with what to mend, and the policy that was asked last goes
//! on being asked, also after a restart.

use crate::home::{private_directory, replace_file};
use crate::staff::NotAllowed;
use checkpoint::policy::{IDENTITY_ONLY, Policy, PolicyError, Words};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A unit has some; more than this is another folder.
const MOST_FILES: usize = 200;

/// A policy that can be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    pub policy: Policy,
    /// The unit's own file, not one that every Chốt has.
    pub is_own: bool,
    pub is_active: bool,
}

/// A file that can't be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub file: String,
    /// What to mend.
    pub what: Words,
    /// It is the chosen one: the policy that was asked last goes on.
    pub is_active: bool,
}

/// Why a policy could not be chosen or kept.
#[derive(Debug, thiserror::Error)]
pub enum PoliciesError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Policy(#[from] PolicyError),
    #[error("there is no policy \"{0}\": choose one of the list")]
    Unknown(String),
    #[error("{path} can't be read or written ({cause}): make it writable for this account")]
    File { path: PathBuf, cause: io::Error },
}

impl PoliciesError {
    /// In both languages of the screen.
    pub fn words(&self) -> Words {
        let vi = match self {
            PoliciesError::NotAllowed(error) => return error.words(),
            PoliciesError::Policy(error) => return error.words(),
            PoliciesError::Unknown(id) => {
                format!("Không có bộ quy tắc \"{id}\": chọn trong danh sách")
            }
            PoliciesError::File { path, cause } => {
                let path = path.display();
                format!("Không đọc hay ghi được {path} ({cause}): mở quyền ghi cho tài khoản này")
            }
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}

/// The policies of one home.
pub struct Policies {
    directory: PathBuf,
    last_good: PathBuf,
    own: BTreeMap<String, Policy>,
    problems: Vec<Problem>,
    chosen: String,
    active: Policy,
    seen: BTreeMap<PathBuf, Option<SystemTime>>,
}

impl Policies {
    /// Those beside a home's settings, with the chosen one asked.
    ///
    /// ```text
    /// policies/ID.json   the unit's own, edited by hand or from the rules page
    /// policy.json        the one that is asked, as it was when it was last understood
    /// ```
    pub fn open(root: &Path, chosen: &str) -> Policies {
        let last_good = root.join("policy.json");
        let remembered = std::fs::read(&last_good).ok();
        let remembered = remembered.and_then(|text| Policy::parse(&text).ok());
        let mut policies = Policies {
            directory: root.join("policies"),
            last_good,
            own: BTreeMap::new(),
            problems: Vec::new(),
            chosen: chosen.to_owned(),
            active: remembered.unwrap_or_default(),
            seen: BTreeMap::new(),
        };
        policies.read();
        policies
    }

    /// What is asked.
    pub fn active(&self) -> &Policy {
        &self.active
    }

    /// All that can be chosen: those of every Chốt first, then the unit's own by name.
    pub fn list(&self) -> Vec<Listed> {
        let shipped = Policy::shipped();
        let shipped = shipped.into_iter().map(|policy| {
            let own = self.own.get(&policy.id);
            (own.cloned().unwrap_or(policy), own.is_some())
        });
        let mut all: Vec<(Policy, bool)> = shipped.collect();
        for own in self.own.values() {
            if !all.iter().any(|(known, _)| known.id == own.id) {
                all.push((own.clone(), true));
            }
        }
        all.into_iter()
            .map(|(policy, is_own)| Listed {
                is_active: policy.id == self.active.id,
                policy,
                is_own,
            })
            .collect()
    }

    /// Files that can't be asked, with what to mend.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Reads the files again where one has changed. True when another policy is asked now.
    pub fn refresh(&mut self) -> bool {
        if self.stamps() == self.seen {
            return false;
        }
        let before = self.active.clone();
        self.read();
        before != self.active
    }

    /// Asks for another one from now on.
    pub fn choose(&mut self, id: &str) -> Result<(), PoliciesError> {
        let found = self.find(id);
        let policy = found.ok_or_else(|| PoliciesError::Unknown(id.to_owned()))?;
        self.chosen = id.to_owned();
        self.read();
        self.remember(policy)
    }

    /// Keeps a policy as the unit's own, in place of one of the same name. A wrong one changes nothing.
    pub fn save(&mut self, text: &str) -> Result<Policy, PoliciesError> {
        let policy = Policy::parse(text.as_bytes())?;
        let path = self.directory.join(format!("{}.json", policy.id));
        let failed = |cause| PoliciesError::File {
            path: path.clone(),
            cause,
        };
        private_directory(&self.directory).map_err(failed)?;
        replace_file(&path, policy.to_text().as_bytes()).map_err(failed)?;
        self.read();
        Ok(policy)
    }

    fn find(&self, id: &str) -> Option<Policy> {
        let shipped = || Policy::shipped().into_iter().find(|policy| policy.id == id);
        self.own.get(id).cloned().or_else(shipped)
    }

    fn remember(&mut self, policy: Policy) -> Result<(), PoliciesError> {
        if self.active == policy && self.last_good.exists() {
            return Ok(());
        }
        self.active = policy;
        let text = self.active.to_text();
        replace_file(&self.last_good, text.as_bytes()).map_err(|cause| PoliciesError::File {
            path: self.last_good.clone(),
            cause,
        })
    }

    fn read(&mut self) {
        self.seen = self.stamps();
        self.own.clear();
        self.problems.clear();
        let files: Vec<PathBuf> = self.seen.keys().cloned().collect();
        for path in files {
            let name = name_of(&path);
            match read_one(&path) {
                Ok(policy) => {
                    self.own.insert(policy.id.clone(), policy);
                }
                Err(what) => self.problems.push(Problem {
                    is_active: name == format!("{}.json", self.chosen),
                    file: name,
                    what,
                }),
            }
        }
        if self.problems.iter().any(|problem| problem.is_active) {
            return;
        }
        match self.find(&self.chosen) {
            Some(policy) if policy != self.active => {
                // One that can't be remembered is asked all the same, until the next start.
                let _ = self.remember(policy);
            }
            Some(_) => {}
            None if self.chosen == IDENTITY_ONLY => {}
            None => self.problems.push(Problem {
                file: format!("{}.json", self.chosen),
                what: Words {
                    vi: "Không thấy tệp của bộ quy tắc đã chọn: đưa tệp trở lại hoặc chọn bộ khác"
                        .to_owned(),
                    en: "this chosen policy is missing: put its file back, or choose another one"
                        .to_owned(),
                },
                is_active: true,
            }),
        }
    }

    fn stamps(&self) -> BTreeMap<PathBuf, Option<SystemTime>> {
        let Ok(entries) = std::fs::read_dir(&self.directory) else {
            return BTreeMap::new();
        };
        let files = entries.flatten().map(|entry| entry.path());
        files
            .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
            .take(MOST_FILES)
            .map(|path| {
                let changed = std::fs::metadata(&path).and_then(|file| file.modified());
                (path, changed.ok())
            })
            .collect()
    }
}

fn read_one(path: &Path) -> Result<Policy, Words> {
    let text = std::fs::read(path).map_err(|cause| {
        let path = path.to_path_buf();
        PoliciesError::File { path, cause }.words()
    })?;
    let policy = Policy::parse(&text).map_err(|error| error.words())?;
    let wanted = format!("{}.json", policy.id);
    if name_of(path) == wanted {
        Ok(policy)
    } else {
        let id = &policy.id;
        Err(Words {
            vi: format!("\"id\" trong tệp là \"{id}\": đổi tên tệp thành {wanted}"),
            en: format!("its id is \"{id}\": name the file {wanted}"),
        })
    }
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(id: &str, needs: &str) -> String {
        format!(
            r#"{{"v":1,"id":"{id}","name":{{"vi":"A","en":"B"}},"sentence":{{"vi":"A","en":"B"}},"rules":[{{"needs":"{needs}"}}]}}"#
        )
    }

    /// Writes a file whose time of change differs for certain.
    fn write(root: &Path, file: &str, text: &str, second: u64) {
        let path = root.join("policies").join(file);
        std::fs::create_dir_all(root.join("policies")).unwrap();
        std::fs::write(&path, text).unwrap();
        let at = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(second);
        let file = std::fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(at).unwrap();
    }

    #[test]
    fn a_new_home_has_what_every_chot_has_and_asks_for_identity_only() {
        let dir = tempfile::tempdir().unwrap();
        let policies = Policies::open(dir.path(), IDENTITY_ONLY);
        assert_eq!(policies.active(), &Policy::default());
        let active: Vec<bool> = policies.list().iter().map(|one| one.is_active).collect();
        assert_eq!(active, [true, false, false, false, false]);
        assert_eq!(policies.problems(), []);
    }

    #[test]
    fn a_file_that_is_edited_is_asked_without_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "ours.json", &own("ours", "any"), 1);
        let mut policies = Policies::open(dir.path(), "ours");
        assert_eq!(policies.active().id, "ours");
        assert!(!policies.refresh());
        write(dir.path(), "ours.json", &own("ours", "identity"), 2);
        assert!(policies.refresh());
        assert_eq!(
            policies.active().rules[0].needs,
            checkpoint::policy::Needs::Identity
        );
    }

    #[test]
    fn a_bad_file_is_named_and_the_last_good_policy_goes_on_also_after_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "ours.json", &own("ours", "any"), 1);
        let mut policies = Policies::open(dir.path(), "ours");
        let good = policies.active().clone();
        write(dir.path(), "ours.json", "{\"v\": 1,\n  \"rules\": [}", 2);
        assert!(!policies.refresh());
        for policies in [&policies, &Policies::open(dir.path(), "ours")] {
            assert_eq!(policies.active(), &good);
            let [problem] = policies.problems() else {
                panic!("one problem")
            };
            assert!(problem.is_active);
            assert_eq!(problem.file, "ours.json");
            assert!(problem.what.en.starts_with("line 2, column"), "{problem:?}");
        }
    }

    #[test]
    fn a_bad_file_that_nobody_chose_is_named_and_disturbs_nothing() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "ours.json", &own("theirs", "any"), 1);
        let policies = Policies::open(dir.path(), IDENTITY_ONLY);
        assert_eq!(policies.active(), &Policy::default());
        let problem = &policies.problems()[0];
        assert!(!problem.is_active);
        assert!(problem.what.en.contains("name the file theirs.json"));
    }

    #[test]
    fn what_is_chosen_and_saved_is_asked_at_the_next_start() {
        let dir = tempfile::tempdir().unwrap();
        let mut policies = Policies::open(dir.path(), IDENTITY_ONLY);
        assert!(policies.choose("nothing").is_err());
        policies.choose("declaration-today").unwrap();
        assert_eq!(policies.active().id, "declaration-today");
        let saved = policies.save(&own("declaration-today", "any")).unwrap();
        assert_eq!(policies.active(), &saved);
        assert!(policies.list()[1].is_own);
        assert!(policies.save("{").is_err());
        let again = Policies::open(dir.path(), "declaration-today");
        assert_eq!(again.active(), &saved);
        assert!(matches!(
            policies.save(&own("../../x", "any")),
            Err(PoliciesError::Policy(PolicyError::Id))
        ));
    }
}
