//! *Sending*: the bridge to the admin's verbs about targets. They may take as long as a network does, so
//! they happen aside: neither the gate nor the page's other questions wait for them.

use crate::view::{
    ClimbView, CountView, DoneView, DryRunView, EnrolForm, EntryName, ErasedView, GroupForm,
    GroupView, GroupWord, HandedWord, LoadView, NotTakenView, ReachWord, RefusalWord, RefusedView,
    RunGroupView, RunView, RungWord, SecretView, SendingWord, SyncView, SyncWord, TargetForm,
    TargetKindWord, TargetView, TargetsView, ToTellView, ToldForm, WordsView,
};
use jiff::Timestamp;
use kiosk::checkpoint::base64url::{base64url, from_base64url};
use kiosk::checkpoint::chain::BranchName;
use kiosk::checkpoint::subject::Group;
use kiosk::checkpoint::wire::heartbeat::HandedKind;
use kiosk::post::Post;
use kiosk::sending::{Adding, Joined, SendingError, SentBack, ToTell};
use kiosk::targets::{Cursor, Kind, NotTaken, Picked, Way};
use kiosk::uplink::address::Reach;
use kiosk::uplink::courier::Load;
use kiosk::uplink::dry_run::DryRun;
use kiosk::uplink::enrolment::Choice;
use kiosk::uplink::fault::Rung;
use kiosk::uplink::ladder::Climb;
use kiosk::uplink::standing::{Card, CardsError, Level, Light, Standing};
use std::sync::Arc;

/// The window's way to where entries go.
pub struct Sending(pub Arc<kiosk::sending::Sending>);

impl Sending {
    /// Does it on a thread where it may take its time.
    pub async fn aside<T: Send + 'static>(
        &self,
        verb: impl FnOnce(&kiosk::sending::Sending) -> T + Send + 'static,
    ) -> Result<T, RefusalWord> {
        aside(&self.0, verb).await
    }
}

/// Does something on a thread where it may take its time.
pub async fn aside<H: Send + Sync + 'static, T: Send + 'static>(
    held: &Arc<H>,
    verb: impl FnOnce(&H) -> T + Send + 'static,
) -> Result<T, RefusalWord> {
    let held = Arc::clone(held);
    tauri::async_runtime::spawn_blocking(move || verb(&held))
        .await
        .map_err(|_| RefusalWord::NotStored)
}

impl From<Level> for SyncWord {
    fn from(level: Level) -> SyncWord {
        match level {
            Level::Calm => SyncWord::Calm,
            Level::None => SyncWord::None,
            Level::Amber => SyncWord::Amber,
            Level::Red => SyncWord::Red,
        }
    }
}

impl From<Result<Light, CardsError>> for SyncView {
    fn from(light: Result<Light, CardsError>) -> SyncView {
        match light {
            Ok(light) => SyncView {
                level: light.level.into(),
                words: WordsView::from(&light.words),
            },
            Err(error) => {
                let words = error.words();
                SyncView {
                    level: SyncWord::Amber,
                    words: WordsView {
                        vi: format!("Chưa xem được nơi nhận. {}", words.vi),
                        en: format!("Targets can't be looked at: {}", words.en),
                    },
                }
            }
        }
    }
}

/// The page, as it is at the moment.
pub fn page(sending: &kiosk::sending::Sending) -> TargetsView {
    let now = sending.now();
    let seen = sending.cards().map_err(SendingError::from);
    match seen.and_then(|cards| Ok((cards, sending.to_tell()?))) {
        Ok((cards, to_tell)) => TargetsView {
            targets: cards.iter().map(|card| card_of(card, now)).collect(),
            to_tell: to_tell.into_iter().map(ToTellView::from).collect(),
            problem: None,
        },
        Err(error) => TargetsView {
            targets: Vec::new(),
            to_tell: Vec::new(),
            problem: problem(&error),
        },
    }
}

impl From<Cursor> for EntryName {
    fn from(cursor: Cursor) -> EntryName {
        EntryName {
            branch: base64url(&cursor.branch.0),
            seq: cursor.seq,
        }
    }
}

