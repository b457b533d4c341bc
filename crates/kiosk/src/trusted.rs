//! *Trusted*: the trust list of this post, in the file in which it came.
//!
//! The first list that is taken pins its root: from then on only lists of that root count here, and
//! none whose number isn't greater. An old list warns; it never goes away by itself.

use crate::home::replace_file;
use checkpoint::policy::Words;
use checkpoint::trust::TrustList;
use checkpoint::trust::bundle::{self, BundleError, Opened};
use std::io;
use std::path::{Path, PathBuf};

/// Why a file didn't become this post's trust list.
#[derive(Debug, thiserror::Error)]
pub enum TrustedError {
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
    opened: Option<Opened>,
}

impl Trusted {
    /// The list beside a home's settings. One that can't be read any more counts as none: documents
    /// are then of unknown issuers, which refuses nobody, and a new list can be taken.
    pub fn open(root: &Path) -> Trusted {
        let path = root.join("trust.chot");
        let opened = std::fs::read(&path).ok();
        Trusted {
            opened: opened.and_then(|file| bundle::open(&file).ok()),
            path,
        }
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

    /// Takes a newer list of the same root.
    pub fn take(&mut self, file: &[u8]) -> Result<(), TrustedError> {
        let opened = bundle::open(file)?;
        if let Some(now) = &self.opened {
            if now.root != opened.root {
                return Err(BundleError::OtherRoot(opened.root).into());
            }
            if opened.list.number <= now.list.number {
                return Err(TrustedError::NotNewer {
                    number: opened.list.number,
                    have: now.list.number,
                });
            }
        }
        replace_file(&self.path, file).map_err(|cause| TrustedError::File {
            path: self.path.clone(),
            cause,
        })?;
        self.opened = Some(opened);
        Ok(())
    }
}
