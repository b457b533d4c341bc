//! What a person at the gate sees and does, in the real window and with the real programs.

#[cfg(target_os = "linux")]
mod accounts;
mod backup;
mod badge;
#[cfg(target_os = "linux")]
mod book;
#[cfg(target_os = "linux")]
mod circle;
mod command_line;
#[cfg(target_os = "linux")]
mod days;
#[cfg(target_os = "linux")]
mod declaring;
#[cfg(target_os = "linux")]
mod downward;
#[cfg(target_os = "linux")]
mod enrolling;
#[cfg(target_os = "linux")]
mod first_run;
#[cfg(target_os = "linux")]
mod locked;
#[cfg(target_os = "linux")]
mod packages;
#[cfg(target_os = "linux")]
mod paper;
#[cfg(target_os = "linux")]
mod places;
#[cfg(target_os = "linux")]
mod reader;
mod rush;
#[cfg(target_os = "linux")]
mod staff;
#[cfg(target_os = "linux")]
mod travel;
mod trust;
#[cfg(target_os = "linux")]
mod unit_key;
#[cfg(target_os = "linux")]
mod wedge;
mod window;
#[cfg(target_os = "linux")]
mod windows;
