//! *Words* of the pages behind posters, in both languages.

use super::asking::{Asking, Field};
use super::form::{Doing, Flaw, MOST_HEADS, Sex};
use checkpoint::document::Question;
use checkpoint::policy::Words;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The language of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    Vi,
    En,
}

/// Vietnamese and English.
#[derive(Clone, Copy)]
pub struct Both(pub &'static str, pub &'static str);

impl From<Both> for Words {
    fn from(both: Both) -> Words {
        Words {
            vi: both.0.to_owned(),
            en: both.1.to_owned(),
        }
    }
}

impl Lang {
    pub fn say(self, both: Both) -> &'static str {
        match self {
            Lang::Vi => both.0,
            Lang::En => both.1,
        }
    }

    /// As HTML and addresses name it.
    pub fn word(self) -> &'static str {
        self.say(Both("vi", "en"))
    }

    pub fn other(self) -> Lang {
        match self {
            Lang::Vi => Lang::En,
            Lang::En => Lang::Vi,
        }
    }
}

pub const DECLARE: Both = Both("Khai báo trước khi vào", "Declare before coming in");
pub const CHECK_IN: Both = Both(
    "Tự ghi tên nơi không có người gác",
    "Sign in where nobody is on guard",
);
pub const INSPECT: Both = Both(
    "Kiểm tra cổng (dành cho người kiểm tra)",
    "Inspect the gate (for inspectors)",
);
pub const FLAWED: Both = Both(
    "Chưa gửi được, xin xem lại các mục sau",
    "Not sent yet: please look at these again",
);
pub const FLAWED_TITLE: Both = Both("Cần xem lại: ", "To be corrected: ");
pub const NAME: Both = Both("Họ và tên", "Full name");
pub const FOR_ANOTHER: Both = Both("Khai thay cho người khác", "I declare for another person");
pub const DECLARER: Both = Both("Họ và tên người khai thay", "Name of the one who declares");
pub const DECLARER_HINT: Both = Both(
    "Chỉ điền khi khai thay. Các mục khác là của người được khai.",
    "Only when declaring for another. All else is about that person.",
);
pub const PEOPLE: Both = Both("Người cùng đi", "Who else comes");
pub const PEOPLE_HINT: Both = Both(
    "Đi một mình thì bỏ trống. Mỗi người một dòng: họ tên, năm sinh. Cả đoàn dùng chung một mã.",
    "Leave empty when alone. One line each: name, birth year. One code serves the whole group.",
);
pub const HEADS: Both = Both("Số người", "How many people");
pub const QUESTIONS: Both = Both("Trong 14 ngày qua", "Within the last 14 days");
pub const YES: Both = Both("Có", "Yes");
pub const NO: Both = Both("Không", "No");
pub const OPTIONAL: Both = Both("không bắt buộc", "optional");
pub const NOTICE: Both = Both("Dữ liệu được dùng thế nào", "What the data is used for");
pub const VOLUNTARY: Both = Both(
    "Không muốn khai ở đây thì mời gặp bảo vệ ở cổng.",
    "Whoever would rather not declare here may ask the guard at the gate.",
);
pub const VOLUNTARY_CHECK_IN: Both = Both(
    "Không muốn ghi tên ở đây thì mời hỏi người phụ trách nơi này.",
    "Whoever would rather not sign in here may ask whoever is in charge of this place.",
);
pub const AGREE: Both = Both(
    "Tôi đã đọc và đồng ý để dữ liệu trên được dùng như vậy.",
    "I have read this and agree that the data is used so.",
);
pub const AGREE_HEALTH: Both = Both(
    "Tôi đồng ý để câu trả lời về sức khoẻ (dữ liệu nhạy cảm) được dùng chỉ cho việc này.",
    "I agree that the answers about health (sensitive data) are used for this purpose alone.",
);
pub const SEND: Both = Both("Gửi và nhận mã", "Send and get the code");
pub const CONFIRM: Both = Both("Xác nhận đã đến", "Confirm: here now");
pub const DONE: Both = Both("Đã khai xong", "Declared");
pub const SHOW: Both = Both(
    "Vào cổng, mời đưa thẻ căn cước rồi đưa mã này cho máy quét.",
    "At the gate, hold up the ID card, then this code.",
);
pub const CODE: Both = Both("Mã QR của tờ khai", "QR code of the declaration");
pub const SAVE: Both = Both("Lưu hình mã này", "Save the code as a picture");
pub const KEEP: Both = Both(
    "Tải lại trang này thì vẫn là mã ấy. Mã có tên người khai: đừng đăng lên mạng.",
    "Loading this page again gives the same code. It holds the name: don't publish it.",
);
pub const AGAIN: Both = Both("Khai một tờ khác", "Another declaration");
pub const CHECKED_IN: Both = Both("Đã ghi", "Signed in");
pub const OLD_POSTER: Both = Both(
    "Tờ mã này là bản cũ. Vẫn khai được; xin báo cho người phụ trách in lại.",
    "This poster is an old print. The page still works; please tell whoever is in charge.",
);
pub const UNKNOWN: Both = Both("Không có mã này", "There is no such code");
pub const UNKNOWN_WHAT: Both = Both(
    "Đường dẫn chưa đúng hoặc mã không còn. Mời quét lại tờ mã, hoặc gặp bảo vệ ở cổng và đưa thẻ căn cước.",
    "The address is wrong or the code is gone. Scan the poster again, or show an ID card to the guard at the gate.",
);
pub const CLOSED: Both = Both("Mã này không còn dùng", "This code is no longer in use");
pub const CLOSED_WHAT: Both = Both(
    "Tờ mã đã hết hạn hoặc đã thu hồi. Mời gặp bảo vệ ở cổng và đưa thẻ căn cước; xin báo cho người phụ trách gỡ tờ mã.",
    "The poster has expired or was withdrawn. Show an ID card to the guard at the gate; please tell whoever is in charge to take the poster down.",
);
pub const TOO_MANY: Both = Both("Đang có quá nhiều người gửi", "Too many people are sending");
pub const TOO_MANY_WHAT: Both = Both(
    "Chưa gửi được, chưa ghi gì. Xin chờ rồi tải lại trang này để gửi lại. Cần vào ngay thì mời gặp bảo vệ ở cổng. Số giây cần chờ:",
    "Not sent, and nothing was kept. Please wait, then load this page again to send. Whoever is in a hurry may ask the guard at the gate. Seconds to wait:",
);
pub const UNABLE: Both = Both("Chưa ghi được", "It couldn't be kept");
pub const UNABLE_WHAT: Both = Both(
    "Máy chủ đang bận. Xin tải lại trang này để gửi lại; gửi hai lần cũng chỉ là một tờ khai. Cần vào ngay thì mời gặp bảo vệ ở cổng.",
    "The server is busy. Load this page again to send; twice sent is still one declaration. Whoever is in a hurry may ask the guard at the gate.",
);
pub const TOO_LARGE: Both = Both("Tờ khai dài quá", "The form is too long");
pub const TOO_LARGE_WHAT: Both = Both(
    "Chưa gửi được, chưa ghi gì. Xin quay lại và khai ít người hơn trong một tờ.",
    "Not sent, and nothing was kept. Please go back and declare fewer people at a time.",
);

