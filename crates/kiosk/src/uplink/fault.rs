//! *Fault*: how far an attempt to reach a target got, and what has to be done about it.
//!
//! Attempts climb a ladder; what fails is a rung of it, and every rung has one sentence.

use super::address::Reach;
use super::problem::Saying;
use super::web::Answer;
use checkpoint::policy::Words;
use checkpoint::wire::answer::Because;
use std::error::Error as _;
use std::io;

/// A rung of the ladder that every attempt climbs, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rung {
    /// The address is written as one.
    Address,
    /// Its name is known to the name service.
    Name,
    /// The name leads where the admin said.
    Allowed,
    /// Somebody takes the connection.
    Connect,
    /// TLS: who answers is who was called.
    Tls,
    /// What answers is what was looked for: a hub, a receiver, a folder.
    Hub,
    /// This post is enrolled there.
    Enrolled,
    /// It is still welcome there: neither retired nor distrusted, and new enough.
    Welcome,
    /// An exchange is taken and acknowledged.
    Exchange,
}

/// Why an attempt failed. Whatever it was, nothing but the timer moves by it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("the name {0} is unknown to the name service")]
    NameUnknown(String),
    #[error("the name {host} leads to an address that isn't allowed for {}", reach.as_str())]
    NotAllowed { host: String, reach: Reach },
    #[error("there is no way to {0}: the network is down")]
    Unreachable(String),
    #[error("nobody takes the connection at {host}: {cause}")]
    NoConnection { host: String, cause: String },
    #[error("the certificate of {host} isn't accepted: {cause}")]
    Tls { host: String, cause: String },
    #[error("no answer from {0} in time")]
    Timeout(String),
    #[error("the connection to {0} broke off")]
    Cut(String),
    /// Another status, another format, a web page: something else answers here.
    #[error("what answers at {host} is not what was looked for (status {status})")]
    SomethingElse { host: String, status: u16 },
    /// A redirect or a web page where data should be: a Wi-Fi's page to sign in at, most of the time.
    #[error("the network shows a page of its own instead of {0}")]
    Portal(String),
    #[error("the target is overloaded or in maintenance (status {0})")]
    Busy(u16),
    #[error("the answer of {0} isn't signed as it should be: nothing was believed")]
    NotBelieved(String),
    #[error("the answer of {0} is longer than an answer may be")]
    TooLong(String),
}

impl Fault {
    /// The first rung that failed.
    pub fn rung(&self) -> Rung {
        match self {
            Fault::NameUnknown(_) => Rung::Name,
            Fault::NotAllowed { .. } => Rung::Allowed,
            Fault::Unreachable(_)
            | Fault::NoConnection { .. }
            | Fault::Timeout(_)
            | Fault::Cut(_) => Rung::Connect,
            Fault::Tls { .. } => Rung::Tls,
            Fault::SomethingElse { .. }
            | Fault::Portal(_)
            | Fault::Busy(_)
            | Fault::TooLong(_)
            | Fault::NotBelieved(_) => Rung::Hub,
        }
    }

    /// Whether a word of a target's problem says that the network is away.
    pub fn is_of_network(word: &str) -> bool {
        ["name-unknown", "unreachable"].contains(&word)
    }

