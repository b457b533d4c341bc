//! The laws of the house: what holds of the sources, whoever writes them.
//!
//! Each test names all the places that break its law, so that one run is enough to mend them.

mod crates;
mod licences;
mod manifests;
mod page;
mod samples;
mod sources;
mod tree;
mod words;

/// Fails with every offence on a line of its own, under the law that they break.
#[track_caller]
fn none(law: &str, offences: impl IntoIterator<Item = String>) {
    let offences: Vec<String> = offences.into_iter().collect();
    assert!(offences.is_empty(), "{law}:\n  {}\n", offences.join("\n  "));
}
