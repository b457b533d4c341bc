//! `chot-window`: the gate with its screen, and what keeps it running.

#![cfg_attr(windows, windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> anyhow::Result<ExitCode> {
    kiosk::camera::capture_if_asked();
    match kiosk::starter::by_starter() {
        Some(lifeline) => chot_window::run(lifeline).map(|()| ExitCode::SUCCESS),
        None => {
            chot_window::keep_running(|line| eprintln!("chot-window: {line}")).map(ExitCode::from)
        }
    }
}
