//! What validators say of a round on the chain, without a desk of theirs.

use crate::runtime::{ChainHandle, VALIDATORS, validator_key};
use codec::Encode;
use pallet_proof_of_view_runtime_api::runtime_decl_for_proof_of_view_api::ProofOfViewApi;
use reel_primitives::{
	AccountId, Hash32, Round,
	batch::{BatchProposal, BatchVote},
	ids::PovSignature,
};
use reelchain_runtime::{Block, ProofOfView, Runtime, UncheckedExtrinsic};
use sp_core::Pair;

/// The chain's genesis hash.
pub(crate) fn genesis(chain: &ChainHandle) -> Hash32 {
	chain.look(|| frame_system::BlockHash::<Runtime>::get(0).0)
}

/// Puts transactions into a block each; their bytes.
pub(crate) fn apply(
	chain: &ChainHandle,
	extrinsics: Vec<Option<UncheckedExtrinsic>>,
) -> Result<usize, String> {
	let mut bytes = 0;
	for extrinsic in extrinsics {
		let extrinsic = extrinsic.ok_or("a transaction could not be built")?;
		bytes += extrinsic.encoded_size();
		let result = chain.block(vec![extrinsic]);
		if result != [Ok(Ok(()))] {
			return Err(format!("a statement was refused: {result:?}"));
		}
	}
	Ok(bytes)
}

/// The authorities when a round is over.
pub(crate) struct Seats {
	pub(crate) session: u32,
	/// Place among `VALIDATORS` of each authority.
	places: Vec<usize>,
	/// The authority whose turn the round is.
	pub(crate) turn: u32,
}

impl Seats {
	pub(crate) fn of(chain: &ChainHandle, round: Round) -> Result<Self, String> {
		let (session, authorities) = chain.look(ProofOfView::authorities_now);
		let place = |(who, _): &(AccountId, _)| {
			VALIDATORS.iter().position(|validator| validator.to_account_id() == *who)
		};
		let places: Option<Vec<usize>> = authorities.iter().map(place).collect();
		let turn = chain.look(move || ProofOfView::proposer(round)).ok_or("nobody's turn")?;
		Ok(Self { session, places: places.ok_or("an authority that is not ours")?, turn })
	}

	/// All but the one whose turn it is, by index.
	pub(crate) fn others(&self) -> impl Iterator<Item = u32> {
		let count = self.places.len() as u32;
		(0..count).filter(|index| *index != self.turn)
	}

	/// Place among `VALIDATORS` of an authority.
	pub(crate) fn place(&self, index: u32) -> usize {
		self.places[index as usize]
	}

	pub(crate) fn sign(&self, index: u32, payload: &[u8]) -> PovSignature {
		validator_key(self.place(index)).sign(payload).into()
	}

	/// A batch by the one whose turn it is; its bytes in a block.
	pub(crate) fn propose(
		&self,
		chain: &ChainHandle,
		batch: BatchProposal,
	) -> Result<usize, String> {
		let (turn, session) = (self.turn, self.session);
		let signature = self.sign(turn, &batch.signing_payload(&genesis(chain), session));
		let proposal = chain.look(move || {
			<Runtime as ProofOfViewApi<Block, AccountId>>::propose_extrinsic(
				batch, turn, session, signature,
			)
		});
		apply(chain, vec![proposal])
	}

	/// The vote of an authority; its bytes in a block.
	pub(crate) fn vote(
		&self,
		chain: &ChainHandle,
		vote: BatchVote,
		index: u32,
	) -> Result<usize, String> {
		let session = self.session;
		let signature = self.sign(index, &vote.signing_payload(&genesis(chain), session));
		let vote = chain.look(move || {
			<Runtime as ProofOfViewApi<Block, AccountId>>::vote_extrinsic(
				vote, index, session, signature,
			)
		});
		apply(chain, vec![vote])
	}
}
