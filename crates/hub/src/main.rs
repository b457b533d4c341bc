//! `chot-hub`: a district's hub on the command line.

fn main() -> anyhow::Result<std::process::ExitCode> {
    hub::cli::run()
}
