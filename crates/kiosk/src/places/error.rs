//! Why a place isn't kept, a file isn't taken or posters aren't made, in words that say what to do.

use super::desk::MOST_POSTERS;
use super::line::{NAME_CHARS, TEXT_CHARS};
use crate::folder::FolderError;
use crate::keys::KeyError;
use crate::ledger::LedgerError;
use crate::post::Refusal;
use crate::roster::FileError;
use crate::settings::SettingsError;
use crate::staff::NotAllowed;
use crate::targets::TargetError;
use crate::unit_settings::HandingError;
use checkpoint::document::chot1::IssueError;
use checkpoint::place::{Kind, State};
use checkpoint::policy::Words;
use paper::PaperError;

/// What is wrong with a place as it was typed, or as a row of a file has it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    #[error("the place's name is missing: write it, as \"Cổng chính\"")]
    NoName,
    #[error(
        "the name is longer than {NAME_CHARS} letters: shorten it, so that it fits on the poster"
    )]
    LongName,
    #[error("a text is longer than {TEXT_CHARS} letters: shorten it")]
    LongText,
    #[error("\"{0}\" is no kind of place: write one of {kinds}", kinds = kinds(Kind::english))]
    Kind(String),
    #[error(
        "\"{0}\" is no code: write 2 to 16 letters and digits without accents, as BS-012, or nothing"
    )]
    Code(String),
    #[error("the code {0} is another place's: choose another one, or nothing for the next")]
    CodeTaken(String),
    #[error("\"{0}\" is no number of people: write 1 to 1,000,000, or nothing")]
    Capacity(String),
    #[error("\"{0}\" is no day: write 26/11/2026, or nothing")]
    Day(String),
    #[error("the last day is before the first: put one of them right")]
    Order,
    #[error(
        "no place has the code {0}, in which this one is said to be: write another, or nothing"
    )]
    NoParent(String),
    #[error("a place can't be in itself or in what is in it: choose another one, or nothing")]
    Circle,
    #[error("row {0} means the same place: leave one of the two")]
    Twice(u32),
    #[error("several places have this name: write the code that is meant")]
    Ambiguous,
}

fn kinds(name: fn(Kind) -> &'static str) -> String {
    Kind::ALL.map(name).join(", ")
}

