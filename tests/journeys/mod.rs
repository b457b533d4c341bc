//! What a person at the gate sees and does, in the real window and with the real programs.

mod command_line;
mod rush;
mod window;
