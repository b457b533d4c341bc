//! Whose member this post is, asked with the key that the ledger has already.

use crate::home::Home;
use crate::keys::Key;
use crate::targets::Targets;
use checkpoint::trust::TrustedHub;

/// The hubs on the list of targets that took this post in.
pub(super) fn hubs(home: &Home, key: &Key) -> Vec<TrustedHub> {
    if !home.targets().exists() {
        return Vec::new();
    }
    let targets = Targets::open_with(home, key).and_then(|targets| targets.list());
    let members = targets
        .into_iter()
        .flatten()
        .filter_map(|target| target.membership);
    members
        .map(|member| TrustedHub {
            root: member.root,
            unit: member.unit,
        })
        .collect()
}
