//! *Page*: the inspection of a place's gate as a phone shows it, in HTML that needs neither scripts nor a second request.

use super::form::{self, Flaw, Flaws, Inspected};
use super::told::GateInspection;
use super::words;
use crate::declaring::{Both, CSS, Lang, Typed, document, text};
use crate::places::Place;
use checkpoint::inspection::{POSITION_CHARS, TEXT_CHARS};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fmt::Write;

/// The member that says what a form is for; none of a form is an inspection.
pub const DO: &str = "do";
pub const SIGN_IN: &str = "sign-in";
pub const SIGN_OUT: &str = "sign-out";
pub const NAME: &str = "name";
pub const PASSWORD: &str = "password";
/// What only a page of whoever is signed in can know.
pub const CSRF: &str = "csrf";

/// What every page of whoever is signed in says.
pub struct Page<'a> {
    pub lang: Lang,
    /// Of this page: `/k/UNIT` or `/k/UNIT/CODE`
    pub path: &'a str,
    /// The unit, by its name.
    pub unit: &'a str,
    /// Who is signed in.
    pub user: &'a str,
    pub csrf: &'a str,
    pub zone: &'a TimeZone,
}

/// Why somebody has to sign in, besides that nobody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Nobody,
    Wrong,
    /// So many seconds are to be waited.
    TooMany(u64),
    /// Whoever is signed in may not inspect here.
    NotTheirs,
}

/// Asks to sign in. What was typed of an inspection goes along.
pub fn sign_in(lang: Lang, path: &str, typed: &Typed, why: Why) -> String {
    let mut html = String::new();
    header(&mut html, lang, path, "", "");
    let _ = write!(html, "<p>{}</p>", lang.say(words::SIGN_IN_HOW));
    let flaw = match why {
        Why::Nobody => None,
        Why::Wrong => Some(lang.say(words::WRONG).to_owned()),
        Why::TooMany(seconds) => Some(format!("{} {seconds}.", lang.say(words::TOO_MANY))),
        Why::NotTheirs => Some(lang.say(words::NOT_THEIRS).to_owned()),
    };
    if let Some(flaw) = flaw {
        let _ = write!(
            html,
            "<p class=\"summary\" role=\"alert\" data-testid=\"flaws\">{}</p>",
            text(&flaw)
        );
    }
    html.push_str("<form method=\"post\" accept-charset=\"utf-8\">");
    hidden(&mut html, DO, SIGN_IN);
    for member in form::MEMBERS.into_iter().chain([crate::declaring::ONCE]) {
        if typed.is_ticked(member) {
            hidden(&mut html, member, typed.get(member));
        }
    }
    let field = |html: &mut String, member: &str, label: Both, about: &str| {
        let _ = write!(
            html,
            "<div class=\"field\"><label for=\"{member}\">{}</label><input id=\"{member}\" name=\"{member}\" {about} required></div>",
            lang.say(label)
        );
    };
    let about = "type=\"text\" autocomplete=\"username\" autocapitalize=\"none\"";
    field(&mut html, NAME, words::USER, about);
    let about = "type=\"password\" autocomplete=\"current-password\"";
    field(&mut html, PASSWORD, words::PASSWORD, about);
    let _ = write!(
        html,
        "<button type=\"submit\">{}</button></form>",
        lang.say(words::ENTER)
    );
    document(lang, lang.say(words::TITLE), &html, CSS)
}

