//! *Folder*: one that an admin typed, and what it fails with, told apart by what has to be done about it.

use crate::home::Home;
use checkpoint::policy::Words;
use std::io;
use std::path::{Path, PathBuf};

/// Nothing was written there that counts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FolderError {
    #[error("no folder was chosen: name one on a stick, a second disk or the network")]
    None,
    #[error("write the whole path of a folder, as D:\\Chot or /media/usb/chot")]
    NotWhole,
    #[error("it lies in Chốt's own data: choose a folder on a stick, a second disk or the network")]
    Own,
    #[error("{} isn't there: plug the stick in, or connect the network; then it goes on", .0.display())]
    Gone(PathBuf),
    #[error("{} can't be written to: make it writable for this account, or choose another folder", .0.display())]
    ReadOnly(PathBuf),
    #[error("{} is full: free some space there, or choose another folder; what was there before stays", .0.display())]
    Full(PathBuf),
    #[error("{} fails ({cause}): check the stick or disk, or choose another folder", .path.display())]
    Failed { path: PathBuf, cause: String },
}

impl FolderError {
    /// What a file in the folder failed with.
    pub(crate) fn of(error: &io::Error, folder: &Path) -> FolderError {
        let path = folder.to_path_buf();
        if !folder.is_dir() {
            return FolderError::Gone(path);
        }
        if matches!(
            error.kind(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
        ) {
            FolderError::Full(path)
        } else if matches!(
            error.kind(),
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied
        ) {
            FolderError::ReadOnly(path)
        } else {
            FolderError::Failed {
                path,
                cause: error.to_string(),
            }
        }
    }

    /// In both languages of the screen.
    pub fn words(&self) -> Words {
        let vi = match self {
            FolderError::None => {
                "Chưa chọn thư mục: ghi một thư mục trên thanh USB, ổ đĩa khác hoặc mạng".to_owned()
            }
            FolderError::NotWhole => {
                "Ghi cả đường dẫn của thư mục, như D:\\Chot hoặc /media/usb/chot".to_owned()
            }
            FolderError::Own => {
                "Đây là thư mục của chính Chốt: chọn thư mục trên thanh USB, ổ đĩa khác hoặc mạng"
                    .to_owned()
            }
            FolderError::Gone(path) => format!(
                "Không thấy {}: cắm thanh USB hoặc nối mạng, máy làm tiếp",
                path.display()
            ),
            FolderError::ReadOnly(path) => format!(
                "Không ghi được vào {}: mở quyền ghi cho tài khoản này, hoặc chọn thư mục khác",
                path.display()
            ),
            FolderError::Full(path) => format!(
                "{} đã đầy: xoá bớt tệp ở đó, hoặc chọn thư mục khác; những gì có trước còn nguyên",
                path.display()
            ),
            FolderError::Failed { path, cause } => format!(
                "{} bị lỗi ({cause}): xem lại thanh USB hay ổ đĩa, hoặc chọn thư mục khác",
                path.display()
            ),
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}

/// The folder that somebody typed: whole, and not one of this home's own. Whether it is there shows when it is used.
pub(crate) fn typed_folder(home: &Home, typed: &str) -> Result<PathBuf, FolderError> {
    let folder = PathBuf::from(typed.trim());
    if folder.as_os_str().is_empty() {
        return Err(FolderError::None);
    }
    if !folder.is_absolute() {
        return Err(FolderError::NotWhole);
    }
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    if whole(&folder).starts_with(whole(home.root())) {
        return Err(FolderError::Own);
    }
    Ok(folder)
}

/// The same, where it is there.
pub(crate) fn present_folder(home: &Home, typed: &str) -> Result<PathBuf, FolderError> {
    let folder = typed_folder(home, typed)?;
    if folder.is_dir() {
        Ok(folder)
    } else {
        Err(FolderError::Gone(folder))
    }
}
