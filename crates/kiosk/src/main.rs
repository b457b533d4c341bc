//! `chot`: the gate on the command line.

fn main() -> anyhow::Result<std::process::ExitCode> {
    kiosk::camera::capture_if_asked();
    if let Some(code) = kiosk::update::hand_on() {
        return Ok(code);
    }
    kiosk::cli::run()
}
