//! *Sending*: what the sync light says, asked of the uplink by the page now and then.

use crate::view::{SyncView, SyncWord, WordsView};
use jiff::Timestamp;
use kiosk::uplink::Uplink;
use kiosk::uplink::standing::{Level, light};

/// The window's uplink; none where sample frames play, whose entries go nowhere.
pub struct Sending(pub Option<Uplink>);

impl Sending {
    /// The light over all targets as it is now.
    pub fn light(&self) -> SyncView {
        let cards = self.0.as_ref().map_or(Ok(Vec::new()), Uplink::cards);
        match cards {
            Ok(cards) => {
                let light = light(&cards, Timestamp::now());
                SyncView {
                    level: match light.level {
                        Level::Calm => SyncWord::Calm,
                        Level::None => SyncWord::None,
                        Level::Amber => SyncWord::Amber,
                        Level::Red => SyncWord::Red,
                    },
                    words: WordsView::from(&light.words),
                }
            }
            Err(error) => SyncView {
                level: SyncWord::Amber,
                words: WordsView {
                    vi: format!("Chưa xem được nơi nhận: {error}"),
                    en: format!("Targets can't be looked at: {error}"),
                },
            },
        }
    }
}
