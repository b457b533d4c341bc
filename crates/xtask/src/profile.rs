//! How cargo builds, by the name of its folder.

/// What for.
#[derive(Clone, Copy)]
pub enum Profile {
    Debug,
    Release,
}

impl Profile {
    /// What cargo is told beside `--workspace`: it builds everything for debugging, and for release what is packaged.
    pub fn flags(self) -> &'static [&'static str] {
        match self {
            Profile::Debug => &[],
            Profile::Release => &["--release", "--bin", "chot", "--bin", "chot-window"],
        }
    }

    pub fn folder(self) -> &'static str {
        match self {
            Profile::Debug => "debug",
            Profile::Release => "release",
        }
    }
}
