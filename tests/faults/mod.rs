//! What happens when something is taken away in the middle.

mod killed;
