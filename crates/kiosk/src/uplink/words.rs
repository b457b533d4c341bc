//! *Words*: why something couldn't be done about a target, for a person, in both languages of the screen.

use super::address::{AddressError, Reach};
use super::courier::CarryError;
use super::dry_run::DryRunError;
use super::room::UplinkError;
use super::standing::CardsError;
use crate::ledger::LedgerError;
use crate::targets::TargetError;
use checkpoint::policy::Words;

fn both(vi: impl Into<String>, en: impl ToString) -> Words {
    Words {
        vi: vi.into(),
        en: en.to_string(),
    }
}

fn of_ledger(error: &LedgerError) -> Words {
    both(format!("Chưa đọc được sổ: {error}"), error)
}

impl AddressError {
    /// What to mend, for whoever typed the address.
    pub fn words(&self) -> Words {
        let vi = match self {
            AddressError::NotAnAddress(text) => format!(
                "\"{text}\" không phải địa chỉ: viết dạng https://ten hoặc https://ten:cong"
            ),
            AddressError::HasPassword => {
                "Địa chỉ không được kèm tên, mật khẩu: bỏ phần trước dấu @".to_owned()
            }
            AddressError::HasQuery => "Địa chỉ dừng ở đường dẫn: bỏ từ dấu ? hoặc # trở đi".to_owned(),
            AddressError::NotHttps => {
                "Trên Internet phải dùng https; http chỉ cho mạng nội bộ hay chính máy này, khi đã khai rõ"
                    .to_owned()
            }
            AddressError::OutOfReach { host, reach } => match reach {
                Reach::Public => format!(
                    "{host} không phải địa chỉ trên Internet: nếu ở mạng nội bộ hay trên máy này thì khai rõ"
                ),
                Reach::LocalNetwork => format!("{host} không nằm trong mạng nội bộ như đã khai"),
                Reach::ThisMachine => format!("{host} không phải máy này như đã khai"),
            },
            AddressError::NotPem => {
                "Tệp chứng thư CA phải ở dạng PEM, có ít nhất một chứng thư".to_owned()
            }
        };
        let en = match self {
            // The command line's own words are no help on a screen.
            AddressError::NotHttps => {
                "on the internet it has to be https; plain http is only for the local network or this PC, where you say so"
                    .to_owned()
            }
            AddressError::OutOfReach {
                host,
                reach: Reach::Public,
            } => format!(
                "{host} isn't a public address: say so if it is in the local network or this PC"
            ),
            AddressError::NotAnAddress(_)
            | AddressError::HasPassword
            | AddressError::HasQuery
            | AddressError::OutOfReach { .. }
            | AddressError::NotPem => self.to_string(),
        };
        both(vi, en)
    }
}

impl TargetError {
    /// What to do about it, for an admin.
    pub fn words(&self) -> Words {
        match self {
            TargetError::NoLedger => both(
                "Máy chưa có sổ: đợi cổng mở xong rồi thử lại",
                "this post has no ledger yet: wait until the gate has opened, then try again",
            ),
            TargetError::Unknown(id) => both(
                format!("Nơi nhận số {id} không còn trong danh sách"),
                format!("there is no target {id} on the list any more"),
            ),
            TargetError::Address(error) => error.words(),
            TargetError::Folder(folder) => both(
                format!(
                    "\"{}\" không phải thư mục: ghi đủ đường dẫn từ gốc của một thư mục có sẵn",
                    folder.display()
                ),
                self,
            ),
            TargetError::NoPurpose => both(
                "Mỗi nhóm dữ liệu phải có mục đích: ghi rõ cần để làm gì",
                self,
            ),
            TargetError::Name => both("Tên nơi nhận gồm 1 đến 80 chữ", self),
            TargetError::NotOfThisKind => both("Loại nơi nhận này không có mục ấy", self),
            TargetError::Key(error) => {
                both(format!("Kho khoá của máy không trả lời: {error}"), error)
            }
            TargetError::Newer => both(
                "Danh sách nơi nhận do bản Chốt mới hơn ghi: cài bản ấy; chưa có gì bị đổi",
                self,
            ),
            TargetError::Store(error) => both(
                format!(
                    "Chưa đọc, ghi được danh sách nơi nhận ({error}): kiểm tra ổ đĩa; cổng vẫn ghi"
                ),
                self,
            ),
        }
    }
}

impl UplinkError {
    /// What to do about it, for an admin.
    pub fn words(&self) -> Words {
        match self {
            UplinkError::Ledger(error) => of_ledger(error),
            UplinkError::Targets(error) => error.words(),
            UplinkError::NoKey => both(
                "Không thấy khoá của máy này: trả khoá về chỗ cũ hoặc mở kho khoá",
                self,
            ),
            UplinkError::System(error) => both(format!("Máy chưa sẵn sàng: {error}"), self),
        }
    }
}

impl CardsError {
    /// What to do about it, for an admin.
    pub fn words(&self) -> Words {
        match self {
            CardsError::Targets(error) => error.words(),
            CardsError::Ledger(error) => of_ledger(error),
        }
    }
}

impl DryRunError {
    /// What to do about it, for an admin.
    pub fn words(&self) -> Words {
        match self {
            DryRunError::Uplink(error) => error.words(),
            DryRunError::Unwritable => both(
                "Chưa lập được lô dữ liệu từ sổ: chạy chot ledger verify để xem vì sao",
                self,
            ),
            DryRunError::Packing(error) => both(format!("Chưa nén được lô dữ liệu: {error}"), self),
        }
    }
}

impl CarryError {
    /// What to do about it, for whoever holds the stick.
    pub fn words(&self) -> Words {
        match self {
            CarryError::Uplink(error) => error.words(),
            CarryError::NotACourier => both("Nơi nhận này không gửi tay bằng USB", self),
            CarryError::Stick { place, .. } => both(
                format!(
                    "Không đọc, ghi được USB ở {}: cắm lại USB hoặc dọn bớt chỗ rồi bấm lại",
                    place.display()
                ),
                self,
            ),
            CarryError::District(_) => both(
                "Khoá của nơi nhận không dùng được: xoá nơi nhận này rồi thêm lại với khoá đúng",
                self,
            ),
            CarryError::System => both("Máy chưa lập được tệp: bấm lại", self),
        }
    }
}
