//! Documents with a signature: each trap of FORMATS.md, and the official vectors where they are.

mod corpus;
