//! Curators, and what can be asked of fragment staking without a store of bytes.

use super::{Fitting, Hand};
use crate::fuzz::world::Route;
use pallet_curators::{Call, Curators, Endpoints};
use rand::{Rng, seq::SliceRandom};
use reel_fragments::{Fragments, region::Region};
use reelchain_runtime::{
	AccountId, Runtime,
	configs::fragments::{MAX_CAPACITY, MIN_CAPACITY},
};

impl Hand<'_> {
	pub(super) fn curators(&mut self) -> Fitting {
		if self.coin(0.2) {
			return self.staking();
		}
		let curator = self.curator();
		let who = Route::Signed(curator.clone());
		let call = match self.up_to(20) {
			0..=5 => {
				let signer = Route::Signed(self.somebody());
				let call = Call::<Runtime>::register_curator {
					hot_key: self.anybody(),
					region: Region::new(*b"KR").expect("two capital letters"),
					capacity: self.capacity(),
					endpoints: self.endpoints(),
				};
				return (signer, call.into());
			},
			6..=9 => Call::set_capacity { capacity: self.capacity() },
			10 => Call::set_endpoints { endpoints: self.endpoints() },
			11 | 12 => Call::set_hot_key { hot_key: self.anybody() },
			13 | 14 => Call::leave {},
			15..=17 => Call::finish_leave {},
			18 => return (Route::Root, Call::remove_curator { curator }.into()),
			_ => {
				let key = Curators::<Runtime>::get(&curator).map_or(curator, |info| info.hot_key);
				return (Route::Signed(key), Call::refuse_hot_key {}.into());
			},
		};
		(who, call.into())
	}

	/// One that there is, in most cases.
	fn curator(&mut self) -> AccountId {
		let known: Vec<AccountId> = Curators::<Runtime>::iter_keys().collect();
		match known.choose(self.random) {
			Some(curator) if self.random.gen_bool(0.9) => curator.clone(),
			_ => self.somebody(),
		}
	}

	/// A little more than the least, in most cases.
	fn capacity(&mut self) -> Fragments {
		match self.up_to(16) {
			0 => MIN_CAPACITY - 1,
			1 => MAX_CAPACITY + 1,
			2 => MAX_CAPACITY,
			_ => self.random.gen_range(MIN_CAPACITY..2 * MIN_CAPACITY),
		}
	}

	fn endpoints(&mut self) -> Endpoints {
		let one = match self.up_to(12) {
			0 => vec![],
			1 => vec![0xff],
			_ => b"/ip4/127.0.0.1/tcp/30333".to_vec(),
		};
		let one = one.try_into().expect("shorter than the longest");
		vec![one].try_into().expect("one of four")
	}

	/// Calls that need no proof, or come without any.
	fn staking(&mut self) -> Fitting {
		use pallet_fragment_staking::Call;
		let who = Route::Signed(self.curator());
		let call = match self.up_to(6) {
			0 => Call::<Runtime>::start_contract {
				content: self.pick(&self.world.titles),
				span: self.up_to(2),
				cells: None,
				proofs: Default::default(),
			},
			1 => Call::answer_challenges { answers: Default::default() },
			2 => Call::claim_reward {
				contracts: vec![0; self.up_to(2) as usize].try_into().expect("one of many"),
			},
			3 => Call::end_contract { contract: u64::from(self.up_to(3)) },
			4 => Call::settle_curator { curator: self.curator() },
			_ => Call::claim_owed { account: self.anybody() },
		};
		(who, call.into())
	}
}
