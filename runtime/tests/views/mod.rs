//! From a supervisor's word to coins: authorize, register, propose, vote, pay; and every way in which it is refused.

use crate::chain::{Chain, FIRST_SLOT, free, round, treasury};
use codec::Encode;
use reel_merkle::binary::Tree;
use reel_primitives::{
	Balance, ContentId, Round,
	batch::{
		BATCH_DEADLINE_ROUNDS, BatchProposal, BatchVote, Payee, Payees, PayoutClaim, Shares,
		TitleTotal,
	},
	content::{Licence, RewardSplit},
	geometry::Geometry,
	ids::PovSignature,
	sums::{SumLeaf, SumProposal},
};
use reelchain_runtime::{
	AccountId, Balances, Block, Emission, Payouts, ProofOfView, Runtime, RuntimeCall,
	UncheckedExtrinsic,
	constants::currency::{CFX, GENESIS_ISSUANCE},
};
use sp_core::Pair;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};

mod cap;
mod payment;
mod ratings;
mod refusals;
mod standing;
mod sums;

pub(crate) const CONTENT: ContentId = ContentId([7; 32]);
pub(crate) const CREATOR: Sr25519Keyring = Bob;
const VIEWER: Sr25519Keyring = Ferdie;
pub(crate) const MINUTE_MS: u64 = 60_000;

/// The round's whole reward in the first era.
const REWARD: Balance = 90 * CFX;

pub(crate) fn authorize() -> RuntimeCall {
	pallet_supervisors::Call::<Runtime>::authorize_creator {
		creator: CREATOR.to_account_id(),
		country: pallet_supervisors::CountryCode::new(*b"KR").unwrap(),
		case: [9; 32],
		expires_in: FIRST_SLOT / 6 + 10_000,
	}
	.into()
}

fn register() -> RuntimeCall {
	pallet_content_registry::Call::<Runtime>::register_title {
		content: CONTENT,
		cells_root: [1; 32],
		geometry: Geometry { cells: 3, duration_ms: 2 * MINUTE_MS, size_bytes: 3 << 20 },
		split: RewardSplit::DEFAULT,
		licence: Licence::CcBy,
		metadata_hash: [2; 32],
		price_cfx: 0,
		takes_donations: true,
	}
	.into()
}

/// A chain on which the creator's title can be played, in the first slot of a round.
fn ready(preset: &str) -> Chain {
	let mut chain = Chain::new(preset);
	assert_eq!(chain.submit(Eve, authorize()).unwrap(), Ok(()));
	assert_eq!(chain.submit(CREATOR, register()).unwrap(), Ok(()));
	while !chain.slot().is_multiple_of(6) {
		chain.block(vec![]);
	}
	chain
}

fn genesis_hash() -> [u8; 32] {
	frame_system::BlockHash::<Runtime>::get(0).0
}

fn session() -> u32 {
	ProofOfView::authorities_now().0
}

/// Index of an authority, by its key.
fn index_of(who: Sr25519Keyring) -> u32 {
	let (_, authorities) = ProofOfView::authorities_now();
	authorities.iter().position(|(account, _)| *account == who.to_account_id()).unwrap() as u32
}

/// The authority whose turn `round` is.
pub(crate) fn proposer(round: Round) -> Sr25519Keyring {
	let index = ProofOfView::proposer(round).unwrap();
	[Alice, Bob, Charlie, Dave].into_iter().find(|who| has_index(*who, index)).unwrap()
}

fn has_index(who: Sr25519Keyring, index: u32) -> bool {
	let (_, authorities) = ProofOfView::authorities_now();
	authorities.get(index as usize).is_some_and(|(account, _)| *account == who.to_account_id())
}

fn pov_sign(who: Sr25519Keyring, payload: &[u8]) -> PovSignature {
	who.pair().sign(payload).into()
}

