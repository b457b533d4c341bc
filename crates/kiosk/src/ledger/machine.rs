//! Which machine this is, so that a data directory that was copied to another one is noticed.

use ring::digest::{Context, SHA256};

/// A hash of the system's own id of this installation: the id itself isn't for other programs' files.
/// None where the system has no id.
pub(super) fn machine_id() -> Option<[u8; 16]> {
    let id = system_id()?;
    let id = id.trim();
    if id.is_empty() {
        return None;
    }
    let mut hash = Context::new(&SHA256);
    hash.update(b"chot/machine/1");
    hash.update(&[0]);
    hash.update(id.as_bytes());
    let mut short = [0; 16];
    short.copy_from_slice(&hash.finish().as_ref()[..16]);
    Some(short)
}

#[cfg(target_os = "windows")]
fn system_id() -> Option<String> {
    use std::os::windows::process::CommandExt;
    const NO_WINDOW: u32 = 0x0800_0000;
    let said = std::process::Command::new("reg")
        .args([
            "query",
            r"HKLM\SOFTWARE\Microsoft\Cryptography",
            "/v",
            "MachineGuid",
            "/reg:64",
        ])
        .creation_flags(NO_WINDOW)
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    said.split_whitespace().last().map(str::to_owned)
}

#[cfg(target_os = "macos")]
fn system_id() -> Option<String> {
    let said = std::process::Command::new("/usr/sbin/ioreg")
        .args(["-rd1", "-c", "IOPlatformExpertDevice"])
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let line = said.lines().find(|line| line.contains("IOPlatformUUID"))?;
    line.rsplit('"').nth(1).map(str::to_owned)
}

#[cfg(not(any(target_os = "windows", target_os = "macos")))]
fn system_id() -> Option<String> {
    ["/etc/machine-id", "/var/lib/dbus/machine-id"]
        .into_iter()
        .find_map(|path| std::fs::read_to_string(path).ok())
}
