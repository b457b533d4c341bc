//! Why somebody of the staff isn't added, changed or signed on, in words that say what to do.

use super::pin::PinError;
use crate::folder::FolderError;
use crate::keys::KeyError;
use crate::unit_settings::HandingError;
use checkpoint::policy::Words;
use checkpoint::role::{Act, Role};
use paper::PaperError;

/// Nothing was done: somebody else has to be signed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this needs {}", needed(.0))]
pub struct NotAllowed(pub Role);

fn needed(role: &Role) -> &'static str {
    match role {
        Role::Nobody => "nobody",
        Role::Guard => "a guard on duty: press F9 and sign on",
        Role::Inspector => {
            "an inspector: hold up the inspector's badge; or the unit head: press F11 and enter the PIN"
        }
        Role::UnitHead => "the unit head or an admin: press F11 and enter the PIN",
        Role::Admin => "an admin: press F11 and enter the PIN",
    }
}

impl NotAllowed {
    pub(super) fn of(act: Act) -> NotAllowed {
        NotAllowed(act.asked_of())
    }

    pub fn words(&self) -> Words {
        let vi = match self.0 {
            Role::Nobody => "Việc này không cần ai",
            Role::Guard => "Việc này cần người trực: bấm F9 để nhận ca",
            Role::Inspector => {
                "Việc này của người kiểm tra: đưa thẻ kiểm tra; hoặc lãnh đạo đơn vị bấm F11, nhập PIN"
            }
            Role::UnitHead => "Việc này của lãnh đạo đơn vị hoặc quản trị: bấm F11, nhập PIN",
            Role::Admin => "Việc này của quản trị: bấm F11, nhập PIN",
        };
        Words {
            vi: vi.to_owned(),
            en: self.to_string(),
        }
    }
}

