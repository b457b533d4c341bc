//! What a policy asks, and why it wasn't met, in sentences for the guard and the visitor.

use super::eu_rule::EuRule;
use super::evidence::Fate;
use super::{DeclarationRule, IdentityRule, RecoveryRule, TestRule, VaccinationRule, Words};
use crate::document::{Question, TestKind};
use jiff::civil::Date;

/// Why a rule wasn't met.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shortfall {
    NotShown,
    /// So many doses only.
    Doses(u32),
    /// So many days have passed.
    Days(i64),
    /// So many hours have passed.
    Hours(f64),
    MadeOn(Date),
    /// It says yes to these.
    Declared(Vec<Question>),
    /// Its own end is past.
    Until(Date),
    StillToCome,
    NoDate,
    Positive,
    TestKind(TestKind),
}

impl Shortfall {
    pub(super) fn words(&self) -> Words {
        let said = |vi: String, en: String| Words { vi, en };
        match self {
            Shortfall::NotShown => words("chưa có", "not shown"),
            Shortfall::Doses(count) => {
                said(format!("mới có {count} mũi"), format!("{count} so far"))
            }
            Shortfall::Days(days) => said(
                format!("đã qua {days} ngày"),
                format!("{days} days have passed"),
            ),
            Shortfall::Hours(hours) => {
                let hours = hours.ceil();
                said(
                    format!("đã qua {hours} giờ"),
                    format!("{hours} hours have passed"),
                )
            }
            Shortfall::MadeOn(day) => {
                let day = written(*day);
                said(format!("làm ngày {day}"), format!("made on {day}"))
            }
            Shortfall::Declared(yes) => {
                let yes = listed(yes);
                said(
                    format!("khai có: {}", yes.vi),
                    format!("declared: {}", yes.en),
                )
            }
            Shortfall::Until(day) => {
                let day = written(*day);
                said(format!("giấy chỉ đến {day}"), format!("only until {day}"))
            }
            Shortfall::StillToCome => {
                words("ngày ghi trên giấy chưa tới", "its date is still to come")
            }
            Shortfall::NoDate => words("giấy không ghi ngày cấp", "it says no date of issue"),
            Shortfall::Positive => words("kết quả không phải âm tính", "the result isn't negative"),
            Shortfall::TestKind(TestKind::Pcr) => words("giấy là PCR", "this is a PCR test"),
            Shortfall::TestKind(TestKind::Rapid) => {
                words("giấy là xét nghiệm nhanh", "this is a rapid test")
            }
            Shortfall::TestKind(TestKind::Other) => {
                words("loại xét nghiệm khác", "this is another kind of test")
            }
        }
    }
}

pub(super) fn joined(asked: &Words, why: &Words) -> Words {
    Words {
        vi: format!("{}: {}", asked.vi, why.vi),
        en: format!("{}: {}", asked.en, why.en),
    }
}

pub(super) fn identity(rule: &IdentityRule) -> Words {
    match rule.days {
        None => words("Giấy tờ tùy thân", "ID document"),
        Some(most) => Words {
            vi: format!("Giấy tờ tùy thân cấp không quá {most} ngày"),
            en: format!("ID document issued at most {most} days ago"),
        },
    }
}

pub(super) fn any() -> Words {
    words("Một giấy tờ bất kỳ", "Any document")
}

pub(super) fn certificate() -> Words {
    words("Giấy chứng nhận", "Certificate")
}

pub(super) fn declaration(rule: &DeclarationRule) -> Words {
    let asked = match (rule.today, rule.hours) {
        (true, _) => words("Tờ khai làm trong ngày", "Declaration made today"),
        (false, Some(hours)) => Words {
            vi: format!("Tờ khai không quá {hours} giờ"),
            en: format!("Declaration at most {hours} hours old"),
        },
        (false, None) => words("Tờ khai", "Declaration"),
    };
    if rule.no_to.is_empty() {
        return asked;
    }
    let no_to = listed(&rule.no_to);
    Words {
        vi: format!("{}, không có: {}", asked.vi, no_to.vi),
        en: format!("{}, without: {}", asked.en, no_to.en),
    }
}

/// `sốt, ho`
pub(super) fn listed(questions: &[Question]) -> Words {
    let said: Vec<Words> = questions.iter().map(|question| question.said()).collect();
    let list = |of: fn(&Words) -> &str| said.iter().map(of).collect::<Vec<_>>().join(", ");
    Words {
        vi: list(|said| &said.vi),
        en: list(|said| &said.en),
    }
}

pub(super) fn issued(most: u32) -> Words {
    Words {
        vi: format!("Giấy cấp không quá {most} ngày"),
        en: format!("Issued at most {most} days ago"),
    }
}

pub(super) fn vaccination(rule: &VaccinationRule) -> Words {
    let VaccinationRule { doses, days, .. } = rule;
    let (vi_series, en_series) = if rule.or_whole_series {
        (" hoặc đủ liều", " or the whole series")
    } else {
        ("", "")
    };
    let (vi_most, en_most) = rule.most_days.map_or_else(Default::default, |most| {
        (
            format!(" và không quá {most} ngày"),
            format!(" and at most {most}"),
        )
    });
    Words {
        vi: format!("Đủ {doses} mũi{vi_series}, mũi cuối ít nhất {days} ngày trước{vi_most}"),
        en: format!("{doses} doses{en_series}, the last at least {days} days ago{en_most}"),
    }
}

pub(super) fn recovery(rule: &RecoveryRule) -> Words {
    Words {
        vi: format!("Khỏi bệnh không quá {} ngày", rule.days),
        en: format!("Recovered at most {} days ago", rule.days),
    }
}

pub(super) fn test(rule: &TestRule) -> Words {
    let each = [
        ("PCR", "PCR", rule.pcr_hours),
        ("test nhanh", "rapid test", rule.rapid_hours),
    ];
    let told = |pick: fn(&(&'static str, &'static str, Option<u32>)) -> &'static str,
                hours: &str| {
        let accepted: Vec<String> = each
            .iter()
            .filter_map(|kind| Some(format!("{} ≤ {} {hours}", pick(kind), kind.2?)))
            .collect();
        accepted.join(", ")
    };
    Words {
        vi: format!("Xét nghiệm âm tính: {}", told(|kind| kind.0, "giờ")),
        en: format!("Negative test: {}", told(|kind| kind.1, "hours")),
    }
}

pub(super) fn eu(rule: &EuRule) -> Words {
    Words {
        vi: format!("{} ({})", rule.told("vi"), rule.identifier),
        en: format!("{} ({})", rule.told("en"), rule.identifier),
    }
}

/// A proof that isn't plainly valid.
pub(super) fn proof(fate: Fate) -> Words {
    match fate {
        Fate::Unsigned | Fate::Valid => words("Giấy hợp lệ", "The document is valid"),
        Fate::Expired => words("Giấy đã hết hạn", "The document has expired"),
        Fate::NotYetValid => words(
            "Giấy chưa tới ngày có giá trị",
            "The document isn't valid yet",
        ),
        Fate::UnknownIssuer => words(
            "Nơi cấp không có trong danh sách tin cậy",
            "The issuer isn't in the trust list",
        ),
        Fate::Forged => words(
            "Chữ ký sai: giấy giả hoặc bị hỏng",
            "The signature is wrong: forged or damaged",
        ),
        Fate::Revoked => words("Giấy đã bị thu hồi", "The document was revoked"),
    }
}

fn words(vi: &str, en: &str) -> Words {
    Words {
        vi: vi.to_owned(),
        en: en.to_owned(),
    }
}

/// As a person writes it.
fn written(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}
