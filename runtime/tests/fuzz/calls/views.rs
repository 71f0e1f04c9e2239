//! What authorities sign, and what payees claim of it.

use super::{Hand, PayoutTree};
use crate::{
	chain::round,
	fuzz::world::{Draw, Route},
};
use frame_support::traits::KeyOwnerProofSystem;
use pallet_payouts::Rounds;
use pallet_proof_of_view::{Call, EquivocationProof, SignedStatement, Statement};
use rand::{Rng, seq::SliceRandom};
use reel_primitives::{
	AccountId, Hash32,
	batch::{BatchVote, OpenBatch, PayoutClaim},
	ids::{POV_KEY_TYPE, PovId},
};
use reelchain_runtime::{Historical, ProofOfView, Runtime, RuntimeCall};

pub(super) fn genesis_hash() -> Hash32 {
	frame_system::BlockHash::<Runtime>::get(0).0
}

impl Hand<'_> {
	pub(super) fn views(&mut self) -> Draw {
		let open = ProofOfView::open_batches();
		let call = match (self.up_to(100), open.choose(self.random).cloned()) {
			(0..=49, Some(batch)) => self.vote(&batch),
			(50..=74, _) => self.claim(),
			(75..=77, _) => {
				let who = Route::Signed(self.somebody());
				let account = match self.up_to(3) {
					0 => self.anybody(),
					_ => self.owed().unwrap_or_else(|| self.anybody()),
				};
				let call = pallet_payouts::Call::<Runtime>::claim_owed { account }.into();
				return Draw { route: who, call };
			},
			(78 | 79, _) => {
				let call = self.equivocation();
				return Draw { route: Route::Signed(self.somebody()), call };
			},
			(80 | 81, _) => self.sums(),
			(82 | 83, _) => self.anchor(),
			_ => self.propose(),
		};
		let route = match self.up_to(24) {
			0 => Route::None,
			1 => Route::Signed(self.somebody()),
			2 => Route::Root,
			3..=8 => Route::General,
			_ => Route::Authorized,
		};
		Draw { route, call }
	}

	fn owed(&mut self) -> Option<AccountId> {
		let owed: Vec<AccountId> = pallet_payouts::Owed::<Runtime>::iter_keys().collect();
		owed.choose(self.random).cloned()
	}

	fn propose(&mut self) -> RuntimeCall {
		let (mut session, authorities) = ProofOfView::authorities_now();
		let mut proposal = self.proposal();
		let mut authority = ProofOfView::proposer(proposal.round).unwrap_or_default();
		let mut signer = authority;
		match self.up_to(40) {
			0 => authority += 1,
			1 => authority = u32::MAX,
			2 => session += 1,
			3 => session = session.saturating_sub(2),
			4 => signer += 1,
			_ => {},
		}
		let payload = proposal.signing_payload(&genesis_hash(), session);
		let signature = self.world.sign_as(&authorities, signer, &payload);
		if self.up_to(40) == 0 {
			// Altered after it was signed.
			proposal.plays_root = [0; 32];
		}
		Call::<Runtime>::propose_batch { proposal, authority, session, signature }.into()
	}

	fn vote(&mut self, open: &OpenBatch) -> RuntimeCall {
		let mut session = open.session;
		let authorities = pallet_proof_of_view::Authorities::<Runtime>::get(session)
			.unwrap_or_default()
			.into_inner();
		// Half of the votes are by somebody who has not voted.
		let waiting: Vec<u32> =
			(0..authorities.len() as u32).filter(|index| !open.voted.contains(index)).collect();
		let mut authority = match waiting.choose(self.random) {
			Some(index) if self.random.gen_bool(0.9) => *index,
			_ => self.up_to(authorities.len().max(1) as u32),
		};
		let mut vote = BatchVote { round: open.round, batch: open.batch, approve: self.coin(0.88) };
		let mut signer = authority;
		match self.up_to(40) {
			0 => vote.batch = self.random.r#gen(),
			1 => vote.round += 1,
			2 => session += 1,
			3 => authority = u32::MAX,
			4 => signer += 1,
			_ => {},
		}
		let payload = vote.signing_payload(&genesis_hash(), session);
		let signature = self.world.sign_as(&authorities, signer, &payload);
		Call::<Runtime>::vote_batch { vote, authority, session, signature }.into()
	}

	/// One or a few leaves of one account, over the rounds that can be claimed.
	fn claim(&mut self) -> RuntimeCall {
		let rounds: Vec<(u64, Hash32)> =
			Rounds::<Runtime>::iter().map(|(round, claims)| (round, claims.root)).collect();
		let Some((_, root)) = rounds.choose(self.random) else { return self.propose() };
		let Some(tree) = self.memory.trees.get(root) else { return self.propose() };
		let account = tree.payees.choose(self.random).expect("a tree has payees").account.clone();
		let mut claims: Vec<PayoutClaim> = rounds
			.iter()
			.filter_map(|(round, root)| leaf(self.memory.trees.get(root)?, *round, &account))
			.collect();
		claims.sort_by_key(|claim| (claim.round, claim.index));
		// The last of them, whose leaves are open more often.
		let keep = 1 + self.up_to(3) as usize;
		claims.drain(..claims.len().saturating_sub(keep));
		let spoilt = self.up_to(24);
		match (spoilt, claims.first_mut()) {
			(0, _) => claims.clear(),
			(1, Some(first)) => first.shares += 1,
			(2, Some(first)) => first.index += 1,
			(3, Some(first)) => drop(first.path.pop()),
			(4, Some(first)) => first.path = vec![[0; 32]; 21],
			(5, Some(first)) => first.round += 1,
			(6, Some(first)) => {
				let again = first.clone();
				claims.push(again);
			},
			_ => {},
		}
		let account = if spoilt == 7 { self.anybody() } else { account };
		let claims = claims.try_into().expect("a few");
		pallet_payouts::Call::<Runtime>::claim { account, claims }.into()
	}

	/// Two votes of one key for one round, provably; or not quite.
	fn equivocation(&mut self) -> RuntimeCall {
		let (session, authorities) = ProofOfView::authorities_now();
		let authority = self.up_to(authorities.len().max(1) as u32);
		let offender: PovId = authorities[authority as usize].1.clone();
		let round = round().saturating_sub(u64::from(self.up_to(4)));
		let sign = |approve, signer| {
			let vote = BatchVote { round, batch: [6; 32], approve };
			let payload = vote.signing_payload(&genesis_hash(), session);
			let signature = self.world.sign_as(&authorities, signer, &payload);
			SignedStatement { statement: Statement::Vote(vote), signature }
		};
		let first = sign(true, authority);
		let spoilt = self.random.gen_range(0..8);
		let second = match spoilt {
			0 => sign(true, authority),
			1 => sign(false, authority + 1),
			_ => sign(false, authority),
		};
		let key_owner = Historical::prove((POV_KEY_TYPE, offender.clone()))
			.expect("the key of an authority has an owner");
		let (offender, session) = match spoilt {
			2 => (offender, session + 1),
			_ => (offender, session),
		};
		let proof = EquivocationProof { session, offender, first, second };
		Call::<Runtime>::report_equivocation { proof: Box::new(proof), key_owner }.into()
	}
}

fn leaf(tree: &PayoutTree, round: u64, account: &AccountId) -> Option<PayoutClaim> {
	let place = tree.payees.binary_search_by(|payee| payee.account.cmp(account)).ok()?;
	let index = place as u32;
	let path = tree.tree.prove(index)?.path;
	Some(PayoutClaim { round, shares: tree.payees[place].shares, index, path })
}
