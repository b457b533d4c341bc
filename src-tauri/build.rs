//! Lists the commands, so that none is open to a window that wasn't granted it.

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(&[
        "gate_view",
        "sync_light",
        "set_mode",
        "choose_arrangement",
        "set_language",
        "set_text_size",
        "enter_by_hand",
        "enter_from_paper",
        "pass_unscanned",
        "turn_round",
        "undo",
        "purpose",
        "decide",
        "acknowledge",
        "dismiss_gap",
        "find_visitors",
        "inside",
        "retry_camera",
        "typed",
        "start_card_test",
        "end_card_test",
        "serial_ports",
        "choose_reader",
        "painted",
        "same_as",
        "rules",
        "choose_policy",
        "save_policy",
        "try_policy",
        "trust",
        "import_trust",
        "targets",
        "add_target",
        "remove_target",
        "pause_target",
        "require_target",
        "send_again",
        "pick_groups",
        "new_secret",
        "dry_run",
        "test_target",
        "refused_entries",
        "carry",
        "await_enrolment",
        "end_enrolment",
        "enrol",
    ]);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(e) = tauri_build::try_build(attributes) {
        println!("cargo::error={e:#}");
        std::process::exit(1);
    }
}
