//! Whatever people do in whatever order: the invariants hold after every block, no coin is lost or made.

use crate::{Contracts, mock::*};
use frame_support::storage::with_storage_layer;
use sp_runtime::DispatchResult;

/// A small generator: the same storm for the same seed.
struct Dice(u64);

impl Dice {
	fn roll(&mut self, sides: u64) -> u64 {
		self.0 =
			self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
		(self.0 >> 33) % sides
	}
}

/// Runs a call as a transaction does: what fails leaves nothing behind.
fn attempt(call: impl FnOnce() -> DispatchResult) -> bool {
	with_storage_layer(call).is_ok()
}

fn storm(seed: u64) -> u32 {
	let mut dice = Dice(seed);
	let mut done = 0;
	// Who is down for a while, and until when.
	let mut down = [0u64; 11];
	for round in NOW + 1..NOW + 400 {
		let who = 1 + dice.roll(10);
		let film = if dice.roll(3) == 0 { SHORT } else { FILM };
		let span = if film == FILM { dice.roll(2) as u32 } else { 0 };
		let id = dice.roll(1 + crate::NextContract::<Test>::get());
		let has_worked = match dice.roll(14) {
			0..=4 => start(who, film, span).is_ok(),
			5 => attempt(|| Curators::leave(signed(who))),
			6 => attempt(|| Curators::finish_leave(signed(who))),
			7 => attempt(|| {
				let ended = FragmentStaking::end_contract(signed(who), id);
				ended.map(drop).map_err(|failed| failed.error)
			}),
			8 => attempt(|| {
				let owner = Contracts::<Test>::get(id).map_or(who, |contract| contract.curator);
				FragmentStaking::claim_reward(signed(owner), vec![id].try_into().unwrap())
			}),
			9 => {
				watch(film, dice.roll(200) as u32);
				true
			},
			10 => attempt(|| Curators::set_capacity(signed(who), 50 + dice.roll(900) as u32)),
			11 => attempt(|| FragmentStaking::settle_curator(signed(STRANGER), who)),
			12 => {
				let is_playable = dice.roll(4) > 0;
				set_playable(film, is_playable);
				true
			},
			_ => {
				down[who as usize] = round + dice.roll(90);
				let at = vec![b"/ip4".to_vec().try_into().unwrap()].try_into().unwrap();
				attempt(|| {
					Curators::register_curator(signed(who), hot(who), region(b"KR"), CAPACITY, at)
				})
			},
		};
		done += u32::from(has_worked);
		run_while(round, |curator| down[curator as usize] < round);
		assert_eq!(Curators::do_try_state(), Ok(()), "round {round}");
	}
	done
}

#[test]
fn the_invariants_hold_in_any_storm() {
	for seed in 0..3 {
		run(8, || {
			let done = storm(seed);
			assert!(done > 100, "seed {seed}: only {done} calls had an effect");
			assert!(crate::TotalMinted::<Test>::get() > 0, "seed {seed}: nobody was ever paid");
		});
	}
}
