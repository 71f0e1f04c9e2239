//! Minting a round. Led to by payouts, through [`Mint`].

use crate::{
	Config, Event, FirstRewardedRound, LastRewardedRound, Pallet, RewardedRounds, TotalMinted,
	TotalScheduled, TotalWithheld,
};
use frame_support::{
	ensure,
	traits::{Get, fungible::Mutate},
};
use reel_economics::split::{mul_div_floor, round_mint};
use reel_primitives::{
	Balance, Round,
	traits::{Counted, Mint, MintRefusal, RoundClock},
};

impl<T: Config> Mint<T::AccountId> for Pallet<T> {
	fn mint_round(
		round: Round,
		plays: u32,
		counted: Counted,
		pot: &T::AccountId,
	) -> Result<Balance, MintRefusal> {
		ensure!(plays > 0, MintRefusal::NothingWatched);
		ensure!(round < T::Clock::round(), MintRefusal::RoundNotOver);
		ensure!(
			LastRewardedRound::<T>::get().is_none_or(|last| round > last),
			MintRefusal::RoundRewarded
		);
		let rewarded = RewardedRounds::<T>::get();
		let schedule = T::Schedule::get();
		let scheduled_cfx = schedule.reward(rewarded);
		ensure!(counted.part <= counted.whole, MintRefusal::NothingWatched);
		let at_most = mul_div_floor(scheduled_cfx, counted.part, counted.whole)
			.ok_or(MintRefusal::NothingWatched)?;
		let minted_cfx = round_mint(at_most, u64::from(plays), T::CapPerPlay::get());
		let sum =
			|total: Balance, part: Balance| total.checked_add(part).ok_or(MintRefusal::Currency);
		let total_scheduled = sum(TotalScheduled::<T>::get(), scheduled_cfx)?;
		let total_minted = sum(TotalMinted::<T>::get(), minted_cfx)?;
		// Neither rule exceeds its first argument.
		let withheld_cfx = scheduled_cfx.checked_sub(minted_cfx).ok_or(MintRefusal::Currency)?;
		let total_withheld = sum(TotalWithheld::<T>::get(), withheld_cfx)?;
		let rounds = rewarded.checked_add(1).ok_or(MintRefusal::Currency)?;

		// Effects. The mint comes first: it alone can fail, and then nothing is written.
		if minted_cfx > 0 {
			T::Currency::mint_into(pot, minted_cfx).map_err(|_| MintRefusal::Currency)?;
		}
		if rewarded == 0 {
			FirstRewardedRound::<T>::put(round);
		}
		LastRewardedRound::<T>::put(round);
		RewardedRounds::<T>::put(rounds);
		TotalScheduled::<T>::put(total_scheduled);
		TotalMinted::<T>::put(total_minted);
		TotalWithheld::<T>::put(total_withheld);
		let era = schedule.era(rewarded);
		Self::deposit_event(Event::RoundRewarded { round, plays, minted_cfx, era });
		Ok(minted_cfx)
	}

	fn last_rewarded_round() -> Option<Round> {
		LastRewardedRound::<T>::get()
	}
}