    /// For programs.
    pub fn word(&self) -> &'static str {
        match self {
            Fault::NameUnknown(_) => "name-unknown",
            Fault::NotAllowed { .. } => "not-allowed",
            Fault::Unreachable(_) => "unreachable",
            Fault::NoConnection { .. } => "no-connection",
            Fault::Tls { .. } => "tls",
            Fault::Timeout(_) => "timeout",
            Fault::Cut(_) => "cut",
            Fault::SomethingElse { .. } => "something-else",
            Fault::Portal(_) => "portal",
            Fault::Busy(_) => "busy",
            Fault::NotBelieved(_) => "not-believed",
            Fault::TooLong(_) => "too-long",
        }
    }

    /// As a target's state keeps it. It is tried again by itself.
    pub fn problem(&self) -> Saying {
        Saying {
            word: self.word(),
            words: self.words(),
            is_final: false,
        }
    }

    /// What happened and what to do, in one sentence of each language.
    pub fn words(&self) -> Words {
        let vi = match self {
            Fault::NameUnknown(host) => format!(
                "Không tìm thấy tên {host}: kiểm tra dây mạng, rồi xem lại chính tả của địa chỉ"
            ),
            Fault::NotAllowed {
                host,
                reach: Reach::Public,
            } => format!(
                "{host} không phải địa chỉ trên Internet: nếu ở mạng nội bộ hay trên máy này thì khai rõ khi thêm nơi nhận"
            ),
            Fault::NotAllowed {
                host,
                reach: Reach::LocalNetwork,
            } => format!("{host} không nằm trong mạng nội bộ như đã khai: xem lại địa chỉ"),
            Fault::NotAllowed {
                host,
                reach: Reach::ThisMachine,
            } => format!("{host} không phải máy này như đã khai: xem lại địa chỉ"),
            Fault::Unreachable(host) => {
                format!("Không có đường mạng tới {host}: kiểm tra dây mạng và bộ phát Wi-Fi")
            }
            Fault::NoConnection { host, .. } => format!(
                "Không nối được tới {host}: kiểm tra mạng, cổng (port) và xem máy chủ có đang chạy không"
            ),
            Fault::Tls { host, .. } => format!(
                "Chứng thư của {host} không được tin: xem ngày giờ của máy này, hoặc nạp chứng thư CA của cơ quan"
            ),
            Fault::Timeout(host) => {
                format!("{host} không trả lời kịp: mạng quá chậm hoặc máy chủ đang bận, máy sẽ tự thử lại")
            }
            Fault::Cut(host) => format!("Đang trao đổi với {host} thì mất kết nối: máy sẽ tự thử lại"),
            Fault::SomethingElse { host, status } => format!(
                "Ở {host} không phải nơi nhận của Chốt (trả lời {status}): xem lại địa chỉ"
            ),
            Fault::Portal(_) => {
                "Mạng này đòi đăng nhập. Dữ liệu vẫn an toàn trên máy. Mở trình duyệt để đăng nhập; nếu mạng không đòi gì thì xem lại địa chỉ"
                    .to_owned()
            }
            Fault::Busy(status) => {
                format!("Nơi nhận đang quá tải hoặc bảo trì ({status}): máy sẽ tự thử lại")
            }
            Fault::NotBelieved(host) => format!(
                "Câu trả lời từ {host} không có chữ ký đúng nên không được tin: gọi người quản trị nơi nhận"
            ),
            Fault::TooLong(host) => format!(
                "Câu trả lời từ {host} dài quá mức cho phép nên bị bỏ: xem lại địa chỉ"
            ),
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}

/// What an answer that taught nothing was.
pub(super) fn of_answer(because: Because, answer: &Answer, host: &str) -> Fault {
    let host = host.to_owned();
    match because {
        Because::Busy => Fault::Busy(answer.status),
        Because::NotAHub if answer.is_page() => Fault::Portal(host),
        Because::NotAHub => Fault::SomethingElse {
            host,
            status: answer.status,
        },
        Because::Unsigned | Because::Contradicts => Fault::NotBelieved(host),
    }
}

/// Why our own name service refused an answer of the system's.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unresolved {
    #[error("no such name")]
    Unknown,
    #[error("the name leads elsewhere than allowed")]
    NotAllowed,
}

/// What a failed request was about.
pub(super) fn of_request(error: &reqwest::Error, host: &str, reach: Reach) -> Fault {
    let host = host.to_owned();
    let mut cause: Option<&(dyn std::error::Error + 'static)> = error.source();
    let mut deepest = error.to_string();
    while let Some(error) = cause {
        deepest = error.to_string();
        if let Some(unresolved) = error.downcast_ref::<Unresolved>() {
            return match unresolved {
                Unresolved::Unknown => Fault::NameUnknown(host),
                Unresolved::NotAllowed => Fault::NotAllowed { host, reach },
            };
        }
        if let Some(tls) = tls_cause(error) {
            return Fault::Tls { host, cause: tls };
        }
        if error.downcast_ref::<io::Error>().is_some_and(is_no_way) {
            return Fault::Unreachable(host);
        }
        cause = error.source();
    }
    if error.is_timeout() {
        return Fault::Timeout(host);
    }
    if error.is_connect() {
        return Fault::NoConnection {
            host,
            cause: deepest,
        };
    }
    Fault::Cut(host)
}

/// Whether it is the network that is missing, and not whoever should answer.
fn is_no_way(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkDown
    )
}

/// TLS errors travel inside I/O errors, whose own `source` skips them.
fn tls_cause(error: &(dyn std::error::Error + 'static)) -> Option<String> {
    if let Some(tls) = error.downcast_ref::<rustls::Error>() {
        return Some(tls.to_string());
    }
    let inner = error.downcast_ref::<io::Error>()?.get_ref()?;
    let inner: &(dyn std::error::Error + 'static) = inner;
    match inner.downcast_ref::<rustls::Error>() {
        Some(tls) => Some(tls.to_string()),
        None => tls_cause(inner),
    }
}
