//! *Preview*: the newest small JPEG of what the camera sees, for whoever asks next.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Holds one picture; a newer one replaces it. Pictures never pile up and never touch a disk.
#[derive(Default)]
pub struct Preview {
    newest: Mutex<(u64, Arc<Vec<u8>>)>,
    fresh: Condvar,
}

impl Preview {
    /// Puts a JPEG before everybody who waits.
    pub fn put(&self, jpeg: Vec<u8>) {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        newest.0 += 1;
        newest.1 = Arc::new(jpeg);
        self.fresh.notify_all();
    }

    /// The newest picture after number `after`, waiting for it up to `patience`.
    pub fn after(&self, after: u64, patience: Duration) -> Option<(u64, Arc<Vec<u8>>)> {
        let newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        let (newest, _) = self
            .fresh
            .wait_timeout_while(newest, patience, |newest| newest.0 <= after)
            .unwrap_or_else(PoisonError::into_inner);
        (newest.0 > after).then(|| (newest.0, Arc::clone(&newest.1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_given_once_to_who_counts_on() {
        let preview = Preview::default();
        preview.put(vec![1]);
        preview.put(vec![2]);
        let (number, jpeg) = preview.after(0, Duration::ZERO).expect("the newest");
        assert_eq!((number, jpeg.as_slice()), (2, &[2_u8][..]));
        assert!(preview.after(number, Duration::ZERO).is_none());
    }
}