/// The label of a field.
pub fn label(field: Field) -> Both {
    match field {
        Field::BirthYear => Both("Năm sinh", "Birth year"),
        Field::Sex => Both("Giới tính", "Sex"),
        Field::Nationality => Both("Quốc tịch", "Nationality"),
        Field::LastDigits => Both(
            "Bốn số cuối của căn cước hoặc hộ chiếu",
            "Last four digits of the ID card or passport",
        ),
        Field::Phone => Both("Điện thoại", "Telephone"),
        Field::Email => Both("Thư điện tử", "E-mail"),
        Field::Area => Both("Tỉnh, xã hoặc phường", "Province, commune or ward"),
        Field::Address => Both("Địa chỉ nơi ở", "Address"),
        Field::Purpose => Both("Việc đến", "What for"),
        Field::Host => Both("Gặp ai", "Whom to see"),
    }
}

pub fn sex(sex: Sex) -> Both {
    match sex {
        Sex::Female => Both("Nữ", "Female"),
        Sex::Male => Both("Nam", "Male"),
        Sex::Other => Both("Khác", "Other"),
    }
}

pub fn question(question: Question) -> Both {
    let (vi, en) = question.asked();
    Both(vi, en)
}

/// What to do about a flaw.
pub fn flaw(lang: Lang, flaw: Flaw, year: i16) -> String {
    let both = match flaw {
        Flaw::Missing => Both("Xin điền mục này", "Please fill this in"),
        Flaw::NoName => Both(
            "Xin ghi họ tên bằng chữ",
            "Please write the name in letters",
        ),
        Flaw::Digits => Both(
            "Xin ghi bốn số cuối, ví dụ 0001",
            "Please give the last four, such as 0001",
        ),
        Flaw::Phone => Both(
            "Xin ghi số điện thoại từ 8 đến 15 chữ số, ví dụ 0905 123 456",
            "Please give a number of 8 to 15 digits, such as 0905 123 456",
        ),
        Flaw::Email => Both(
            "Xin ghi địa chỉ thư có chữ @, ví dụ an@example.vn",
            "Please give an address with an @, such as an@example.vn",
        ),
        Flaw::Answer => Both("Xin chọn Có hoặc Không", "Please choose yes or no"),
        Flaw::NotAgreed => Both(
            "Cần đánh dấu đồng ý thì mới gửi được",
            "It can be sent only with this ticked",
        ),
        Flaw::TooLong(most) => {
            return match lang {
                Lang::Vi => format!("Xin viết ngắn lại, nhiều nhất {most} chữ"),
                Lang::En => format!("Please shorten it to {most} letters"),
            };
        }
        Flaw::Year => {
            return match lang {
                Lang::Vi => format!("Xin ghi năm sinh bốn chữ số, từ 1900 đến {year}"),
                Lang::En => format!("Please give a year of four digits, 1900 to {year}"),
            };
        }
        Flaw::Line(line) => {
            return match lang {
                Lang::Vi => format!("Dòng {line} chưa đúng: họ tên, rồi năm sinh bốn chữ số"),
                Lang::En => {
                    format!("Line {line} is not right: name, then a birth year of four digits")
                }
            };
        }
        Flaw::TooMany => {
            return match lang {
                Lang::Vi => {
                    format!("Từ 1 đến {MOST_HEADS} người một tờ; đông hơn xin khai thêm tờ nữa")
                }
                Lang::En => format!("1 to {MOST_HEADS} people; declare again for more"),
            };
        }
    };
    lang.say(both).to_owned()
}

