//! Why something isn't shown, settled or saved, in words that say what to do.

use super::papers::PapersError;
use crate::book::desk::DeskError;
use crate::folder::FolderError;
use crate::ledger::LedgerError;
use crate::post::Refusal;
use crate::settings::SettingsError;
use crate::staff::{NotAllowed, StaffError};
use checkpoint::policy::Words;

#[derive(Debug, thiserror::Error)]
pub enum AccountsError {
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error(transparent)]
    Papers(#[from] PapersError),
    #[error(
        "nobody can be told by this line: it has neither number nor full birth date; choose another line of theirs"
    )]
    Nobody,
    #[error("write who asks and the number of their document, each in 1 to 200 letters")]
    Unsaid,
    #[error("choose 1 to 31 days, the first before the last")]
    Days,
    #[error("write 0 to 1440 minutes")]
    Minutes,
    #[error("nothing is shown any more: ask again, then save")]
    Gone,
    #[error("this day is still to come: choose today or an earlier one")]
    ToCome,
    #[error("a count lasts a minute to a day, and is over: mend its beginning or end")]
    Window,
    #[error("write how many passed, 0 to 100000")]
    Heads,
    #[error("write where the scan point stands, in 1 to 200 letters")]
    Position,
    #[error("a text is longer than 1000 letters: shorten it")]
    LongText,
    #[error("write which reminder it is, 0 to 99")]
    Reminder,
    #[error("choose at least one kind of file")]
    NoFile,
    #[error(
        "the entry could not be written, so that nothing was shown or settled: look at the store's light, then try again"
    )]
    NotStored,
}

impl From<NotAllowed> for AccountsError {
    fn from(error: NotAllowed) -> AccountsError {
        DeskError::from(error).into()
    }
}

impl From<LedgerError> for AccountsError {
    fn from(error: LedgerError) -> AccountsError {
        DeskError::from(error).into()
    }
}

impl From<SettingsError> for AccountsError {
    fn from(error: SettingsError) -> AccountsError {
        DeskError::from(error).into()
    }
}

impl From<StaffError> for AccountsError {
    fn from(error: StaffError) -> AccountsError {
        DeskError::from(error).into()
    }
}

impl From<paper::PaperError> for AccountsError {
    fn from(error: paper::PaperError) -> AccountsError {
        PapersError::from(error).into()
    }
}

impl From<Refusal> for AccountsError {
    fn from(refusal: Refusal) -> AccountsError {
        match refusal {
            Refusal::NotAllowed(not_allowed) => not_allowed.into(),
            Refusal::TimeInFuture => AccountsError::ToCome,
            Refusal::NothingToUndo
            | Refusal::NobodyJustNow
            | Refusal::NotOpen
            | Refusal::NobodyAlike
            | Refusal::NobodyCame
            | Refusal::NoGroup
            | Refusal::GroupFull
            | Refusal::NameMissing
            | Refusal::NameTooLong
            | Refusal::BirthYearImplausible
            | Refusal::NumberWrong
            | Refusal::TimeWrong
            | Refusal::CountWrong
            | Refusal::DaysWrong
            | Refusal::YearsWrong
            | Refusal::PhoneWrong
            | Refusal::TextTooLong
            | Refusal::BasisMissing
            | Refusal::Practising
            | Refusal::VisitorUnknown
            | Refusal::NobodyOnDuty
            | Refusal::NotStored => AccountsError::NotStored,
        }
    }
}

impl AccountsError {
    /// In both languages of the screen.
    pub fn words(&self) -> Words {
        let vi = match self {
            AccountsError::Desk(error) => return error.words(),
            AccountsError::Folder(error) => return error.words(),
            AccountsError::Papers(error) => return error.words(),
            AccountsError::Nobody => {
                "Dòng này không có số giấy tờ hay ngày sinh đầy đủ nên không biết chắc là ai: chọn dòng khác của người này"
            }
            AccountsError::Unsaid => "Ghi người yêu cầu và số văn bản, mỗi ô từ 1 đến 200 chữ",
            AccountsError::Days => "Chọn từ 1 đến 31 ngày, ngày đầu trước ngày cuối",
            AccountsError::Minutes => "Ghi số phút từ 0 đến 1440",
            AccountsError::Gone => "Danh sách không còn trên màn hình: hỏi lại rồi lưu",
            AccountsError::ToCome => "Ngày này chưa tới: chọn hôm nay hoặc ngày trước",
            AccountsError::Window => {
                "Một lần đếm dài từ một phút đến một ngày và đã xong: sửa giờ bắt đầu hoặc giờ hết"
            }
            AccountsError::Heads => "Ghi số người qua cổng, từ 0 đến 100000",
            AccountsError::Position => "Ghi điểm quét đặt ở đâu, từ 1 đến 200 chữ",
            AccountsError::LongText => "Một mục dài quá 1000 chữ: ghi ngắn lại",
            AccountsError::Reminder => "Ghi nhắc lần thứ mấy, từ 0 đến 99",
            AccountsError::NoFile => "Chọn ít nhất một loại tệp",
            AccountsError::NotStored => {
                "Chưa ghi được vào sổ nên chưa xem, chưa chốt: xem đèn lưu trữ rồi bấm lại"
            }
        };
        Words {
            vi: vi.to_owned(),
            en: self.to_string(),
        }
    }
}
