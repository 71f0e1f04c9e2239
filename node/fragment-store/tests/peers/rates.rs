//! How fast a victim serves who means well, left in peace and under attack, and what the attack costs it in memory.
//!
//! Nothing is asserted of times: attackers, victim and the honest peer share the machine with whatever else runs there.

use super::{Film, Node, eventually, film, settings};
use crate::{
	common::cases,
	victim::{SEED, SIZES, Victim},
};
use reel_fragment_store::network::{Order, Priority};
use std::time::{Duration, Instant};

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

/// The median of some fetches, by all of the time: one takes less than a second.
async fn median(victim: &Victim, film: &Film) -> Fetch {
	let mut fetches = Vec::new();
	for _ in 0..cases(1, 7) {
		fetches.push(fetch(victim, film).await);
	}
	fetches.sort_by_key(|one| one.all);
	fetches[fetches.len() / 2]
}

/// How fast a peer that means well is served, and how much memory the victim had, before an attack.
pub(super) struct Rates {
	film: Film,
	calm: Fetch,
	before_kib: u64,
}

impl Rates {
	/// Measures a victim that is left in peace, by its own title.
	pub(super) async fn of(victim: &Victim) -> Self {
		Self::of_film(victim, &film(SEED, &SIZES)).await
	}

	/// As [`of`](Self::of), by another title of the same sizes. The first fetch warms it up.
	pub(super) async fn of_film(victim: &Victim, film: &Film) -> Self {
		fetch(victim, film).await;
		let calm = median(victim, film).await;
		victim.reset_peak();
		Self { film: film.clone(), calm, before_kib: victim.rss_kib() }
	}

	/// Measures it under attack, bounds its memory, and says how it compares.
	pub(super) async fn under_attack(&self, victim: &Victim) -> String {
		let now = median(victim, &self.film).await;
		let growth = victim.peak_kib().saturating_sub(self.before_kib);
		assert!(growth < MAX_GROWTH_KIB, "memory grew by {growth} KiB");
		let bytes = SIZES.iter().sum::<usize>() as f64;
		let told = |one: &Fetch| {
			let transfer = one.all.saturating_sub(one.search);
			format!(
				"{:.1} MB/s (search {} ms, transfer {} ms)",
				bytes / one.all.as_secs_f64() / 1e6,
				one.search.as_millis(),
				transfer.as_millis()
			)
		};
		format!(
			"honest {}, {:.0} % of the calm {}; memory +{} MiB",
			told(&now),
			100.0 * self.calm.all.as_secs_f64() / now.all.as_secs_f64(),
			told(&self.calm),
			growth >> 10
		)
	}
}
