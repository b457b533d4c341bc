//! What codes are recognised as, through the two doors that the rest of the house uses:
//! `Document::recognise` and `judge`.

mod cards;
mod foreign_codes;
mod judging;
mod order;
mod properties;
mod samples;
mod told;
