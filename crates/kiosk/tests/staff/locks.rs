//! How often a PIN may be wrong, and that nothing but time lifts a lock.

use super::*;

#[test]
fn five_wrong_tries_lock_for_30_seconds_doubling_to_15_minutes_and_a_right_one_forgets_them() {
    let staffed = Staffed::new();
    let (staff, clock) = (staffed.staff(), &staffed.clock);
    let wrong = || wrong(&staff, &staffed.guard, &clock.now());
    for left in [4, 3, 2, 1] {
        assert_eq!(wrong(), Wrong::Left(left));
    }
    for ms in [30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 900_000] {
        assert_eq!(wrong(), Wrong::Locked(ms));
        clock.on(ms - 1);
        assert_eq!(wrong(), Wrong::Locked(1), "and asking costs nothing");
        let right = staff.try_pin(staffed.guard.number, GUARD_PIN, Seat::Gate, &clock.now());
        assert!(
            matches!(right.unwrap(), Tried::Locked { .. }),
            "nor the right one"
        );
        clock.on(1);
    }
    staffed.proven(&staffed.guard, GUARD_PIN, Seat::Gate);
    assert_eq!(wrong(), Wrong::Left(4));
}

#[test]
fn a_lock_is_nobody_else_s() {
    let staffed = Staffed::new();
    for _ in 0..5 {
        wrong(&staffed.staff(), &staffed.guard, &staffed.clock.now());
    }
    staffed.proven(&staffed.admin, ADMIN_PIN, Seat::Desk);
}

#[test]
fn a_lock_survives_a_restart_a_turned_clock_a_reboot_and_either_copy_put_back() {
    let Staffed {
        dir,
        clock,
        post,
        guard,
        ..
    } = Staffed::new();
    drop(post);
    let home = Home::at(dir.path());
    // A program that starts, tries and ends.
    let again = || wrong(&Staff::of(&home), &guard, &clock.now());
    // Copies from before, as somebody would make who means to try again and again.
    let database = std::fs::read(home.staff()).unwrap();
    assert_eq!(again(), Wrong::Left(4));
    let early = std::fs::read(home.tries()).unwrap();
    for left in [3, 2, 1] {
        assert_eq!(again(), Wrong::Left(left));
    }
    assert_eq!(again(), Wrong::Locked(30_000));
    assert_eq!(again(), Wrong::Locked(30_000), "a restart");
    clock.turn(|now| now.at -= jiff::SignedDuration::from_hours(24 * 365));
    assert_eq!(again(), Wrong::Locked(30_000), "a clock set back");
    clock.turn(|now| now.at += jiff::SignedDuration::from_hours(2 * 24 * 365));
    assert_eq!(again(), Wrong::Locked(30_000), "or forward");
    clock.on(10_000);
    assert_eq!(again(), Wrong::Locked(20_000));
    clock.turn(|now| {
        now.boot = Boot([8; 16]);
        now.mono_ms = 5;
    });
    assert_eq!(again(), Wrong::Locked(30_000), "a reboot begins it anew");
    clock.on(10_000);
    assert_eq!(again(), Wrong::Locked(20_000), "once");

    let later = std::fs::read(home.tries()).unwrap();
    std::fs::write(home.tries(), early).unwrap();
    assert_eq!(again(), Wrong::Locked(20_000), "the file put back");
    std::fs::remove_file(home.tries()).unwrap();
    assert_eq!(again(), Wrong::Locked(20_000), "or taken away");
    std::fs::write(home.tries(), "{\"number\":99,\"of\":{}}\nAAAA\n").unwrap();
    assert_eq!(again(), Wrong::Locked(20_000), "or forged");
    std::fs::write(home.tries(), later).unwrap();
    std::fs::write(home.staff(), database).unwrap();
    assert_eq!(again(), Wrong::Locked(20_000), "the database put back");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// However the tries are spaced, no more are taken than the locks allow.
    #[test]
    fn whoever_guesses_gets_no_more_tries_than_the_locks_leave(
        waits in prop::collection::vec(0_u64..200_000, 1..12),
    ) {
        let staffed = Staffed::new();
        let (staff, clock) = (staffed.staff(), &staffed.clock);
        let (mut taken, mut free_at, began) = (0_u32, 0, clock.now().mono_ms);
        for wait in waits {
            clock.on(wait);
            let now = clock.now().mono_ms - began;
            let tried = staff.try_pin(staffed.guard.number, "9753", Seat::Gate, &clock.now()).unwrap();
            let is_taken = match tried {
                Tried::Wrong { .. } => true,
                Tried::Locked { by_this, .. } => by_this,
                Tried::Right(_) => false,
            };
            prop_assert_eq!(is_taken, now >= free_at);
            if is_taken {
                taken += 1;
                if taken >= 5 {
                    free_at = now + (30_000 << (taken - 5).min(5)).min(900_000);
                }
            }
        }
    }
}
