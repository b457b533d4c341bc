//! *Page*: what a phone shows of a place, as HTML that needs neither scripts nor a second request.

use super::asking::{Asking, Field};
use super::form::{self, Declared, Doing, Flaw, Flaws, Sex, Typed};
use super::words::{self, Both, Lang};
use crate::places::Place;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use checkpoint::document::Question;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fmt::Write;

/// The pages' own looks, inline: a phone on a slow network shows something after one answer.
pub const CSS: &str = include_str!("page.css");

/// A place as a page shows it.
pub struct Page<'a> {
    pub lang: Lang,
    /// `/p/UNIT/CODE`
    pub path: &'a str,
    pub unit: &'a str,
    pub place: &'a Place,
    pub doing: Doing,
    /// What is asked here.
    pub asking: &'a Asking,
    /// How many days the unit keeps it.
    pub days: i32,
    pub zone: &'a TimeZone,
    /// The present year.
    pub year: i16,
    /// The poster that led here is an older print.
    pub is_old: bool,
}

impl Page<'_> {
    fn say(&self, both: Both) -> &'static str {
        self.lang.say(both)
    }

    fn title(&self) -> Both {
        match self.doing {
            Doing::Declare => words::DECLARE,
            Doing::CheckIn => words::CHECK_IN,
        }
    }

    /// What somebody agrees to here.
    pub fn notice(&self) -> String {
        words::notice(self.lang, self.asking, self.doing, self.unit, self.days)
    }

    /// The form with what was typed, and beside each member what is wrong with it. `once` is what this page makes up for it.
    pub fn form(&self, typed: &Typed, flaws: &Flaws, once: &str) -> String {
        let mut html = String::new();
        self.header(&mut html);
        if self.is_old {
            note(&mut html, self.say(words::OLD_POSTER));
        }
        self.summary(&mut html, flaws);
        let members = Members {
            page: self,
            typed,
            flaws,
        };
        let _ = write!(
            html,
            "<form method=\"post\" accept-charset=\"utf-8\"><input type=\"hidden\" name=\"{}\" value=\"{}\">",
            form::ONCE,
            text(once)
        );
        members.input(
            &mut html,
            form::NAME,
            words::NAME,
            true,
            "type=\"text\" autocomplete=\"name\" maxlength=\"60\"",
            None,
        );
        for field in Field::ALL {
            if self.asking.asks(field) {
                members.field(&mut html, field);
            }
        }
        self.questions(&mut html, &members);
        match self.doing {
            Doing::Declare => {
                members.people(&mut html);
                members.for_another(&mut html);
            }
            Doing::CheckIn => {
                let about = "type=\"number\" min=\"1\" max=\"60\" inputmode=\"numeric\" autocomplete=\"off\"";
                members.input(&mut html, form::HEADS, words::HEADS, true, about, None);
            }
        }
        let (voluntary, send) = match self.doing {
            Doing::Declare => (words::VOLUNTARY, words::SEND),
            Doing::CheckIn => (words::VOLUNTARY_CHECK_IN, words::CONFIRM),
        };
        let _ = write!(
            html,
            "<div class=\"notice\"><h2>{}</h2><p>{}</p><p>{}</p></div>",
            self.say(words::NOTICE),
            text(&self.notice()),
            self.say(voluntary)
        );
        if !self.asking.questions.is_empty() {
            members.agree(&mut html, form::AGREE_HEALTH, words::AGREE_HEALTH);
        }
        members.agree(&mut html, form::AGREE, words::AGREE);
        let _ = write!(
            html,
            "<button type=\"submit\">{}</button></form><p class=\"keep\"><a href=\"{}?lang={}\" rel=\"nofollow\" data-testid=\"to-inspect\">{}</a></p>",
            self.say(send),
            self.path.replacen("/p/", "/k/", 1),
            self.lang.word(),
            self.say(words::INSPECT)
        );
        let title = self.say(self.title());
        let flawed = if flaws.is_empty() {
            ""
        } else {
            self.say(words::FLAWED_TITLE)
        };
        document(self.lang, &format!("{flawed}{title}"), &html, CSS)
    }

    /// The pass of a declaration as a picture.
    pub fn pass(&self, declared: &Declared, ends: Timestamp, png: &[u8]) -> String {
        let mut html = String::new();
        self.language(&mut html, None);
        let until = words::clock(self.lang, ends, self.zone);
        let until = match self.lang {
            Lang::Vi => format!("Dùng được đến {until}."),
            Lang::En => format!("Valid until {until}."),
        };
        let picture = format!("data:image/png;base64,{}", STANDARD.encode(png));
        let _ = write!(
            html,
            "<div class=\"done\"><h1>{}</h1><p>{}</p></div><p class=\"who\" data-testid=\"who\">{}</p><p>{}</p>\
             <p class=\"where\">{}<br>{}</p><a href=\"{picture}\" download=\"chot-{}.png\"><img class=\"code\" \
             data-testid=\"code\" src=\"{picture}\" alt=\"{}\"></a><a class=\"button\" href=\"{picture}\" \
             download=\"chot-{}.png\">{}</a><p class=\"keep\">{}</p><p class=\"keep\"><a href=\"{}\">{}</a></p>",
            self.say(words::DONE),
            self.say(words::SHOW),
            text(&self.who(declared)),
            text(&until),
            text(&self.place.name),
            text(self.unit),
            self.place.code.as_str(),
            self.say(words::CODE),
            self.place.code.as_str(),
            self.say(words::SAVE),
            self.say(words::KEEP),
            self.address(self.lang),
            self.say(words::AGAIN),
        );
        document(self.lang, self.say(words::DONE), &html, CSS)
    }

    /// Somebody is where nobody guards, and it is written down.
    pub fn checked_in(&self, declared: &Declared, at: Timestamp) -> String {
        let mut html = String::new();
        self.language(&mut html, None);
        let _ = write!(
            html,
            "<div class=\"done\"><h1 data-testid=\"checked-in\">{}</h1><p>{}</p></div><p class=\"who\">{}</p><p class=\"where\">{}<br>{}</p>\
             <p class=\"keep\"><a href=\"{}\">{}</a></p>",
            self.say(words::CHECKED_IN),
            text(&words::clock(self.lang, at, self.zone)),
            text(&self.who(declared)),
            text(&self.place.name),
            text(self.unit),
            self.address(self.lang),
            self.say(words::CHECK_IN),
        );
        document(self.lang, self.say(words::CHECKED_IN), &html, CSS)
    }

    /// `Nguyễn Văn An và 3 người`
    fn who(&self, declared: &Declared) -> String {
        let name = &declared.name;
        match (self.lang, declared.heads.saturating_sub(1)) {
            (_, 0) => name.clone(),
            (Lang::Vi, others) => format!("{name} và {others} người cùng đi"),
            (Lang::En, others) => format!("{name} and {others} more"),
        }
    }

    fn address(&self, lang: Lang) -> String {
        format!("{}?lang={}", self.path, lang.word())
    }

    fn language(&self, html: &mut String, to: Option<Lang>) {
        if let Some(other) = to {
            let _ = write!(
                html,
                "<a class=\"lang\" href=\"{}\" lang=\"{}\" hreflang=\"{}\">{}</a>",
                self.address(other),
                other.word(),
                other.word(),
                other.say(Both("Tiếng Việt", "English"))
            );
        }
    }

    fn header(&self, html: &mut String) {
        html.push_str("<header>");
        self.language(html, Some(self.lang.other()));
        let _ = write!(
            html,
            "<p class=\"where\">{}</p><h1>{}</h1><p class=\"where\">{} · {}</p></header>",
            text(self.unit),
            self.say(self.title()),
            text(&self.place.name),
            self.place.code.as_str()
        );
    }

    /// What is wrong, with a way to each.
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
                self.called(member),
                text(&words::flaw(self.lang, *flaw, self.year))
            );
        }
        html.push_str("</ul></div>");
    }

    /// The label of a member.
    fn called(&self, member: &str) -> &'static str {
        let fields = Field::ALL.into_iter();
        let field = fields.map(|field| (field.word().to_owned(), words::label(field)));
        let questions = Question::ALL.into_iter();
        let question = questions.map(|one| (form::member(one), words::question(one)));
        let others = [
            (form::NAME, words::NAME),
            (form::DECLARER, words::DECLARER),
            (form::PEOPLE, words::PEOPLE),
            (form::HEADS, words::HEADS),
            (form::AGREE, words::NOTICE),
            (form::AGREE_HEALTH, words::NOTICE),
        ];
        let others = others.map(|(name, label)| (name.to_owned(), label));
        let mut all = field.chain(question).chain(others);
        let found = all.find(|(name, _)| name == member);
        found.map_or("", |(_, label)| self.say(label))
    }

    fn questions(&self, html: &mut String, members: &Members<'_>) {
        if self.asking.questions.is_empty() {
            return;
        }
        let _ = write!(html, "<h2>{}</h2>", self.say(words::QUESTIONS));
        for question in &self.asking.questions {
            let choices = [("yes", words::YES), ("no", words::NO)];
            members.choice(
                html,
                &form::member(*question),
                words::question(*question),
                true,
                &choices,
            );
        }
    }
}

