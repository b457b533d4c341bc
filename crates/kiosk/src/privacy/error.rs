//! Why somebody's data isn't found, handed out, put right or erased, or a register isn't written, in words that say what to do.

use crate::book::desk::DeskError;
use crate::folder::FolderError;
use crate::keys::KeyError;
use crate::ledger::LedgerError;
use crate::roster::RosterError;
use crate::settings::SettingsError;
use crate::staff::{NotAllowed, StaffError};
use checkpoint::policy::Words;
use paper::PaperError;

#[derive(Debug, thiserror::Error)]
pub enum PrivacyError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("this post has no ledger yet: wait until the gate has opened it, then try again")]
    NoLedger,
    #[error("the registers were written by a newer Chốt: install that version")]
    Newer,
    #[error("write 2 to 1000 letters in each field")]
    Text,
    #[error("this time is still to come, or can't be: write when it was found")]
    Found,
    #[error("this was closed before, or isn't in the register: look at the page again")]
    Closed,
    #[error("nothing is kept of this person any more")]
    Nobody,
    #[error("a day off is written yyyy-mm-dd: {0:?} isn't")]
    Day(String),
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error("the sheet could not be made: {0}")]
    Paper(#[from] PaperError),
    #[error(transparent)]
    Book(#[from] DeskError),
    #[error(transparent)]
    Staff(#[from] StaffError),
    #[error(transparent)]
    Lists(#[from] RosterError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("the registers can't be read or written ({0}): check the disk")]
    Store(#[from] rusqlite::Error),
}

impl PrivacyError {
    /// In both languages of the screen.
    pub fn words(&self) -> Words {
        let vi = match self {
            PrivacyError::NotAllowed(error) => return error.words(),
            PrivacyError::Book(error) => return error.words(),
            PrivacyError::Staff(error) => return error.words(),
            PrivacyError::Lists(error) => return error.words(),
            PrivacyError::NoLedger => "Sổ chưa mở được: chờ cổng mở sổ rồi bấm lại".to_owned(),
            PrivacyError::Newer => "Sổ theo dõi của bản Chốt mới hơn: cài bản ấy".to_owned(),
            PrivacyError::Text => "Mỗi ô ghi từ 2 đến 1000 chữ".to_owned(),
            PrivacyError::Found => "Giờ này chưa tới hoặc không đúng: ghi lúc phát hiện".to_owned(),
            PrivacyError::Closed => {
                "Việc này đã xong từ trước hoặc không còn trong sổ: mở lại trang".to_owned()
            }
            PrivacyError::Nobody => "Không còn giữ thông tin nào của người này".to_owned(),
            PrivacyError::Day(day) => format!("Ngày nghỉ ghi năm-tháng-ngày, {day:?} chưa đúng"),
            PrivacyError::Folder(error) => return error.words(),
            PrivacyError::Paper(error) => format!("Chưa làm được tờ giấy: {error}"),
            PrivacyError::Ledger(error) => format!("Chưa đọc được sổ: {error}"),
            PrivacyError::Settings(error) => format!("Chưa đọc được cài đặt: {error}"),
            PrivacyError::Key(_) | PrivacyError::Store(_) => {
                format!("Chưa đọc hay ghi được sổ theo dõi: {self}")
            }
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}
