//! One random call and how it comes: any role, arguments in range and a little outside.

mod ads;
mod curators;
mod exchange;
mod funding;
mod governance;
mod layers;
mod market;
mod money;
mod patterns;
mod proposals;
mod ratings;
mod registry;
mod standing;
mod sums;
mod supervision;
mod views;
mod wrapping;

use super::world::{Draw, Route, World, world};
use rand::{Rng, rngs::StdRng, seq::SliceRandom};
use reel_merkle::binary::Tree;
use reel_primitives::{AccountId, Hash32, batch::Payee};
use reelchain_runtime::{
	RuntimeCall,
	constants::currency::{CFX, EXISTENTIAL_DEPOSIT},
};
use std::collections::BTreeMap;

/// Everything that a payout root stands for.
pub(crate) struct PayoutTree {
	tree: Tree,
	payees: Vec<Payee>,
}

/// What whoever draws must remember, since the chain does not.
#[derive(Default)]
pub(crate) struct Memory {
	/// Payout trees that were proposed, by root.
	trees: BTreeMap<Hash32, PayoutTree>,
	/// Calls that were put before others: motions, operations of several signatories, preimages.
	pending: Vec<RuntimeCall>,
}

/// Draws from the world, given what the chain says now.
pub(crate) struct Hand<'a> {
	pub(crate) random: &'a mut StdRng,
	pub(crate) memory: &'a mut Memory,
	world: &'static World,
}

/// A call with the origin that fits it.
type Fitting = (Route, RuntimeCall);

impl<'a> Hand<'a> {
	pub(crate) fn new(random: &'a mut StdRng, memory: &'a mut Memory) -> Self {
		Self { random, memory, world: world() }
	}

	/// Draws the next call.
	pub(crate) fn draw(&mut self) -> Draw {
		let (fitting, call) = match self.up_to(118) {
			0..=9 => self.money(),
			10..=13 => self.assets(),
			14..=32 => return self.views(),
			33..=36 => self.ads(),
			37..=39 | 76..=78 => self.market(),
			40..=47 => self.validators(),
			48..=51 => self.standing(),
			52..=65 => self.supervision(),
			66..=75 => self.registry(),
			79..=87 => self.governance(),
			88..=92 => self.curators(),
			93..=99 => self.wrapping(),
			100..=103 => self.exchange(),
			104..=107 => self.layers(),
			112..=117 => self.patterns(),
			_ => self.funding(),
		};
		Draw { route: self.route(fitting), call }
	}

	/// The origin that fits, or in one case of eight any other; a signed one now and then with a fee.
	fn route(&mut self, fitting: Route) -> Route {
		match self.up_to(32) {
			0 => Route::None,
			1 => Route::Root,
			2 => Route::Signed(self.anybody()),
			3 => Route::Council(self.up_to(4), 3),
			4..=8 => match fitting {
				Route::Signed(who) if self.world.can_sign(&who) => {
					let tip = if self.coin(0.3) { self.amount() } else { 0 };
					Route::Paid(who, tip, self.fee_coin())
				},
				other => other,
			},
			_ => fitting,
		}
	}

	fn up_to(&mut self, bound: u32) -> u32 {
		self.random.gen_range(0..bound)
	}

	fn coin(&mut self, heads: f64) -> bool {
		self.random.gen_bool(heads)
	}

	fn pick<T: Clone>(&mut self, among: &[T]) -> T {
		among.choose(self.random).cloned().expect("nobody draws from an empty world")
	}

	fn anybody(&mut self) -> AccountId {
		let world = self.world;
		let group = match self.up_to(6) {
			0 => &world.creators,
			1 => &world.supervisors,
			2 => &world.candidates,
			3 => &world.payees,
			_ => &world.viewers,
		};
		self.pick(group)
	}

	/// Anybody who began with something to spend.
	fn somebody(&mut self) -> AccountId {
		let world = self.world;
		let group = match self.up_to(4) {
			0 => &world.creators,
			1 => &world.supervisors,
			2 => &world.candidates,
			_ => &world.viewers,
		};
		self.pick(group)
	}

	/// An amount near a bound, or any.
	fn amount(&mut self) -> u128 {
		match self.up_to(10) {
			0 => 0,
			1 => EXISTENTIAL_DEPOSIT - 1,
			2 => EXISTENTIAL_DEPOSIT,
			3 => u128::MAX,
			_ => self.random.gen_range(0..20 * CFX),
		}
	}
}
