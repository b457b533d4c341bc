//! *Open*: a body becomes the text of a batch, every entry's line whole.

use super::super::unpack::{UnpackError, unpack};
use super::{GROUPS, Groups};
use crate::base64url::base64url;
use crate::json;
use crate::subject::Group;
use std::borrow::Cow;

/// What stands before and behind a commitment, which is an entry line's last member.
pub(super) const BEFORE: &[u8] = b"\"subject\":\"";
pub(super) const AFTER: &[u8] = b"\"}";
/// How a line ends whose commitment was left out, and how the line about its subject begins and ends.
const WITHOUT: &[u8] = b"\"subject\":\"\"}\n";
const SENT: &[u8] = b"{\"subject\":\"sent\"";
const LEFT_OUT: &[u8] = b",\"left_out\":true}\n";

/// The text behind a `Content-Encoding`, with the commitments that were left out. Whether they are right is told by the
/// head that the batch has to lead to; a line that can't be filled stays as it came, and leads elsewhere.
pub fn open<'b>(encoding: &str, body: &'b [u8]) -> Result<Cow<'b, [u8]>, UnpackError> {
    let text = unpack(encoding, body)?;
    let leaves_out = text
        .split_inclusive(|byte| *byte == b'\n')
        .any(|line| line.ends_with(LEFT_OUT));
    Ok(if leaves_out {
        Cow::Owned(filled(&text))
    } else {
        text
    })
}

fn filled(text: &[u8]) -> Vec<u8> {
    // Most entries are two lines of a hundred bytes and more for each commitment of 43.
    let mut filled = Vec::with_capacity(text.len() + text.len() / 4);
    let mut lines = text.split_inclusive(|byte| *byte == b'\n');
    while let Some(line) = lines.next() {
        let state = line
            .strip_suffix(LEFT_OUT)
            .filter(|line| line.starts_with(SENT) && filled.ends_with(WITHOUT));
        let Some(state) = state.map(|start| [start, b"}"].concat()) else {
            filled.extend_from_slice(line);
            continue;
        };
        let sent: Vec<&[u8]> = lines.by_ref().take(count(&state)).collect();
        if let Some(commitment) = commitment(&state, &sent) {
            filled.truncate(filled.len() - AFTER.len() - 1);
            filled.extend_from_slice(commitment.as_bytes());
            filled.extend_from_slice(AFTER);
            filled.push(b'\n');
        }
        filled.extend_from_slice(&state);
        filled.push(b'\n');
        filled.extend(sent.into_iter().flatten());
    }
    filled
}

/// How many groups follow.
fn count(state: &[u8]) -> usize {
    named(state).map_or(0, |named| named.len().min(GROUPS.len()))
}

fn named(state: &[u8]) -> Option<Vec<String>> {
    let named = json::object(state).ok()?.texts("groups").ok()?;
    Some(named.unwrap_or_default())
}

fn commitment(state: &[u8], sent: &[&[u8]]) -> Option<String> {
    let mut groups = Groups::default();
    for (word, line) in named(state)?.iter().zip(sent) {
        let group = json::word::<Group>(word)?;
        let place = GROUPS.iter().position(|one| *one == group)?;
        groups.lines[place] = Some(std::str::from_utf8(line.strip_suffix(b"\n")?).ok()?);
    }
    Some(base64url(&groups.commitment()))
}
