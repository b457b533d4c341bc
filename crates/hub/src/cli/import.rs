//! `import`: courier files, from a stick into the log.

use super::place::Place;
use crate::courier::{Counter, District};
use crate::intake::{Intake, Pace};
use anyhow::{Context, Result, bail};
use checkpoint::base64url::base64url;
use checkpoint::wire::courier::Keys;
use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};
use std::fs;
use std::path::{Path, PathBuf};
use uuid::Uuid;

#[derive(clap::Args)]
pub struct Import {
    /// The folder on the stick; a receipt is written beside each file. Without it only the keys are printed that posts
    /// need to write files for this hub: their windows take them from a file of that output, or by its code before the camera.
    folder: Option<PathBuf>,
    /// Take posts that this hub hasn't met into this unit.
    #[arg(long)]
    adopt: Option<Uuid>,
}

impl Import {
    pub async fn run(self, place: &Place) -> Result<()> {
        let key = place.key()?;
        let store = place.store().await?;
        let district = District::of(&store, key.hub()).await?;
        let Some(folder) = self.folder else {
            let keys = Keys {
                district: district.public(),
                root: key.root(),
            };
            println!("district: {}", base64url(&keys.district));
            println!("root: {}", base64url(&keys.root));
            println!("keys: {}", keys.text());
            println!("number: {}", keys.digits());
            println!("{}", printed(&keys.text())?);
            return Ok(());
        };
        let (intake, writers) = Intake::start(store.clone(), Pace::default());
        let counter = Counter {
            store: &store,
            intake: &intake,
            key: &key,
            district: &district,
            only: None,
            adopt: self.adopt,
        };
        let mut left = 0;
        for file in files(&folder)? {
            let name = file.display();
            let bytes = fs::read(&file).with_context(|| format!("{name} can't be read"))?;
            match counter.take(&bytes).await {
                Ok(took) => {
                    let receipt = file.with_extension("receipt");
                    fs::write(&receipt, &took.receipt)
                        .with_context(|| format!("{} can't be written", receipt.display()))?;
                    println!("{name}: received, unit {}", took.unit);
                }
                Err(error) => {
                    left += 1;
                    println!("{name}: not taken in: {error}");
                }
            }
        }
        drop(intake);
        for writer in writers {
            writer.await.context("a writer of the intake died")?;
        }
        if left > 0 {
            bail!("{left} files weren't taken in");
        }
        Ok(())
    }
}

/// A QR code for a terminal, light where its ink is: most are dark.
fn printed(text: &str) -> Result<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    Ok(code
        .render::<Dense1x2>()
        .dark_color(Dense1x2::Light)
        .light_color(Dense1x2::Dark)
        .build())
}

/// In the order in which their posts numbered them: device and number stand in the name.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let listed =
        fs::read_dir(folder).with_context(|| format!("{} can't be read", folder.display()))?;
    for file in listed {
        let path = file?.path();
        if path.extension().is_some_and(|end| end == "chot") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
