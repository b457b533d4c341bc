//! `post sheets`: posts of a list, and a PDF with a sheet for each.

use super::place::Place;
use crate::store::{self, Store};
use crate::sync::{CodeKind, SHEET_LASTS, invite};
use crate::tree::{self, roster};
use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use paper::sheet::{self, Enrolment};
use std::path::PathBuf;
use uuid::Uuid;

#[derive(clap::Args)]
pub struct Sheets {
    /// The list: a CSV of two columns, the gate's number and the post's name; a row of titles may stand above.
    list: PathBuf,
    /// The unit that the posts belong to.
    #[arg(long)]
    unit: Uuid,
    /// The hub's address as kiosks reach it, `https://hub.example`.
    #[arg(long)]
    address: String,
    /// Where the sheets go; without it the list is only checked, and nothing is made.
    #[arg(long)]
    pdf: Option<PathBuf>,
}

impl Sheets {
    pub(super) async fn run(self, place: &Place, store: &Store) -> Result<()> {
        let bytes = std::fs::read(&self.list)
            .with_context(|| format!("{} can't be read", self.list.display()))?;
        let there = roster::posts(store, self.unit).await?;
        let (listed, unlisted) = roster::read(&bytes, &there);
        for row in &unlisted {
            eprintln!("line {}: {}", row.line, row.why);
        }
        if !unlisted.is_empty() {
            bail!(
                "{} of {} rows aren't posts: mend them, nothing was made",
                unlisted.len(),
                unlisted.len() + listed.len()
            );
        }
        if listed.is_empty() {
            bail!("{} names no post", self.list.display());
        }
        let Some(pdf) = &self.pdf else {
            for post in &listed {
                let known = if there.contains_key(&post.gate) {
                    "another sheet"
                } else {
                    "new"
                };
                println!("gate {}: {} ({known})", post.gate, post.name);
            }
            return Ok(());
        };
        let today = store::day_of_receipt(Timestamp::now());
        let unit = tree::below(store, self.unit, today).await?;
        let unit = unit.first().context("there is no such unit")?.name.clone();
        let root = place.key()?.root();
        let zone = store::zone("Asia/Ho_Chi_Minh");
        let mut sheets = Vec::new();
        for post in listed {
            let id = match there.get(&post.gate) {
                Some((id, _)) => *id,
                None => tree::add_post(store, self.unit, &post.name, post.gate).await?,
            };
            let until = zone.to_datetime(Timestamp::now() + SHEET_LASTS);
            let made = invite(store, self.unit, id, CodeKind::Sheet, &self.address, &root).await?;
            sheets.push(Enrolment {
                unit: unit.clone(),
                post: post.name,
                gate: post.gate,
                address: self.address.clone(),
                code: made.text(),
                expiry: format!(
                    "Dùng được đến {} giờ {:02} ngày {}.",
                    until.hour(),
                    until.minute(),
                    paper::words::date(until.date())
                ),
                note: String::new(),
            });
        }
        std::fs::write(pdf, sheet::enrolments(&sheets)?).with_context(|| {
            format!(
                "{} can't be written; ask for the sheets again",
                pdf.display()
            )
        })?;
        println!("{} sheets: {}", sheets.len(), pdf.display());
        Ok(())
    }
}
