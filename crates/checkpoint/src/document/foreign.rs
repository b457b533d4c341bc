#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {}
