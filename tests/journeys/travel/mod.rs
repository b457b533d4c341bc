//! Entries on their way: real ledgers, a real hub, a real PostgreSQL, and a network that does what networks do. Each ends
//! with every entry at the hub once, or with the named alarm, and no step by hand.

mod apart;
mod clocks;
mod copies;
mod cuts;
mod dump;
mod kills;
mod liars;
mod losses;
mod nights;
mod registers;
mod releases;
mod silence;
mod states;
mod tampering;
