//! Cumulative payouts: rounds that were not claimed become sums, a step at a time. Led to by proof-of-view, through
//! [`SumRounds`]; claiming is in `sum_claims`. The model is in `reel_primitives::sums`.

use crate::{
	Config, Event, ExpiryBounds, ExpiryQueue, FirstSumPeriod, Generations, OpenTotal, Pallet,
	Rounds, StaleBitmaps, SumSteps, SumTrees, Summed, Summing, SumsOpen, credits::Role,
	types::Taken,
};
use frame_support::{ensure, traits::Get};
use reel_primitives::{
	Balance, Round,
	sums::{
		MAX_GENERATIONS, MAX_PASSED_OVER, MAX_ROUNDS_PER_STEP, MAX_SUMS, SumProposal, SumTree,
		SummableRound, SumsStatus,
	},
	traits::{RoundClock, StepRefusal, SumRounds},
};

impl<T: Config> SumRounds for Pallet<T> {
	fn check_step(proposal: &SumProposal) -> Result<(), StepRefusal> {
		Self::checked_step(proposal).map(|_| ())
	}

	fn open_step(proposal: &SumProposal) -> Result<(), StepRefusal> {
		let taken = Self::checked_step(proposal)?;

		// Effects.
		Summing::<T>::put(taken);
		Ok(())
	}

	fn drop_step() {
		Summing::<T>::kill();
	}

	fn accept_step(proposal: &SumProposal) -> Result<(), StepRefusal> {
		let taken = Summing::<T>::take().ok_or(StepRefusal::NotNext)?;
		let (oldest, running) = Generations::<T>::get();
		let begins = proposal.generation != running;
		let base = if begins { None } else { SumTrees::<T>::get(running) };
		let before = base.map_or(0, |tree| tree.total_cfx);
		let summed = proposal.total_cfx.checked_sub(before).ok_or(StepRefusal::Sums)?;
		let dust = taken.open_cfx.checked_sub(summed).ok_or(StepRefusal::Sums)?;
		let open = OpenTotal::<T>::get().checked_sub(taken.open_cfx).ok_or(StepRefusal::Rounds)?;
		let sums_open = SumsOpen::<T>::get().checked_add(summed).ok_or(StepRefusal::Sums)?;
		let next = taken.from.checked_add(taken.rounds.into()).ok_or(StepRefusal::Rounds)?;
		let now = T::Clock::round();

		// Effects.
		let mut left = taken.open_cfx;
		for position in taken.from..next {
			let round = ExpiryQueue::<T>::take(position).ok_or(StepRefusal::Rounds)?;
			let claims = Rounds::<T>::take(round).ok_or(StepRefusal::Rounds)?;
			left = left.checked_sub(claims.open_cfx()).ok_or(StepRefusal::Claimed)?;
			if claims.claimed_leaves > 0 {
				StaleBitmaps::<T>::insert(round, ());
			}
		}
		// Nobody could claim meanwhile.
		ensure!(left == 0, StepRefusal::Claimed);
		OpenTotal::<T>::put(open);
		SumsOpen::<T>::put(sums_open);
		Summed::<T>::put(next);
		SumSteps::<T>::put(proposal.step.saturating_add(1));
		if begins {
			SumTrees::<T>::mutate(running, |tree| {
				if let Some(tree) = tree {
					tree.expires_in = Some(now.saturating_add(T::ClaimLifetime::get()));
				}
			});
			// The first generation is 1.
			Generations::<T>::put((oldest.max(1), proposal.generation));
		}
		SumTrees::<T>::insert(
			proposal.generation,
			SumTree {
				root: proposal.root,
				count: proposal.count,
				total_cfx: proposal.total_cfx,
				paid_cfx: base.map_or(0, |tree| tree.paid_cfx),
				began_in: base.map_or(now, |tree| tree.began_in),
				expires_in: None,
			},
		);
		Self::credit(&T::TreasuryAccount::get(), dust, Role::Office)
			.map_err(|_| StepRefusal::Sums)?;
		Self::deposit_event(Event::RoundsSummed {
			generation: proposal.generation,
			step: proposal.step,
			rounds: taken.rounds,
			summed_cfx: summed,
			treasury_cfx: dust,
		});
		Ok(())
	}

