//! *Folder*: batches as files in a folder, for whoever fetches them. What is there is *written*: that
//! somebody received it, nobody says.
//!
//! ```text
//! chot-<device>-<branch>-<first>-<last>.ndjson    a batch as it goes to a hub, plain
//! ```
//!
//! Each entry is in one file: what a power cut leaves in doubt is written again under the same name.

use super::begun;
use super::carrier::Turn;
use super::problem::{self, Saying};
use super::room::Room;
use super::timer::Timer;
use crate::home::sync_directory;
use crate::outbox::Text;
use crate::targets::{Begun, Target, TargetError};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use checkpoint::policy::Words;
use checkpoint::subject::Group;
use checkpoint::wire::UnitId;
use checkpoint::wire::batch::Header;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Entries of one file.
const MOST: usize = 2_000;

/// Writes the next file.
pub(super) async fn turn(
    room: &Room,
    target: &Target,
    folder: &Path,
    timer: &mut Timer,
) -> Result<Turn, TargetError> {
    let picked: Vec<Group> = target.picked.iter().map(|picked| picked.group).collect();
    let outbox = room.outbox();
    let stretch = match begun::next(&outbox, target, MOST, !picked.is_empty()) {
        Ok(Some(stretch)) => stretch,
        Ok(None) => {
            timer.reset();
            room.targets.borrow_mut().going_on(target.id)?;
            return Ok(Turn::Idle);
        }
        Err(error) => return problem::unreadable(room, target, timer, &error),
    };
    let about = (room.device.id, UnitId(outbox.unit()));
    let Some((header, text)) = stretch.batch(about, &picked, Text::Whole, room.now()) else {
        return Ok(Turn::Idle);
    };
    let begun = Begun {
        branch: header.branch,
        first: header.first,
        last: header.last,
    };
    if !begun::begin(room, target, begun)? {
        return Ok(Turn::More);
    }
    let path = folder.join(file_name(&header));
    let at_work = room.at_work(target.id);
    // A share of a network that hangs holds up nobody else.
    let written = tokio::task::spawn_blocking(move || write(&path, &text)).await;
    drop(at_work);
    match written {
        Ok(Ok(())) => {
            let to = crate::targets::Cursor {
                branch: header.branch,
                seq: header.last,
            };
            let entries = header.count() as u64;
            let now = room.now();
            room.targets
                .borrow_mut()
                .moved(target.id, target.shift, to, (entries, 1), now)?;
            timer.reset();
            Ok(Turn::More)
        }
        Ok(Err(error)) => {
            let wait = timer.after_failure(room.chance());
            problem::failing(room, target, &saying(folder, &error), wait)
        }
        Err(_) => Ok(Turn::After(timer.after_failure(room.chance()))),
    }
}

/// Sorts by device, branch and entry.
fn file_name(header: &Header) -> String {
    format!(
        "chot-{}-{}-{:016}-{:016}.ndjson",
        URL_SAFE_NO_PAD.encode(header.device.0),
        URL_SAFE_NO_PAD.encode(header.branch.0),
        header.first,
        header.last
    )
}

/// Under another name until all of it is durable: nobody ever fetches half a file.
pub(super) fn write(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = || -> io::Result<()> {
        let mut file = File::create(&beside)?;
        file.write_all(text)?;
        file.sync_all()?;
        drop(file);
        std::fs::rename(&beside, path)?;
        // Some shares can't make a folder durable; the file is.
        let _ = sync_directory(path);
        Ok(())
    };
    written().inspect_err(|_| {
        // What is left of a failed try is overwritten by the next.
        let _ = std::fs::remove_file(&beside);
    })
}

/// What a folder failed with, in words.
pub(super) fn saying(folder: &Path, error: &io::Error) -> Saying {
    let place = folder.display();
    let vi = if error.kind() == io::ErrorKind::NotFound {
        format!("Không thấy thư mục {place}: cắm lại ổ đĩa hoặc nối lại thư mục mạng")
    } else if matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    ) {
        format!("Thư mục {place} đã đầy: dọn bớt, máy sẽ tự ghi tiếp")
    } else {
        format!("Không ghi được vào thư mục {place}: mở quyền ghi cho tài khoản này")
    };
    Saying {
        word: "folder",
        words: Words {
            vi,
            en: format!("the folder {place} can't be written to: {error}"),
        },
        is_final: false,
    }
}
