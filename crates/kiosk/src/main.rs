//! `chot`: the gate on the command line.

fn main() -> anyhow::Result<std::process::ExitCode> {
    kiosk::camera::capture_if_asked();
    kiosk::cli::run()
}