	fn status() -> SumsStatus {
		let (oldest, running) = Generations::<T>::get();
		let trees =
			(oldest..=running).filter_map(|of| SumTrees::<T>::get(of).map(|tree| (of, tree)));
		SumsStatus {
			step: SumSteps::<T>::get(),
			trees: trees.collect(),
			generation: running,
			is_over: Self::is_generation_over(running),
			due: Self::due_rounds().map(|(_, round)| round).collect(),
			last_turn: None,
			open: None,
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_step(rounds: u32) -> SumProposal {
		crate::benchmarking::summable::<T>(rounds)
	}
}

impl<T: Config> Pallet<T> {
	/// Rounds of a period of sums; 0: nothing is summed.
	pub fn sum_period() -> Round {
		T::SumPeriod::get().or_else(FirstSumPeriod::<T>::get).unwrap_or(0)
	}

	/// Place in the queue of the first round that no step has looked at.
	fn first_unsummed() -> u64 {
		let (head, _) = ExpiryBounds::<T>::get();
		Summed::<T>::get().max(head)
	}

	/// Rounds of periods that are over, with their places, as many as a step may pass over and take.
	fn due_rounds() -> impl Iterator<Item = (u64, Round)> {
		let (now, period) = (T::Clock::round(), Self::sum_period());
		let (_, tail) = ExpiryBounds::<T>::get();
		let is_due = move |round: Round| round.checked_div(period) < now.checked_div(period);
		(Self::first_unsummed()..tail)
			.take(MAX_PASSED_OVER.saturating_add(MAX_ROUNDS_PER_STEP) as usize)
			.map_while(|position| Some((position, ExpiryQueue::<T>::get(position)?)))
			.take_while(move |(_, round)| is_due(*round))
	}

	/// Whether the next step should begin another generation, and may.
	fn is_generation_over(running: u32) -> bool {
		let Some(tree) = SumTrees::<T>::get(running) else { return true };
		Self::has_room_for_generation()
			&& T::Clock::round() >= tree.began_in.saturating_add(T::GenerationRounds::get())
	}

	fn has_room_for_generation() -> bool {
		let (oldest, running) = Generations::<T>::get();
		running.saturating_sub(oldest).saturating_add(1) < MAX_GENERATIONS
	}

	/// What the step takes, if it may.
	fn checked_step(proposal: &SumProposal) -> Result<Taken, StepRefusal> {
		ensure!(
			proposal.step == SumSteps::<T>::get() && !Summing::<T>::exists(),
			StepRefusal::NotNext
		);
		ensure!(
			(1..=MAX_ROUNDS_PER_STEP).contains(&proposal.rounds)
				&& proposal.passed_over <= MAX_PASSED_OVER,
			StepRefusal::Rounds
		);
		let from = Self::first_unsummed().saturating_add(proposal.passed_over.into());
		let now = T::Clock::round();
		let mut taken = Taken { from, rounds: proposal.rounds, first: 0, last: 0, open_cfx: 0 };
		let (mut found, mut leaves): (u32, u32) = (0, 0);
		let rounds = Self::due_rounds().skip(proposal.passed_over as usize);
		for (_, round) in rounds.take(proposal.rounds as usize) {
			let claims = Rounds::<T>::get(round).ok_or(StepRefusal::Rounds)?;
			ensure!(now < claims.expires_in, StepRefusal::Rounds);
			if found == 0 {
				taken.first = round;
			}
			taken.last = round;
			taken.open_cfx =
				taken.open_cfx.checked_add(claims.open_cfx()).ok_or(StepRefusal::Rounds)?;
			leaves = leaves.saturating_add(claims.count);
			found = found.saturating_add(1);
		}
		ensure!(found == proposal.rounds, StepRefusal::Rounds);
		ensure!(taken.open_cfx == proposal.open_cfx, StepRefusal::Claimed);
		let base = Self::base_of(proposal, leaves)?;
		let (before, count) = base.map_or((0, 0), |tree| (tree.total_cfx, tree.count));
		let most = before.checked_add(taken.open_cfx).ok_or(StepRefusal::Sums)?;
		ensure!(
			(before..=most).contains(&proposal.total_cfx)
				&& (count.max(1)..=MAX_SUMS).contains(&proposal.count),
			StepRefusal::Sums
		);
		Ok(taken)
	}

	/// The tree that the step builds on, of `leaves` more leaves at most; `None` for one that begins a generation.
	fn base_of(proposal: &SumProposal, leaves: u32) -> Result<Option<SumTree>, StepRefusal> {
		let (_, running) = Generations::<T>::get();
		let tree = SumTrees::<T>::get(running);
		if proposal.generation == running && !Self::is_generation_over(running) {
			return Ok(tree);
		}
		let is_next = running.checked_add(1) == Some(proposal.generation);
		// How many of the leaves are new the chain cannot tell.
		let may_be_full = Self::has_room_for_generation()
			&& tree.is_some_and(|tree| tree.count.saturating_add(leaves) > MAX_SUMS);
		let may_begin = may_be_full || Self::is_generation_over(running);
		ensure!(is_next && may_begin, StepRefusal::Generation);
		Ok(None)
	}

	/// Whether a round is in the step that is being voted on: nothing of it moves meanwhile.
	pub(crate) fn is_being_summed(round: Round) -> bool {
		Summing::<T>::get().is_some_and(|taken| (taken.first..=taken.last).contains(&round))
	}

	/// What the desks must know of a round to sum it up; `None` when it is not claimed over a root.
	pub fn summable_round(round: Round) -> Option<SummableRound> {
		let claims = Rounds::<T>::get(round)?;
		Some(SummableRound {
			round,
			root: claims.root,
			count: claims.count,
			total_shares: claims.total_shares,
			persons_cfx: claims.persons_cfx,
			claimed_cfx: claims.claimed_cfx,
			claimed: Self::claimed_bits(round, &claims),
		})
	}
}

/// What of the sums may be paid, beside what may be claimed by round.
pub(crate) fn ledger<T: Config>() -> Option<Balance> {
	OpenTotal::<T>::get().checked_add(SumsOpen::<T>::get())
}
