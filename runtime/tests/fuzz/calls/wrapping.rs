//! Calls within calls: batches, proxies, several signatories, the scheduler, preimages.

use super::{Fitting, Hand};
use crate::fuzz::world::Route;
use codec::Encode;
use frame_support::weights::Weight;
use rand::seq::SliceRandom;
use reelchain_runtime::{AccountId, Runtime, RuntimeCall, System, configs::governance::ProxyType};
use sp_io::hashing::blake2_256;
use sp_runtime::traits::{BlakeTwo256, Hash};

/// More than any call that is drawn needs.
const ENOUGH: Weight = Weight::from_parts(50_000_000_000, 1 << 20);

impl Hand<'_> {
	pub(super) fn wrapping(&mut self) -> Fitting {
		match self.up_to(10) {
			0..=2 => self.batch(3),
			3..=5 => self.proxy(),
			6 | 7 => self.multisig(),
			8 => self.schedule(),
			_ => self.preimage(),
		}
	}

	/// A call that one of the world's accounts signs.
	fn signed(&mut self) -> (AccountId, RuntimeCall) {
		loop {
			let (route, call) = match self.up_to(4) {
				0 => self.money(),
				1 => self.supervision(),
				2 => self.registry(),
				_ => self.assets(),
			};
			match route {
				Route::Signed(who) if self.world.can_sign(&who) => return (who, call),
				_ => {},
			}
		}
	}

	/// Batches of all kinds, at most `depth` deep.
	fn batch(&mut self, depth: u32) -> Fitting {
		use pallet_utility::Call;
		let (who, first) = self.signed();
		let mut calls = vec![first];
		for _ in 0..self.up_to(3) {
			let inner =
				if depth > 1 && self.coin(0.2) { self.batch(depth - 1).1 } else { self.signed().1 };
			calls.push(inner);
		}
		let call = match self.up_to(8) {
			0 | 1 => Call::<Runtime>::batch { calls },
			2 | 3 => Call::batch_all { calls },
			4 | 5 => Call::force_batch { calls },
			6 => Call::if_else {
				main: Box::new(calls[0].clone()),
				fallback: Box::new(calls[calls.len() - 1].clone()),
			},
			_ => Call::as_derivative { index: 0, call: Box::new(calls[0].clone()) },
		};
		(Route::Signed(who), call.into())
	}

	fn proxy(&mut self) -> Fitting {
		use pallet_proxy::Call;
		let kind = self.pick(&[ProxyType::Any, ProxyType::NonTransfer, ProxyType::SessionKeys]);
		match self.up_to(8) {
			0..=2 => {
				let delegate = self.somebody().into();
				let delay = self.up_to(2);
				let call = Call::<Runtime>::add_proxy { delegate, proxy_type: kind, delay };
				(Route::Signed(self.somebody()), call.into())
			},
			3 => (Route::Signed(self.somebody()), Call::<Runtime>::remove_proxies {}.into()),
			4 => {
				let (real, call) = self.signed();
				let call_hash = BlakeTwo256::hash_of(&call);
				let who = self.delegate(&real);
				(
					Route::Signed(who),
					Call::<Runtime>::announce { real: real.into(), call_hash }.into(),
				)
			},
			_ => {
				let (real, call) = self.signed();
				let who = self.delegate(&real);
				let call = Box::new(call);
				let proxy =
					Call::<Runtime>::proxy { real: real.into(), force_proxy_type: None, call };
				(Route::Signed(who), proxy.into())
			},
		}
	}

	/// One that may act for `real`, if there is any.
	fn delegate(&mut self, real: &AccountId) -> AccountId {
		let (proxies, _) = pallet_proxy::Proxies::<Runtime>::get(real);
		match proxies.choose(self.random) {
			Some(proxy) => proxy.delegate.clone(),
			None => self.somebody(),
		}
	}

	/// Two of three viewers: opens, approves, cancels; the account of the three gets something to spend, too.
	fn multisig(&mut self) -> Fitting {
		use pallet_multisig::{Call, Multisigs, Pallet};
		let mut signatories = self.world.viewers[..3].to_vec();
		signatories.sort();
		let account = Pallet::<Runtime>::multi_account_id(&signatories, 2);
		if self.coin(0.1) {
			let value = self.amount();
			let call = pallet_balances::Call::transfer_keep_alive { dest: account.into(), value };
			return (Route::Signed(self.somebody()), call.into());
		}
		let who = self.pick(&signatories);
		let other_signatories: Vec<AccountId> =
			signatories.into_iter().filter(|other| *other != who).collect();
		let open = self.memory.pending.iter().find_map(|call| {
			let hash = blake2_256(&call.encode());
			Some((call.clone(), hash, Multisigs::<Runtime>::get(&account, hash)?))
		});
		let threshold = 2;
		let call: RuntimeCall = match (open, self.up_to(4)) {
			(Some((_, call_hash, operation)), 0) => Call::<Runtime>::cancel_as_multi {
				threshold,
				other_signatories,
				timepoint: operation.when,
				call_hash,
			}
			.into(),
			(Some((call, _, operation)), _) => Call::<Runtime>::as_multi {
				threshold,
				other_signatories,
				maybe_timepoint: Some(operation.when),
				call: Box::new(call),
				max_weight: ENOUGH,
			}
			.into(),
			(None, _) => {
				let inner = self.money().1;
				self.remember(inner.clone());
				Call::<Runtime>::as_multi {
					threshold,
					other_signatories,
					maybe_timepoint: None,
					call: Box::new(inner),
					max_weight: ENOUGH,
				}
				.into()
			},
		};
		(Route::Signed(who), call)
	}

	fn schedule(&mut self) -> Fitting {
		use pallet_scheduler::Call;
		let call = Box::new(self.decision());
		let when = System::block_number() + self.up_to(10);
		let id = [self.up_to(4) as u8; 32];
		let call = match self.up_to(6) {
			0 => Call::<Runtime>::cancel_named { id },
			1 => {
				Call::schedule_named { id, when, maybe_periodic: Some((3, 4)), priority: 100, call }
			},
			2 => Call::schedule_after { after: 2, maybe_periodic: None, priority: 0, call },
			_ => Call::schedule { when, maybe_periodic: None, priority: 0, call },
		};
		(Route::Root, call.into())
	}

	fn preimage(&mut self) -> Fitting {
		use pallet_preimage::Call;
		let bytes = vec![7; 1 + self.up_to(12) as usize];
		let hash = BlakeTwo256::hash(&bytes);
		let who = Route::Signed(self.somebody());
		match self.up_to(6) {
			0..=2 => (who, Call::<Runtime>::note_preimage { bytes }.into()),
			3 => {
				let owner =
					pallet_preimage::RequestStatusFor::<Runtime>::get(hash).and_then(|status| {
						match status {
							pallet_preimage::RequestStatus::Unrequested {
								ticket: (who, _),
								..
							} => Some(Route::Signed(who)),
							pallet_preimage::RequestStatus::Requested { .. } => None,
						}
					});
				(owner.unwrap_or(who), Call::<Runtime>::unnote_preimage { hash }.into())
			},
			4 => (Route::Root, Call::<Runtime>::request_preimage { hash }.into()),
			_ => (Route::Root, Call::<Runtime>::unrequest_preimage { hash }.into()),
		}
	}
}
