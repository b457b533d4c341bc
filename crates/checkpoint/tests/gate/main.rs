//! The gate's rules (PRODUCT.md, *Repeats* and *Direction*): each as a sentence, then over any
//! sequence of sightings and acts.

#![allow(
    clippy::unwrap_used,
    reason = "a test that panics has said what it had to"
)]

mod closing;
mod corrections;
mod directions;
mod heads;
mod joining;
mod matters;
mod model;
mod presence;
mod properties;
mod repeats;
mod stand;
mod starts;
mod visits;
