//! *Tally*: what a group of posts adds to the rollups, summed in memory and written by one sorted statement.

use crate::store::Day;
use checkpoint::report::{Figure, Report, Rows};
use deadpool_postgres::GenericClient;
use std::collections::BTreeMap;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

/// Rows of many units.
#[derive(Default)]
pub struct Tally(BTreeMap<Uuid, Rows>);

impl Tally {
    /// The rows of one unit.
    pub fn of(&mut self, unit: Uuid) -> &mut Rows {
        self.0.entry(unit).or_default()
    }

    /// Adds everything to the table. Nothing happens where nothing was counted.
    pub async fn write(&self, client: &impl GenericClient) -> Result<(), tokio_postgres::Error> {
        let (mut units, mut days, mut gates, mut hours) = (vec![], vec![], vec![], vec![]);
        let mut figures: [Vec<i64>; Figure::ALL.len()] = Default::default();
        for (unit, rows) in &self.0 {
            // A slot orders by day, hour, gate; the statement sorts by the table's own key.
            for (slot, report) in &rows.0 {
                if *report == Report::default() {
                    continue;
                }
                units.push(*unit);
                days.push(Day(slot.day));
                gates.push(i64::from(slot.gate));
                hours.push(i16::from(slot.hour));
                for (column, figure) in figures.iter_mut().zip(report.figures()) {
                    column.push(*figure);
                }
            }
        }
        if units.is_empty() {
            return Ok(());
        }
        let statement = client.prepare_cached(include_str!("tally.sql")).await?;
        let mut parameters: Vec<&(dyn ToSql + Sync)> = vec![&units, &days, &gates, &hours];
        parameters.extend(figures.iter().map(|column| column as &(dyn ToSql + Sync)));
        client.execute(&statement, &parameters).await?;
        Ok(())
    }
}