/// Nothing was changed. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("this post has no ledger yet: wait until the gate has opened it, then try again")]
    NoLedger,
    #[error("write a name of 1 to 80 letters")]
    Name,
    #[error("somebody of this name is on the list already: add something that tells them apart")]
    NameTaken,
    #[error(transparent)]
    Pin(#[from] PinError),
    #[error("the new role needs a longer PIN: choose one of {0} digits or more")]
    NeedsPin(usize),
    #[error("nobody of that name is on the list any more: choose again")]
    Unknown,
    #[error("this is the last admin: make somebody else one first")]
    LastAdmin,
    #[error("guards have no pages here: choose the unit head or an admin")]
    GuardAtDesk,
    #[error("the recovery key is wrong: compare it with the printed one, letter by letter")]
    WrongRecoveryKey,
    #[error("no recovery key was made here")]
    NoRecoveryKey,
    #[error("these aren't its last six letters: look at the paper again")]
    NotTypedBack,
    #[error("it helps admins only: an admin gives the others a new PIN")]
    NotAnAdmin,
    #[error("an inspector has no PIN: hold the inspector's badge up at the gate")]
    InspectorByBadge,
    #[error("a badge is for guards and inspectors: unit heads and admins sign on by PIN")]
    BadgeForGuards,
    #[error("this person has no badge: issue one first")]
    NoBadge,
    #[error("no badge was shown: hold it before the camera until it is heard")]
    BadgeUnseen,
    #[error("this badge doesn't count here: choose the name and enter the PIN")]
    BadgeWrong,
    #[error(transparent)]
    Handing(#[from] HandingError),
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error("the badge can't be set ({0}): try again")]
    Paper(#[from] PaperError),
    #[error("nobody is on duty: press F9 and sign on")]
    NobodyOnDuty,
    #[error("this asks for a PIN, and nobody has one yet: make somebody an admin first")]
    NoPinYet,
    #[error("the entry could not be written: look at the store's light, then try again")]
    NotStored,
    #[error("this machine's secret for PINs is missing: put its key file or keychain back")]
    NoSecret,
    #[error("the system gives no random numbers: try again")]
    NoRandom,
    #[error("the PIN can't be hashed ({0}): close other programs, then try again")]
    Hash(String),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("the list of users was written by a newer Chốt: install that version")]
    Newer,
    #[error("the list of users can't be read or written ({0}): check the disk")]
    Store(#[from] rusqlite::Error),
    #[error("wrong tries can't be noted ({0}): check the disk; no PIN is taken until then")]
    File(#[from] std::io::Error),
}

impl StaffError {
    /// In both languages of the screen.
    pub fn words(&self) -> Words {
        let vi = match self {
            StaffError::NotAllowed(not_allowed) => return not_allowed.words(),
            StaffError::NoLedger => "Sổ chưa mở được: chờ cổng mở sổ rồi bấm lại".to_owned(),
            StaffError::Name => "Ghi tên, từ 1 đến 80 chữ".to_owned(),
            StaffError::NameTaken => "Đã có người tên này: ghi thêm chữ để phân biệt".to_owned(),
            StaffError::Pin(PinError::NotDigits) => "PIN chỉ gồm chữ số".to_owned(),
            StaffError::Pin(PinError::Short(least)) => {
                format!("PIN của vai trò này có {least} số trở lên")
            }
            StaffError::Pin(PinError::Long) => "PIN có nhiều nhất 32 số".to_owned(),
            StaffError::Pin(PinError::OneDigit) => {
                "PIN toàn một chữ số dễ bị đoán nhất: chọn số khác".to_owned()
            }
            StaffError::Pin(PinError::Run) => {
                "PIN gồm các số liền nhau dễ bị đoán nhất: chọn số khác".to_owned()
            }
            StaffError::NeedsPin(least) => {
                format!("Vai trò mới cần PIN dài hơn: đặt PIN mới từ {least} số trở lên")
            }
            StaffError::Unknown => "Người này không còn trong danh sách: chọn lại".to_owned(),
            StaffError::LastAdmin => {
                "Đây là quản trị cuối cùng: cho người khác làm quản trị trước".to_owned()
            }
            StaffError::GuardAtDesk => {
                "Bảo vệ không có trang ở đây: chọn lãnh đạo đơn vị hoặc quản trị".to_owned()
            }
            StaffError::WrongRecoveryKey => {
                "Khoá khôi phục sai: so lại từng chữ với bản in".to_owned()
            }
            StaffError::NoRecoveryKey => "Máy này chưa làm khoá khôi phục".to_owned(),
            StaffError::NotTypedBack => "Chưa đúng sáu chữ cuối: xem lại bản in".to_owned(),
            StaffError::NotAnAdmin => {
                "Khoá khôi phục chỉ dùng cho quản trị; người khác nhờ quản trị đặt lại PIN"
                    .to_owned()
            }
            StaffError::InspectorByBadge => {
                "Người kiểm tra không có PIN: đưa thẻ kiểm tra trước máy quét".to_owned()
            }
            StaffError::BadgeForGuards => {
                "Thẻ chỉ cấp cho bảo vệ và người kiểm tra; lãnh đạo đơn vị và quản trị dùng PIN"
                    .to_owned()
            }
            StaffError::NoBadge => "Người này chưa có thẻ: cấp thẻ trước".to_owned(),
            StaffError::BadgeUnseen => {
                "Chưa thấy thẻ: giữ thẻ trước máy quét đến khi nghe tiếng".to_owned()
            }
            StaffError::BadgeWrong => {
                "Thẻ này không dùng được ở đây: chọn tên, nhập PIN".to_owned()
            }
            StaffError::Handing(error) => return error.words(),
            StaffError::Folder(error) => return error.words(),
            StaffError::Paper(_) => format!("Chưa dựng được thẻ, bấm lại: {self}"),
            StaffError::NobodyOnDuty => "Chưa ai nhận ca: bấm F9 để nhận ca".to_owned(),
            StaffError::NoPinYet => {
                "Việc này hỏi PIN mà chưa ai có PIN: đặt quản trị trước, ở trang Người dùng"
                    .to_owned()
            }
            StaffError::NotStored => "Chưa ghi được vào sổ: xem đèn sổ ghi rồi bấm lại".to_owned(),
            StaffError::NoSecret => {
                "Thiếu khoá PIN của máy này: trả lại tệp khoá hoặc kho khoá của hệ thống".to_owned()
            }
            StaffError::NoRandom => "Máy chưa tạo được số ngẫu nhiên: bấm lại".to_owned(),
            StaffError::Hash(_) => {
                "Chưa tính được PIN: đóng bớt chương trình khác rồi bấm lại".to_owned()
            }
            StaffError::Newer => "Danh sách người dùng của bản Chốt mới hơn: cài bản ấy".to_owned(),
            StaffError::File(_) => {
                format!("Chưa ghi được số lần nhập sai, nên chưa nhận PIN: xem lại ổ đĩa ({self})")
            }
            StaffError::Key(_) | StaffError::Store(_) => {
                format!("Chưa đọc hay ghi được danh sách người dùng: {self}")
            }
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}
