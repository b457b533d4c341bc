//! *Placed*: what entries say of posters, kept beside the lines because a place outlives them.

use super::int;
use super::row::Row;
use crate::store::At;
use checkpoint::place::Said;
use deadpool_postgres::Transaction;
use jiff::Timestamp;
use uuid::Uuid;

/// What was done with posters, of many units.
#[derive(Default)]
pub(super) struct Placed(Vec<(Uuid, i64, u64, Said, Timestamp)>);

impl Placed {
    /// Takes what a row says of a poster, if it does.
    pub fn learn(&mut self, unit: Uuid, history: i64, row: &Row) {
        if let Some(entry) = &row.entry
            && let Some(said) = entry.said.place
        {
            let at = entry.counted_at();
            self.0.push((unit, history, row.seq, said, at));
        }
    }

    pub async fn write(&self, transaction: &Transaction<'_>) -> Result<(), tokio_postgres::Error> {
        if self.0.is_empty() {
            return Ok(());
        }
        let units: Vec<Uuid> = self.0.iter().map(|one| one.0).collect();
        let histories: Vec<i64> = self.0.iter().map(|one| one.1).collect();
        let seqs: Vec<i64> = self.0.iter().map(|one| int(one.2)).collect();
        let numbers: Vec<i64> = self.0.iter().map(|one| i64::from(one.3.place)).collect();
        let versions: Vec<i64> = self.0.iter().map(|one| i64::from(one.3.version)).collect();
        let states: Vec<&str> = self.0.iter().map(|one| one.3.state.as_str()).collect();
        let at: Vec<At> = self.0.iter().map(|one| At(one.4)).collect();
        let statement = transaction
            .prepare_cached(include_str!("placed.sql"))
            .await?;
        let columns: [&(dyn tokio_postgres::types::ToSql + Sync); 7] =
            [&units, &histories, &seqs, &numbers, &versions, &states, &at];
        transaction.execute(&statement, &columns).await?;
        Ok(())
    }
}