/// Members of a form on their way into a page.
struct Members<'a> {
    page: &'a Page<'a>,
    typed: &'a Typed,
    flaws: &'a Flaws,
}

impl Members<'_> {
    fn flaw(&self, member: &str) -> Option<Flaw> {
        let mut flaws = self.flaws.iter();
        flaws
            .find(|(name, _)| name == member)
            .map(|(_, flaw)| *flaw)
    }

    /// The flaw's sentence with an id of its own, and the attributes that lead to it and to a hint.
    fn beside(&self, member: &str, has_hint: bool) -> (String, String) {
        let mut described = Vec::new();
        if has_hint {
            described.push(format!("{member}-hint"));
        }
        let mut said = String::new();
        let mut about = String::new();
        if let Some(flaw) = self.flaw(member) {
            let sentence = words::flaw(self.page.lang, flaw, self.page.year);
            let _ = write!(
                said,
                "<span class=\"flaw\" id=\"{member}-flaw\">{}</span>",
                text(&sentence)
            );
            described.push(format!("{member}-flaw"));
            about.push_str(" aria-invalid=\"true\"");
        }
        if !described.is_empty() {
            let _ = write!(about, " aria-describedby=\"{}\"", described.join(" "));
        }
        (said, about)
    }

    fn class(&self, member: &str) -> &'static str {
        if self.flaw(member).is_some() {
            "field flawed"
        } else {
            "field"
        }
    }

    fn optional(&self, is_needed: bool) -> String {
        if is_needed {
            return String::new();
        }
        let optional = self.page.say(words::OPTIONAL);
        format!(" <span class=\"hint\">({optional})</span>")
    }

    fn input(
        &self,
        html: &mut String,
        member: &str,
        label: Both,
        is_needed: bool,
        about: &str,
        hint: Option<Both>,
    ) {
        let (said, beside) = self.beside(member, hint.is_some());
        let needed = if is_needed {
            " aria-required=\"true\""
        } else {
            ""
        };
        let _ = write!(
            html,
            "<div class=\"{}\"><label for=\"{member}\">{}{}</label>{}{said}<input id=\"{member}\" name=\"{member}\" {about} \
             value=\"{}\"{needed}{beside}></div>",
            self.class(member),
            self.page.say(label),
            self.optional(is_needed),
            self.hint(member, hint),
            text(self.typed.get(member)),
        );
    }

    fn hint(&self, member: &str, hint: Option<Both>) -> String {
        hint.map_or_else(String::new, |hint| {
            let hint = self.page.say(hint);
            format!("<span class=\"hint\" id=\"{member}-hint\">{hint}</span>")
        })
    }

    fn field(&self, html: &mut String, field: Field) {
        let label = words::label(field);
        let is_needed = self.page.asking.needs(field);
        let about = match field {
            Field::Sex => {
                let choices = Sex::ALL.map(|sex| (sex.word(), words::sex(sex)));
                self.choice(html, field.word(), label, is_needed, &choices);
                return;
            }
            Field::BirthYear => {
                "type=\"text\" inputmode=\"numeric\" maxlength=\"4\" autocomplete=\"bday-year\""
            }
            Field::LastDigits => "type=\"text\" maxlength=\"20\" autocomplete=\"off\"",
            Field::Phone => "type=\"tel\" maxlength=\"24\" autocomplete=\"tel\"",
            Field::Email => "type=\"email\" maxlength=\"160\" autocomplete=\"email\"",
            Field::Nationality => "type=\"text\" maxlength=\"160\" autocomplete=\"country-name\"",
            Field::Area => "type=\"text\" maxlength=\"160\" autocomplete=\"off\"",
            Field::Address => "type=\"text\" maxlength=\"160\" autocomplete=\"street-address\"",
            Field::Purpose | Field::Host => "type=\"text\" maxlength=\"160\" autocomplete=\"off\"",
        };
        self.input(html, field.word(), label, is_needed, about, None);
    }

    /// One of a few, as large as a thumb.
    fn choice(
        &self,
        html: &mut String,
        member: &str,
        label: Both,
        is_needed: bool,
        choices: &[(&str, Both)],
    ) {
        let (said, _) = self.beside(member, false);
        let _ = write!(
            html,
            "<fieldset class=\"{}\"{}><legend>{}{}</legend>{said}<div class=\"pair\">",
            self.class(member),
            if said.is_empty() {
                String::new()
            } else {
                format!(" aria-describedby=\"{member}-flaw\"")
            },
            self.page.say(label),
            self.optional(is_needed)
        );
        for (at, (value, label)) in choices.iter().enumerate() {
            // The summary leads to the first of them.
            let id = if at == 0 {
                member.to_owned()
            } else {
                format!("{member}-{value}")
            };
            let checked = if self.typed.get(member) == *value {
                " checked"
            } else {
                ""
            };
            let _ = write!(
                html,
                "<label class=\"tick\" for=\"{id}\"><input type=\"radio\" id=\"{id}\" name=\"{member}\" value=\"{value}\"{checked}>{}</label>",
                self.page.say(*label)
            );
        }
        html.push_str("</div></fieldset>");
    }

    fn people(&self, html: &mut String) {
        let member = form::PEOPLE;
        let (said, beside) = self.beside(member, true);
        let _ = write!(
            html,
            "<div class=\"{}\"><label for=\"{member}\">{}{}</label>{}{said}<textarea id=\"{member}\" name=\"{member}\" rows=\"3\"\
             {beside}>\n{}</textarea></div>",
            self.class(member),
            self.page.say(words::PEOPLE),
            self.optional(false),
            self.hint(member, Some(words::PEOPLE_HINT)),
            text(self.typed.get(member)),
        );
    }

    fn for_another(&self, html: &mut String) {
        let checked = if self.typed.is_ticked(form::FOR_ANOTHER) {
            " checked"
        } else {
            ""
        };
        let _ = write!(
            html,
            "<div class=\"field\"><label class=\"tick\" for=\"{0}\"><input type=\"checkbox\" id=\"{0}\" name=\"{0}\" \
             value=\"1\"{checked}>{1}</label></div>",
            form::FOR_ANOTHER,
            self.page.say(words::FOR_ANOTHER)
        );
        let about = "type=\"text\" maxlength=\"60\" autocomplete=\"off\"";
        let hint = Some(words::DECLARER_HINT);
        self.input(html, form::DECLARER, words::DECLARER, false, about, hint);
    }

    fn agree(&self, html: &mut String, member: &str, label: Both) {
        let (said, beside) = self.beside(member, false);
        let checked = if self.typed.is_ticked(member) {
            " checked"
        } else {
            ""
        };
        let _ = write!(
            html,
            "<div class=\"{}\">{said}<label class=\"tick\" for=\"{member}\"><input type=\"checkbox\" id=\"{member}\" \
             name=\"{member}\" value=\"1\"{checked}{beside}>{}</label></div>",
            self.class(member),
            self.page.say(label)
        );
    }
}

