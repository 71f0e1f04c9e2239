//! Who is to keep a span: capacity-weighted rendezvous hashing, the same for everybody (C12).
//!
//! ```text
//! u        = BLAKE2b-256("reel/fragments/place" ‖ placement ‖ content ‖ span u32 LE), first 8 bytes, u64 LE
//! distance = -log2((u + 1) / 2^64)          in 1/2^32, rounded up
//! a before b  ⇔  distance(a) · capacity(b) < distance(b) · capacity(a)        equal: smaller placement first
//! ```
//!
//! The first place therefore falls to a curator with a probability in proportion to its capacity, and a curator that
//! comes or goes moves no other's places. `placement` is 32 random bytes that the chain draws *after* a curator has
//! registered: nobody can try out accounts until one lands on the film it wants.
//!
//! **Region first.** The first half of a span's places, rounded up, are *home places*: curators of the title's region
//! come before all others. The rest are open: distance alone decides, so that one country's outage does not take every
//! replica. A region without curators leaves its places to everybody.
//!
//! **Cost.** One hash of 84 bytes and 32 multiplications for each curator on the roster. The chain never looks for a
//! curator: one that wants a place *claims* it, and the chain only counts who comes before the claimant. Nothing is
//! computed for titles, or curators, that nobody moves.

use crate::{SpanIndex, region::Region};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::cmp::Ordering;
use reel_primitives::{ContentId, Hash32, Round, blake2b_256};
use scale_info::TypeInfo;

const DOMAIN: &[u8] = b"reel/fragments/place";
const SEAT_DOMAIN: &[u8] = b"reel/fragments/seat";

/// Bits of fraction of a distance.
const FRACTION: u32 = 32;

/// A live curator on the roster.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Seat<AccountId> {
	/// The curator.
	pub curator: AccountId,
	/// Random bytes that the chain drew after it had registered.
	pub placement: Hash32,
	/// Where it is at home.
	pub region: Region,
	/// Its capacity in fragments.
	pub capacity: u32,
	/// Whether it takes new spans: less than 90 % full, and its collateral complete.
	pub is_open: bool,
}

/// The placement of a curator that is seated in an epoch with this seed.
pub fn placement(seed: &Hash32, curator: &[u8]) -> Hash32 {
	blake2b_256(&[SEAT_DOMAIN, seed, curator])
}

/// `-log2((u + 1) / 2^64)` in units of 2^-32, rounded up; 0 to 64 · 2^32.
///
/// Plain integer steps: 32 times squares the mantissa, whose integer bit is the next bit of the logarithm.
pub fn distance(u: u64) -> u64 {
	let x = u128::from(u).saturating_add(1);
	let exponent = x.ilog2(); // 0 to 64
	// The mantissa in [1, 2), as Q63. For exponent 64 x is 2^64.
	let mut mantissa = match 63u32.checked_sub(exponent) {
		Some(up) => x.checked_shl(up).unwrap_or(0),
		None => x >> 1,
	};
	let mut logarithm = u64::from(exponent) << FRACTION;
	for bit in (0..FRACTION).rev() {
		// Below 2^64 squared: fits.
		mantissa = mantissa.saturating_mul(mantissa) >> 63;
		if mantissa >> 64 != 0 {
			mantissa >>= 1;
			logarithm |= 1 << bit;
		}
	}
	(64u64 << FRACTION).saturating_sub(logarithm)
}

/// How near a curator is to a span; smaller is nearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
	/// See [`distance`]: at most 2^38.
	distance: u64,
	/// Capacity in fragments.
	capacity: u32,
	placement: Hash32,
}

impl Score {
	/// The score of a curator for a span.
	pub fn new(placement: &Hash32, capacity: u32, content: &ContentId, span: SpanIndex) -> Self {
		let hash = blake2b_256(&[DOMAIN, placement, &content.0, &span.to_le_bytes()]);
		let [a, b, c, d, e, f, g, h, ..] = hash;
		let u = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
		Self { distance: distance(u), capacity, placement: *placement }
	}
}

impl Ord for Score {
	fn cmp(&self, other: &Self) -> Ordering {
		// Both products are below 2^71.
		let own = u128::from(self.distance).saturating_mul(other.capacity.into());
		let others = u128::from(other.distance).saturating_mul(self.capacity.into());
		own.cmp(&others).then_with(|| self.placement.cmp(&other.placement))
	}
}

impl PartialOrd for Score {
	fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
		Some(self.cmp(other))
	}
}

/// A vacant place of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vacancy {
	/// The title.
	pub content: ContentId,
	/// The span.
	pub span: SpanIndex,
	/// The title's region, if the next place is a home place.
	pub home: Option<Region>,
}

