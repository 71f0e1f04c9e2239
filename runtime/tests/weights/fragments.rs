//! The calls of curators and of fragment staking at their greatest.

use super::account;
use frame_support::{BoundedVec, traits::Get};
use pallet_curators::Endpoints;
use reel_fragments::{
	proof::{PossessionProof, SpanCell},
	region::Region,
};
use reel_primitives::{ContentId, geometry::CellDescriptor};
use reelchain_runtime::RuntimeCall;

/// A list with as much of `item` as fits.
fn full<T: Clone, S: Get<u32>>(item: T) -> BoundedVec<T, S> {
	BoundedVec::truncate_from(vec![item; S::get() as usize])
}

fn endpoints() -> Endpoints {
	full(full(b'a'))
}

fn cell() -> CellDescriptor {
	CellDescriptor { index: 0, duration_ms: 60_000, length_bytes: 256 << 20, root: [0; 32] }
}

fn possession() -> PossessionProof {
	PossessionProof {
		cell: cell(),
		cell_path: full([0; 32]),
		leaf: full(0),
		leaf_path: full([0; 32]),
	}
}

/// Those whose arguments have a length.
pub(super) fn greatest() -> [(&'static str, RuntimeCall); 5] {
	[
		(
			"Curators.register_curator",
			pallet_curators::Call::register_curator {
				hot_key: account(1),
				region: Region::new(*b"KR").expect("two capital letters"),
				capacity: 1,
				endpoints: endpoints(),
			}
			.into(),
		),
		(
			"Curators.set_endpoints",
			pallet_curators::Call::set_endpoints { endpoints: endpoints() }.into(),
		),
		(
			"FragmentStaking.start_contract",
			pallet_fragment_staking::Call::start_contract {
				content: ContentId([0; 32]),
				span: 0,
				cells: Some(full(SpanCell { cell: cell(), path: full([0; 32]) })),
				proofs: full(possession()),
			}
			.into(),
		),
		(
			"FragmentStaking.answer_challenges",
			pallet_fragment_staking::Call::answer_challenges { answers: full((0, possession())) }
				.into(),
		),
		(
			"FragmentStaking.claim_reward",
			pallet_fragment_staking::Call::claim_reward { contracts: full(1) }.into(),
		),
	]
}
