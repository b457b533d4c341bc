//! *Crew*: a thread for each core, who take the pictures of a set one after the other.

use std::sync::Mutex;
use std::thread;

/// What `work` gives for each number, in the numbers' order. Every thread sets itself up, with decoders of its own:
/// `set_up` gives the work.
pub fn each<T: Send, W: FnMut(usize) -> T>(
    numbers: impl Iterator<Item = usize> + Send,
    set_up: impl Fn() -> W + Sync,
) -> Vec<T> {
    let numbers = Mutex::new(numbers);
    let done = Mutex::new(Vec::new());
    let next = || numbers.lock().ok().and_then(|mut numbers| numbers.next());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                let mut work = set_up();
                while let Some(number) = next() {
                    let result = work(number);
                    if let Ok(mut done) = done.lock() {
                        done.push((number, result));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}