impl Vacancy {
	/// The next place of a span with `wanted` replicas, `at_home` of which are kept in the title's region already.
	pub fn next(
		content: ContentId,
		span: SpanIndex,
		region: Option<Region>,
		wanted: u32,
		at_home: u32,
	) -> Self {
		let is_home_place = at_home < wanted.div_ceil(2);
		Self { content, span, home: region.filter(|_| is_home_place) }
	}

	/// What candidates are sorted by: home first, then distance.
	fn rank<AccountId>(&self, seat: &Seat<AccountId>) -> (bool, Score) {
		let is_away = self.home.is_some_and(|home| home != seat.region);
		(is_away, Score::new(&seat.placement, seat.capacity, &self.content, self.span))
	}

	/// Whether `claimant` is among the first `places` candidates: open seats that are not `holders` already. Cost: one
	/// score a seat.
	pub fn admits<AccountId: PartialEq>(
		&self,
		roster: &[Seat<AccountId>],
		holders: &[AccountId],
		claimant: &AccountId,
		places: u32,
	) -> bool {
		let is_candidate =
			|seat: &&Seat<AccountId>| seat.is_open && !holders.contains(&seat.curator);
		let Some(own) = roster.iter().filter(is_candidate).find(|seat| seat.curator == *claimant)
		else {
			return false;
		};
		let rank = self.rank(own);
		let before = roster.iter().filter(is_candidate).filter(|seat| self.rank(seat) < rank);
		before.take(places as usize).count() < places as usize
	}

	/// All candidates, first first. For clients: the chain never sorts.
	pub fn candidates<AccountId: Clone + PartialEq>(
		&self,
		roster: &[Seat<AccountId>],
		holders: &[AccountId],
	) -> Vec<AccountId> {
		let mut ranked: Vec<_> = roster
			.iter()
			.filter(|seat| seat.is_open && !holders.contains(&seat.curator))
			.map(|seat| (self.rank(seat), seat.curator.clone()))
			.collect();
		ranked.sort_by_key(|(rank, _)| *rank);
		ranked.into_iter().map(|(_, curator)| curator).collect()
	}
}

/// Who is to let go of a span that more keep than are wanted, the farthest first: the same list for everybody. The nearest
/// of the title's region stay, as many as there are home places, and of all others the nearest. Holders without a seat
/// (leaving, thrown out) do not count. Cost: one score for each holder, a comparison with each holder for each seat.
pub fn surplus<AccountId: Clone + PartialEq>(
	roster: &[Seat<AccountId>],
	holders: &[AccountId],
	content: &ContentId,
	span: SpanIndex,
	home: Option<Region>,
	wanted: u32,
) -> Vec<AccountId> {
	let mut keepers: Vec<_> = roster
		.iter()
		.filter(|seat| holders.contains(&seat.curator))
		.map(|seat| (Score::new(&seat.placement, seat.capacity, content, span), seat))
		.collect();
	keepers.sort_by_key(|(score, _)| *score);
	let mut home_places = wanted.div_ceil(2);
	let mut stays_at_home = |seat: &Seat<AccountId>| {
		let stays = home_places > 0 && home == Some(seat.region);
		home_places = home_places.saturating_sub(stays.into());
		stays
	};
	let (at_home, others): (Vec<_>, Vec<_>) =
		keepers.into_iter().partition(|(_, seat)| stays_at_home(seat));
	let staying = (wanted as usize).saturating_sub(at_home.len());
	others.into_iter().skip(staying).rev().map(|(_, seat)| seat.curator.clone()).collect()
}

