//! *Words* of the pages on which a gate is inspected, in both languages; in Vietnamese as a kiosk says them.

use super::form::{
    self, FROM, Flaw, MONITORS, ON_DUTY, PEOPLE, POSITION, RECOMMENDATIONS, REMINDER, UNTIL,
};
use super::told::GateInspection;
pub(super) use crate::declaring::clock;
use crate::declaring::{Both, Lang};
use jiff::tz::TimeZone;

pub const TITLE: Both = Both("Phiếu kiểm tra cổng", "Inspection of the gate");
pub const SIGN_IN_HOW: Both = Both(
    "Trang này dành cho người kiểm tra. Mời đăng nhập bằng tài khoản của đơn vị hoặc cấp trên.",
    "This page is for inspectors. Please sign in with an account of the unit or of one above it.",
);
pub const USER: Both = Both("Tên đăng nhập", "User name");
pub const PASSWORD: Both = Both("Mật khẩu", "Password");
pub const ENTER: Both = Both("Đăng nhập", "Sign in");
pub const WRONG: Both = Both(
    "Tên hoặc mật khẩu chưa đúng. Xin nhập lại.",
    "The name or the password is wrong. Please enter them again.",
);
pub const TOO_MANY: Both = Both(
    "Nhập sai nhiều lần. Xin nhập lại sau số giây:",
    "Too many wrong tries. Please try again after this many seconds:",
);
pub const NOT_THEIRS: Both = Both(
    "Tài khoản đang dùng không kiểm tra được nơi này. Mời đăng nhập bằng tài khoản lãnh đạo hoặc quản trị của đơn vị, hoặc của cấp trên.",
    "The account in use can't inspect this place. Please sign in as a head or an admin of the unit, or of one above it.",
);
pub const SIGNED_IN: Both = Both("Đang đăng nhập:", "Signed in:");
pub const LEAVE: Both = Both("Đăng xuất", "Sign out");
pub const FOREIGN: Both = Both("Trang này chưa nhận được phiếu", "Not taken");
pub const FOREIGN_WHAT: Both = Both(
    "Phiếu đến từ một trang khác. Mời mở lại trang kiểm tra cổng và gửi từ đó.",
    "It came from another page. Please open the page of the inspection again and send it from there.",
);
pub const PLACES: Both = Both("Chọn nơi kiểm tra", "Choose the place");
pub const NO_PLACES: Both = Both(
    "Đơn vị chưa có địa điểm nào. Mời làm tờ mã QR ở máy cổng trước.",
    "The unit has no place yet. Please make a poster at its gate first.",
);
pub const NEVER: Both = Both(
    "chưa kiểm tra qua trang này",
    "never inspected on this page",
);
pub const LAST: Both = Both("kiểm tra lần cuối", "last inspected");
pub const BEFORE: Both = Both(
    "Các phiếu đã ghi qua trang này trong một năm",
    "Inspections on this page within a year",
);
pub const NONE: Both = Both("Chưa có phiếu nào.", "None yet.");
pub const NO_POSTER: Both = Both(
    "Tờ mã của nơi này không còn giá trị. Phiếu vẫn ghi được.",
    "This place's poster doesn't count any more. The inspection is taken all the same.",
);
pub const POSITION_HINT: Both = Both(
    "Cổng chính, bên phải, dưới mái che",
    "Main gate, on the right, under the roof",
);
pub const SAMPLE: Both = Both("Đếm mẫu", "Sample count");
pub const SAMPLE_HINT: Both = Both(
    "Nếu có đứng đếm người qua cổng hôm nay. Không đếm thì để trống.",
    "Where people were counted through the gate today. Leave it empty where nobody counted.",
);
pub const REMINDER_HINT: Both = Both("0 hoặc để trống: không nhắc", "0 or empty: no reminder");
pub const SEND: Both = Both("Ghi phiếu", "Enter it");
pub const OTHERS: Both = Both("Các nơi khác của đơn vị", "The unit's other places");
pub const FLAWED: Both = Both(
    "Chưa ghi được, xin xem lại các mục sau",
    "Not entered yet: please look at these again",
);
pub const DONE: Both = Both("Đã ghi phiếu kiểm tra cổng", "The inspection is entered");
pub const AGAIN: Both = Both("Ghi phiếu khác cho nơi này", "Another one for this place");
const PURGED: Both = Both(
    "nội dung đã xoá khi hết hạn lưu",
    "its words were erased when their time was over",
);

