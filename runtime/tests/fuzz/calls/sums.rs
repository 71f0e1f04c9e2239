//! Steps and claims of sums that contradict the chain: what right ones lead to is the matter of the pallets' own tests.

use super::{Hand, views::genesis_hash};
use crate::chain::round;
use pallet_proof_of_view::Call;
use reel_primitives::sums::{SumLeaf, SumProposal, SumVote};
use reelchain_runtime::{ProofOfView, Runtime, RuntimeCall};

impl Hand<'_> {
	/// A step that leaves out all leaves, a vote on a step that is not open, or a claim of a tree that there is not.
	pub(super) fn sums(&mut self) -> RuntimeCall {
		match self.up_to(3) {
			0 => self.step(),
			1 => self.step_vote(),
			_ => {
				let leaves = vec![SumLeaf { account: self.anybody(), sum_cfx: 1 }];
				pallet_payouts::Call::<Runtime>::claim_sums {
					generation: self.up_to(3),
					first: 0,
					leaves: leaves.try_into().expect("one fits"),
					path: Default::default(),
				}
				.into()
			},
		}
	}

	fn step(&mut self) -> RuntimeCall {
		let (session, authorities) = ProofOfView::authorities_now();
		let status = ProofOfView::sums_status();
		let proposal = SumProposal {
			round: round().saturating_sub(1),
			step: status.step,
			generation: status.generation + 1,
			passed_over: 0,
			rounds: 1 + self.up_to(4),
			open_cfx: 0,
			root: [0; 32],
			count: 0,
			total_cfx: 0,
		};
		let authority = ProofOfView::proposer(proposal.round).unwrap_or_default();
		let payload = proposal.signing_payload(&genesis_hash(), session);
		let signature = self.world.sign_as(&authorities, authority, &payload);
		Call::<Runtime>::propose_step { proposal, authority, session, signature }.into()
	}

	fn step_vote(&mut self) -> RuntimeCall {
		let (session, authorities) = ProofOfView::authorities_now();
		let vote = SumVote { proposal: [7; 32], approve: self.coin(0.5) };
		let payload = vote.signing_payload(&genesis_hash(), session);
		let signature = self.world.sign_as(&authorities, 0, &payload);
		Call::<Runtime>::vote_step { vote, authority: 0, session, signature }.into()
	}
}