/// How many candidates may claim the `vacant` places of a span: one more for each `patience` rounds that they stood
/// vacant, so that a first candidate that is silently dead holds nothing up.
pub fn places(vacant: u32, vacant_since: Round, now: Round, patience: Round) -> u32 {
	let waited = now.saturating_sub(vacant_since);
	let further = waited.checked_div(patience).unwrap_or(0);
	vacant.saturating_add(u32::try_from(further).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn distances_are_exact_at_powers_of_two() {
		assert_eq!(distance(u64::MAX), 0);
		for bits in 0..64 {
			assert_eq!(distance((1 << bits) - 1), (64 - bits) << FRACTION);
		}
	}

	#[test]
	fn distances_agree_with_floating_point_and_never_rise() {
		let mut last = u64::MAX;
		for step in 0..10_000u64 {
			let u = step * (u64::MAX / 10_000) + step;
			let exact = 64.0 - ((u as f64) + 1.0).log2();
			let found = distance(u) as f64 / f64::from(2).powi(FRACTION as i32);
			assert!((found - exact).abs() < 1e-8, "{u}: {found} is not {exact}");
			assert!(distance(u) <= last);
			last = distance(u);
		}
	}

	fn seat(n: u32, capacity: u32, region: &[u8; 2]) -> Seat<u32> {
		Seat {
			curator: n,
			placement: placement(&[7; 32], &n.to_le_bytes()),
			region: Region::new(*region).unwrap(),
			capacity,
			is_open: true,
		}
	}

	fn vacancy(n: u32, home: Option<Region>) -> Vacancy {
		Vacancy { content: ContentId([n as u8; 32]), span: n, home }
	}

	#[test]
	fn the_first_place_falls_to_each_in_proportion_to_capacity() {
		// 1 : 2 : 3 : 4.
		let roster: Vec<_> = (1..=4).map(|n| seat(n, n * 1_000, b"KR")).collect();
		let mut won = [0u32; 4];
		let draws = 20_000;
		for n in 0..draws {
			won[vacancy(n, None).candidates(&roster, &[])[0] as usize - 1] += 1;
		}
		for (n, count) in (1..=4).zip(won) {
			let expected = draws * n / 10;
			// Four standard deviations of a binomial: below 4 · sqrt(20,000 / 4).
			assert!(count.abs_diff(expected) < 283, "{n}: {count}, not {expected}");
		}
	}

	#[test]
	fn a_newcomer_moves_nobody_but_those_it_replaces() {
		let roster: Vec<_> = (0..20).map(|n| seat(n, 1_000, b"KR")).collect();
		let mut larger = roster.clone();
		larger.push(seat(20, 1_000, b"KR"));
		for n in 0..200 {
			let before = vacancy(n, None).candidates(&roster, &[]);
			let after = vacancy(n, None).candidates(&larger, &[]);
			let without: Vec<_> = after.into_iter().filter(|curator| *curator != 20).collect();
			assert_eq!(before, without);
		}
	}

	#[test]
	fn counting_admits_exactly_the_first_of_the_sorted() {
		let mut roster: Vec<_> = (0..30)
			.map(|n| seat(n, 1_000 + n * 50, if n % 3 == 0 { b"KR" } else { b"FR" }))
			.collect();
		roster[4].is_open = false;
		let holders = [7, 8];
		for n in 0..50 {
			let vacancy = vacancy(n, Region::new(*b"KR"));
			let sorted = vacancy.candidates(&roster, &holders);
			assert_eq!(sorted.len(), 27, "neither the full one nor the holders");
			assert!(sorted[..9].iter().all(|curator| curator % 3 == 0), "home first");
			for places in [0, 1, 3, 40] {
				for claimant in 0..31 {
					let is_first = sorted.iter().take(places as usize).any(|c| *c == claimant);
					assert_eq!(vacancy.admits(&roster, &holders, &claimant, places), is_first);
				}
			}
		}
	}

	#[test]
	fn half_of_the_places_are_at_home() {
		let home = Region::new(*b"KR");
		let next =
			|wanted, at_home| Vacancy::next(ContentId([0; 32]), 0, home, wanted, at_home).home;
		assert_eq!((next(3, 0), next(3, 1), next(3, 2)), (home, home, None));
		assert_eq!((next(4, 1), next(4, 2)), (home, None));
		assert_eq!(Vacancy::next(ContentId([0; 32]), 0, None, 3, 0).home, None);
	}

	#[test]
	fn the_farthest_let_go_but_those_that_home_places_hold() {
		let region = |n| if n % 3 == 0 { b"KR" } else { b"FR" };
		let roster: Vec<_> = (0..12).map(|n| seat(n, 1_000, region(n))).collect();
		let holders: Vec<u32> = (0..9).collect();
		for n in 0..50 {
			let Vacancy { content, span, .. } = vacancy(n, None);
			let far = |home, wanted| surplus(&roster, &holders, &content, span, home, wanted);
			// Sorted as candidates are, of whom nobody is a holder, and from the end.
			let mut sorted = vacancy(n, None).candidates(&roster[..9], &[]);
			sorted.reverse();
			assert_eq!(far(None, 4), sorted[..5]);
			assert_eq!((far(None, 9), far(None, 20)), (vec![], vec![]));
			assert_eq!(far(None, 0), sorted);
			// Three of nine are at home: two of four places are theirs.
			let home = Region::new(*b"KR");
			let gone = far(home, 4);
			assert_eq!(gone.len(), 5);
			let at_home: Vec<_> = sorted.iter().rev().filter(|who| **who % 3 == 0).collect();
			assert!(!gone.contains(at_home[0]) && !gone.contains(at_home[1]));
			let rest: Vec<_> =
				sorted.iter().copied().filter(|who| !at_home[..2].contains(&who)).collect();
			assert_eq!(gone, rest[..5]);
		}
	}

	#[test]
	fn waiting_lets_more_candidates_in() {
		assert_eq!(places(2, 100, 100, 10), 2);
		assert_eq!(places(2, 100, 109, 10), 2);
		assert_eq!(places(2, 100, 130, 10), 5);
		assert_eq!(places(2, 100, 50, 10), 2);
		assert_eq!(places(u32::MAX, 0, u64::MAX, 1), u32::MAX);
		assert_eq!(places(1, 0, 9, 0), 1);
	}
}
