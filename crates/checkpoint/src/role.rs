//! *Role*: what somebody of the staff is at a post, and the one table of what each may do.
//!
//! What records never asks: whoever stands at the gate, a code is scanned, a line of paper is typed in and a mistake is
//! undone, because a person who passed and isn't in the log is worse than one whom nobody signed for.

/// What somebody is here. None is greater than another: what each may do is [`Act::roles`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Nobody is signed on.
    Nobody,
    Guard,
    /// Looks how the gate is kept: by a badge and without a PIN.
    Inspector,
    UnitHead,
    Admin,
}

impl Role {
    pub const ALL: [Role; 5] = [
        Role::Nobody,
        Role::Guard,
        Role::Inspector,
        Role::UnitHead,
        Role::Admin,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Role::Nobody => "nobody",
            Role::Guard => "guard",
            Role::Inspector => "inspector",
            Role::UnitHead => "unit-head",
            Role::Admin => "admin",
        }
    }

    pub fn of_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

/// What is asked before it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Search the visitors of the last 30 days, and list who is inside.
    SeeVisitors,
    /// In, out, or by the gate's own judgement.
    ChooseDirection,
    /// Close a shift.
    HandOver,
    /// The day's book with everybody's names, search in it, and who was inside when.
    SeeBook,
    /// Take a line of the book back, turn it round, or put a name right, with a reason.
    AmendBook,
    /// See what of somebody's data the book masks: the PIN is asked for anew, and it is an entry.
    Reveal,
    /// Answer people who ask for their data: find, hand out, correct and erase it, and keep the registers of that.
    AnswerPeople,
    /// Who was inside together with somebody, for tracing.
    Trace,
    /// Settle a day's account.
    SettleDay,
    /// Inspect the gate, and see what inspections found.
    InspectGate,
    /// Make the papers of some days, and take them away.
    Report,
    /// Lists of people: who belongs here, who is expected, whom to look at; and what the log tells of them.
    KeepLists,
    /// The register of places and their posters: make, put up, check, revoke.
    KeepPlaces,
    /// Where entries go, how far they got, and what was refused there.
    SeeTargets,
    /// Write what waits to a stick, and say that somebody was told of erasures.
    CarryByHand,
    ChangeTargets,
    /// Which policy is asked, what is in it, and whose signatures count.
    ChangeRules,
    /// Screen, readers, the card test: what may hold up the gate.
    ArrangeGate,
    /// Ask for the unit's key, give it and take it.
    HandOnKey,
    /// Add, change and remove people of the staff.
    ManageStaff,
    /// Where copies of everything go, making one, and beginning with one.
    KeepBackups,
    /// Sign this post's settings for others of the unit, and take those of another.
    HandOnSettings,
    /// Versions, counts and messages, without personal data, for whoever helps.
    Diagnose,
    /// Have a newer program take this one's place, and say where such are looked for.
    Update,
    /// Lock the screen to the gate, unlock it, and close a gate that is locked.
    LockScreen,
}

impl Act {
    pub const ALL: [Act; 25] = [
        Act::SeeVisitors,
        Act::ChooseDirection,
        Act::HandOver,
        Act::SeeBook,
        Act::AmendBook,
        Act::Reveal,
        Act::AnswerPeople,
        Act::Trace,
        Act::SettleDay,
        Act::InspectGate,
        Act::Report,
        Act::KeepLists,
        Act::KeepPlaces,
        Act::SeeTargets,
        Act::CarryByHand,
        Act::ChangeTargets,
        Act::ChangeRules,
        Act::ArrangeGate,
        Act::HandOnKey,
        Act::ManageStaff,
        Act::KeepBackups,
        Act::HandOnSettings,
        Act::Diagnose,
        Act::Update,
        Act::LockScreen,
    ];

    /// Who may do it, the one whom it is asked of first.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Act::SeeVisitors | Act::ChooseDirection | Act::HandOver => {
                &[Role::Guard, Role::UnitHead, Role::Admin]
            }
            Act::InspectGate => &[Role::Inspector, Role::UnitHead, Role::Admin],
            Act::SeeBook
            | Act::AmendBook
            | Act::Reveal
            | Act::AnswerPeople
            | Act::Trace
            | Act::SettleDay
            | Act::Report
            | Act::KeepLists
            | Act::KeepPlaces
            | Act::SeeTargets
            | Act::CarryByHand
            | Act::Diagnose => &[Role::UnitHead, Role::Admin],
            Act::ChangeTargets
            | Act::ChangeRules
            | Act::ArrangeGate
            | Act::HandOnKey
            | Act::ManageStaff
            | Act::KeepBackups
            | Act::HandOnSettings
            | Act::Update
            | Act::LockScreen => &[Role::Admin],
        }
    }

    /// Whom it is asked of: who may do it and may do least besides.
    pub fn asked_of(self) -> Role {
        self.roles().first().copied().unwrap_or(Role::Nobody)
    }
}

/// Whether somebody may do it.
pub fn may(role: Role, act: Act) -> bool {
    act.roles().contains(&role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_what_each_role_may_do() {
        let row = |act: Act| {
            let marks = Role::ALL.map(|role| if may(role, act) { "yes" } else { "-" });
            format!("{act:?}: {}", marks.join(" "))
        };
        // Nobody, guard, inspector, unit head, admin.
        let table = [
            "SeeVisitors: - yes - yes yes",
            "ChooseDirection: - yes - yes yes",
            "HandOver: - yes - yes yes",
            "SeeBook: - - - yes yes",
            "AmendBook: - - - yes yes",
            "Reveal: - - - yes yes",
            "AnswerPeople: - - - yes yes",
            "Trace: - - - yes yes",
            "SettleDay: - - - yes yes",
            "InspectGate: - - yes yes yes",
            "Report: - - - yes yes",
            "KeepLists: - - - yes yes",
            "KeepPlaces: - - - yes yes",
            "SeeTargets: - - - yes yes",
            "CarryByHand: - - - yes yes",
            "ChangeTargets: - - - - yes",
            "ChangeRules: - - - - yes",
            "ArrangeGate: - - - - yes",
            "HandOnKey: - - - - yes",
            "ManageStaff: - - - - yes",
            "KeepBackups: - - - - yes",
            "HandOnSettings: - - - - yes",
            "Diagnose: - - - yes yes",
            "Update: - - - - yes",
            "LockScreen: - - - - yes",
        ];
        assert_eq!(Act::ALL.map(row), table);
    }

    #[test]
    fn an_admin_may_everything_and_nobody_is_asked_to_be_what_may_not() {
        for act in Act::ALL {
            assert!(may(Role::Admin, act), "{act:?}");
            assert!(may(act.asked_of(), act), "{act:?}");
        }
    }

    #[test]
    fn every_role_is_found_by_its_word() {
        for role in Role::ALL {
            assert_eq!(Role::of_word(role.as_str()), Some(role));
        }
        assert_eq!(Role::of_word("king"), None);
    }
}
