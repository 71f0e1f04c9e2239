//! Counters.

use substrate_prometheus_endpoint::{
	Counter, CounterVec, Opts, PrometheusError, Registry, U64, register,
};

/// What the desk counts. Without a registry nothing is counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Metrics(Option<Counters>);

#[derive(Clone, Debug)]
struct Counters {
	tickets: Counter<U64>,
	plays: Counter<U64>,
	rejections: CounterVec<U64>,
	proposals: Counter<U64>,
	votes: CounterVec<U64>,
	paid: Counter<U64>,
}

impl Metrics {
	pub(crate) fn new(registry: Option<&Registry>) -> Result<Self, PrometheusError> {
		let Some(registry) = registry else { return Ok(Self(None)) };
		let counter = |name: &str, help: &str| register(Counter::new(name, help)?, registry);
		let by_label = |name: &str, help: &str, label: &str| {
			register(CounterVec::new(Opts::new(name, help), &[label])?, registry)
		};
		Ok(Self(Some(Counters {
			tickets: counter("reel_desk_tickets_total", "Tickets issued")?,
			plays: counter("reel_desk_plays_total", "Plays accepted from viewers")?,
			rejections: by_label("reel_desk_rejections_total", "Requests refused", "label")?,
			proposals: counter("reel_desk_proposals_total", "Batches proposed")?,
			votes: by_label("reel_desk_votes_total", "Votes sent", "approve")?,
			paid: counter("reel_desk_batches_paid_total", "Known batches that were paid")?,
		})))
	}

	pub(crate) fn ticket(&self) {
		self.0.iter().for_each(|c| c.tickets.inc());
	}

	pub(crate) fn play(&self) {
		self.0.iter().for_each(|c| c.plays.inc());
	}

	pub(crate) fn rejection(&self, label: &str) {
		self.0.iter().for_each(|c| c.rejections.with_label_values(&[label]).inc());
	}

	pub(crate) fn proposal(&self) {
		self.0.iter().for_each(|c| c.proposals.inc());
	}

	pub(crate) fn vote(&self, approve: bool) {
		let label = if approve { "yes" } else { "no" };
		self.0.iter().for_each(|c| c.votes.with_label_values(&[label]).inc());
	}

	pub(crate) fn paid(&self) {
		self.0.iter().for_each(|c| c.paid.inc());
	}
}
