//! Which fragment of a cell is fetched next, and from whom.
//!
//! | order | next |
//! |---|---|
//! | play | the first missing one, from what the player asked for on |
//! | rarest | the one that the fewest providers have, so that copies of it come into being |
//!
//! Endgame: once everything missing is on its way, a provider that is free fetches a second time what another one is slow
//! with; the first to deliver wins. One that never delivered anything does so only where all others take longer than
//! [`TRIAL`]: it is as good a chance as waiting, and how it comes to deliver its first.
//!
//! A provider that never delivered anything holds a fragment for so long only: after that it counts as if nobody fetched
//! it. So those that say they have everything and send nothing keep nothing from the others.

use std::time::{Duration, Instant};

/// How long a provider that has not delivered yet may take for a fragment before others fetch it as well.
pub(super) const TRIAL: Duration = Duration::from_secs(1);

/// In which order the fragments of a cell are fetched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
	/// As they are played.
	#[default]
	Play,
	/// The rarest first.
	Rarest,
}

/// Distance on the ring between the places where two providers begin.
const SPREAD: usize = 7;

/// Most providers that fetch the same fragment at once.
const MAX_SAME: usize = 2;

/// A provider that may fetch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Runner {
	/// Its number in this fetch.
	pub(super) number: usize,
	/// Whether it delivered something before.
	pub(super) proved: bool,
}

/// A fetch that runs.
#[derive(Debug)]
struct Running {
	by: Runner,
	since: Instant,
}

impl Running {
	fn is_old(&self, now: Instant) -> bool {
		now.saturating_duration_since(self.since) >= TRIAL
	}

	fn is_late(&self, now: Instant) -> bool {
		!self.by.proved && self.is_old(now)
	}
}

/// The plan of one cell.
#[derive(Debug)]
pub(crate) struct Plan {
	done: Vec<bool>,
	/// Who is fetching it.
	running: Vec<Vec<Running>>,
	/// How many of the providers asked have it.
	copies: Vec<u32>,
	order: Order,
	/// What the player needs next.
	cursor: usize,
	/// Where this node begins among equals.
	place: usize,
	missing: usize,
}

impl Plan {
	/// For a cell of which `done` is here already. Nodes that fetch the same cell at the same time get different fragments
	/// first if their `place` differs, and have something to give each other.
	pub(crate) fn new(done: Vec<bool>, order: Order, place: usize) -> Self {
		let fragments = done.len();
		let missing = done.iter().filter(|done| !**done).count();
		Self {
			done,
			running: (0..fragments).map(|_| Vec::new()).collect(),
			copies: vec![0; fragments],
			order,
			cursor: 0,
			place,
			missing,
		}
	}

	/// Counts what a provider has.
	pub(crate) fn count(&mut self, has: &[bool]) {
		for (copies, _) in self.copies.iter_mut().zip(has).filter(|(_, has)| **has) {
			*copies += 1;
		}
	}

	/// From here on somebody plays at `index`.
	pub(crate) fn play_from(&mut self, index: u32) {
		self.order = Order::Play;
		self.cursor = (index as usize).min(self.done.len().saturating_sub(1));
	}

	/// What a provider, which has `has`, fetches next; noted as running. Providers begin at places of their own, so that
	/// equals are not all fetched from the same end.
	pub(super) fn next(&mut self, has: &[bool], by: Runner, now: Instant) -> Option<u32> {
		let count = self.done.len();
		let from = match self.order {
			Order::Play => self.cursor,
			Order::Rarest => self.place.wrapping_add(by.number.wrapping_mul(SPREAD)) % count.max(1),
		};
		let open = |at: usize| !self.done[at] && has.get(at).copied().unwrap_or(false);
		let mine = |at: usize| self.running[at].iter().any(|one| one.by.number == by.number);
		let on_time = |at: usize| self.running[at].iter().filter(|one| !one.is_late(now)).count();
		// The first of the rarest, counted from the provider's own place on the ring; or the first that is played.
		let choose = |wanted: &dyn Fn(usize) -> bool| {
			let mut ring = (from..count).chain(0..from).filter(|at| open(*at) && wanted(*at));
			match self.order {
				Order::Play => ring.next(),
				Order::Rarest => ring.min_by_key(|at| self.copies[*at]),
			}
		};
		let chosen = choose(&|at| self.running[at].is_empty())
			.or_else(|| choose(&|at| !mine(at) && on_time(at) == 0))
			.or_else(|| {
				let on_the_way =
					|(done, running): (&bool, &Vec<Running>)| *done || !running.is_empty();
				let endgame = self.done.iter().zip(&self.running).all(on_the_way);
				// What is fetched a second time is fetched from who is known to deliver, or else is late anyway.
				let may =
					|at: usize| by.proved || self.running[at].iter().all(|one| one.is_old(now));
				let slow = |at: usize| open(at) && !mine(at) && on_time(at) < MAX_SAME && may(at);
				endgame.then(|| (from..count).chain(0..from).find(|at| slow(*at))).flatten()
			})?;
		self.running[chosen].push(Running { by, since: now });
		u32::try_from(chosen).ok()
	}

