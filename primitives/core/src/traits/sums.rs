//! From claims by round to sums (C9).

use crate::sums::{SumProposal, SumsStatus};
use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// Why a step is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum StepRefusal {
	/// Another step came before it, or is being voted on.
	NotNext,
	/// It takes rounds that there are not or that are not due, or too many.
	Rounds,
	/// Of the rounds something else is open than it says: somebody has claimed meanwhile.
	Claimed,
	/// It is of the wrong generation.
	Generation,
	/// Its sums are more than there is to pay, or less than before, or too many.
	Sums,
}

/// Keeps the sums; voted on elsewhere.
pub trait SumRounds {
	/// All that must hold of a step by itself.
	///
	/// # Errors
	/// Why it is not taken.
	fn check_step(proposal: &SumProposal) -> Result<(), StepRefusal>;

	/// Closes the rounds that the step takes to claims by round, until it is accepted or dropped.
	///
	/// # Errors
	/// As [`Self::check_step`].
	fn open_step(proposal: &SumProposal) -> Result<(), StepRefusal>;

	/// Opens them again.
	fn drop_step();

	/// Takes the step that was opened.
	///
	/// # Errors
	/// When it cannot be taken. The caller must roll back (it runs in a storage layer of its own).
	fn accept_step(proposal: &SumProposal) -> Result<(), StepRefusal>;

	/// How the sums stand, without what is voted on.
	fn status() -> SumsStatus;

	/// Lets the next step take this many rounds.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_step(rounds: u32) -> SumProposal;
}
