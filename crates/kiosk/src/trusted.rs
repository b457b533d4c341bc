//! *Trusted*: the trust list of this post, in the file in which it came.
//!
//! The first list that is taken pins its root: from then on only lists of that root count here, and
//! none whose number isn't greater, also after the list itself was lost. An old list warns; it never
//! goes away by itself.
//!
//! ```text
//! trust.chot   the list, as it came
//! trust.json   the pin: {"root","number"}
//! ```

use crate::home::replace_file;
use crate::staff::NotAllowed;
use checkpoint::base64url::{base64url, from_base64url};
use checkpoint::policy::Words;
use checkpoint::trust::TrustList;
use checkpoint::trust::bundle::{self, BundleError, Opened};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

/// Why a file didn't become this post's trust list.
#[derive(Debug, thiserror::Error)]
pub enum TrustedError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Bundle(#[from] BundleError),
    #[error(
        "it is list {number} and this post has list {have} already: an older list never replaces a newer one"
    )]
    NotNewer { number: u64, have: u64 },
    #[error("{path} can't be read or written ({cause}): make it writable for this account")]
    File { path: PathBuf, cause: io::Error },
}

impl TrustedError {
    /// In both languages of the screen.
    pub fn words(&self) -> Words {
        let vi = match self {
            TrustedError::NotAllowed(error) => return error.words(),
            TrustedError::Bundle(BundleError::NotABundle) => {
                "Tệp này không phải danh sách tin cậy của Chốt".to_owned()
            }
            TrustedError::Bundle(BundleError::Newer) => {
                "Danh sách của bản Chốt mới hơn: cài bản ấy trước".to_owned()
            }
            TrustedError::Bundle(BundleError::Damaged(_)) => {
                "Tệp bị hỏng: lấy lại bản khác".to_owned()
            }
            TrustedError::Bundle(BundleError::Unsigned) => {
                "Danh sách chưa có chữ ký: ký bằng `chot trust sign` trước".to_owned()
            }
            TrustedError::Bundle(BundleError::Forged) => {
                "Chữ ký sai: tệp đã bị sửa sau khi ký, lấy lại từ nơi giữ danh sách".to_owned()
            }
            TrustedError::Bundle(BundleError::OtherRoot(_)) => {
                "Danh sách do nơi khác ký, không phải nơi máy này tin".to_owned()
            }
            TrustedError::NotNewer { number, have } => {
                format!("Danh sách số {number} không mới hơn danh sách số {have} đang dùng")
            }
            TrustedError::File { path, cause } => {
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

/// The trust list of one home.
pub struct Trusted {
    path: PathBuf,
    pin_path: PathBuf,
    pin: Option<Pin>,
    opened: Option<Opened>,
}

/// Which root counts here, and the number that a list has to exceed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Pin {
    root: String,
    number: u64,
}

impl Trusted {
    /// The list beside a home's settings. One that can't be read any more, or isn't of the pinned
    /// root, counts as none: documents are then of unknown issuers, which refuses nobody, and a new
    /// list can be taken.
    pub fn open(root: &Path) -> Trusted {
        let path = Trusted::file_in(root);
        let pin_path = root.join("trust.json");
        let pin = std::fs::read(&pin_path).ok();
        let pin: Option<Pin> = pin.and_then(|pin| serde_json::from_slice(&pin).ok());
        let opened = std::fs::read(&path).ok();
        let opened = opened.and_then(|file| bundle::open(&file).ok());
        let opened = opened.filter(|opened| match &pin {
            Some(pin) => pin.root == base64url(&opened.root) && pin.number <= opened.list.number,
            None => true,
        });
        Trusted {
            path,
            pin_path,
            pin,
            opened,
        }
    }

    /// Where a home keeps the list in force.
    pub fn file_in(root: &Path) -> PathBuf {
        root.join("trust.chot")
    }

    /// Whose proofs count here; empty while no list was taken.
    pub fn list(&self) -> TrustList {
        self.opened
            .as_ref()
            .map(|opened| opened.list.clone())
            .unwrap_or_default()
    }

    /// Whether a list was taken.
    pub fn has_list(&self) -> bool {
        self.opened.is_some()
    }

    /// The root whose lists count here; None until the first one was taken.
    pub fn root(&self) -> Option<[u8; 32]> {
        let pinned = self.pin.as_ref().and_then(|pin| from_base64url(&pin.root));
        pinned.or(self.opened.as_ref().map(|opened| opened.root))
    }

    /// The number that the next list has to exceed; 0 before the first.
    pub fn number(&self) -> u64 {
        let pinned = self.pin.as_ref().map_or(0, |pin| pin.number);
        let opened = self.opened.as_ref().map_or(0, |opened| opened.list.number);
        pinned.max(opened)
    }

    /// The file in force, byte for byte; None while there is no list.
    pub fn file(&self) -> Result<Option<Vec<u8>>, TrustedError> {
        if self.opened.is_none() {
            return Ok(None);
        }
        std::fs::read(&self.path)
            .map(Some)
            .map_err(|cause| unwritable(&self.path, cause))
    }

    /// Takes a newer list of the same root.
    pub fn take(&mut self, file: &[u8]) -> Result<(), TrustedError> {
        let opened = bundle::open(file)?;
        if self.root().is_some_and(|root| root != opened.root) {
            return Err(BundleError::OtherRoot(opened.root).into());
        }
        let first = self.root().is_none();
        if !first && opened.list.number <= self.number() {
            return Err(TrustedError::NotNewer {
                number: opened.list.number,
                have: self.number(),
            });
        }
        let pin = Pin {
            root: base64url(&opened.root),
            number: opened.list.number,
        };
        // The list first: a pin ahead of its list would leave the post without one.
        replace_file(&self.path, file).map_err(|cause| unwritable(&self.path, cause))?;
        let line =
            serde_json::to_vec(&pin).map_err(|cause| unwritable(&self.pin_path, cause.into()))?;
        replace_file(&self.pin_path, &line).map_err(|cause| unwritable(&self.pin_path, cause))?;
        self.pin = Some(pin);
        self.opened = Some(opened);
        Ok(())
    }
}

fn unwritable(path: &Path, cause: io::Error) -> TrustedError {
    TrustedError::File {
        path: path.to_owned(),
        cause,
    }
}
