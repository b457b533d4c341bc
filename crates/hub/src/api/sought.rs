//! *Sought*: which entries of a book somebody wants to see.

use checkpoint::subject::fold_name;
use serde_json::Value;

/// What an entry has to be; nothing asked is everything wanted.
#[derive(Debug, Default)]
pub(super) struct Sought {
    gate: Option<u64>,
    direction: Option<String>,
    kind: Option<String>,
    verdict: Option<String>,
    /// Folded: small letters without accents.
    words: Option<String>,
}

impl Sought {
    /// Words that fold to nothing ask for nothing.
    pub fn new(
        gate: Option<u64>,
        direction: Option<String>,
        kind: Option<String>,
        verdict: Option<String>,
        words: Option<&str>,
    ) -> Sought {
        let said = |text: Option<String>| text.filter(|text| !text.is_empty());
        Sought {
            gate,
            direction: said(direction),
            kind: said(kind),
            verdict: said(verdict),
            words: said(words.map(fold_name)),
        }
    }

    pub fn is_all(&self) -> bool {
        self.gate.is_none()
            && self.direction.is_none()
            && self.kind.is_none()
            && self.verdict.is_none()
            && self.words.is_none()
    }

    /// Whether it can be told from subjects alone.
    pub fn asks_for_names(&self) -> bool {
        self.words.is_some()
    }

    /// Whether an entry's line, with what was sent of its subject, is what was asked for.
    pub fn is(&self, line: &Value, subject: Option<&Value>) -> bool {
        let says = |name: &str, wanted: &Option<String>| {
            wanted
                .as_deref()
                .is_none_or(|wanted| line[name].as_str() == Some(wanted))
        };
        self.gate
            .is_none_or(|gate| line["gate"].as_u64() == Some(gate))
            && says("direction", &self.direction)
            && says("kind", &self.kind)
            && says("verdict", &self.verdict)
            && self
                .words
                .as_deref()
                .is_none_or(|words| subject.is_some_and(|subject| is_named(subject, words)))
    }
}

fn is_named(subject: &Value, words: &str) -> bool {
    [
        &subject["identity"]["name"],
        &subject["identity"]["last4"],
        &subject["note"]["note"],
        &subject["note"]["purpose"],
    ]
    .iter()
    .filter_map(|text| text.as_str())
    .any(|text| fold_name(text).contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn words(text: &str) -> Sought {
        Sought::new(None, None, None, None, Some(text))
    }

    #[test]
    fn a_name_is_found_without_accents_also_of_d() {
        let subject = json!({"identity": {"name": "Nguyễn Văn Đức", "last4": "1234"}, "note": {"note": "Giao hàng"}});
        for text in ["nguyen van duc", "ĐỨC", "Đức", "234", "giao  hang", ""] {
            assert!(words(text).is(&json!({}), Some(&subject)), "{text}");
        }
        assert!(!words("duc nguyen").is(&json!({}), Some(&subject)));
        assert!(!words("duc").is(&json!({}), None));
    }

    #[test]
    fn all_that_is_asked_has_to_hold() {
        let line = json!({"gate": 2, "direction": "in", "kind": "scan", "verdict": "admit"});
        let ask = |gate, direction: &str| {
            Sought::new(Some(gate), Some(direction.to_owned()), None, None, None)
        };
        assert!(ask(2, "in").is(&line, None));
        assert!(ask(2, "").is(&line, None));
        assert!(!ask(2, "out").is(&line, None));
        assert!(!ask(1, "in").is(&line, None));
        assert!(words(" ").is_all() && !ask(1, "").is_all());
    }
}
