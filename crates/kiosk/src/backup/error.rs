//! Why no backup was made or taken, in words that say what to do.

use crate::folder::FolderError;
use crate::keys::KeyError;
use crate::ledger::LedgerError;
use crate::staff::{NotAllowed, StaffError};
use checkpoint::policy::Words;
use std::path::{Path, PathBuf};

/// No backup was made; those before it stay.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("samples are playing: nothing of them is kept")]
    Demo,
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error(
        "there is no recovery key yet, and without one nobody could open a backup: make it on the page Users, and print it"
    )]
    NoRecoveryKey,
    #[error("nothing was written here yet: there is nothing to keep")]
    Empty,
    #[error("the entry could not be written: look at the store's light, then try again")]
    NotStored,
    #[error("a backup is being made at this moment: wait until it is done")]
    Busy,
    #[error("the system gives no random numbers: try again")]
    NoRandom,
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Staff(#[from] StaffError),
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl BackupError {
    /// In both languages of the screen.
    pub fn words(&self) -> Words {
        let vi = match self {
            BackupError::NotAllowed(error) => return error.words(),
            BackupError::Staff(error) => return error.words(),
            BackupError::Folder(error) => return error.words(),
            BackupError::Demo => "Đang chạy hình mẫu: sổ mẫu không sao lưu".to_owned(),
            BackupError::NoRecoveryKey => {
                "Chưa có khoá khôi phục, sao lưu xong không ai mở được: làm khoá ở trang Người dùng rồi in ra"
                    .to_owned()
            }
            BackupError::Empty => "Sổ chưa ghi dòng nào: chưa có gì để sao lưu".to_owned(),
            BackupError::NotStored => "Chưa ghi được vào sổ: xem đèn sổ ghi rồi bấm lại".to_owned(),
            BackupError::Busy => "Đang sao lưu: chờ xong".to_owned(),
            BackupError::NoRandom => "Máy chưa tạo được số ngẫu nhiên: bấm lại".to_owned(),
            BackupError::Ledger(_) | BackupError::Key(_) => {
                format!("Chưa đọc được sổ để sao lưu: {self}")
            }
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}

/// No backup was taken; this post goes on with what it has.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("samples are playing: end them first")]
    Demo,
    #[error("{} can't be read ({cause}): plug the stick in, or name the folder again", .path.display())]
    Unreadable { path: PathBuf, cause: String },
    #[error("there is no backup in {}: name the folder that the backups went to", .0.display())]
    NoBackup(PathBuf),
    #[error("the backups of several posts are in there: name one folder of {}", .0.join(", "))]
    SeveralPosts(Vec<String>),
    #[error(
        "this isn't the recovery key of that backup: compare it with the printed one, letter by letter"
    )]
    WrongKey,
    #[error("every backup in {} is torn ({cause}): take another copy of the folder", .path.display())]
    Torn { path: PathBuf, cause: String },
    #[error(
        "the backup is of a newer Chốt (form {found}, this one knows {known}): install that version first"
    )]
    Newer { found: u32, known: u32 },
    #[error(
        "visitors were entered on this machine: say that this log may be set aside (it is kept, not deleted), then try again"
    )]
    HasVisitors,
    #[error("{} can't be written to ({cause}): free some space or make it writable, then try again", .path.display())]
    Unwritable { path: PathBuf, cause: String },
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl RestoreError {
    pub(super) fn unwritable(path: &Path, cause: impl ToString) -> RestoreError {
        RestoreError::Unwritable {
            path: path.to_path_buf(),
            cause: cause.to_string(),
        }
    }

    /// In both languages of the screen.
    pub fn words(&self) -> Words {
        let vi = match self {
            RestoreError::NotAllowed(error) => return error.words(),
            RestoreError::Demo => "Đang chạy hình mẫu: tắt hình mẫu trước".to_owned(),
            RestoreError::Unreadable { path, .. } => format!(
                "Không đọc được {}: cắm thanh USB, hoặc ghi lại thư mục",
                path.display()
            ),
            RestoreError::NoBackup(path) => format!(
                "Không có bản sao lưu nào trong {}: ghi đúng thư mục đã sao lưu",
                path.display()
            ),
            RestoreError::SeveralPosts(folders) => format!(
                "Trong đó có bản sao lưu của nhiều máy: ghi rõ một thư mục: {}",
                folders.join(", ")
            ),
            RestoreError::WrongKey => {
                "Đây không phải khoá khôi phục của bản sao lưu này: so lại từng chữ với bản in"
                    .to_owned()
            }
            RestoreError::Torn { path, .. } => format!(
                "Các bản sao lưu trong {} đều hỏng: lấy bản chép khác của thư mục",
                path.display()
            ),
            RestoreError::Newer { .. } => {
                "Bản sao lưu của bản Chốt mới hơn: cài bản ấy trước".to_owned()
            }
            RestoreError::HasVisitors => {
                "Máy này đã ghi khách: đồng ý cất riêng sổ đang có (không xoá) rồi bấm lại"
                    .to_owned()
            }
            RestoreError::Unwritable { path, .. } => format!(
                "Không ghi được vào {}: xoá bớt tệp hoặc mở quyền ghi rồi bấm lại",
                path.display()
            ),
            RestoreError::Ledger(_) | RestoreError::Key(_) => {
                format!("Chưa khôi phục được: {self}")
            }
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}