	/// A fetch that was begun with [`next`](Self::next) is over.
	pub(crate) fn ended(&mut self, index: u32, provider: usize) {
		if let Some(by) = self.running.get_mut(index as usize)
			&& let Some(at) = by.iter().position(|one| one.by.number == provider)
		{
			by.swap_remove(at);
		}
	}

	/// A fragment is here; returns false if it was before.
	pub(crate) fn complete(&mut self, index: u32) -> bool {
		match self.done.get_mut(index as usize) {
			Some(done) if !*done => {
				*done = true;
				self.missing -= 1;
				true
			},
			_ => false,
		}
	}

	/// Whether a fragment is here.
	pub(crate) fn is_done(&self, index: u32) -> bool {
		self.done.get(index as usize).copied().unwrap_or(false)
	}

	/// How many fragments are missing.
	pub(crate) const fn missing(&self) -> usize {
		self.missing
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const ALL: [bool; 4] = [true; 4];

	const fn proved(number: usize) -> Runner {
		Runner { number, proved: true }
	}

	const fn stranger(number: usize) -> Runner {
		Runner { number, proved: false }
	}

	#[test]
	fn a_viewer_gets_what_is_played_next_first_and_then_the_rest() {
		let mut plan = Plan::new(vec![false; 4], Order::Rarest, 0);
		plan.play_from(2);
		let now = Instant::now();
		let order: Vec<u32> =
			(0..4).filter_map(|number| plan.next(&ALL, stranger(number), now)).collect();
		assert_eq!(order, [2, 3, 0, 1]);
	}

	#[test]
	fn the_rarest_comes_first_and_only_from_who_has_it() {
		let mut plan = Plan::new(vec![false; 4], Order::Rarest, 0);
		for has in [[true, true, false, true], [true, true, true, false], [true, false, true, true]]
		{
			plan.count(&has);
		}
		plan.count(&[true, true, true, false]);
		let mut next = |has: &[bool]| plan.next(has, proved(0), Instant::now());
		assert_eq!(next(&ALL), Some(3), "two have it");
		assert_eq!(next(&[true, false, false, true]), Some(0));
		assert_eq!(next(&[false; 4]), None);
	}

	#[test]
	fn in_the_endgame_another_provider_fetches_once_more_what_is_on_its_way() {
		let mut plan = Plan::new(vec![true, false, false, true], Order::Play, 0);
		assert_eq!(plan.missing(), 2);
		let now = Instant::now();
		let mut begun = |number| plan.next(&ALL, proved(number), now);
		assert_eq!([begun(0), begun(0), begun(0)], [Some(1), Some(2), None], "not twice from one");
		assert_eq!([begun(1), begun(1), begun(1)], [Some(1), Some(2), None]);
		assert_eq!(begun(2), None, "not from three");
		assert!(plan.complete(1) && !plan.complete(1));
		plan.ended(1, 0);
		plan.ended(2, 0);
		plan.ended(2, 0);
		assert_eq!(plan.next(&ALL, proved(2), now), Some(2), "a place is free again");
		assert!(plan.complete(2) && plan.is_done(2) && plan.missing() == 0);
		assert_eq!(plan.next(&ALL, proved(0), now), None);
	}

	#[test]
	fn who_never_delivered_keeps_a_fragment_from_the_others_for_a_while_only() {
		let mut plan = Plan::new(vec![false, false, true, true], Order::Play, 0);
		let now = Instant::now();
		assert_eq!(plan.next(&ALL, stranger(0), now), Some(0));
		assert_eq!(plan.next(&ALL, stranger(1), now), Some(1));
		assert_eq!(plan.next(&ALL, stranger(2), now), None, "all of it is on its way");
		assert_eq!(plan.next(&ALL, proved(3), now), Some(0), "the endgame");
		assert_eq!(plan.next(&ALL, proved(4), now), Some(1));
		plan.ended(1, 4);
		let later = now + TRIAL;
		assert_eq!(plan.next(&ALL, stranger(2), later), Some(1), "it is late");
		assert_eq!(
			plan.next(&ALL, stranger(0), later),
			None,
			"the other is with one that delivers"
		);
		assert_eq!(plan.next(&ALL, stranger(5), later + TRIAL), Some(1), "late again");
	}

	#[test]
	fn who_never_delivered_may_try_where_everybody_else_is_slow() {
		let mut plan = Plan::new(vec![false, true, true, true], Order::Play, 0);
		let now = Instant::now();
		assert_eq!(plan.next(&ALL, proved(0), now), Some(0));
		assert_eq!(plan.next(&ALL, stranger(1), now), None);
		let later = now + TRIAL;
		assert_eq!(plan.next(&ALL, stranger(1), later), Some(0));
		assert_eq!(plan.next(&ALL, stranger(2), later), None, "the first of them is not late yet");
		assert_eq!(
			plan.next(&ALL, proved(3), later + TRIAL),
			Some(0),
			"and takes no place of others"
		);
	}

	#[test]
	fn what_failed_is_given_out_again() {
		let mut plan = Plan::new(vec![false; 2], Order::Play, 0);
		let now = Instant::now();
		assert_eq!(plan.next(&ALL, stranger(0), now), Some(0));
		plan.ended(0, 0);
		assert_eq!(plan.next(&ALL, stranger(1), now), Some(0));
	}
}