/// What is written down, why, for how long, and whom to ask: made of what is asked, so that it can't promise anything else.
pub fn notice(lang: Lang, asking: &Asking, doing: Doing, unit: &str, days: i32) -> String {
    let mut written = vec![within(lang.say(NAME))];
    let fields = Field::ALL.into_iter().filter(|field| asking.asks(*field));
    written.extend(fields.map(|field| within(lang.say(label(field)))));
    if !asking.questions.is_empty() {
        let health = Both("câu trả lời về sức khoẻ", "answers about health");
        written.push(lang.say(health).to_owned());
    }
    let others = match doing {
        Doing::Declare => Both(
            "người cùng đi và người khai thay nếu có",
            "who else comes and who declares for another, if anybody",
        ),
        Doing::CheckIn => Both("số người", "how many people come"),
    };
    written.push(lang.say(others).to_owned());
    let written = written.join(", ");
    let contact = asking.contact.trim();
    let basis = asking.basis.as_deref().unwrap_or_default();
    match lang {
        Lang::Vi => {
            let purpose = &asking.purpose.vi;
            let basis = sentence("Căn cứ: ", basis);
            let whom = if contact.is_empty() {
                "hỏi người trực ở cổng"
            } else {
                contact
            };
            format!(
                "{unit} ghi {written}, giờ khai và nơi đặt tờ mã để {purpose}; giữ {days} ngày rồi xoá.{basis} Xem, sửa, \
                 xoá hoặc rút lại đồng ý: {whom}."
            )
        }
        Lang::En => {
            let purpose = &asking.purpose.en;
            let basis = sentence("Basis: ", basis);
            let whom = if contact.is_empty() {
                "ask at the gate"
            } else {
                contact
            };
            format!(
                "{unit} writes down {written}, the time and the poster's place for {purpose}; kept for {days} days, then \
                 deleted.{basis} To see, correct or delete the data, or to withdraw consent: {whom}."
            )
        }
    }
}

/// A label within a sentence.
fn within(label: &str) -> String {
    let mut letters = label.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}

fn sentence(begins: &str, said: &str) -> String {
    if said.is_empty() {
        String::new()
    } else {
        format!(" {begins}{said}.")
    }
}

/// `14:05 ngày 28/11/2026`
pub fn clock(lang: Lang, at: Timestamp, zone: &TimeZone) -> String {
    let at = zone.to_datetime(at);
    let form = lang.say(Both("%H:%M ngày %d/%m/%Y", "%H:%M on %d/%m/%Y"));
    at.strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_notice_names_what_is_asked_and_nothing_else(
            asked in proptest::collection::vec(any::<bool>(), Field::ALL.len()),
            health: bool,
            days in 1..4000_i32,
        ) {
            let fields = Field::ALL.into_iter().zip(&asked).filter(|(_, asked)| **asked);
            let asking = Asking {
                fields: fields.map(|(field, _)| field).collect(),
                optional: Vec::new(),
                questions: if health { vec![Question::Fever] } else { Vec::new() },
                ..Asking::default()
            };
            for lang in [Lang::Vi, Lang::En] {
                let notice = notice(lang, &asking, Doing::Declare, "Xã Thử", days);
                for field in Field::ALL {
                    let word = within(lang.say(label(field)));
                    prop_assert_eq!(notice.contains(&word), asking.asks(field), "{}: {}", word, notice);
                }
                let days = days.to_string();
                prop_assert!(notice.contains(&days));
                prop_assert_eq!(notice.contains(lang.say(Both("sức khoẻ", "health"))), health);
            }
        }
    }
}