/// A page that says one thing and what to do.
pub fn message(lang: Lang, title: Both, what: &str) -> String {
    let mut html = String::new();
    let _ = write!(html, "<h1>{}</h1><p>{}</p>", lang.say(title), text(what));
    document(lang, lang.say(title), &html, CSS)
}

fn note(html: &mut String, said: &str) {
    let _ = write!(html, "<p class=\"note\">{said}</p>");
}

/// A whole page.
pub(crate) fn document(lang: Lang, title: &str, body: &str, css: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
         <meta name=\"format-detection\" content=\"telephone=no\"><title>{title}</title><style>{css}</style></head>\
         <body><main>{body}</main></body></html>",
        lang.word()
    )
}

/// A text within HTML, also in an attribute in double quotes.
pub(crate) fn text(raw: &str) -> String {
    let mut safe = String::with_capacity(raw.len());
    for letter in raw.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use checkpoint::place::{Code, Kind, State};
    use proptest::prelude::*;

    fn place(name: &str) -> Place {
        Place {
            code: Code::of_typed("BS-012").unwrap(),
            version: 1,
            name: name.to_owned(),
            kind: Kind::Gate,
            state: State::Posted,
            unguarded: false,
            until: None,
        }
    }

    fn everything() -> Asking {
        Asking {
            fields: Field::ALL.to_vec(),
            optional: Vec::new(),
            questions: Question::ALL.to_vec(),
            ..Asking::default()
        }
    }

    fn shown(asking: &Asking, place: &Place, typed: &Typed, lang: Lang) -> String {
        let page = Page {
            lang,
            path: "/p/AAAAAAAAAAAAAAAAAAAAAA/BS-012",
            unit: "UBND xã Thử <Nghiệm>",
            place,
            doing: Doing::Declare,
            asking,
            days: 30,
            zone: &TimeZone::UTC,
            year: 2026,
            is_old: false,
        };
        let flaws = form::check(typed, asking, Doing::Declare, 2026).err();
        page.form(typed, &flaws.unwrap_or_default(), "AAAAAAAAAAAAAAAAAAAAAA")
    }

    #[test]
    fn the_fullest_page_with_every_flaw_is_under_60_kilobytes() {
        let asking = everything();
        for lang in [Lang::Vi, Lang::En] {
            let html = shown(&asking, &place("Cổng chính"), &Typed::default(), lang);
            assert!(html.len() < 60_000, "{}", html.len());
            assert!(html.contains("&lt;Nghiệm&gt;"));
        }
    }

    #[test]
    fn every_flaw_leads_to_a_member_that_is_on_the_page_and_every_id_is_there_once() {
        let html = shown(
            &everything(),
            &place("Cổng chính"),
            &Typed::default(),
            Lang::Vi,
        );
        let after = |mark: &'static str| {
            html.split(mark)
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let ids = after(" id=\"");
        let mut once = ids.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), ids.len());
        let leads = after("href=\"#");
        assert!(leads.len() > 20);
        for member in leads.iter().chain(&after("for=\"")) {
            assert!(ids.contains(member), "{member}");
        }
        for described in after("aria-describedby=\"") {
            for id in described.split(' ') {
                assert!(ids.contains(&id.to_owned()), "{id}");
            }
        }
        assert!(
            !html.contains("<li><a href=\"#agree\">: "),
            "each has a name"
        );
    }

    proptest! {
        #[test]
        fn nothing_that_was_typed_becomes_html(typed in "\\PC*[<>\"'&]\\PC*") {
            let body = form_urlencoded::Serializer::new(String::new())
                .append_pair("name", &typed)
                .append_pair("people", &typed)
                .append_pair("once", &typed)
                .finish();
            let clean = shown(&everything(), &place("Cổng"), &Typed::default(), Lang::Vi);
            let html = shown(&everything(), &place(&typed), &Typed::read(body.as_bytes()), Lang::Vi);
            let tags = |html: &str| html.matches('<').count();
            // Flaws come and go with what is typed; each is at most two elements more or less, and none is typed.
            prop_assert!(tags(&html).abs_diff(tags(&clean)) <= 16);
            prop_assert_eq!(tags(&html), html.matches('>').count());
        }
    }
}
