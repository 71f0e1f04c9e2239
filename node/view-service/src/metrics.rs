//! Counters and gauges. Every series is there from the start.

use crate::gossip::GossipRefusal;
use reel_rpc_api::Rejection;
use substrate_prometheus_endpoint::{
	Counter, CounterVec, Gauge, Opts, PrometheusError, Registry, U64, register,
};

/// What happened to batches.
const BATCH_OUTCOMES: [&str; 5] = ["proposed", "approved", "refused", "paid", "lapsed"];

/// The desk's metrics. They count even when nobody collects them.
pub(crate) struct Metrics {
	pub(crate) tickets: Counter<U64>,
	pub(crate) accepted: Counter<U64>,
	pub(crate) live_tickets: Gauge<U64>,
	pub(crate) waiting_plays: Gauge<U64>,
	rejected: CounterVec<U64>,
	gossip_refused: CounterVec<U64>,
	batches: CounterVec<U64>,
}

impl Metrics {
	pub(crate) fn new(registry: Option<&Registry>) -> Result<Self, PrometheusError> {
		let vector = |name: &str, help: &str, label: &str| {
			CounterVec::new(Opts::new(name, help), &[label])
		};
		let metrics = Self {
			tickets: Counter::new("reel_view_tickets_total", "Tickets issued by this desk")?,
			accepted: Counter::new("reel_view_plays_accepted_total", "Plays accepted by this desk")?,
			live_tickets: Gauge::new("reel_view_tickets", "Tickets remembered, own and foreign")?,
			waiting_plays: Gauge::new("reel_view_plays_waiting", "Plays that wait to be paid")?,
			rejected: vector("reel_view_plays_rejected_total", "Asks and plays refused", "reason")?,
			gossip_refused: vector("reel_view_gossip_refused_total", "Messages dropped", "reason")?,
			batches: vector("reel_view_batches_total", "Batches by what came of them", "outcome")?,
		};
		for refusal in GossipRefusal::ALL {
			metrics.gossip_refused.with_label_values(&[refusal.label()]);
		}
		for outcome in BATCH_OUTCOMES {
			metrics.batches.with_label_values(&[outcome]);
		}
		if let Some(registry) = registry {
			register(metrics.tickets.clone(), registry)?;
			register(metrics.accepted.clone(), registry)?;
			register(metrics.live_tickets.clone(), registry)?;
			register(metrics.waiting_plays.clone(), registry)?;
			register(metrics.rejected.clone(), registry)?;
			register(metrics.gossip_refused.clone(), registry)?;
			register(metrics.batches.clone(), registry)?;
		}
		Ok(metrics)
	}

	pub(crate) fn rejected(&self, rejection: &Rejection) {
		self.rejected.with_label_values(&[rejection.label()]).inc();
	}

	pub(crate) fn gossip_refused(&self, refusal: GossipRefusal) {
		self.gossip_refused.with_label_values(&[refusal.label()]).inc();
	}

	pub(crate) fn batch(&self, outcome: &'static str) {
		debug_assert!(BATCH_OUTCOMES.contains(&outcome));
		self.batches.with_label_values(&[outcome]).inc();
	}
}
