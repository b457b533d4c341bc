//! *Copy*: rows in PostgreSQL's binary COPY format, written straight into the bytes that are sent.

use crate::store::{days, micros};
use bytes::{BufMut, Bytes, BytesMut};
use deadpool_postgres::Transaction;
use futures_util::SinkExt;
use jiff::Timestamp;
use jiff::civil::Date;
use std::pin::pin;
use uuid::Uuid;

/// What is sent at a time.
const CHUNK: usize = 256 * 1024;

/// Rows on their way into one table.
pub struct Copy {
    chunks: Vec<Bytes>,
    open: BytesMut,
    rows: u64,
}

impl Default for Copy {
    fn default() -> Copy {
        let mut open = BytesMut::with_capacity(CHUNK + CHUNK / 4);
        // Signature, no flags, no extension.
        open.put_slice(b"PGCOPY\n\xff\r\n\0");
        open.put_u32(0);
        open.put_u32(0);
        Copy {
            chunks: Vec::new(),
            open,
            rows: 0,
        }
    }
}

impl Copy {
    /// Begins a row; so many fields have to follow.
    pub fn row(&mut self, fields: i16) -> &mut Copy {
        if self.open.len() > CHUNK {
            self.chunks.push(self.open.split().freeze());
            self.open.reserve(CHUNK + CHUNK / 4);
        }
        self.rows += 1;
        self.open.put_i16(fields);
        self
    }

    pub fn uuid(&mut self, value: Uuid) -> &mut Copy {
        self.bytes(value.as_bytes())
    }

    pub fn int2(&mut self, value: i16) -> &mut Copy {
        self.bytes(&value.to_be_bytes())
    }

    pub fn int8(&mut self, value: i64) -> &mut Copy {
        self.open.put_i32(8);
        self.open.put_i64(value);
        self
    }

    /// A moment to the microsecond.
    pub fn moment(&mut self, value: Timestamp) -> &mut Copy {
        self.int8(micros(value))
    }

    pub fn date(&mut self, value: Date) -> &mut Copy {
        self.open.put_i32(4);
        self.open.put_i32(days(value));
        self
    }

    pub fn bytes(&mut self, value: &[u8]) -> &mut Copy {
        // Every value is far below 2³¹ bytes: a line has at most 16 KiB.
        self.open.put_i32(value.len() as i32);
        self.open.put_slice(value);
        self
    }

    pub fn text(&mut self, value: Option<&str>) -> &mut Copy {
        match value {
            Some(text) => self.bytes(text.as_bytes()),
            None => {
                self.open.put_i32(-1);
                self
            }
        }
    }

    /// Sends all rows by the statement `sql` (`COPY … FROM STDIN BINARY`); nothing where there are none.
    pub async fn send(
        mut self,
        transaction: &Transaction<'_>,
        sql: &str,
    ) -> Result<(), tokio_postgres::Error> {
        if self.rows == 0 {
            return Ok(());
        }
        self.open.put_i16(-1);
        self.chunks.push(self.open.freeze());
        let statement = transaction.prepare_cached(sql).await?;
        let mut sink = pin!(transaction.copy_in::<_, Bytes>(&statement).await?);
        for chunk in self.chunks {
            sink.feed(chunk).await?;
        }
        sink.finish().await?;
        Ok(())
    }
}
