//! What keeps a camera from giving pictures, read out of the words of three systems.

use nokhwa::NokhwaError;

/// Why there are no pictures. The number is its form on the pipe; a larger one tells a person more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Fault {
    /// No such camera now.
    Absent = 1,
    /// It is there and fails in no way we know.
    Broken = 2,
    /// None of its formats is one of ours.
    WrongFormat = 3,
    /// We may not open it.
    Denied = 4,
    /// Another program has it.
    Busy = 5,
}

impl Fault {
    pub(super) fn of_byte(byte: u8) -> Option<Fault> {
        [
            Fault::Absent,
            Fault::Broken,
            Fault::WrongFormat,
            Fault::Denied,
            Fault::Busy,
        ]
        .into_iter()
        .find(|fault| *fault as u8 == byte)
    }

    /// nokhwa hands on the system's error as text only: a number on Linux (`os error 16`), an HRESULT on Windows.
    pub(super) fn of(error: &NokhwaError) -> Fault {
        let text = error.to_string();
        if let Some(number) = os_error(&text) {
            return match number {
                // ENOENT, ENXIO, ENODEV, and what a USB device says on its way out: EIO, EPROTO, ESHUTDOWN
                2 | 6 | 19 | 5 | 71 | 108 => Fault::Absent,
                // EPERM, EACCES
                1 | 13 => Fault::Denied,
                // EBUSY, and ENOSPC: another camera has the bandwidth of the bus
                16 | 28 => Fault::Busy,
                // EINVAL: it does not do what it lists
                22 => Fault::WrongFormat,
                _ => Fault::Broken,
            };
        }
        let upper = text.to_uppercase();
        let says = |codes: &[&str]| codes.iter().any(|code| upper.contains(code));
        // E_ACCESSDENIED; macOS says it in words
        if says(&["80070005", "ACCESS DENIED", "PERMISSION", "NOT AUTHORIZED"]) {
            return Fault::Denied;
        }
        // MF_E_HW_MFT_FAILED_START_STREAMING, MF_E_VIDEO_RECORDING_DEVICE_PREEMPTED, ERROR_SHARING_VIOLATION
        if says(&[
            "C00D3704",
            "C00D3EA3",
            "80070020",
            "IN USE",
            "BUSY",
            "LOCKFORCONFIGURATION",
        ]) {
            return Fault::Busy;
        }
        // MF_E_VIDEO_RECORDING_DEVICE_INVALIDATED, MF_E_ATTRIBUTENOTFOUND, ERROR_DEVICE_NOT_CONNECTED
        if says(&[
            "C00D3EA2",
            "C00D36E6",
            "8007048F",
            "NOT FOUND",
            "DISCONNECTED",
        ]) {
            return Fault::Absent;
        }
        match error {
            NokhwaError::GetPropertyError { .. } | NokhwaError::SetPropertyError { .. } => {
                Fault::WrongFormat
            }
            NokhwaError::UnitializedError
            | NokhwaError::InitializeError { .. }
            | NokhwaError::ShutdownError { .. }
            | NokhwaError::GeneralError(_)
            | NokhwaError::StructureError { .. }
            | NokhwaError::OpenDeviceError(..)
            | NokhwaError::OpenStreamError(_)
            | NokhwaError::ReadFrameError(_)
            | NokhwaError::ProcessFrameError { .. }
            | NokhwaError::StreamShutdownError(_)
            | NokhwaError::UnsupportedOperationError(_)
            | NokhwaError::NotImplementedError(_) => Fault::Broken,
        }
    }
}

/// The N of Rust's "(os error N)". HRESULTs are written there too, as negative numbers, and are not meant.
fn os_error(text: &str) -> Option<u32> {
    let (_, rest) = text.rsplit_once("(os error ")?;
    rest.split_once(')')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_words_become_faults() {
        let open = |text: &str| Fault::of(&NokhwaError::OpenStreamError(text.to_owned()));
        assert_eq!(open("Device or resource busy (os error 16)"), Fault::Busy);
        assert_eq!(open("Permission denied (os error 13)"), Fault::Denied);
        assert_eq!(open("No such device (os error 19)"), Fault::Absent);
        assert_eq!(
            open("No such file or directory (os error 2)"),
            Fault::Absent
        );
        assert_eq!(open("HRESULT(0xC00D3EA3)"), Fault::Busy);
        assert_eq!(open("Access is denied. (0x80070005)"), Fault::Denied);
        assert_eq!(open("nobody knows"), Fault::Broken);
        let unfit = NokhwaError::GetPropertyError {
            property: "FrameFormat".into(),
            error: "unsupported".into(),
        };
        assert_eq!(Fault::of(&unfit), Fault::WrongFormat);
    }

    #[test]
    fn a_fault_survives_the_pipe() {
        for fault in [
            Fault::Absent,
            Fault::Broken,
            Fault::WrongFormat,
            Fault::Denied,
            Fault::Busy,
        ] {
            assert_eq!(Fault::of_byte(fault as u8), Some(fault));
        }
        assert_eq!(Fault::of_byte(0), None);
    }
}
