//! `chot-window`: the gate with its screen.

#![cfg_attr(windows, windows_subsystem = "windows")]

fn main() -> anyhow::Result<()> {
    kiosk::camera::capture_if_asked();
    chot_window::run()
}
