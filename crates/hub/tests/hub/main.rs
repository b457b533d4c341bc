//! The hub over real HTTP and a real PostgreSQL.

#![allow(
    clippy::unwrap_used,
    reason = "a fixture that fails has said so by panicking"
)]

mod acts;
mod apart;
mod courier;
mod declaring;
mod desk;
mod downward;
mod earlier;
mod enrolling;
mod erasing;
mod exposing;
mod figures;
mod generated;
mod hours;
mod inspecting;
mod intake;
mod limits;
mod many_machines;
mod moved;
mod nights;
mod post;
mod printed;
mod registers;
mod restored;
mod riding;
mod secured;
mod sheets;
mod subjects;
mod support;
mod together;
mod told;
mod trouble;
mod undated;