impl From<ToTell> for ToTellView {
    fn from(tell: ToTell) -> ToTellView {
        let erased = tell.erasures.into_iter().map(|erasure| ErasedView {
            of: erasure.of.into(),
            by: erasure.by.into(),
            at: erasure.at.as_millisecond(),
        });
        ToTellView {
            target: tell.target.id,
            name: tell.target.name,
            device: base64url(&tell.device.0),
            erased: erased.collect(),
        }
    }
}

impl ToldForm {
    /// The entries that say so. A name that is none, and so none of ours, is passed over.
    pub fn erasures(&self) -> Vec<Cursor> {
        let names = self.by.iter();
        names
            .filter_map(|name| {
                Some(Cursor {
                    branch: BranchName(from_base64url(&name.branch)?),
                    seq: name.seq,
                })
            })
            .collect()
    }
}

impl From<&NotTaken> for NotTakenView {
    fn from(not_taken: &NotTaken) -> NotTakenView {
        NotTakenView {
            kind: not_taken.kind.into(),
            words: (&not_taken.words).into(),
            since: not_taken.since.as_millisecond(),
        }
    }
}

fn card_of(card: &Card, now: Timestamp) -> TargetView {
    let target = &card.target;
    let root = match &target.way {
        Way::Courier { root, .. } => Some(*root),
        Way::Hub { .. } => target.membership.as_ref().map(|hub| hub.root),
        Way::HttpsJson { .. } | Way::Folder(_) => None,
    };
    TargetView {
        id: target.id,
        name: target.name.clone(),
        kind: target.way.kind().into(),
        place: target.way.place(),
        reach: target.way.reach().map(ReachWord::from),
        state: card.standing.into(),
        level: card.level(now).into(),
        words: (&card.said(now)).into(),
        waiting: card.waiting,
        delivered: target.delivered,
        refused: card.refused,
        not_taken: card.not_taken.iter().map(NotTakenView::from).collect(),
        delivered_at: target.delivered_at.map(|at| at.as_millisecond()),
        next_try: target.next_try.map(|at| at.as_millisecond()),
        required: target.required,
        groups: target.picked.iter().map(GroupView::from).collect(),
        secret: target.secret,
        root: root.map(|root| base64url(&root)),
    }
}

impl From<&Picked> for GroupView {
    fn from(picked: &Picked) -> GroupView {
        GroupView {
            group: picked.group.into(),
            purpose: picked.purpose.clone(),
        }
    }
}

/// Two enums of the same words, one on each side of the border.
macro_rules! same_words {
    ($ours:ident, $theirs:ident: $($word:ident),+) => {
        impl From<$ours> for $theirs {
            fn from(ours: $ours) -> $theirs {
                match ours { $($ours::$word => $theirs::$word),+ }
            }
        }
    };
}

same_words!(Kind, TargetKindWord: Hub, HttpsJson, Folder, Courier);
same_words!(TargetKindWord, Kind: Hub, HttpsJson, Folder, Courier);
same_words!(Reach, ReachWord: Public, LocalNetwork, ThisMachine);
same_words!(ReachWord, Reach: Public, LocalNetwork, ThisMachine);
same_words!(Group, GroupWord: Identity, Contact, Health, Note);
same_words!(GroupWord, Group: Identity, Contact, Health, Note);
same_words!(HandedKind, HandedWord: Config, Trust);
same_words!(Standing, SendingWord: Paused, Stopped, Failing, Sending, Waiting, Sent, Written, Carried);

impl From<Rung> for RungWord {
    /// An admin's ladder has fewer rungs than the program's.
    fn from(rung: Rung) -> RungWord {
        match rung {
            Rung::Address | Rung::Name | Rung::Allowed | Rung::Connect => RungWord::Address,
            Rung::Tls => RungWord::Tls,
            Rung::Hub | Rung::Enrolled => RungWord::SignIn,
            Rung::Welcome => RungWord::Permission,
            Rung::Exchange => RungWord::DryRun,
        }
    }
}

/// A text that somebody may have left empty.
fn given(text: String) -> Option<String> {
    Some(text).filter(|text| !text.trim().is_empty())
}

impl From<TargetForm> for Adding {
    fn from(form: TargetForm) -> Adding {
        Adding {
            name: form.name,
            kind: form.kind.into(),
            place: form.place,
            reach: form.reach.into(),
            ca: form.ca.and_then(given),
            keys: form.keys,
        }
    }
}