impl Page<'_> {
    fn say(&self, both: Both) -> &'static str {
        self.lang.say(both)
    }

    fn begin(&self, place: &str) -> String {
        let mut html = String::new();
        header(&mut html, self.lang, self.path, self.unit, place);
        html
    }

    /// Who is signed in, and the way out.
    fn end(&self, mut html: String) -> String {
        let _ = write!(
            html,
            "<form method=\"post\" class=\"out\"><p class=\"where\">{} {}</p>",
            self.say(words::SIGNED_IN),
            text(self.user)
        );
        hidden(&mut html, DO, SIGN_OUT);
        hidden(&mut html, CSRF, self.csrf);
        let _ = write!(
            html,
            "<button type=\"submit\" class=\"quiet\">{}</button></form>",
            self.say(words::LEAVE)
        );
        document(self.lang, self.say(words::TITLE), &html, CSS)
    }

    fn link(&self, to: &str) -> String {
        format!("{to}?lang={}", self.lang.word())
    }

    /// A unit's places, each with a way to its form, and what was found before.
    pub fn list(&self, places: &[Place], before: &[GateInspection]) -> String {
        let mut html = self.begin("");
        let _ = write!(html, "<h2>{}</h2>", self.say(words::PLACES));
        if places.is_empty() {
            let _ = write!(html, "<p>{}</p>", self.say(words::NO_PLACES));
        } else {
            html.push_str("<ul class=\"rows\">");
            for place in places {
                let last = before
                    .iter()
                    .find(|kept| kept.place == place.code.as_str())
                    .map_or_else(|| self.say(words::NEVER).to_owned(), |kept| self.last(kept));
                let _ = write!(
                    html,
                    "<li><a href=\"{}\" data-testid=\"place-{}\">{}</a><span class=\"hint\">{} · {} · {}</span></li>",
                    self.link(&format!("{}/{}", self.path, place.code.as_str())),
                    place.code.as_str(),
                    text(&place.name),
                    place.code.as_str(),
                    self.say(Both(place.kind.vietnamese(), place.kind.english())),
                    text(&last),
                );
            }
            html.push_str("</ul>");
        }
        self.before(&mut html, before);
        self.end(html)
    }

    fn last(&self, kept: &GateInspection) -> String {
        let at = words::clock(self.lang, kept.at, self.zone);
        format!("{} {at}", self.say(words::LAST))
    }

    fn before(&self, html: &mut String, before: &[GateInspection]) {
        let _ = write!(html, "<h2>{}</h2>", self.say(words::BEFORE));
        if before.is_empty() {
            let _ = write!(html, "<p>{}</p>", self.say(words::NONE));
            return;
        }
        html.push_str("<ul class=\"rows\">");
        for kept in before {
            let name = kept.name.as_deref().unwrap_or_default();
            let _ = write!(
                html,
                "<li data-testid=\"inspected\"><b>{}</b> · {} {}<span class=\"hint\">{}</span></li>",
                text(&words::clock(self.lang, kept.at, self.zone)),
                text(&kept.place),
                text(name),
                text(&words::told(self.lang, kept, self.zone)),
            );
        }
        html.push_str("</ul>");
    }

    /// The form with what was typed, and beside each member what is wrong with it. `once` is what this page makes up for it.
    pub fn form(&self, place: &Place, typed: &Typed, flaws: &Flaws, once: &str) -> String {
        let mut html = self.begin(&format!("{} · {}", place.name, place.code.as_str()));
        if !place.state.counts() {
            let _ = write!(html, "<p class=\"note\">{}</p>", self.say(words::NO_POSTER));
        }
        self.summary(&mut html, flaws);
        html.push_str("<form method=\"post\" accept-charset=\"utf-8\">");
        hidden(&mut html, crate::declaring::ONCE, once);
        hidden(&mut html, CSRF, self.csrf);
        let members = Members {
            lang: self.lang,
            typed,
            flaws,
        };
        let about = format!(
            "type=\"text\" maxlength=\"{POSITION_CHARS}\" autocomplete=\"off\" aria-required=\"true\""
        );
        let hint = Some(words::POSITION_HINT);
        members.input(&mut html, form::POSITION, &about, hint);
        let about = format!("type=\"text\" maxlength=\"{TEXT_CHARS}\" autocomplete=\"off\"");
        members.input(&mut html, form::ON_DUTY, &about, None);
        members.tick(&mut html, form::MONITORS);
        let _ = write!(
            html,
            "<fieldset><legend>{}</legend><span class=\"hint\">{}</span>",
            self.say(words::SAMPLE),
            self.say(words::SAMPLE_HINT)
        );
        members.input(&mut html, form::FROM, "type=\"time\"", None);
        members.input(&mut html, form::UNTIL, "type=\"time\"", None);
        let about = "type=\"text\" inputmode=\"numeric\" maxlength=\"6\" autocomplete=\"off\"";
        members.input(&mut html, form::PEOPLE, about, None);
        html.push_str("</fieldset>");
        members.area(&mut html, form::RECOMMENDATIONS);
        let about = "type=\"text\" inputmode=\"numeric\" maxlength=\"2\" autocomplete=\"off\"";
        let hint = Some(words::REMINDER_HINT);
        members.input(&mut html, form::REMINDER, about, hint);
        let _ = write!(
            html,
            "<button type=\"submit\" id=\"{}\" data-testid=\"send\">{}</button></form><p class=\"keep\"><a href=\"{}\">{}</a></p>",
            form::SEND,
            self.say(words::SEND),
            self.link(self.unit_path()),
            self.say(words::OTHERS)
        );
        self.end(html)
    }

    /// `/k/UNIT`
    fn unit_path(&self) -> &str {
        let depth = self.path.match_indices('/').nth(2);
        depth.map_or(self.path, |(at, _)| &self.path[..at])
    }

    fn summary(&self, html: &mut String, flaws: &Flaws) {
        if flaws.is_empty() {
            return;
        }
        let _ = write!(
            html,
            "<div class=\"summary\" role=\"alert\" tabindex=\"-1\" autofocus data-testid=\"flaws\"><h2>{}</h2><ul>",
            self.say(words::FLAWED)
        );
        for (member, flaw) in flaws {
            let _ = write!(
                html,
                "<li><a href=\"#{member}\">{}: {}</a></li>",
                self.say(words::label(member)),
                self.say(words::flaw(*flaw))
            );
        }
        html.push_str("</ul></div>");
    }

    /// It is written down.
    pub fn done(&self, place: &Place, found: &Inspected, seq: u64, at: Timestamp) -> String {
        let mut html = self.begin(&format!("{} · {}", place.name, place.code.as_str()));
        let number = match self.lang {
            Lang::Vi => format!("Dòng {seq} trong sổ của đơn vị."),
            Lang::En => format!("Line {seq} of the unit's log."),
        };
        let _ = write!(
            html,
            "<div class=\"done\"><h1 data-testid=\"done\">{}</h1><p>{}</p><p>{number}</p></div>\
             <p class=\"who\">{}</p><p class=\"keep\"><a href=\"{}\">{}</a></p><p class=\"keep\"><a href=\"{}\">{}</a></p>",
            self.say(words::DONE),
            text(&words::clock(self.lang, at, self.zone)),
            text(&found.findings.position),
            self.link(self.unit_path()),
            self.say(words::OTHERS),
            self.link(self.path),
            self.say(words::AGAIN),
        );
        self.end(html)
    }
}

