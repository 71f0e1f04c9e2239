//! Dividing a round. Led to by proof-of-view, through [`RewardRounds`].

use crate::{
	Config, Event, ExpiryBounds, ExpiryQueue, LastPaidRound, OpenTotal, Pallet, RoundClaims,
	RoundDivision, Rounds, TotalReceived, WeightInfo, credits::Role,
};
use alloc::vec::Vec;
use frame_support::traits::Get;
use reel_economics::split::{TitleRates, mul_div_floor, part, title_rates};
use reel_primitives::{
	Balance, Hash32, Round,
	batch::{MAX_DIRECT_PAYEES, Payee, Payees, Shares},
	traits::{
		Counted, CreatorShares, HolderShares, Mint, PaidRound, PayRefusal, RewardRounds,
		RoundTotals, Titles,
	},
};

/// Parts of a round before anyone is paid.
struct Parts<AccountId> {
	/// Creator's and supervisor's parts, title by title.
	credits: Vec<(AccountId, Balance)>,
	/// With what is other holders' and activators'.
	creators_cfx: Balance,
	/// Parts of it that are other holders' of the titles.
	holders_cfx: Balance,
	/// Activators' parts of it, all titles'.
	layers_cfx: Balance,
	supervisors_cfx: Balance,
	validators_cfx: Balance,
	persons_cfx: Balance,
}

impl<T: Config> RewardRounds<T::AccountId> for Pallet<T> {
	fn pay_round(totals: RoundTotals<T::AccountId>) -> Result<PaidRound, PayRefusal> {
		let weights: Vec<u64> = totals.totals.iter().map(|total| total.weight_ms).collect();
		let rates = title_rates(&weights, Self::cap_of(totals.round)).ok_or(PayRefusal::Totals)?;
		let counted = Counted { part: rates.counted, whole: rates.whole };
		let minted_cfx = T::Mint::mint_round(totals.round, totals.plays, counted, &Self::pot())
			.map_err(PayRefusal::Mint)?;
		let received =
			TotalReceived::<T>::get().checked_add(minted_cfx).ok_or(PayRefusal::Totals)?;
		TotalReceived::<T>::put(received);

		let parts = Self::parts(minted_cfx, &totals, &rates)?;
		for (who, amount_cfx) in &parts.credits {
			Self::pay(who, *amount_cfx, Role::Office)?;
		}
		Self::pay_pot(T::Holders::pot(), parts.holders_cfx)?;
		Self::pay_pot(T::Layers::pot(), parts.layers_cfx)?;
		let validators_cfx = Self::pay_validators(parts.validators_cfx, &totals.validators)?;
		let (persons_cfx, claimable_cfx) = match totals.payees {
			Payees::Direct(payees) => {
				(Self::pay_persons(parts.persons_cfx, &payees, totals.total_shares)?, 0)
			},
			Payees::Root { root, count } => {
				let pool = parts.persons_cfx;
				Self::open_claims(totals.round, root, count, totals.total_shares, pool)?;
				(0, pool)
			},
		};
		let treasury_cfx =
			[parts.creators_cfx, parts.supervisors_cfx, validators_cfx, persons_cfx, claimable_cfx]
				.into_iter()
				.try_fold(minted_cfx, |rest, paid| rest.checked_sub(paid))
				.ok_or(PayRefusal::Totals)?;
		Self::pay(&T::TreasuryAccount::get(), treasury_cfx, Role::Office)?;

		LastPaidRound::<T>::put(totals.round);
		Self::deposit_event(Event::RoundPaid {
			round: totals.round,
			division: RoundDivision {
				minted_cfx,
				creators_cfx: parts.creators_cfx,
				supervisors_cfx: parts.supervisors_cfx,
				validators_cfx,
				persons_cfx,
				claimable_cfx,
				treasury_cfx,
			},
		});
		Ok(PaidRound { minted_cfx, claimable_cfx })
	}

	fn pay_round_weight(titles: u32, payees: u32, validators: u32) -> (u64, u64) {
		// No payee by name is a root, whose few entries are fewer than the accounts of the most payees.
		let payees = if payees == 0 { MAX_DIRECT_PAYEES } else { payees };
		// One account more is paid where there are layers, and one where there are other holders.
		let weight = T::WeightInfo::pay_round(titles, payees.saturating_add(2), validators);
		[T::Holders::accrue_weight(titles), T::Layers::accrue_weight(titles)].into_iter().fold(
			(weight.ref_time(), weight.proof_size()),
			|(time, proof), (more, larger)| {
				(time.saturating_add(more), proof.saturating_add(larger))
			},
		)
	}

	fn last_paid_round() -> Option<Round> {
		LastPaidRound::<T>::get()
	}

	fn title_cap(round: Round) -> Option<u16> {
		Self::cap_of(round)
	}
}