/// Shares of one minute of the title.
fn minute_shares() -> Shares {
	Shares::from(MINUTE_MS) * Shares::from(RewardSplit::DEFAULT.persons_bp())
}

/// One play of a minute: viewer's and sharing peer's parts.
pub(crate) fn proposal(round: Round) -> BatchProposal {
	let split = RewardSplit::DEFAULT;
	let mut payees = vec![
		Payee {
			account: VIEWER.to_account_id(),
			shares: Shares::from(MINUTE_MS) * Shares::from(split.viewer_bp),
		},
		Payee {
			account: Dave.to_account_id(),
			shares: Shares::from(MINUTE_MS) * Shares::from(split.sharing_bp),
		},
	];
	payees.sort_by(|one, two| one.account.cmp(&two.account));
	BatchProposal {
		round,
		plays_root: [3; 32],
		plays: 1,
		totals: vec![TitleTotal { content: CONTENT, plays: 1, weight_ms: MINUTE_MS }],
		payees: Payees::Direct(payees),
		delivered: Vec::new(),
		charged: Vec::new(),
	}
}

pub(crate) fn propose_by(who: Sr25519Keyring, proposal: BatchProposal) -> UncheckedExtrinsic {
	let session = session();
	let signature = pov_sign(who, &proposal.signing_payload(&genesis_hash(), session));
	let authority = index_of(who);
	api::propose_extrinsic(proposal, authority, session, signature)
}

pub(crate) fn vote_by(
	who: Sr25519Keyring,
	proposal: &BatchProposal,
	approve: bool,
) -> UncheckedExtrinsic {
	let session = session();
	let vote = BatchVote { round: proposal.round, batch: proposal.hash(), approve };
	let signature = pov_sign(who, &vote.signing_payload(&genesis_hash(), session));
	api::vote_extrinsic(vote, index_of(who), session, signature)
}

/// The runtime APIs through which the node has its transactions built.
mod api {
	use super::*;
	use pallet_proof_of_view_runtime_api::runtime_decl_for_proof_of_view_api::ProofOfViewApi;

	pub(super) fn propose_extrinsic(
		proposal: BatchProposal,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> UncheckedExtrinsic {
		<Runtime as ProofOfViewApi<Block, AccountId>>::propose_extrinsic(
			proposal, authority, session, signature,
		)
		.unwrap()
	}

	pub(super) fn vote_extrinsic(
		vote: BatchVote,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> UncheckedExtrinsic {
		<Runtime as ProofOfViewApi<Block, AccountId>>::vote_extrinsic(
			vote, authority, session, signature,
		)
		.unwrap()
	}

	pub(super) fn propose_step_extrinsic(
		proposal: SumProposal,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> UncheckedExtrinsic {
		<Runtime as ProofOfViewApi<Block, AccountId>>::propose_step_extrinsic(
			proposal, authority, session, signature,
		)
		.expect("it can be built")
	}

	pub(super) fn claim_sums_extrinsic(
		generation: u32,
		first: u32,
		leaves: Vec<SumLeaf>,
		path: Vec<[u8; 32]>,
	) -> UncheckedExtrinsic {
		<Runtime as ProofOfViewApi<Block, AccountId>>::claim_sums_extrinsic(
			generation, first, leaves, path,
		)
		.expect("it can be built")
	}

	pub(super) fn claim_extrinsic(
		account: AccountId,
		claims: Vec<PayoutClaim>,
	) -> UncheckedExtrinsic {
		<Runtime as ProofOfViewApi<Block, AccountId>>::claim_extrinsic(account, claims).unwrap()
	}
}

fn refused(chain: &mut Chain, extrinsic: UncheckedExtrinsic) -> TransactionValidityError {
	chain.block(vec![extrinsic]).remove(0).unwrap_err()
}

/// A part of the reward in basis points, rounded down.
fn part(bp: u16) -> Balance {
	REWARD * Balance::from(bp) / 10_000
}
