//! Why no update was taken, in words that say what to do. The program that runs goes on.

use super::place::NoPlace;
use crate::folder::FolderError;
use crate::staff::NotAllowed;
use checkpoint::policy::Words;
use checkpoint::update::{NotOurs, Unfit};
use std::path::Path;

#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("samples are playing: end them first")]
    Demo,
    #[error(
        "this program was built without a release key and takes no updates: install the next version by its installer"
    )]
    NoKey,
    #[error("this program was installed by the system's packages, and they update it")]
    OfSystem,
    #[error("this account may not write beside the program: ask whoever installed it")]
    ReadOnly,
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error(
        "there is no update for this PC in the folder: put the file there, or choose another folder"
    )]
    Nothing,
    #[error("the file can't be read ({0}): copy it anew")]
    Unreadable(String),
    #[error("it isn't a plain file: copy the update itself there")]
    NotAFile,
    #[error(transparent)]
    NotOurs(#[from] NotOurs),
    #[error(transparent)]
    Unfit(#[from] Unfit),
    #[error(
        "it was cut off or added to (its payload has {found} bytes, not {wanted}): copy it anew"
    )]
    Length { found: u64, wanted: u64 },
    #[error("its payload isn't what was signed: copy it anew")]
    Damaged,
    #[error("what is in it isn't in order ({0}): get it anew from whoever made it")]
    Contents(String),
    #[error("there is no room beside the program ({0}): free some space, then try again")]
    NoRoom(String),
    #[error("the entry could not be written: look at the store's light, then try again")]
    NotStored,
    #[error("another update is being taken at this moment: wait until it is done")]
    Busy,
}

impl From<NoPlace> for UpdateError {
    fn from(no_place: NoPlace) -> UpdateError {
        match no_place {
            NoPlace::OfSystem => UpdateError::OfSystem,
            NoPlace::ReadOnly => UpdateError::ReadOnly,
        }
    }
}

impl UpdateError {
    pub(super) fn unreadable(error: &std::io::Error) -> UpdateError {
        UpdateError::Unreadable(error.to_string())
    }

    /// What writing beside the program failed with.
    pub(super) fn no_room(path: &Path, error: &std::io::Error) -> UpdateError {
        UpdateError::NoRoom(format!("{}: {error}", path.display()))
    }

    /// In both languages of the screen.
    pub fn words(&self) -> Words {
        let vi = match self {
            UpdateError::NotAllowed(error) => return error.words(),
            UpdateError::Folder(error) => return error.words(),
            UpdateError::Demo => "Đang chạy hình mẫu: tắt hình mẫu trước".to_owned(),
            UpdateError::NoKey => {
                "Bản Chốt này không nhận tệp cập nhật: cài bản sau bằng bộ cài".to_owned()
            }
            UpdateError::OfSystem => {
                "Chốt ở máy này do gói của hệ điều hành cài: hệ điều hành cập nhật".to_owned()
            }
            UpdateError::ReadOnly => {
                "Tài khoản này không ghi được cạnh chương trình: báo người đã cài".to_owned()
            }
            UpdateError::Nothing => {
                "Trong thư mục không có bản cập nhật nào cho máy này: chép tệp vào đó, hoặc chọn thư mục khác"
                    .to_owned()
            }
            UpdateError::Unreadable(_) => "Không đọc được tệp: chép lại tệp".to_owned(),
            UpdateError::NotAFile => "Đây không phải tệp thường: chép chính tệp cập nhật vào".to_owned(),
            UpdateError::NotOurs(NotOurs::Form) => {
                "Đây không phải tệp cập nhật của Chốt, hoặc tệp bị cắt: chép lại".to_owned()
            }
            UpdateError::NotOurs(NotOurs::Signature) => {
                "Tệp không do nơi làm ra Chốt ký: lấy tệp từ đúng nơi đã giao Chốt".to_owned()
            }
            UpdateError::NotOurs(NotOurs::TooLarge) => {
                "Tệp lớn hơn mọi bản cập nhật: lấy lại tệp".to_owned()
            }
            UpdateError::Unfit(unfit) => told(unfit),
            UpdateError::Length { .. } => "Tệp bị cắt hoặc thêm vào: chép lại".to_owned(),
            UpdateError::Damaged => "Tệp hỏng khi chép: chép lại".to_owned(),
            UpdateError::Contents(_) => {
                "Bên trong tệp không đúng: lấy lại tệp từ nơi đã giao Chốt".to_owned()
            }
            UpdateError::NoRoom(_) => {
                format!("Không ghi được cạnh chương trình: xoá bớt tệp rồi bấm lại ({self})")
            }
            UpdateError::NotStored => "Chưa ghi được vào sổ: xem đèn sổ ghi rồi bấm lại".to_owned(),
            UpdateError::Busy => "Đang nhận một bản cập nhật: chờ xong".to_owned(),
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}

fn told(unfit: &Unfit) -> String {
    match unfit {
        Unfit::Target(its, ours) => format!("Tệp dành cho {its}; máy này cần tệp cho {ours}"),
        Unfit::Same(version) => format!("Bản {version} đang chạy ở máy này rồi"),
        Unfit::Older(its, ours) => format!("Bản {its} cũ hơn bản {ours} đang chạy"),
        Unfit::From(from, ours) => {
            format!("Bản này nối sau bản {from}, máy đang chạy bản {ours}: cập nhật {from} trước")
        }
        Unfit::Expired(_) => "Tệp đã quá hạn nhận: lấy bản mới hơn".to_owned(),
        Unfit::Clock => {
            "Đồng hồ máy chưa tin được nên không biết tệp còn hạn không: chỉnh giờ hoặc nối mạng rồi bấm lại"
                .to_owned()
        }
    }
}