/// The label of a member.
pub fn label(member: &str) -> Both {
    match member {
        POSITION => Both("Điểm quét đặt ở đâu", "Where the scan point stands"),
        ON_DUTY => Both("Ai đang trực", "Who is on duty"),
        MONITORS => Both(
            "Đơn vị có tự giám sát cổng",
            "The unit watches its gate itself",
        ),
        FROM => Both("Đếm từ", "Counted from"),
        UNTIL => Both("Đếm đến", "Counted until"),
        PEOPLE => Both("Số người đếm được", "People counted"),
        RECOMMENDATIONS => Both("Kiến nghị", "Recommendations"),
        REMINDER => Both("Nhắc lần thứ", "Which reminder it is"),
        form::SEND => SEND,
        _ => Both("", ""),
    }
}

/// What is wrong, and what to do.
pub fn flaw(flaw: Flaw) -> Both {
    match flaw {
        Flaw::Position => Both(
            "Xin ghi điểm quét đặt ở đâu, nhiều nhất 200 chữ",
            "Please write where the scan point stands, 200 letters at most",
        ),
        Flaw::TooLong => Both(
            "Nhiều nhất 1000 chữ, xin ghi ngắn lại",
            "1000 letters at most, please shorten it",
        ),
        Flaw::Time => Both("Xin ghi giờ như 07:30", "Please write a time like 07:30"),
        Flaw::Order => Both(
            "Giờ cuối phải sau giờ đầu ít nhất một phút",
            "The end has to be a minute or more after the beginning",
        ),
        Flaw::ToCome => Both(
            "Giờ cuối chưa tới. Xin gửi sau khi đếm xong",
            "The end is still to come. Please send it when the count is over",
        ),
        Flaw::People => Both(
            "Xin ghi số người từ 0 đến 100000, hoặc để trống cả ba mục đếm",
            "Please write 0 to 100000 people, or leave all three parts of the count empty",
        ),
        Flaw::Again => Both(
            "Tài khoản đăng nhập đã khác. Xin xem lại rồi gửi lần nữa",
            "Another account is signed in now. Please look at it again and send it once more",
        ),
        Flaw::Reminder => Both(
            "Xin ghi lần nhắc từ 0 đến 99",
            "Please write a reminder's number from 0 to 99",
        ),
    }
}

/// An inspection in one line, as a kiosk's list tells its own.
pub fn told(lang: Lang, kept: &GateInspection, zone: &TimeZone) -> String {
    let mut parts = Vec::new();
    match &kept.words {
        Some(words) => {
            parts.push(words.position.clone());
            if !words.on_duty.is_empty() {
                let on_duty = lang.say(Both("trực", "on duty"));
                parts.push(format!("{on_duty}: {}", words.on_duty));
            }
        }
        None => parts.push(lang.say(PURGED).to_owned()),
    }
    let watched = match kept.monitors {
        true => Both("có tự giám sát", "watches its gate itself"),
        false => Both("không tự giám sát", "doesn't watch its gate itself"),
    };
    parts.push(lang.say(watched).to_owned());
    if let Some(sample) = &kept.sample {
        let hour = |at| zone.to_datetime(at).strftime("%H:%M").to_string();
        let (from, until, people) = (hour(sample.from), hour(sample.until), sample.people);
        parts.push(match lang {
            Lang::Vi => format!("đếm mẫu {from}–{until}: {people} người qua"),
            Lang::En => format!("counted {from}–{until}: {people} people"),
        });
    }
    let reminder = kept.reminder;
    parts.push(match (lang, reminder) {
        (Lang::Vi, 0) => "không nhắc".to_owned(),
        (Lang::En, 0) => "no reminder".to_owned(),
        (Lang::Vi, _) => format!("nhắc lần {reminder}"),
        (Lang::En, _) => format!("reminder {reminder}"),
    });
    let recommended = kept.words.as_ref().map(|words| &words.recommendations);
    if let Some(text) = recommended.filter(|text| !text.is_empty()) {
        let label = lang.say(label(RECOMMENDATIONS));
        parts.push(format!("{label}: {text}"));
    }
    parts.push(match lang {
        Lang::Vi => format!("{} kiểm tra", kept.by),
        Lang::En => format!("by {}", kept.by),
    });
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::super::form::MEMBERS;
    use super::*;

    #[test]
    fn every_member_and_every_flaw_has_words_in_both_languages() {
        for both in MEMBERS.map(label).into_iter().chain(Flaw::ALL.map(flaw)) {
            assert!(!both.0.is_empty() && !both.1.is_empty() && both.0 != both.1);
        }
    }
}
