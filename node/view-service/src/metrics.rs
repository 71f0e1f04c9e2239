//! Counters and sizes for Prometheus.

use crate::state::State;
use reel_rpc_api::DeskStat;
use std::sync::{Arc, Mutex, PoisonError};
use substrate_prometheus_endpoint::{
	Counter, CounterVec, Gauge, GaugeVec, Opts, PrometheusError, Registry, U64, register,
};

/// What the desk counts, and how it stands. Without a registry nothing is counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Metrics(Option<Counters>, Arc<Mutex<DeskStat>>);

#[derive(Clone, Debug)]
struct Counters {
	tickets: Counter<U64>,
	plays: Counter<U64>,
	ratings: Counter<U64>,
	rejections: CounterVec<U64>,
	proposals: Counter<U64>,
	votes: CounterVec<U64>,
	paid: Counter<U64>,
	lapsed: Counter<U64>,
	foreign: CounterVec<U64>,
	gossip: CounterVec<U64>,
	gossip_drops: CounterVec<U64>,
	secrets: CounterVec<U64>,
	reports: Counter<U64>,
	receipts: CounterVec<U64>,
	held: GaugeVec<U64>,
	oldest_undecided: Gauge<U64>,
	batch_lag: Gauge<U64>,
}

impl Metrics {
	pub(crate) fn new(registry: Option<&Registry>) -> Result<Self, PrometheusError> {
		let Some(registry) = registry else { return Ok(Self::default()) };
		let counter = |name: &str, help: &str| register(Counter::new(name, help)?, registry);
		let by_label = |name: &str, help: &str, label: &str| {
			register(CounterVec::new(Opts::new(name, help), &[label])?, registry)
		};
		let counters = Counters {
			tickets: counter("reel_desk_tickets_total", "Tickets issued")?,
			plays: counter("reel_desk_plays_total", "Plays accepted from viewers")?,
			ratings: counter("reel_desk_ratings_total", "Ratings taken from viewers")?,
			rejections: by_label("reel_desk_rejections_total", "Requests refused", "label")?,
			proposals: counter("reel_desk_proposals_total", "Batches proposed")?,
			votes: by_label("reel_desk_votes_total", "Votes sent", "approve")?,
			paid: counter("reel_desk_batches_paid_total", "Known batches that were paid")?,
			lapsed: counter(
				"reel_desk_batches_lapsed_total",
				"Known batches that were not paid: their plays roll over",
			)?,
			foreign: by_label(
				"reel_desk_foreign_plays_total",
				"Plays of other desks: witnessed in time, barely, early, late, double of another, or why refused",
				"verdict",
			)?,
			gossip: by_label("reel_desk_gossip_total", "Messages of peers taken", "kind")?,
			gossip_drops: by_label(
				"reel_desk_gossip_drops_total",
				"Messages of peers dropped: version, garbage, flood, muted",
				"reason",
			)?,
			secrets: by_label(
				"reel_desk_secrets_total",
				"Content secrets: deposited by creators, shared by validators, given to them, refused",
				"way",
			)?,
			reports: counter(
				"reel_desk_transfer_reports_total",
				"Reports taken of what other providers sent",
			)?,
			receipts: by_label(
				"reel_desk_receipts_total",
				"Receipts for other providers: agreed, differs from the report, unreported; and reports without a \
				 receipt in an accepted play: concealed",
				"verdict",
			)?,
			held: register(
				GaugeVec::new(Opts::new("reel_desk_held", "What the desk holds"), &["what"])?,
				registry,
			)?,
			oldest_undecided: register(
				Gauge::new(
					"reel_desk_oldest_undecided_round",
					"Round of the oldest batch that waits for its decision; 0: none",
				)?,
				registry,
			)?,
			batch_lag: register(
				Gauge::new(
					"reel_desk_batch_lag_rounds",
					"Rounds from the end of the last paid batch's round until it was paid",
				)?,
				registry,
			)?,
		};
		Ok(Self(Some(counters), Arc::default()))
	}

	/// How the desk stands, as of its last best block.
	pub(crate) fn stat(&self) -> DeskStat {
		*self.1.lock().unwrap_or_else(PoisonError::into_inner)
	}

	fn note(&self, note: impl FnOnce(&mut DeskStat)) {
		note(&mut self.1.lock().unwrap_or_else(PoisonError::into_inner));
	}

	pub(crate) fn rating(&self) {
		self.0.iter().for_each(|c| c.ratings.inc());
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

	/// A batch was decided, so many rounds after its own.
	pub(crate) fn settled(&self, paid: bool, lag: u64) {
		if paid {
			self.0.iter().for_each(|c| c.batch_lag.set(lag));
			self.note(|stat| stat.batch_lag_rounds = Some(lag));
		}
		self.0.iter().for_each(|c| if paid { c.paid.inc() } else { c.lapsed.inc() });
	}

	/// A play of another desk.
	pub(crate) fn foreign_many(&self, verdict: &str, count: u64) {
		if count > 0 {
			self.0.iter().for_each(|c| c.foreign.with_label_values(&[verdict]).inc_by(count));
		}
	}

	pub(crate) fn foreign(&self, verdict: &str) {
		self.0.iter().for_each(|c| c.foreign.with_label_values(&[verdict]).inc());
	}

	/// A message of a peer is looked at.
	pub(crate) fn gossip(&self, kind: &str) {
		self.0.iter().for_each(|c| c.gossip.with_label_values(&[kind]).inc());
	}

	/// A message of a peer is not looked at, or was garbage.
	pub(crate) fn gossip_drop(&self, reason: &str) {
		self.0.iter().for_each(|c| c.gossip_drops.with_label_values(&[reason]).inc());
	}

	/// Secrets came or went.
	pub(crate) fn secrets(&self, way: &str, number: usize) {
		self.0.iter().for_each(|c| c.secrets.with_label_values(&[way]).inc_by(number as u64));
	}

	/// Reports of other providers were taken.
	pub(crate) fn reports(&self, number: u32) {
		self.0.iter().for_each(|c| c.reports.inc_by(number.into()));
	}

	/// A receipt was held against a report of another provider.
	pub(crate) fn receipt(&self, verdict: &str) {
		self.0.iter().for_each(|c| c.receipts.with_label_values(&[verdict]).inc());
	}

	/// Offers of other providers that stand.
	pub(crate) fn providers(&self, standing: usize) {
		self.note(|stat| stat.providers = standing as u64);
		self.0.iter().for_each(|c| {
			c.held.with_label_values(&["providers"]).set(standing as u64);
		});
	}

	/// What the desk holds now.
	pub(crate) fn sizes(&self, state: &State) {
		let undecided = || state.batches.iter().filter(|(_, entry)| entry.paid.is_none());
		self.note(|stat| {
			stat.tickets = state.tickets.len() as u64;
			stat.plays = state.plays.len() as u64;
			stat.undecided_batches = undecided().count() as u64;
			stat.oldest_undecided_round = undecided().next().map(|(round, _)| *round);
		});
		let Some(counters) = &self.0 else { return };
		for (what, number) in [
			("tickets", state.tickets.len()),
			("plays", state.plays.len()),
			("undecided-batches", undecided().count()),
		] {
			counters.held.with_label_values(&[what]).set(number as u64);
		}
		counters.oldest_undecided.set(undecided().next().map_or(0, |(round, _)| *round));
	}
}
