//! What crosses for what an admin settles for the gate.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What badges of the day are printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum BadgeSizeWord {
    /// From a roll of 62 mm.
    Label,
    A6,
}

/// What the gate is called, when forgotten exits close, and how long names are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HouseView {
    pub unit_name: String,
    pub gate_name: String,
    /// A hub gives both names.
    pub named_by_hub: bool,
    /// `22:00`; None: never.
    pub close_at: Option<String>,
    pub keep_days: u16,
    /// Years of the entries' lines.
    pub keep_years: u8,
    /// Whom visitors ask about what is kept of them; empty where nobody wrote it.
    pub privacy_contact: String,
    /// `16:30`: when a report's figures are cut; None: when the day is over.
    pub cut_at: Option<String>,
    /// How many people may be inside; None: however many.
    pub capacity: Option<u32>,
    pub day_badge: BadgeSizeWord,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HouseForm {
    pub unit_name: String,
    pub gate_name: String,
    /// `22:00`; None: never.
    pub close_at: Option<String>,
    pub keep_days: u16,
    /// Years of the entries' lines.
    pub keep_years: u8,
    /// Whom visitors ask about what is kept of them; empty where nobody wrote it.
    pub privacy_contact: String,
    /// `16:30`; None: when the day is over.
    pub cut_at: Option<String>,
    /// None: however many.
    pub capacity: Option<u32>,
    pub day_badge: BadgeSizeWord,
}
