//! *Listing*: a badge of somebody of the unit's lists. Its code says a random token; the lists say whose that is.

use super::Post;
use checkpoint::document::{Document, Kind};
use checkpoint::subject::{Contact, Who};
use checkpoint::verdict::Judged;

impl Post {
    /// Before a badge is judged: who has one, and which are revoked, as the lists say it at this moment.
    pub(super) fn ask_lists_about(&mut self, document: &Document) {
        if document.kind() == Kind::StaffBadge {
            self.know_lists();
        }
    }

    /// Whose badge it is, where the lists know it: from here on it names them as their list does. What the lists tell of them
    /// besides goes into `contact`.
    pub(super) fn name_holder(&self, judged: &mut Judged, contact: &mut Contact) -> Option<Who> {
        let token = judged.badge()?.try_into().ok()?;
        let holder = self.finding.holder(&token)?;
        judged.name_holder(&holder.member, holder.kind);
        contact.phone.clone_from(&holder.member.phone);
        contact.class = holder.class().map(str::to_owned);
        Some(holder.who(self.store.pseudonyms()?))
    }
}
