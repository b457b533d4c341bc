//! A group that declared itself once: who shows its pass, and who is counted as they walk in.

use crate::stand::{MINUTE, SECOND, Stand, card};
use crate::visits::{Shown, named, pass_for, under};
use checkpoint::document::Number;
use checkpoint::entry::{Draft, Kind, Outcome, Party, Ref};
use checkpoint::gate::{NotNow, Sighting};
use checkpoint::policy::Need;
use checkpoint::subject::Who;
use checkpoint::verdict::Reason;

const DECLARED: &str = "declaration-today";
const HEADS: u32 = 5;

/// Somebody with a card, whose number nobody else has.
fn somebody(code: u8, name: &str) -> Shown {
    let mut shown = named(card(code, code), name);
    shown.judged.claim.numbers = vec![Number::Id(format!("0510900000{code:02}"))];
    shown
}

fn an() -> Shown {
    somebody(1, "Nguyễn Văn An")
}

impl Stand {
    /// Shows the group's pass, which was shown first by an entry.
    fn share(&mut self, before: Option<Ref>) -> (Draft, Who) {
        let Shown { card, judged } = pass_for(90, "NGUYEN VAN AN", "0001", HEADS);
        let shared = self
            .gate
            .shared(card.code, &judged, &card.who, || before, &self.now);
        let Sighting::Enter(draft) = shared.sighting else {
            panic!("expected an entry, got {:?}", shared.sighting)
        };
        self.write(draft.clone(), shared.who.clone(), Some(card.code));
        (draft, shared.who)
    }

    /// Somebody's card and then the pass, with what the gate answers by itself.
    fn come(&mut self, who: &Shown, before: Option<Ref>) -> (Ref, Option<Draft>) {
        self.bring(who);
        self.wait(4 * SECOND);
        self.share(before);
        let pass = self.newest();
        (pass, self.complete())
    }

    fn one_more(&mut self, seq: Option<u64>) -> Result<Draft, NotNow> {
        let draft = self.gate.one_more(seq, &self.now)?;
        self.write(draft.clone(), Who::default(), None);
        Ok(draft)
    }

    /// How many have come of the group of an entry.
    fn have_come(&self, of: Ref) -> Option<(u32, u32)> {
        let group = self.gate.group(of.seq)?;
        let anew = self.replayed().group(of.seq);
        assert_eq!(anew, Some(group), "a gate that starts anew knows the same");
        Some((group.come, group.heads))
    }
}

#[test]
fn whoever_shows_a_group_s_pass_with_their_own_card_comes_in_as_one_of_its_heads() {
    let mut stand = under(DECLARED);
    let (pass, decision) = stand.come(&an(), None);
    let decision = decision.unwrap();
    assert_eq!(decision.reasons, [Reason::VisitComplete]);
    assert_eq!(stand.have_come(pass), Some((1, HEADS)));
    assert_eq!(stand.have_come(stand.newest()), Some((1, HEADS)));

    // Another name and another card: the pass speaks for both.
    stand.wait(10 * SECOND);
    stand.bring(&somebody(2, "Trần Thị Bé"));
    stand.wait(4 * SECOND);
    let (draft, who) = stand.share(Some(pass));
    assert_eq!(draft.verdict, Some(Outcome::Admit));
    assert_eq!((draft.direction, draft.reasons.as_slice()), (None, &[][..]));
    assert_eq!(draft.group.as_deref(), Some(&pass));
    assert_eq!(who.person, card(2, 2).who.person, "whose card it was");
    assert!(stand.complete().is_some());
    assert_eq!(stand.counters(), (2, 2, 0));
    assert_eq!(stand.have_come(pass), Some((2, HEADS)));
}

