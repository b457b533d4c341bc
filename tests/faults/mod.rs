//! What happens when something is taken away in the middle.

#[cfg(target_os = "linux")]
mod capture;
#[cfg(target_os = "linux")]
mod dials;
mod killed;
