//! The hub over real HTTP and a real PostgreSQL.

mod apart;
mod desk;
mod enrolling;
mod intake;
mod limits;
mod nights;
mod post;
mod subjects;
mod support;
mod trouble;
