//! Keys and revocations of our own, as a unit or a hub hands them out:
//!
//! ```text
//! {"chot":1, "roots":[key …], "chains":[[link …] …], "cti":[…], "serials":[…]}
//! ```
//!
//! all in base64url. A chain's lowest key is taken when the chain leads to a root that the list has;
//! a root counts because whoever signs the list puts it there.

use super::Imported;
use crate::base64url::from_base64url;
use crate::keys;
use crate::trust::TrustList;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;
use std::collections::BTreeSet;

pub(super) fn import(list: &mut TrustList, json: &Json) -> Imported {
    let mut imported = Imported::default();
    let counted = [
        add(&mut list.units.roots, &json["roots"]),
        add(&mut list.revoked.cti, &json["cti"]),
        add(&mut list.revoked.serials, &json["serials"]),
    ];
    for (taken, left_out) in counted {
        imported.keys += taken;
        imported.left_out += left_out;
    }
    for chain in json["chains"].as_array().into_iter().flatten() {
        match lowest(list, chain) {
            Some(certificate) => {
                if !list.units.keys.contains(&certificate) {
                    list.units.keys.push(certificate);
                }
                imported.keys += 1;
            }
            None => imported.left_out += 1,
        }
    }
    imported
}

/// How many were taken, and how many are none.
fn add<const N: usize>(set: &mut BTreeSet<[u8; N]>, texts: &Json) -> (usize, usize) {
    let texts = texts.as_array().map(Vec::as_slice).unwrap_or_default();
    let read: Vec<[u8; N]> = texts
        .iter()
        .filter_map(Json::as_str)
        .filter_map(from_base64url)
        .collect();
    let counts = (read.len(), texts.len() - read.len());
    set.extend(read);
    counts
}

fn lowest(list: &TrustList, chain: &Json) -> Option<keys::KeyCertificate> {
    let links = chain.as_array()?.iter();
    let links = links.map(|link| URL_SAFE_NO_PAD.decode(link.as_str()?).ok());
    let links: Vec<Vec<u8>> = links.collect::<Option<_>>()?;
    let chain = keys::follow(&links, &list.units.roots).ok()?;
    chain.into_iter().next()
}
