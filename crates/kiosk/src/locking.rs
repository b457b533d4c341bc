//! *Locking*: the screen shows nothing but the gate, comes back by itself, and is closed by an admin's PIN alone.
//!
//! What no program of an ordinary account can lock is told where it is switched on: Ctrl+Alt+Del, another virtual terminal,
//! the power button.

use crate::autostart;
use crate::home::Home;
use crate::post::Refusal;
use crate::staff::desk::Desk;
use crate::staff::{NotAllowed, Seat, Staff, StaffError, Tried};
use crate::update::{Place, WINDOW};
use crate::watch::Door;
use checkpoint::policy::Words;
use checkpoint::role::Act;
use std::path::PathBuf;
use std::sync::Arc;

/// Why it isn't locked, or not whole.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("there is no admin yet, whose PIN would open it again: make one on the page Users")]
    NoAdmin,
    #[error("samples are playing: end them first")]
    Demo,
    #[error("the entry could not be written: look at the store's light, then try again")]
    NotStored,
    #[error(
        "it is done, but this account's autostart could not be written ({0}): set it by hand, as the page says"
    )]
    Autostart(String),
}

impl LockError {
    /// In both languages of the screen.
    pub fn words(&self) -> Words {
        let vi = match self {
            LockError::NotAllowed(error) => return error.words(),
            LockError::NoAdmin => {
                "Chưa có quản trị nào để mở khoá bằng PIN: thêm ở trang Người dùng".to_owned()
            }
            LockError::Demo => "Đang chạy hình mẫu: tắt hình mẫu trước".to_owned(),
            LockError::NotStored => "Chưa ghi được vào sổ: xem đèn sổ ghi rồi bấm lại".to_owned(),
            LockError::Autostart(cause) => format!(
                "Đã đổi, nhưng chưa đặt được tự mở khi bật máy ({cause}): đặt bằng tay theo hướng dẫn trên trang"
            ),
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}

/// The window's way to it.
pub struct Locking {
    gate: Door,
    desk: Arc<Desk>,
    staff: Arc<Staff>,
    demo: bool,
    /// The program as it was installed, which is opened at a sign-in.
    program: Option<PathBuf>,
    /// Ends this program for good.
    end: Box<dyn Fn() + Send + Sync>,
}

/// What came of asking to close.
#[derive(Debug)]
pub enum Closing {
    /// The program ends.
    Closed,
    Not(Tried),
}

impl Locking {
    pub fn of(
        gate: Door,
        desk: Arc<Desk>,
        staff: Arc<Staff>,
        demo: bool,
        end: Box<dyn Fn() + Send + Sync>,
    ) -> Locking {
        let place = std::env::current_exe().ok();
        let place = place.and_then(|program| Place::of(&program));
        Locking {
            gate,
            desk,
            staff,
            demo,
            program: place.map(|place| place.installed(WINDOW)),
            end,
        }
    }

    /// Locks the screen to the gate and has it opened at every sign-in, or neither any more.
    pub fn lock(&self, is_locked: bool) -> Result<(), LockError> {
        if is_locked && self.demo {
            return Err(LockError::Demo);
        }
        if is_locked && !self.staff.is_governed() {
            return Err(LockError::NoAdmin);
        }
        let changed = self.gate.ask(move |post| {
            let was = post.snapshot().settings.kiosk;
            post.lock_screen(is_locked)?;
            Ok(was != is_locked)
        });
        let is_changed = changed.map_err(|refusal| {
            if let Refusal::NotAllowed(not_allowed) = refusal {
                LockError::NotAllowed(not_allowed)
            } else {
                LockError::NotStored
            }
        })?;
        match &self.program {
            Some(program) if is_changed => autostart::set(is_locked, program)
                .map_err(|error| LockError::Autostart(error.to_string())),
            Some(_) | None => Ok(()),
        }
    }

    /// An admin's PIN closes a gate that is locked. Where nobody is on the list yet everybody may.
    pub fn close(&self, number: u64, pin: &str) -> Result<Closing, StaffError> {
        if !self.staff.is_governed() {
            (self.end)();
            return Ok(Closing::Closed);
        }
        let tried = self.desk.sign_on(number, pin, Seat::Desk)?;
        if !matches!(tried, Tried::Right(_)) {
            return Ok(Closing::Not(tried));
        }
        let allowed = self.gate.ask(|post| {
            let allowed = post.may(Act::LockScreen);
            // Whoever closes it sits there no longer, and whoever may not doesn't begin to.
            post.sign_off(Seat::Desk);
            allowed
        });
        allowed?;
        (self.end)();
        Ok(Closing::Closed)
    }
}

impl Home {
    /// Whether the screen is locked to the gate here, as far as the settings can be read.
    pub fn is_locked(&self) -> bool {
        let settings = crate::settings::Settings::load(&crate::settings::Settings::path(self));
        settings.is_ok_and(|settings| settings.kiosk)
    }
}