fn hidden(html: &mut String, member: &str, value: &str) {
    let _ = write!(
        html,
        "<input type=\"hidden\" name=\"{member}\" value=\"{}\">",
        text(value)
    );
}

fn header(html: &mut String, lang: Lang, path: &str, unit: &str, place: &str) {
    let other = lang.other();
    let _ = write!(
        html,
        "<header><a class=\"lang\" href=\"{path}?lang={0}\" lang=\"{0}\" hreflang=\"{0}\">{1}</a><p class=\"where\">{2}</p>\
         <h1>{3}</h1><p class=\"where\">{4}</p></header>",
        other.word(),
        other.say(Both("Tiếng Việt", "English")),
        text(unit),
        lang.say(words::TITLE),
        text(place),
    );
}

/// Members of a form on their way into a page.
struct Members<'a> {
    lang: Lang,
    typed: &'a Typed,
    flaws: &'a Flaws,
}

impl Members<'_> {
    /// Hint and flaw with ids of their own, and the attributes that lead to them.
    fn beside(&self, member: &str, hint: Option<Both>) -> (String, String) {
        let (mut said, mut about) = (String::new(), String::new());
        let mut described = Vec::new();
        if let Some(hint) = hint {
            let hint = self.lang.say(hint);
            let _ = write!(
                said,
                "<span class=\"hint\" id=\"{member}-hint\">{hint}</span>"
            );
            described.push(format!("{member}-hint"));
        }
        let mut flaws = self.flaws.iter();
        if let Some((_, flaw)) = flaws.find(|(name, _)| *name == member) {
            let flaw = self.lang.say(words::flaw(*flaw));
            let _ = write!(
                said,
                "<span class=\"flaw\" id=\"{member}-flaw\">{flaw}</span>"
            );
            described.push(format!("{member}-flaw"));
            about.push_str(" aria-invalid=\"true\"");
        }
        if !described.is_empty() {
            let _ = write!(about, " aria-describedby=\"{}\"", described.join(" "));
        }
        (said, about)
    }

    fn label(&self, html: &mut String, member: &str, said: &str) {
        let is_flawed = self.flaws.iter().any(|(name, _)| *name == member);
        let class = if is_flawed { "field flawed" } else { "field" };
        let label = self.lang.say(words::label(member));
        let _ = write!(
            html,
            "<div class=\"{class}\"><label for=\"{member}\">{label}</label>{said}"
        );
    }

    fn input(&self, html: &mut String, member: &str, about: &str, hint: Option<Both>) {
        let (said, beside) = self.beside(member, hint);
        self.label(html, member, &said);
        let _ = write!(
            html,
            "<input id=\"{member}\" name=\"{member}\" {about} value=\"{}\"{beside}></div>",
            text(self.typed.get(member))
        );
    }

    fn area(&self, html: &mut String, member: &str) {
        let (said, beside) = self.beside(member, None);
        self.label(html, member, &said);
        let _ = write!(
            html,
            "<textarea id=\"{member}\" name=\"{member}\" rows=\"3\" maxlength=\"{TEXT_CHARS}\"{beside}>\n{}</textarea></div>",
            text(self.typed.get(member))
        );
    }

    fn tick(&self, html: &mut String, member: &str) {
        let checked = if self.typed.is_ticked(member) {
            " checked"
        } else {
            ""
        };
        let _ = write!(
            html,
            "<div class=\"field\"><label class=\"tick\" for=\"{member}\"><input type=\"checkbox\" id=\"{member}\" name=\"{member}\" \
             value=\"1\"{checked}>{}</label></div>",
            self.lang.say(words::label(member))
        );
    }
}

impl Flaw {
    /// Every one, for the words' test.
    #[cfg(test)]
    pub const ALL: [Flaw; 8] = [
        Flaw::Position,
        Flaw::TooLong,
        Flaw::Time,
        Flaw::Order,
        Flaw::ToCome,
        Flaw::People,
        Flaw::Reminder,
        Flaw::Again,
    ];
}