impl Flaw {
    pub fn words(&self) -> Words {
        let vi = match self {
            Flaw::NoName => "Thiếu tên nơi đặt: ghi vào, như \"Cổng chính\"".to_owned(),
            Flaw::LongName => {
                format!("Tên dài quá {NAME_CHARS} chữ: ghi ngắn lại cho vừa tờ mã")
            }
            Flaw::LongText => format!("Một mục dài quá {TEXT_CHARS} chữ: ghi ngắn lại"),
            Flaw::Kind(said) => {
                format!(
                    "\"{said}\" không phải một loại nơi: ghi một trong {}",
                    kinds(Kind::vietnamese)
                )
            }
            Flaw::Code(said) => format!(
                "\"{said}\" không dùng làm mã được: ghi 2 đến 16 chữ và số không dấu, như BS-012, hoặc bỏ trống"
            ),
            Flaw::CodeTaken(code) => {
                format!(
                    "Mã {code} đã có nơi khác dùng: chọn mã khác, hoặc bỏ trống để lấy mã kế tiếp"
                )
            }
            Flaw::Capacity(said) => {
                format!("\"{said}\" không phải số người: ghi từ 1 đến 1.000.000, hoặc bỏ trống")
            }
            Flaw::Day(said) => {
                format!("\"{said}\" không phải ngày: ghi như 26/11/2026, hoặc bỏ trống")
            }
            Flaw::Order => "Ngày cuối trước ngày đầu: sửa một trong hai".to_owned(),
            Flaw::NoParent(code) => {
                format!("Chưa có nơi nào mang mã {code} để thuộc về: ghi mã khác, hoặc bỏ trống")
            }
            Flaw::Circle => {
                "Một nơi không thuộc chính nó hay nơi nằm trong nó: chọn nơi khác, hoặc bỏ trống"
                    .to_owned()
            }
            Flaw::Twice(line) => format!("Trùng nơi với dòng {line}: chỉ để lại một dòng"),
            Flaw::Ambiguous => "Có nhiều nơi cùng tên này: ghi thêm mã của nơi cần sửa".to_owned(),
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}

/// Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum PlacesError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("this post has no ledger yet: wait until the gate has opened it, then try again")]
    NoLedger,
    #[error("the register of places was written by a newer Chốt: install that version")]
    Newer,
    #[error("this place isn't in the register any more: open the page anew")]
    Unknown,
    #[error("no place has the code {0}: see `chot places list`")]
    NoSuchCode(String),
    #[error("the place has been {} already: open the page anew", .0.as_str())]
    NotNow(State),
    #[error("the file was looked at too long ago: choose it again")]
    Stale,
    #[error(
        "no row has a heading for the place's name: write \"Tên\" or \"Tên nơi đặt\" above the names in the file"
    )]
    NoHeading,
    #[error("no place is chosen: choose at least one whose poster counts")]
    Nothing,
    #[error("these are {0} posters: choose {MOST_POSTERS} at the most for one file")]
    TooMany(usize),
    #[error("other posters are being made: wait for them, or stop them")]
    Busy,
    #[error("making the posters was stopped: no file was written")]
    Stopped,
    #[error("the poster of {code} can't be signed: {cause}")]
    Issue { code: String, cause: IssueError },
    #[error("no poster waits before the camera: hold one up, then try again")]
    Unseen,
    #[error(transparent)]
    Flaw(#[from] Flaw),
    #[error("the change is kept, and will be entered in the log once the gate can: {0}")]
    NotEntered(#[from] Refusal),
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error("the posters can't be made: {0}")]
    Paper(#[from] PaperError),
    #[error("the posters can't be signed: {0}")]
    Handing(#[from] HandingError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Targets(#[from] TargetError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("the register of places can't be read or written ({0}): check the disk")]
    Store(#[from] rusqlite::Error),
}

impl PlacesError {
    /// In both languages of the screen.
    pub fn words(&self) -> Words {
        let vi = match self {
            PlacesError::NotAllowed(error) => return error.words(),
            PlacesError::Flaw(flaw) => return flaw.words(),
            PlacesError::Folder(error) => return error.words(),
            PlacesError::File(FileError::Nobody) => {
                "Dưới dòng tiêu đề chưa có nơi nào: điền danh sách rồi chọn lại".to_owned()
            }
            PlacesError::File(error) => return error.words(),
            PlacesError::NoLedger => "Sổ chưa mở được: chờ cổng mở sổ rồi bấm lại".to_owned(),
            PlacesError::Newer => "Sổ địa điểm của bản Chốt mới hơn: cài bản ấy".to_owned(),
            PlacesError::Unknown => "Nơi này không còn trong sổ: mở lại trang".to_owned(),
            PlacesError::NoSuchCode(code) => {
                format!("Chưa có nơi nào mang mã {code}: xem lại danh sách")
            }
            PlacesError::NotNow(State::Revoked) => {
                "Mã này đã thu hồi: bấm Thay tờ mới nếu cần dùng lại".to_owned()
            }
            PlacesError::NotNow(State::Expired) => {
                "Mã này đã hết hạn: sửa ngày cuối rồi bấm Thay tờ mới".to_owned()
            }
            PlacesError::NotNow(State::Made | State::Posted | State::Checked | State::Replaced) => {
                "Việc này đã có người làm: mở lại trang".to_owned()
            }
            PlacesError::Stale => "Tệp xem đã lâu: chọn lại tệp".to_owned(),
            PlacesError::NoHeading => {
                "Không thấy cột tên: ghi \"Tên\" hoặc \"Tên nơi đặt\" ở đầu cột tên trong tệp"
                    .to_owned()
            }
            PlacesError::Nothing => {
                "Chưa chọn nơi nào còn dùng mã: chọn ít nhất một nơi".to_owned()
            }
            PlacesError::TooMany(count) => {
                format!("{count} tờ mã: chọn nhiều nhất {MOST_POSTERS} tờ cho một tệp")
            }
            PlacesError::Busy => "Đang làm tờ mã khác: chờ xong, hoặc bấm Dừng".to_owned(),
            PlacesError::Stopped => "Đã dừng: chưa ghi tệp nào".to_owned(),
            PlacesError::Unseen => {
                "Chưa thấy tờ mã nào trước máy ảnh: đưa tờ mã lên rồi bấm lại".to_owned()
            }
            PlacesError::NotEntered(_) => {
                "Đã giữ thay đổi; chưa ghi được vào sổ, máy sẽ ghi khi sổ mở lại".to_owned()
            }
            PlacesError::Handing(HandingError::Taken) => {
                "Khoá của đơn vị ở máy khác: làm tờ mã ở máy đã ký cài đặt, hoặc ghi danh với hub"
                    .to_owned()
            }
            PlacesError::Handing(_) | PlacesError::Issue { .. } => {
                format!("Chưa ký được tờ mã: {self}")
            }
            PlacesError::Paper(_) => format!("Chưa làm được tờ mã: {self}"),
            PlacesError::Ledger(error) => format!("Chưa đọc được sổ: {error}"),
            PlacesError::Settings(error) => format!("Chưa đọc được cài đặt: {error}"),
            PlacesError::Targets(error) => format!("Chưa đọc được nơi nhận: {error}"),
            PlacesError::Key(_) | PlacesError::Store(_) => {
                format!("Chưa đọc hay ghi được sổ địa điểm: {self}")
            }
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}