impl EnrolForm {
    /// The code's bytes, `seen` being what the camera or a reader saw; and how the hub is reached.
    pub fn choice(self, seen: Option<Vec<u8>>) -> (Vec<u8>, Choice) {
        let code = match self.code {
            Some(text) => text.trim().as_bytes().to_vec(),
            None => seen.unwrap_or_default(),
        };
        let choice = Choice {
            reach: self.reach.into(),
            ca: self.ca.and_then(given),
            name: self.name.and_then(given),
        };
        (code, choice)
    }
}

/// Gives the gate what the hub calls it, where a hub took it in.
pub fn named(post: &mut Post, joined: Result<Joined, SendingError>) -> Result<(), SendingError> {
    let joined = joined?;
    let host = joined.target.way.host().unwrap_or_default();
    // Names that can't be kept still hold until the program ends; the store's light says so.
    let _ = post.enrolled(&joined.enrolled, host);
    Ok(())
}

/// The groups as kiosk takes them.
pub fn picked(groups: Vec<GroupForm>) -> Vec<(Group, String)> {
    let groups = groups.into_iter();
    groups
        .map(|picked| (picked.group.into(), picked.purpose))
        .collect()
}

fn problem(error: &SendingError) -> Option<WordsView> {
    Some((&error.words()).into())
}

impl<T> From<Result<T, SendingError>> for DoneView {
    fn from(done: Result<T, SendingError>) -> DoneView {
        DoneView {
            problem: done.err().as_ref().and_then(problem),
        }
    }
}

impl From<Result<Option<DryRun>, SendingError>> for DryRunView {
    fn from(run: Result<Option<DryRun>, SendingError>) -> DryRunView {
        match run {
            Ok(run) => DryRunView {
                problem: None,
                run: run.as_ref().map(RunView::from),
            },
            Err(error) => DryRunView {
                problem: problem(&error),
                run: None,
            },
        }
    }
}

impl From<&DryRun> for RunView {
    fn from(run: &DryRun) -> RunView {
        let kinds = run.kinds.iter().map(|(kind, entries)| CountView {
            kind: kind.clone(),
            entries: *entries,
        });
        let groups = run.groups.iter().map(|(picked, entries)| RunGroupView {
            group: picked.group.into(),
            purpose: picked.purpose.clone(),
            entries: *entries,
        });
        RunView {
            first: run.first,
            last: run.last,
            entries: run.entries,
            waiting: run.waiting,
            kinds: kinds.collect(),
            groups: groups.collect(),
            bytes: run.packed,
        }
    }
}

impl From<Result<Climb, SendingError>> for ClimbView {
    fn from(climb: Result<Climb, SendingError>) -> ClimbView {
        match climb {
            Ok(climb) => ClimbView {
                failed: climb.failed.map(RungWord::from),
                words: (&climb.words).into(),
            },
            // This machine itself isn't ready for the first rung.
            Err(error) => ClimbView {
                failed: Some(RungWord::Address),
                words: (&error.words()).into(),
            },
        }
    }
}

impl From<SentBack> for RefusedView {
    fn from(back: SentBack) -> RefusedView {
        let entry = back.entry.as_ref();
        RefusedView {
            seq: back.refused.at.seq,
            kind: entry.map(|entry| entry.said.kind.as_str().to_owned()),
            at: entry.map(|entry| entry.moment.at.as_millisecond()),
            withheld: back.refused.withheld,
            why: (&back.why).into(),
            since: back.refused.since.as_millisecond(),
        }
    }
}

impl From<Result<Load, SendingError>> for LoadView {
    fn from(load: Result<Load, SendingError>) -> LoadView {
        let (load, problem) = match load {
            Ok(load) => (load, None),
            Err(error) => (Load::default(), problem(&error)),
        };
        LoadView {
            problem,
            receipts: load.receipts,
            files: load.files,
            entries: load.entries,
        }
    }
}

impl From<Result<(u32, String), SendingError>> for SecretView {
    fn from(secret: Result<(u32, String), SendingError>) -> SecretView {
        let ((number, text), problem) = match secret {
            Ok(made) => (made, None),
            Err(error) => ((0, String::new()), problem(&error)),
        };
        SecretView {
            problem,
            number,
            text,
        }
    }
}
