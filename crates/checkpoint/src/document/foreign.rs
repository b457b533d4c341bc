pub enum Foreign {}
