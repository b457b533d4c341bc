//! *Packer*: a batch is filled with entries until it is full.

use super::super::{MAX_ENTRIES, MAX_HEADER, MAX_LINE, MAX_UNPACKED};
use super::open::{AFTER, BEFORE};
use super::{About, GROUPS, Groups, Header, Subject};
use crate::base64url::base64url;
use crate::chain;
use crate::subject::Group;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;

/// Whether an entry went into a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pushed {
    Yes,
    /// There is no room left; it begins the next one.
    Full,
}

/// Fills one batch, in the order of the log.
#[derive(Clone, Debug)]
pub struct Packer {
    about: About,
    first: u64,
    prev: [u8; 32],
    head: [u8; 32],
    count: usize,
    most: usize,
    lines: Vec<u8>,
    leaves_out: bool,
    past: bool,
    /// Bytes that are left out of `lines` and will be filled in.
    left_out: usize,
}

#[derive(Serialize)]
struct State<'a> {
    subject: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<Group>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    withheld: BTreeMap<Group, String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    left_out: bool,
}

impl Packer {
    /// An empty batch behind entry `seq`, whose head is `head`, for at most `most` entries (and
    /// never more than 2,000).
    pub fn new(about: About, seq: u64, head: [u8; 32], most: usize) -> Packer {
        Packer {
            about,
            first: seq + 1,
            prev: head,
            head,
            count: 0,
            most: most.min(MAX_ENTRIES),
            lines: Vec::new(),
            leaves_out: false,
            past: false,
            left_out: 0,
        }
    }

    /// Leaves out the commitments that the receiver can work out itself ([`super::open`]): hashes don't pack, and with
    /// all groups beside it a commitment would be a quarter of what travels.
    pub fn leaving_out(self) -> Packer {
        Packer {
            leaves_out: true,
            ..self
        }
    }

    /// Says that what was before isn't there any more ([`Header::past`]).
    pub fn behind_the_past(self, past: bool) -> Packer {
        Packer { past, ..self }
    }

    /// Entries in it so far.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Adds the next entry, byte for byte, and what there is to say of its subject. The first of a
    /// batch always has room.
    pub fn push(&mut self, line: &[u8], subject: &Subject<'_>) -> Pushed {
        let full = self.lines.len() + self.left_out;
        let room = MAX_UNPACKED - MAX_HEADER - full.min(MAX_UNPACKED - MAX_HEADER);
        // A state line with four hashes is below half a kibibyte.
        let most = line.len()
            + subject
                .groups()
                .iter()
                .map(|line| line.len() + 1)
                .sum::<usize>();
        if self.count == self.most || most + MAX_LINE / 32 > room {
            return Pushed::Full;
        }
        self.head = chain::head(&self.head, &chain::leaf(line));
        self.count += 1;
        let shortened = self.leaves_out.then(|| subject.shortened(line)).flatten();
        match &shortened {
            Some(shortened) => {
                self.left_out += line.len() - shortened.len();
                self.write(shortened);
            }
            None => self.write(line),
        }
        if let Some(state) = subject.state(shortened.is_some()) {
            // Words and hashes only: there is nothing that JSON can't hold.
            let state = serde_json::to_string(&state).unwrap_or_default();
            self.write(state.as_bytes());
        }
        for group in subject.groups() {
            self.write(group.as_bytes());
        }
        Pushed::Yes
    }

    fn write(&mut self, line: &[u8]) {
        self.lines.extend_from_slice(line);
        self.lines.push(b'\n');
    }

    /// The header and the whole text; None for a batch without an entry.
    pub fn done(self, sent_at: Timestamp, waiting: u64) -> Option<(Header, Vec<u8>)> {
        let count = u64::try_from(self.count).ok()?.checked_sub(1)?;
        let About {
            device,
            unit,
            branch,
            origin,
            app,
        } = self.about;
        let header = Header {
            device,
            unit,
            branch,
            origin,
            first: self.first,
            last: self.first + count,
            prev: self.prev,
            head: self.head,
            sent_at,
            waiting,
            app,
            past: self.past,
        };
        let mut text = header.line().into_bytes();
        text.push(b'\n');
        text.extend_from_slice(&self.lines);
        Some((header, text))
    }
}

impl<'a> Subject<'a> {
    fn groups(&self) -> Vec<&'a str> {
        match self {
            Subject::Sent(groups) => groups.lines.iter().flatten().copied().collect(),
            Subject::None
            | Subject::Absent
            | Subject::Erased
            | Subject::Purged
            | Subject::Unproven => Vec::new(),
        }
    }

    /// The entry's line without its commitment, where that follows from the groups that are sent.
    fn shortened(&self, line: &[u8]) -> Option<Vec<u8>> {
        let Subject::Sent(groups) = self else {
            return None;
        };
        let has_all = groups.withheld.iter().all(Option::is_none);
        let commitment = base64url(&groups.commitment());
        let start = line
            .strip_suffix(AFTER)?
            .strip_suffix(commitment.as_bytes())?;
        (has_all && start.ends_with(BEFORE)).then(|| [start, AFTER].concat())
    }

    fn state(&self, left_out: bool) -> Option<State<'static>> {
        let plain = |subject| {
            Some(State {
                subject,
                groups: Vec::new(),
                withheld: BTreeMap::new(),
                left_out: false,
            })
        };
        match self {
            Subject::None => None,
            Subject::Absent | Subject::Unproven => plain("absent"),
            Subject::Erased => plain("erased"),
            Subject::Purged => plain("purged"),
            Subject::Sent(groups) => Some(sent(groups, left_out)),
        }
    }
}

fn sent(groups: &Groups<'_>, left_out: bool) -> State<'static> {
    let here = GROUPS.into_iter().zip(groups.lines);
    let there = GROUPS.into_iter().zip(groups.withheld);
    State {
        subject: "sent",
        groups: here
            .filter_map(|(group, line)| line.map(|_| group))
            .collect(),
        withheld: there
            .filter_map(|(group, hash)| hash.map(|hash| (group, base64url(&hash))))
            .collect(),
        left_out,
    }
}