impl<T: Config> Pallet<T> {
	/// Divides what was minted by the titles' splits, each title's weight at its rate.
	fn parts(
		minted_cfx: Balance,
		totals: &RoundTotals<T::AccountId>,
		rates: &TitleRates,
	) -> Result<Parts<T::AccountId>, PayRefusal> {
		let sum = |a: Balance, b: Balance| a.checked_add(b).ok_or(PayRefusal::Totals);
		let mut parts = Parts {
			credits: Vec::with_capacity(totals.totals.len().saturating_mul(2)),
			creators_cfx: 0,
			holders_cfx: 0,
			layers_cfx: 0,
			supervisors_cfx: 0,
			validators_cfx: 0,
			persons_cfx: 0,
		};
		for (total, rate) in totals.totals.iter().zip(&rates.rates) {
			let weight = u128::from(total.weight_ms)
				.checked_mul((*rate).into())
				.ok_or(PayRefusal::Totals)?;
			let terms = T::Titles::terms(&total.content).ok_or(PayRefusal::Totals)?;
			let of = |bp| part(minted_cfx, weight, rates.counted, bp).ok_or(PayRefusal::Totals);
			let persons_bp =
				u16::try_from(terms.split.persons_bp()).map_err(|_| PayRefusal::Totals)?;
			let creator_cfx = of(terms.split.creator_bp)?;
			let supervisor_cfx = of(terms.split.supervisor_bp)?;
			parts.creators_cfx = sum(parts.creators_cfx, creator_cfx)?;
			parts.supervisors_cfx = sum(parts.supervisors_cfx, supervisor_cfx)?;
			parts.validators_cfx = sum(parts.validators_cfx, of(terms.split.validators_bp)?)?;
			parts.persons_cfx = sum(parts.persons_cfx, of(persons_bp)?)?;
			// As of a sale: the other holders' parts first, then the activators' of what is left to the creator.
			let holders_cfx = T::Holders::accrue(&total.content, &terms.creator, creator_cfx);
			let left_cfx = creator_cfx.checked_sub(holders_cfx).ok_or(PayRefusal::Totals)?;
			let layers_cfx = T::Layers::accrue(&total.content, left_cfx);
			let own_cfx = left_cfx.checked_sub(layers_cfx).ok_or(PayRefusal::Totals)?;
			parts.holders_cfx = sum(parts.holders_cfx, holders_cfx)?;
			parts.layers_cfx = sum(parts.layers_cfx, layers_cfx)?;
			parts.credits.push((terms.creator, own_cfx));
			parts.credits.push((terms.supervisor, supervisor_cfx));
		}
		Ok(parts)
	}

	/// Pays equal parts, rounded down, and says how much was paid.
	fn pay_validators(
		pool_cfx: Balance,
		validators: &[T::AccountId],
	) -> Result<Balance, PayRefusal> {
		let count = Balance::try_from(validators.len()).map_err(|_| PayRefusal::Totals)?;
		let Some(each) = pool_cfx.checked_div(count) else { return Ok(0) };
		for validator in validators {
			Self::pay(validator, each, Role::Office)?;
		}
		each.checked_mul(count).ok_or(PayRefusal::Totals)
	}

	/// Pays named payees by shares, rounded down, and says how much was paid.
	fn pay_persons(
		pool_cfx: Balance,
		payees: &[Payee<T::AccountId>],
		total_shares: Shares,
	) -> Result<Balance, PayRefusal> {
		let mut paid: Balance = 0;
		for payee in payees {
			let amount_cfx =
				mul_div_floor(pool_cfx, payee.shares, total_shares).ok_or(PayRefusal::Totals)?;
			Self::pay(&payee.account, amount_cfx, Role::Person)?;
			paid = paid.checked_add(amount_cfx).ok_or(PayRefusal::Totals)?;
		}
		Ok(paid)
	}

	/// Keeps a root for those who will claim.
	fn open_claims(
		round: Round,
		root: Hash32,
		count: u32,
		total_shares: Shares,
		persons_cfx: Balance,
	) -> Result<(), PayRefusal> {
		let open = OpenTotal::<T>::get().checked_add(persons_cfx).ok_or(PayRefusal::Totals)?;
		let (head, tail) = ExpiryBounds::<T>::get();
		let next = tail.checked_add(1).ok_or(PayRefusal::Totals)?;

		// Effects.
		OpenTotal::<T>::put(open);
		ExpiryQueue::<T>::insert(tail, round);
		ExpiryBounds::<T>::put((head, next));
		Rounds::<T>::insert(
			round,
			RoundClaims {
				root,
				count,
				total_shares,
				persons_cfx,
				claimed_cfx: 0,
				claimed_leaves: 0,
				expires_in: round.saturating_add(T::ClaimLifetime::get()),
			},
		);
		Ok(())
	}

	/// Pays what was booked elsewhere to the account that holds it there.
	pub(crate) fn pay_pot(
		pot: Option<T::AccountId>,
		amount_cfx: Balance,
	) -> Result<(), PayRefusal> {
		if amount_cfx == 0 {
			return Ok(());
		}
		Self::pay(&pot.ok_or(PayRefusal::Totals)?, amount_cfx, Role::Office)
	}

	fn pay(who: &T::AccountId, amount_cfx: Balance, role: Role) -> Result<(), PayRefusal> {
		Self::credit(who, amount_cfx, role).map_err(|_| PayRefusal::Totals)
	}
}
