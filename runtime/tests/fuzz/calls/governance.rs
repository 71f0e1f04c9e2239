//! Validators, their session keys, parameters, and the council.

use super::{Fitting, Hand};
use crate::fuzz::world::{Route, foreign_keys};
use codec::{Decode, Encode};
use frame_support::{instances::Instance1, weights::Weight};
use pallet_content_registry::SplitBounds;
use pallet_validator_set::{Call, Declaration, Server};
use rand::{Rng, seq::SliceRandom};
use reel_economics::emission::{FIRST_ERA_REWARD, PAPER, Schedule};
use reelchain_runtime::{
	Runtime, RuntimeCall,
	configs::consensus::LEAST_DECLARATION,
	constants::currency::CFX,
	params::{MAX_VALIDATOR_BOND, RuntimeParameters, dynamic},
};

type Council = pallet_collective::Call<Runtime, Instance1>;

impl Hand<'_> {
	pub(super) fn validators(&mut self) -> Fitting {
		let who = self.pick(&self.world.candidates);
		match self.up_to(26) {
			0..=7 => {
				let declaration = Declaration {
					bandwidth_mbps: self.random.gen_range(95..1_000),
					server: Server {
						cores: self.random.gen_range(2..9),
						..LEAST_DECLARATION.server
					},
					..LEAST_DECLARATION
				};
				(Route::Root, Call::<Runtime>::admit_validator { who, declaration }.into())
			},
			8..=12 => (Route::Signed(who), Call::<Runtime>::accept_admission {}.into()),
			13..=15 => (Route::Root, Call::<Runtime>::remove_validator { who }.into()),
			16..=18 => (Route::Signed(self.somebody()), Call::<Runtime>::withdraw { who }.into()),
			19 => {
				let floor = self.up_to(7);
				(Route::Root, Call::<Runtime>::set_floor { floor }.into())
			},
			20 => {
				let purge = pallet_session::Call::<Runtime>::purge_keys {};
				(Route::Signed(who), purge.into())
			},
			_ => {
				let generation = self.random.r#gen();
				let (mut keys, mut proof) = self.world.session_keys(&who, generation);
				match self.up_to(12) {
					0 => proof[0] ^= 1,
					1 => keys = foreign_keys(),
					_ => {},
				}
				(
					Route::Signed(who),
					pallet_session::Call::<Runtime>::set_keys { keys, proof }.into(),
				)
			},
		}
	}

	pub(super) fn governance(&mut self) -> Fitting {
		match self.up_to(10) {
			0..=1 => (Route::Root, self.parameter()),
			2 => {
				let call = Box::new(self.decision());
				let mandate = reelchain_runtime::mandate::Call::execute_as_root { call };
				(Route::Council(3, 3), mandate.into())
			},
			_ => self.council(),
		}
	}

	/// What is decided by root or by two thirds.
	pub(super) fn decision(&mut self) -> RuntimeCall {
		match self.up_to(8) {
			0 => self.parameter(),
			1 => self.validators().1,
			2..=3 => self.supervision().1,
			4 => {
				let remark = self.random.r#gen::<[u8; 4]>().to_vec();
				frame_system::Call::remark_with_event { remark }.into()
			},
			5 => {
				let (source, dest) = (self.anybody().into(), self.anybody().into());
				let value = self.amount();
				pallet_balances::Call::force_transfer { source, dest, value }.into()
			},
			_ => Call::<Runtime>::set_floor { floor: 1 + self.up_to(5) }.into(),
		}
	}

	fn parameter(&mut self) -> RuntimeCall {
		use dynamic::{deposits, emission, fragments, market, splits};
		let key_value = match self.up_to(11) {
			9 => {
				let fee = self.pick(&[None, Some(0), Some(333), Some(1_000), Some(1_001)]);
				RuntimeParameters::Market(market::Parameters::PlatformFee(market::PlatformFee, fee))
			},
			10 => {
				let rounds = self.pick(&[None, Some(249), Some(250), Some(1_000), Some(180_001)]);
				RuntimeParameters::Market(market::Parameters::DeliveryRounds(
					market::DeliveryRounds,
					rounds,
				))
			},
			0..=3 => {
				let bond = [0, 0, 10 * CFX, 100 * CFX, 2_000 * CFX, MAX_VALIDATOR_BOND + 1];
				let bond = Some(self.pick(&bond));
				RuntimeParameters::Deposits(deposits::Parameters::ValidatorBond(
					deposits::ValidatorBond,
					bond,
				))
			},
			4 | 5 => {
				let bounds = SplitBounds {
					least_viewer_bp: self.random.gen_range(1_000..9_500),
					supervisor_bp: self.random.gen_range(0..1_000),
					..SplitBounds::DEFAULT
				};
				let bounds = if self.coin(0.5) { None } else { Some(bounds) };
				RuntimeParameters::Splits(splits::Parameters::Bounds(splits::Bounds, bounds))
			},
			7 => {
				let rates = [None, Some(CFX / 100), Some(CFX / 50), Some(CFX / 1_000), Some(0)];
				let rate = self.pick(&rates);
				RuntimeParameters::Fragments(fragments::Parameters::CollateralPerFragment(
					fragments::CollateralPerFragment,
					rate,
				))
			},
			6 => {
				let caps = [None, Some(0), Some(1), Some(CFX), Some(u128::MAX)];
				let cap = [None, Some(self.pick(&caps))];
				RuntimeParameters::Emission(emission::Parameters::CapPerPlay(
					emission::CapPerPlay,
					self.pick(&cap),
				))
			},
			_ => {
				let schedules = [
					PAPER,
					PAPER.with_halvings(None),
					Schedule { rounds_per_era: 6_000, ..PAPER },
					Schedule { rounds_per_era: 5_999, ..PAPER },
					Schedule { first_reward: FIRST_ERA_REWARD + 1, ..PAPER },
				];
				RuntimeParameters::Emission(emission::Parameters::RewardSchedule(
					emission::RewardSchedule,
					Some(self.pick(&schedules)),
				))
			},
		};
		pallet_parameters::Call::<Runtime>::set_parameter { key_value }.into()
	}

	fn council(&mut self) -> Fitting {
		let member = Route::Signed(self.pick(&self.world.council));
		let hashes = pallet_collective::Proposals::<Runtime, Instance1>::get();
		let motion = hashes.choose(self.random).copied();
		match (self.up_to(7), motion) {
			(0 | 1, _) | (_, None) => {
				let inner = self.decision();
				let length_bound = inner.encoded_size() as u32;
				self.remember(inner.clone());
				let proposal = Box::new(inner);
				let threshold = 1 + self.up_to(3);
				(member, Council::propose { threshold, proposal, length_bound }.into())
			},
			(2..=4, Some(proposal)) => {
				let index = motion_index(proposal).unwrap_or_default();
				(member, Council::vote { proposal, index, approve: self.coin(0.8) }.into())
			},
			(5, Some(proposal_hash)) => {
				let close = Council::close {
					proposal_hash,
					index: motion_index(proposal_hash).unwrap_or_default(),
					proposal_weight_bound: Weight::from_parts(100_000_000_000, 1 << 20),
					length_bound: 1_000,
				};
				(member, close.into())
			},
			(_, Some(proposal_hash)) => {
				(Route::Root, Council::disapprove_proposal { proposal_hash }.into())
			},
		}
	}

	/// Keeps a call that others will have to name again.
	pub(super) fn remember(&mut self, call: RuntimeCall) {
		const PENDING: usize = 16;
		if self.memory.pending.len() >= PENDING {
			self.memory.pending.remove(0);
		}
		self.memory.pending.push(call);
	}
}

/// Number of a motion: the first field of its record, which has no getter.
fn motion_index(proposal: sp_core::H256) -> Option<u32> {
	let votes = pallet_collective::Voting::<Runtime, Instance1>::get(proposal)?;
	u32::decode(&mut votes.encode().as_slice()).ok()
}
