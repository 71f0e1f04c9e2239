//! What advertisers paid in is paid as rounds are: viewers by name at once, or over a root when they claim. Led to by the
//! escrow of ads, through [`AdPayouts`].
//!
//! The claims of a bill are one entry of [`Rounds`] under a number of their own, so `claim` pays them like those of a
//! round. Steps of sums do not take them.

use crate::{
	AdBounds, AdQueue, AdsReceived, Config, Event, OpenTotal, Pallet, RoundClaims, Rounds,
	WeightInfo, credits::Role,
};
use frame_support::{
	ensure,
	traits::{Get, defensive_prelude::*},
};
use reel_primitives::{
	Balance, ContentId, Round,
	ads::ad_claims,
	batch::Payees,
	traits::{AdPayouts, HolderShares, PayRefusal, RoundClock, Titles},
};

impl<T: Config> AdPayouts<T::AccountId> for Pallet<T> {
	fn pot() -> T::AccountId {
		Pallet::<T>::pot()
	}

	fn pay_ads(
		round: Round,
		bill: u8,
		titles: &[(ContentId, Balance)],
		viewers: &Payees<T::AccountId>,
		viewers_cfx: Balance,
	) -> Result<(), PayRefusal> {
		let add = |a: Balance, b: Balance| a.checked_add(b).ok_or(PayRefusal::Totals);
		let received = titles.iter().try_fold(viewers_cfx, |sum, (_, amount)| add(sum, *amount))?;
		AdsReceived::<T>::put(add(AdsReceived::<T>::get(), received)?);
		let mut holders_cfx: Balance = 0;
		for (content, amount_cfx) in titles {
			let creator = T::Titles::terms(content).ok_or(PayRefusal::Totals)?.creator;
			let others_cfx = T::Holders::accrue(content, &creator, *amount_cfx);
			let own_cfx = amount_cfx.checked_sub(others_cfx).ok_or(PayRefusal::Totals)?;
			holders_cfx = add(holders_cfx, others_cfx)?;
			Self::credit(&creator, own_cfx, Role::Office).map_err(|_| PayRefusal::Totals)?;
		}
		Self::pay_pot(T::Holders::pot(), holders_cfx)?;
		match viewers {
			Payees::Direct(payees) => {
				let sum = payees.iter().try_fold(0, |sum, payee| add(sum, payee.shares))?;
				ensure!(sum == viewers_cfx, PayRefusal::Totals);
				for payee in payees {
					Self::credit(&payee.account, payee.shares, Role::Person)
						.map_err(|_| PayRefusal::Totals)?;
				}
				Ok(())
			},
			Payees::Root { root, count } => {
				Self::open_ad_claims(round, bill, *root, *count, viewers_cfx)
			},
		}
	}

	fn pay_ads_weight(titles: u32) -> (u64, u64) {
		// Measured with the most viewers by name: a root is fewer entries. What other holders of a title are booked is theirs
		// to weigh, and with any of them the pot pays one account more.
		let db = T::DbWeight::get();
		let weight = T::WeightInfo::pay_ads(titles).saturating_add(db.reads_writes(1, 1));
		let (time, proof) = T::Holders::accrue_weight(titles);
		(weight.ref_time().saturating_add(time), weight.proof_size().saturating_add(proof))
	}
}

impl<T: Config> Pallet<T> {
	/// Keeps a root for viewers who will claim what their leaves say.
	fn open_ad_claims(
		round: Round,
		bill: u8,
		root: reel_primitives::Hash32,
		count: u32,
		viewers_cfx: Balance,
	) -> Result<(), PayRefusal> {
		let number = ad_claims(round, bill);
		ensure!(!Rounds::<T>::contains_key(number) && viewers_cfx > 0, PayRefusal::Totals);
		let open = OpenTotal::<T>::get().checked_add(viewers_cfx).ok_or(PayRefusal::Totals)?;
		let (head, tail) = AdBounds::<T>::get();
		let next = tail.checked_add(1).ok_or(PayRefusal::Totals)?;

		// Effects.
		OpenTotal::<T>::put(open);
		AdQueue::<T>::insert(tail, number);
		AdBounds::<T>::put((head, next));
		Rounds::<T>::insert(
			number,
			RoundClaims {
				root,
				count,
				// A share is a planck.
				total_shares: viewers_cfx,
				persons_cfx: viewers_cfx,
				claimed_cfx: 0,
				claimed_leaves: 0,
				expires_in: T::Clock::round().saturating_add(T::ClaimLifetime::get()),
			},
		);
		Ok(())
	}

	/// Closes the oldest claims of a bill if their time is over; says whether it did.
	pub(crate) fn close_ads() -> bool {
		let (head, tail) = AdBounds::<T>::get();
		if head >= tail {
			return false;
		}
		let claims = AdQueue::<T>::get(head)
			.and_then(|number| Rounds::<T>::get(number).defensive().map(|claims| (number, claims)));
		let Some((number, claims)) = claims.defensive() else { return false };
		if T::Clock::round() < claims.expires_in {
			return false;
		}
		let open = OpenTotal::<T>::get().checked_sub(claims.open_cfx()).defensive();
		let Some(open) = open else { return false };
		AdQueue::<T>::remove(head);
		AdBounds::<T>::put((head.saturating_add(1), tail));
		Self::close(number, claims.open_cfx(), open);
		true
	}

	/// Ends claims: what is left of them goes to the treasury, their bitmap in the blocks after.
	pub(crate) fn close(number: Round, amount_cfx: Balance, open: Balance) {
		Rounds::<T>::remove(number);
		crate::Clearing::<T>::put(number);
		OpenTotal::<T>::put(open);
		// The treasury exists; were its part too small for it, it would be owed, not lost.
		let _ = Self::credit(&T::TreasuryAccount::get(), amount_cfx, Role::Office).defensive();
		Self::deposit_event(Event::ClaimsExpired { round: number, amount_cfx });
	}
}
