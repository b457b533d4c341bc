//! *Travel*: what it takes to send entries from real ledgers to a real hub over a network that does what networks do.

pub mod dice;
pub mod hub;
pub mod liar;
pub mod post;
pub mod proxy;
pub mod served;

pub use self::hub::Hub;
pub use dice::Dice;
pub use post::Post;
pub use proxy::{Fate, Proxy};
pub use served::Served;
