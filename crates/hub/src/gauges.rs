//! *Gauges*: what the hub tells Prometheus of itself.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::fmt;

/// Seconds of an answer: from an empty batch to one that waited for its cursor.
const SECONDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 5.0];

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    /// `batches`, `heartbeat`, …
    call: &'static str,
    status: u16,
}

/// All of them, with the registry that writes them down.
pub struct Gauges {
    registry: Registry,
    answers: Family<Answered, Counter>,
    /// Entries that a receipt was given for, those known before included.
    pub acknowledged: Counter,
    /// Bytes of batches as they travelled.
    pub received: Counter,
    /// Seconds from the end of a batch's body to its answer.
    pub seconds: Histogram,
    /// Transactions of the intake.
    pub groups: Gauge,
    /// Posts that those transactions settled.
    pub grouped: Gauge,
    /// Seconds until this process's certificate ends.
    pub certificate_seconds: Gauge,
}

impl Default for Gauges {
    fn default() -> Gauges {
        let mut registry = Registry::with_prefix("chot_hub");
        let gauges = Gauges {
            answers: Family::default(),
            acknowledged: Counter::default(),
            received: Counter::default(),
            seconds: Histogram::new(SECONDS),
            groups: Gauge::default(),
            grouped: Gauge::default(),
            certificate_seconds: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register(
            "answers",
            "Answers by call and status",
            gauges.answers.clone(),
        );
        registry.register(
            "acknowledged_entries",
            "Entries that a receipt was given for",
            gauges.acknowledged.clone(),
        );
        registry.register(
            "received_bytes",
            "Bytes of batches as they travelled",
            gauges.received.clone(),
        );
        registry.register(
            "batch_seconds",
            "Seconds from a batch's body to its answer",
            gauges.seconds.clone(),
        );
        registry.register(
            "groups",
            "Transactions of the intake",
            gauges.groups.clone(),
        );
        registry.register(
            "grouped_posts",
            "Posts that those transactions settled",
            gauges.grouped.clone(),
        );
        registry.register(
            "certificate_seconds",
            "Seconds until this process's certificate ends",
            gauges.certificate_seconds.clone(),
        );
        Gauges { registry, ..gauges }
    }
}

impl Gauges {
    pub fn answered(&self, call: &'static str, status: u16) {
        self.answers.get_or_create(&Answered { call, status }).inc();
    }

    /// In Prometheus's text form.
    pub fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