#[test]
fn the_guard_counts_the_others_one_by_one_and_none_beyond_those_who_declared() {
    let mut stand = under(DECLARED);
    assert_eq!(stand.one_more(None), Err(NotNow::NoGroup));
    stand.bring(&an());
    stand.wait(4 * SECOND);
    stand.share(None);
    let pass = stand.newest();
    assert_eq!(
        stand.one_more(Some(pass.seq)),
        Err(NotNow::NoGroup),
        "nobody has come yet"
    );
    stand.complete().unwrap();
    for come in 2..=HEADS {
        stand.wait(SECOND);
        let draft = stand.one_more(None).unwrap();
        assert_eq!((draft.kind, draft.count), (Kind::Passed, Some(1)));
        assert_eq!((draft.party, draft.of), (Some(Party::Visitor), None));
        assert_eq!(draft.group.as_deref(), Some(&pass));
        assert_eq!(stand.have_come(stand.newest()), Some((come, HEADS)));
        assert_eq!(stand.counters(), (come, come, 0));
    }
    assert_eq!(stand.one_more(None), Err(NotNow::GroupFull));
    assert_eq!(stand.one_more(Some(pass.seq)), Err(NotNow::GroupFull));

    // One of them was counted too soon.
    stand.undo().unwrap();
    assert_eq!(stand.have_come(pass), Some((HEADS - 1, HEADS)));
    assert_eq!(stand.counters(), (HEADS - 1, HEADS - 1, 0));
    stand.one_more(None).unwrap();
    assert_eq!(
        stand.replayed().counters(&stand.now),
        stand.gate.counters(&stand.now)
    );
    // A group that went in a while ago is named by its row alone.
    stand.undo().unwrap();
    stand.wait(11 * MINUTE);
    assert_eq!(stand.one_more(None), Err(NotNow::NoGroup));
    assert!(stand.one_more(Some(pass.seq)).is_ok());
}

#[test]
fn the_pass_is_used_again_only_by_one_more_than_its_heads() {
    let mut stand = under(DECLARED);
    let (pass, _) = stand.come(&an(), None);
    for _ in 0..HEADS - 2 {
        stand.one_more(None).unwrap();
    }
    stand.wait(10 * SECOND);
    let (last, decision) = stand.come(&somebody(2, "Trần Thị Bé"), Some(pass));
    assert!(decision.is_some());
    assert_eq!(stand.have_come(last), Some((HEADS, HEADS)));

    stand.wait(10 * SECOND);
    let (beyond, decision) = stand.come(&somebody(3, "Lê Văn Hai"), Some(last));
    assert_eq!(decision, None, "it waits for the guard");
    let said = stand.log.last().unwrap().entry.said.clone();
    assert_eq!(said.verdict, Some(Outcome::Look));
    assert_eq!(said.reasons, [Reason::UsedAgain]);
    assert_eq!(stand.have_come(beyond), Some((HEADS, HEADS)));
    assert_eq!(stand.counters(), (HEADS, HEADS, 0));

    // The first of them left and is back: nobody new.
    stand.wait(10 * MINUTE);
    stand.bring(&an());
    assert_eq!(stand.counters(), (HEADS - 1, HEADS, 1));
    stand.wait(10 * MINUTE);
    let (again, decision) = stand.come(&an(), Some(last));
    assert!(decision.is_some());
    assert_eq!(stand.have_come(again), Some((HEADS, HEADS)));
}

#[test]
fn a_day_later_a_gate_that_started_anew_still_counts_the_same_group() {
    let mut stand = under(DECLARED);
    let (pass, _) = stand.come(&an(), None);
    stand.one_more(None).unwrap();
    stand.restart(MINUTE);
    let draft = stand.one_more(None).unwrap();
    assert_eq!(draft.group.as_deref(), Some(&pass));
    assert_eq!(stand.have_come(pass), Some((3, HEADS)));
    assert!(stand.gate.knows_group(pass));
    let unknown = Ref { seq: 4_000, ..pass };
    assert!(!stand.gate.knows_group(unknown));
}

#[test]
fn a_pass_that_nobody_shows_a_card_with_waits_for_one() {
    let mut stand = under(DECLARED);
    let (draft, _) = stand.share(None);
    assert_eq!(draft.verdict, Some(Outcome::Look));
    assert_eq!(draft.heads, Some(HEADS));
    assert_eq!(stand.missing(stand.newest()), [Need::Identity]);
    assert_eq!(stand.have_come(stand.newest()), Some((0, HEADS)));
}
