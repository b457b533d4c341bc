//! A batch is read from a stranger's bytes, all limits first.

use super::super::{MAX_LINE, MAX_UNPACKED};
use super::{GROUPS, Groups, Header, Subject};
use crate::base64url::from_base64url;
use crate::chain::{self, Flaw};
use crate::entry::Entry;
use crate::json;
use crate::subject::Group;

/// A batch that is whole: its lines lead from `prev` to `head`.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch<'a> {
    pub header: Header,
    /// One for each of `first..=last`.
    pub items: Vec<Item<'a>>,
}

/// An entry of a batch.
#[derive(Clone, Debug, PartialEq)]
pub struct Item<'a> {
    /// Its place, by its position in the batch.
    pub seq: u64,
    /// Byte for byte, without the newline.
    pub line: &'a [u8],
    pub leaf: [u8; 32],
    pub head: [u8; 32],
    /// What the line says. A flaw is no reason to refuse it: it happened, it is stored and flagged.
    pub entry: Result<Entry, Flaw>,
    pub subject: Subject<'a>,
}

/// Why bytes aren't a batch. Lines are counted from 1, the header's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error("more than 8 MiB, 2,000 entries or 16 KiB in a line: send less at a time")]
    TooLarge,
    #[error("it is of version {0} and this program reads version 1: install the newer program")]
    Version(u64),
    #[error("its header isn't what the protocol says of it")]
    Header,
    #[error("line {0} isn't what the protocol says should stand there")]
    Line(usize),
    #[error("it has fewer or more entries than its header says")]
    Count,
    #[error("its lines don't lead from the head before it to the head that it names")]
    Head,
}

/// Reads a whole batch.
pub fn read(bytes: &[u8]) -> Result<Batch<'_>, ReadError> {
    if bytes.len() > MAX_UNPACKED {
        return Err(ReadError::TooLarge);
    }
    let text = bytes.strip_suffix(b"\n").ok_or(ReadError::Count)?;
    let mut lines = Lines {
        lines: text.split(|byte| *byte == b'\n'),
        number: 0,
        next: None,
    };
    let header = Header::read(lines.take()?.ok_or(ReadError::Header)?)?;
    let mut items = Vec::with_capacity(header.count());
    let mut head = header.prev;
    for seq in header.first..=header.last {
        let line = lines.take()?.ok_or(ReadError::Count)?;
        // A NUL, CR or any other control character would let two readers see two lines.
        if line.is_empty() || line.iter().any(|byte| *byte < b' ') {
            return Err(ReadError::Line(lines.number));
        }
        let leaf = chain::leaf(line);
        head = chain::head(&head, &leaf);
        let entry = entry(seq, line);
        let committed = match &entry {
            Ok(entry) => entry.subject,
            Err(_) => commitment(line),
        };
        let subject = lines.subject(committed, entry.is_ok())?;
        items.push(Item {
            seq,
            line,
            leaf,
            head,
            entry,
            subject,
        });
    }
    if lines.take()?.is_some() {
        return Err(ReadError::Count);
    }
    if head != header.head {
        return Err(ReadError::Head);
    }
    Ok(Batch { header, items })
}

fn entry(seq: u64, line: &[u8]) -> Result<Entry, Flaw> {
    let entry = Entry::parse(line)?;
    if entry.seq != seq {
        return Err(Flaw::SaysOtherSeq { says: entry.seq });
    }
    match entry.said.of {
        Some(of) if of.seq >= seq => Err(Flaw::NamesLater { of: of.seq }),
        Some(_) | None => Ok(entry),
    }
}

/// What a line commits to that this program can't read as an entry.
fn commitment(line: &[u8]) -> Option<[u8; 32]> {
    let mut members = json::object(line).ok()?;
    let text = members.text("subject").ok()??;
    from_base64url(&text)
}

struct Lines<'a, I> {
    lines: I,
    /// Of the line taken last, from 1.
    number: usize,
    next: Option<&'a [u8]>,
}

impl<'a, I: Iterator<Item = &'a [u8]>> Lines<'a, I> {
    fn peek(&mut self) -> Option<&'a [u8]> {
        if self.next.is_none() {
            self.next = self.lines.next();
        }
        self.next
    }

    fn take(&mut self) -> Result<Option<&'a [u8]>, ReadError> {
        let line = self.peek();
        self.next = None;
        self.number += 1;
        match line {
            Some(line) if line.len() > MAX_LINE => Err(ReadError::TooLarge),
            line => Ok(line),
        }
    }

    /// The lines about a subject that follow an entry. They have to be there exactly when an entry
    /// that can be read commits to one.
    fn subject(
        &mut self,
        committed: Option<[u8; 32]>,
        readable: bool,
    ) -> Result<Subject<'a>, ReadError> {
        let state = self
            .peek()
            .filter(|line| line.starts_with(b"{\"subject\":"));
        let Some(state) = state else {
            return if readable && committed.is_some() {
                Err(ReadError::Line(self.number + 1))
            } else {
                Ok(Subject::None)
            };
        };
        self.take()?;
        if readable && committed.is_none() {
            return Err(ReadError::Line(self.number));
        }
        let wrong = ReadError::Line(self.number);
        let mut members = json::object(state).map_err(|_| wrong)?;
        let word = members.text("subject").map_err(|_| wrong)?;
        match word.as_deref() {
            Some("absent") => Ok(Subject::Absent),
            Some("erased") => Ok(Subject::Erased),
            Some("purged") => Ok(Subject::Purged),
            Some("sent") => {
                let named = members.texts("groups").map_err(|_| wrong)?;
                let mut hashes = members.object("withheld").map_err(|_| wrong)?;
                let groups = self.groups(&named.unwrap_or_default(), hashes.as_mut(), wrong)?;
                let proven = groups.filter(|groups| committed == Some(groups.commitment()));
                Ok(proven.map_or(Subject::Unproven, Subject::Sent))
            }
            Some(_) | None => Err(wrong),
        }
    }

    /// None where a group's line is no JSON object: it can't be what was committed to.
    fn groups(
        &mut self,
        named: &[String],
        mut hashes: Option<&mut json::Members>,
        wrong: ReadError,
    ) -> Result<Option<Groups<'a>>, ReadError> {
        let mut is_text = true;
        let mut groups = Groups::default();
        let mut sent = named
            .iter()
            .map(|word| json::word::<Group>(word))
            .peekable();
        for (place, group) in GROUPS.into_iter().enumerate() {
            if let Some(hashes) = hashes.as_mut()
                && let Some(hash) = hashes.text(word_of(group)).map_err(|_| wrong)?
            {
                groups.withheld[place] = Some(from_base64url(&hash).ok_or(wrong)?);
            }
            if sent.next_if_eq(&Some(group)).is_none() {
                continue;
            }
            let line = self.take()?.ok_or(ReadError::Count)?;
            let line = std::str::from_utf8(line)
                .ok()
                .filter(|line| json::object(line.as_bytes()).is_ok());
            is_text &= line.is_some();
            groups.lines[place] = Some(line.unwrap_or_default());
            if groups.withheld[place].is_some() {
                return Err(wrong);
            }
        }
        // A word of no group, twice the same, or not in their order.
        match sent.next() {
            None => Ok(is_text.then_some(groups)),
            Some(_) => Err(wrong),
        }
    }
}

fn word_of(group: Group) -> &'static str {
    match group {
        Group::Identity => "identity",
        Group::Contact => "contact",
        Group::Health => "health",
        Group::Note => "note",
    }
}
