//! How fast a victim serves who means well, left in peace and under attack, and what the attack costs it in memory.
//!
//! Nothing is asserted of times: attackers, victim and the honest peer share the machine with whatever else runs there.

use super::{Film, Node, eventually, film, settings};
use crate::{
	common::{cases, middle},
	victim::{SEED, SIZES, Victim},
};
use reel_fragment_store::network::{Order, Priority};
use std::{
	sync::Arc,
	time::{Duration, Instant},
};

/// What an attack may cost in memory.
const MAX_GROWTH_KIB: u64 = 256 << 10;

/// How long one fetch of the victim's title took.
#[derive(Clone, Copy, Debug)]
struct Fetch {
	all: Duration,
	/// Of that, until somebody said what he has of the large cell.
	search: Duration,
}

/// Fetches a title with a new store that joins by the victim.
async fn fetch(victim: &Victim, film: &Film) -> Fetch {
	let node = Node::start(settings(std::slice::from_ref(&victim.address))).await;
	eventually("a connection", || async { node.network().connect(&victim.address).await.is_ok() })
		.await;
	let start = Instant::now();
	let reports = node
		.network()
		.fetch_title(&film.magnet, Order::Play, Priority::Viewer, |_, _| {})
		.await
		.expect("fetched");
	let all = start.elapsed();
	node.holds(film).await;
	let large = reports.iter().max_by_key(|report| report.fragments).expect("has cells");
	// The cells are fetched at the same time: what is not the transfer of the large one was spent finding somebody.
	let transfer = large.took.saturating_sub(large.searched);
	Fetch { all, search: all.saturating_sub(transfer) }
}

/// A victim and its twin that is left in peace: fetches from either take turns, so that whatever else the machine does
/// meets both alike.
pub(super) struct Rates {
	twin: Arc<Victim>,
	film: Film,
	before_kib: u64,
}

impl Rates {
	/// Measures by the title that every victim has.
	pub(super) async fn of(victim: &Victim) -> Self {
		Self::beside(victim, Arc::new(Victim::start()), film(SEED, &SIZES)).await
	}

	/// Measures by a title that is found through either victim. The first fetches warm them up.
	pub(super) async fn beside(victim: &Victim, twin: Arc<Victim>, film: Film) -> Self {
		fetch(&twin, &film).await;
		fetch(victim, &film).await;
		victim.reset_peak();
		Self { twin, film, before_kib: victim.rss_kib() }
	}

	/// Measures under attack, bounds the victim's memory, and says how it compares. One fetch takes less than a second, so
	/// the middle of several counts.
	pub(super) async fn under_attack(&self, victim: &Victim) -> String {
		let mut pairs = Vec::new();
		for _ in 0..cases(1, 9) {
			pairs.push((fetch(&self.twin, &self.film).await, fetch(victim, &self.film).await));
		}
		let growth = victim.peak_kib().saturating_sub(self.before_kib);
		assert!(growth < MAX_GROWTH_KIB, "memory grew by {growth} KiB");
		let ratios = pairs.iter().map(|(calm, now)| calm.all.as_secs_f64() / now.all.as_secs_f64());
		let (calm, now): (Vec<Fetch>, Vec<Fetch>) = pairs.iter().copied().unzip();
		format!(
			"honest rate {:.0} % of the calm one beside it: {}, calm {}; memory +{} MiB",
			100.0 * middle(ratios.collect()),
			told(&now),
			told(&calm),
			growth >> 10
		)
	}
}

/// The middle one of each figure.
fn told(fetches: &[Fetch]) -> String {
	let of = |figure: fn(&Fetch) -> Duration| middle(fetches.iter().map(figure).collect());
	format!(
		"{:.1} MB/s, search {} ms, transfer {} ms",
		SIZES.iter().sum::<usize>() as f64 / of(|one| one.all).as_secs_f64() / 1e6,
		of(|one| one.search).as_millis(),
		of(|one| one.all.saturating_sub(one.search)).as_millis()
	)
}
