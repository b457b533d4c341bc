//! The page of presets, a drill, and practice at the gate.

use crate::commands::{Answer, Gate, act};
use crate::view::{
    BasisView, FieldWord, InvitationView, PresetForm, PresetView, PresetsView, RefusalWord,
};
use kiosk::checkpoint::preset::{Chosen, Invitation, Preset, PresetName};
use kiosk::post::{PresetWanted, Presets};
use kiosk::settings::Basis;
use std::collections::BTreeMap;

/// The presets that there are, and what was chosen.
#[tauri::command(async)]
pub fn presets(gate: Gate<'_>) -> Answer<PresetsView> {
    act(&gate, |post| Ok(PresetsView::from(post.presets())))
}

#[tauri::command(async)]
pub fn settle_preset(gate: Gate<'_>, form: PresetForm) -> Answer<()> {
    let wanted = form.wanted()?;
    act(&gate, move |post| post.settle_preset(&wanted))
}

/// Today is a drill, or isn't any more.
#[tauri::command(async)]
pub fn set_drill(gate: Gate<'_>, drill: bool) -> Answer<()> {
    act(&gate, move |post| post.set_drill(drill))
}

/// From now on nothing is written, for an hour at most.
#[tauri::command(async)]
pub fn begin_practice(gate: Gate<'_>) -> Answer<()> {
    act(&gate, |post| post.begin_practice())
}

#[tauri::command(async)]
pub fn end_practice(gate: Gate<'_>) -> Answer<()> {
    act(&gate, |post| post.end_practice())
}

/// What the keys 1–9 stand for, in their order.
pub(crate) fn nine(purposes: &BTreeMap<u8, String>) -> Vec<String> {
    let named = |key| purposes.get(&key).cloned().unwrap_or_default();
    (1..=9).map(named).collect()
}

impl PresetForm {
    fn wanted(self) -> Result<PresetWanted, RefusalWord> {
        let day = |day: Option<String>| day.map(|day| day.parse()).transpose();
        let wrong = |_| RefusalWord::TimeWrong;
        Ok(PresetWanted {
            chosen: Chosen {
                name: self.id.into(),
                from: day(self.from).map_err(wrong)?,
                until: day(self.until).map_err(wrong)?,
                order: self.order,
            },
            purposes: self.purposes.map(|names| (1..).zip(names).collect()),
            basis: self.basis,
            is_confirmed: self.confirmed,
        })
    }
}

impl From<Presets> for PresetsView {
    fn from(presets: Presets) -> PresetsView {
        let chosen = presets.chosen;
        let bases = &presets.bases;
        let each = PresetName::ALL.map(|name| preset_view(Preset::of(name), bases.get(&name)));
        PresetsView {
            presets: each.to_vec(),
            chosen: chosen.name.into(),
            from: chosen.from.map(|day| day.to_string()),
            until: chosen.until.map(|day| day.to_string()),
            order: chosen.order,
            in_force: presets.in_force.into(),
            purposes: nine(&presets.purposes),
            drill: presets.is_drill,
        }
    }
}

fn preset_view(preset: &Preset, basis: Option<&Basis>) -> PresetView {
    PresetView {
        id: preset.id.into(),
        name: (&preset.name).into(),
        sentence: (&preset.sentence).into(),
        fields: preset.fields.iter().copied().map(FieldWord::from).collect(),
        keys: preset.keys.clone(),
        purpose: (&preset.purpose).into(),
        basis: preset.basis.clone(),
        confirmed: basis.map(|basis| BasisView {
            text: basis.text.clone(),
            confirmed: basis.confirmed.to_string(),
        }),
    }
}

impl From<&Invitation> for InvitationView {
    fn from(invitation: &Invitation) -> InvitationView {
        InvitationView {
            vi: invitation.vi.clone(),
            en: invitation.en.clone(),
        }
    }
}
