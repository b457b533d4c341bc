//! *Page*: a vehicle's page for its conductor.

use crate::declaring::{Both, Lang, document, text};
use crate::places::Place;
use serde::Serialize;
use std::fmt::Write;

/// The looks of all pages behind posters, and those of this one.
pub const CSS: &str = concat!(
    include_str!("../declaring/page.css"),
    include_str!("riding.css")
);

const TITLE: Both = Both("Chuyến xe", "Trip");
const DEPART: Both = Both("Khởi hành", "Depart");
const ON_BOARD: Both = Both("Đang trên xe", "On board");
const BOARD: Both = Both("+1 lên", "+1 on");
const ALIGHT: Both = Both("−1 xuống", "−1 off");
const END: Both = Both("Kết thúc chuyến", "End the trip");
const ENDED: Both = Both("Chuyến đã xong", "Trips that ended");
const NO_SCRIPT: Both = Both(
    "Trang này cần JavaScript để đếm. Xin bật lên, hoặc ghi sổ giấy.",
    "This page needs JavaScript to count. Please switch it on, or write it on paper.",
);
const NO_NAMES: Both = Both(
    "Chỉ đếm số người, không ghi tên ai. Khách quét tờ mã trên xe thì tự khai.",
    "People are counted and nobody's name is written. Passengers who scan the sticker say so themselves.",
);

/// What the script says.
#[derive(Serialize)]
struct Says {
    since: &'static str,
    boarded: &'static str,
    end: &'static str,
    #[serde(rename = "endAgain")]
    end_again: &'static str,
    sent: &'static str,
    waiting: &'static str,
    unkept: &'static str,
    offline: &'static str,
    online: &'static str,
}

fn says(lang: Lang) -> Says {
    let say = |vi, en| lang.say(Both(vi, en));
    Says {
        since: say("Khởi hành lúc", "Departed at"),
        boarded: say("đã lên", "boarded"),
        end: lang.say(END),
        end_again: say(
            "Bấm lần nữa để kết thúc chuyến",
            "Press again to end the trip",
        ),
        sent: say("Đã gửi hết.", "Everything was sent."),
        waiting: say(
            "Chưa gửi, có mạng sẽ tự gửi. Số chuyến chờ:",
            "Not sent yet, it will be when there is a network. Trips waiting:",
        ),
        unkept: say(
            "Điện thoại không cho lưu: đừng đóng trang này, và ghi thêm ra giấy.",
            "The telephone doesn't keep it: leave this page open, and write it on paper, too.",
        ),
        offline: say(
            "Trang này dùng được cả khi mất mạng.",
            "This page works without a network, too.",
        ),
        online: say(
            "Trang này chỉ mở được khi có mạng: đừng đóng khi xe đang chạy.",
            "This page opens only where there is a network: leave it open while you ride.",
        ),
    }
}

/// A vehicle's page.
pub fn page(lang: Lang, unit: &str, place: &Place) -> String {
    let words = serde_json::to_string(&says(lang)).unwrap_or_default();
    let mut html = String::new();
    let (other, code) = (lang.other(), place.code.as_str());
    let _ = write!(
        html,
        "<header><a class=\"lang\" lang=\"{0}\" hreflang=\"{0}\" href=\"?lang={0}\">{1}</a><p class=\"where\">{2}</p>\
         <h1>{3}</h1><p class=\"where\">{4} · {code}</p></header><noscript><p class=\"note\">{5}</p></noscript>",
        other.word(),
        other.say(Both("Tiếng Việt", "English")),
        text(unit),
        lang.say(TITLE),
        text(&place.name),
        lang.say(NO_SCRIPT),
    );
    let _ = write!(
        html,
        "<div id=\"trip\" hidden data-words=\"{}\"><div id=\"riding\" hidden><h2>{}</h2><p class=\"count\" id=\"count\" \
         role=\"status\"></p><p class=\"since\" id=\"since\"></p></div>\
         <button type=\"button\" data-do=\"depart\">{}</button>\
         <div class=\"two\"><button type=\"button\" data-do=\"board\">{}</button>\
         <button type=\"button\" data-do=\"alight\">{}</button></div>\
         <button type=\"button\" class=\"end\" id=\"end\" data-do=\"end\">{}</button>\
         <p class=\"sent\" id=\"sent\" role=\"status\"></p><p id=\"offline\"></p>\
         <div id=\"past\" hidden><h2>{}</h2><ul id=\"ended\"></ul></div></div><p class=\"notice\">{}</p><script src=\"/x/trip.js\"></script>",
        text(&words),
        lang.say(ON_BOARD),
        lang.say(DEPART),
        lang.say(BOARD),
        lang.say(ALIGHT),
        lang.say(END),
        lang.say(ENDED),
        lang.say(NO_NAMES),
    );
    document(lang, lang.say(TITLE), &html, CSS)
}
