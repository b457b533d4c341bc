//! The hub over real HTTP and a real PostgreSQL.

mod apart;
mod enrolling;
mod intake;
mod limits;
mod post;
mod subjects;
mod support;
mod trouble;
