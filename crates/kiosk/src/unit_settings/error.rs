//! Why settings weren't signed or taken, in words that say what to do.

use crate::folder::FolderError;
use crate::keys::KeyError;
use crate::ledger::LedgerError;
use crate::policies::PoliciesError;
use crate::settings::SettingsError;
use crate::staff::NotAllowed;
use crate::trusted::TrustedError;
use checkpoint::policy::Words;
use std::path::PathBuf;

/// Nothing was changed here.
#[derive(Debug, thiserror::Error)]
pub enum HandingError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("samples are playing: end them first")]
    Demo,
    #[error(
        "this post takes its settings from another one: sign them there, where the unit's key is"
    )]
    Taken,
    #[error("the unit's key can't be made or read: try again")]
    NoKey,
    #[error("{} can't be read ({cause}): plug the stick in, or name the file again", .path.display())]
    Unreadable { path: PathBuf, cause: String },
    #[error("that is no file of settings: choose the one that another post of the unit signed")]
    NotOne,
    #[error("it is of a newer Chốt: install that version first")]
    Newer,
    #[error("its signature is wrong: it was changed after it was signed, fetch it again")]
    Forged,
    #[error("another unit signed it: this post takes its own unit's only")]
    OtherUnit,
    #[error("it is no newer than what was taken: sign a new one at the first post")]
    NotNewer,
    #[error("the digits aren't those of the post that signed it: compare them again")]
    OtherDigits,
    #[error("the entry could not be written: look at the store's light, then try again")]
    NotStored,
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Policies(#[from] PoliciesError),
    #[error(transparent)]
    Trusted(#[from] TrustedError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl HandingError {
    /// In both languages of the screen.
    pub fn words(&self) -> Words {
        let vi = match self {
            HandingError::NotAllowed(error) => return error.words(),
            HandingError::Folder(error) => return error.words(),
            HandingError::Policies(error) => return error.words(),
            HandingError::Trusted(error) => return error.words(),
            HandingError::Demo => "Đang chạy hình mẫu: tắt hình mẫu trước".to_owned(),
            HandingError::Taken => {
                "Máy này nhận cài đặt từ máy khác: xuất ở máy ấy, nơi giữ khoá ký của đơn vị"
                    .to_owned()
            }
            HandingError::NoKey => "Chưa tạo hay đọc được khoá ký của đơn vị: bấm lại".to_owned(),
            HandingError::Unreadable { path, .. } => format!(
                "Không đọc được {}: cắm thanh USB, hoặc ghi lại tên tệp",
                path.display()
            ),
            HandingError::NotOne => {
                "Đây không phải tệp cài đặt: chọn tệp mà máy khác của đơn vị đã xuất".to_owned()
            }
            HandingError::Newer => "Tệp của bản Chốt mới hơn: cài bản ấy trước".to_owned(),
            HandingError::Forged => "Chữ ký sai, tệp đã bị sửa sau khi ký: lấy lại tệp".to_owned(),
            HandingError::OtherUnit => {
                "Tệp do đơn vị khác ký: máy này chỉ nhận của đơn vị mình".to_owned()
            }
            HandingError::NotNewer => {
                "Tệp không mới hơn bản đã nhận: xuất tệp mới ở máy đầu".to_owned()
            }
            HandingError::OtherDigits => {
                "Số không khớp với máy đã xuất tệp: so lại số trên hai máy".to_owned()
            }
            HandingError::NotStored => {
                "Chưa ghi được vào sổ: xem đèn sổ ghi rồi bấm lại".to_owned()
            }
            HandingError::Settings(_) | HandingError::Key(_) | HandingError::Ledger(_) => {
                format!("Chưa đọc hay ghi được cài đặt: {self}")
            }
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}
