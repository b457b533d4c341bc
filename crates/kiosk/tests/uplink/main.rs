//! Targets against small servers on this machine: every answer of the protocol's table, and what a
//! network does besides.

#![allow(
    clippy::unwrap_used,
    reason = "a fixture that fails has said so by panicking"
)]

mod beats;
mod command;
mod courier;
mod downward;
mod enrolling;
mod folder;
mod forks;
mod hub;
mod json;
mod ladder;
mod list;
mod post;
mod proxy;
mod sending;
mod server;
mod table;
mod thread;
mod twins;
mod wild;
