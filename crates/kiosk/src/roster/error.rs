//! Why a list isn't read, taken or saved, in words that say what to do.

use super::badges::MOST;
use super::import::Why;
use super::sheet::FileError;
use crate::folder::FolderError;
use crate::keys::KeyError;
use crate::ledger::LedgerError;
use crate::post::Refusal;
use crate::settings::SettingsError;
use crate::staff::NotAllowed;
use crate::unit_settings::HandingError;
use checkpoint::document::chot1::IssueError;
use checkpoint::policy::Words;
use paper::PaperError;

/// Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RosterError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("this post has no ledger yet: wait until the gate has opened it, then try again")]
    NoLedger,
    #[error("the lists of people were written by a newer Chốt: install that version")]
    Newer,
    #[error("write a name for the list, 1 to 120 letters, as \"Lớp 6A\" or \"Cán bộ\"")]
    Name,
    #[error("there is a list of this name: choose it to renew it, or give this one another name")]
    NameTaken,
    #[error("this list isn't there any more: choose another one")]
    Unknown,
    #[error("the file was looked at too long ago: choose it again")]
    Stale,
    #[error("this line isn't on the list any more: open the page anew")]
    UnknownLine,
    #[error(
        "the list has this person already: put that line right, or write another ID number or birth date to tell the two apart"
    )]
    Listed,
    #[error("everybody here has a badge: tick \"print again\" to replace them")]
    NoBadgeNeeded,
    #[error("{0} badges are too many for one file, {MOST} at the most: choose a group")]
    TooManyBadges(usize),
    #[error("they have no badge that counts: nothing is to be revoked")]
    NoBadge,
    #[error("no badge can be made for {name} ({cause}): shorten the name on the list")]
    Issue { name: String, cause: IssueError },
    #[error("the system gave no random numbers: try again")]
    NoRandom,
    #[error(transparent)]
    Handing(#[from] HandingError),
    #[error(transparent)]
    Why(#[from] Why),
    #[error("the change could not be entered in the log: {0}")]
    NotEntered(#[from] Refusal),
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error("the table can't be written: {0}")]
    Paper(#[from] PaperError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("the lists of people can't be read or written ({0}): check the disk")]
    Store(#[from] rusqlite::Error),
}

impl RosterError {
    /// In both languages of the screen.
    pub fn words(&self) -> Words {
        let vi = match self {
            RosterError::NotAllowed(error) => return error.words(),
            RosterError::File(error) => return error.words(),
            RosterError::Folder(error) => return error.words(),
            RosterError::Why(why) => return why.words(),
            RosterError::Handing(error) => return error.words(),
            RosterError::NoBadgeNeeded => {
                "Ai ở đây cũng có thẻ rồi: đánh dấu \"in lại\" để thay thẻ".to_owned()
            }
            RosterError::TooManyBadges(count) => {
                format!("{count} thẻ quá nhiều cho một tệp, tối đa {MOST}: chọn một nhóm")
            }
            RosterError::NoBadge => {
                "Người này không có thẻ đang dùng: không cần thu hồi".to_owned()
            }
            RosterError::Issue { name, .. } => {
                format!("Chưa làm được thẻ cho {name}: ghi tên ngắn lại trong danh sách")
            }
            RosterError::NoRandom => "Máy chưa cho số ngẫu nhiên: bấm lại".to_owned(),
            RosterError::UnknownLine => {
                "Dòng này không còn trong danh sách: mở lại trang".to_owned()
            }
            RosterError::Listed => {
                "Danh sách đã có người này: sửa dòng ấy, hoặc ghi số giấy tờ hay ngày sinh khác để phân biệt"
                    .to_owned()
            }
            RosterError::NotEntered(_) => {
                "Chưa ghi được thay đổi vào sổ: xem cổng báo gì rồi bấm lại".to_owned()
            }
            RosterError::NoLedger => "Sổ chưa mở được: chờ cổng mở sổ rồi bấm lại".to_owned(),
            RosterError::Newer => "Danh sách của bản Chốt mới hơn: cài bản ấy".to_owned(),
            RosterError::Name => {
                "Ghi tên danh sách, từ 1 đến 120 chữ, như \"Lớp 6A\" hay \"Cán bộ\"".to_owned()
            }
            RosterError::NameTaken => {
                "Đã có danh sách tên này: chọn danh sách ấy để cập nhật, hoặc đặt tên khác"
                    .to_owned()
            }
            RosterError::Unknown => "Danh sách này không còn: chọn danh sách khác".to_owned(),
            RosterError::Stale => "Tệp xem đã lâu: chọn lại tệp".to_owned(),
            RosterError::Paper(_) => format!("Chưa ghi được bảng: {self}"),
            RosterError::Ledger(error) => format!("Chưa đọc được sổ: {error}"),
            RosterError::Settings(error) => format!("Chưa đọc được cài đặt: {error}"),
            RosterError::Key(_) | RosterError::Store(_) => {
                format!("Chưa đọc hay ghi được danh sách: {self}")
            }
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}
