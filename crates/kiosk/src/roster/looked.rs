//! *Looked*: a file that somebody looked at and hasn't taken yet, and how far its reading has got.

use super::Progress;
use super::columns::Chosen;
use super::sheet::FileError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::sync::{Mutex, PoisonError};

/// A list's file, as it was handed over.
#[derive(Clone, Copy)]
pub struct File<'a> {
    pub bytes: &'a [u8],
    /// None: what the headings say.
    pub columns: Option<&'a Chosen>,
    pub progress: &'a Progress,
}

/// What the file that was looked at last would make of a list.
pub(crate) struct Looked<T> {
    /// Numbered, so that nobody takes another file than the one that they saw; None once it was taken.
    last: Mutex<(u32, Option<T>)>,
    progress: Progress,
}

impl<T> Default for Looked<T> {
    fn default() -> Looked<T> {
        Looked {
            last: Mutex::default(),
            progress: Progress::default(),
        }
    }
}

impl<T: Clone> Looked<T> {
    /// Reads a file, whose bytes a page hands over in base64. The number takes it, until another one is looked at.
    pub(crate) fn look<E: From<FileError>>(
        &self,
        base64: &str,
        columns: Option<&Chosen>,
        plan: impl FnOnce(File<'_>) -> Result<T, E>,
    ) -> Result<(u32, T), E> {
        let bytes = STANDARD.decode(base64).map_err(|_| FileError::NotText)?;
        let plan = plan(File {
            bytes: &bytes,
            columns,
            progress: &self.progress,
        });
        self.progress.end();
        let plan = plan?;
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.0 = last.0.wrapping_add(1);
        last.1 = Some(plan.clone());
        Ok((last.0, plan))
    }

    /// Takes the file that was looked at, once. `stale`: it isn't that file any more.
    pub(crate) fn take<E>(
        &self,
        number: u32,
        stale: E,
        take: impl FnOnce(&T) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let plan = last.1.as_ref().filter(|_| last.0 == number);
        take(plan.ok_or(stale)?)?;
        last.1 = None;
        Ok(())
    }

    /// Rows that were read of the file that is being looked at; 0 while there is none.
    pub(crate) fn rows(&self) -> u32 {
        self.progress.rows()
    }
}
