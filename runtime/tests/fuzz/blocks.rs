//! Blocks over a [`Store`]: a clock in slots, the inherent, and the hooks, whose footprint is measured.

use super::store::{Store, Touched};
use crate::chain::{FIRST_SLOT, genesis};
use codec::Encode;
use reel_primitives::time::SLOT_MS;
use reelchain_runtime::{Executive, Header, Runtime, RuntimeCall, UncheckedExtrinsic};
use sp_consensus_babe::digests::{PreDigest, SecondaryPlainPreDigest};
use sp_runtime::{BuildStorage, Digest, DigestItem, traits::Header as _};
use std::sync::OnceLock;

/// A chain that makes blocks when it is told to.
pub(crate) struct Blocks {
	pub(crate) store: Store,
	parent: Header,
	slot: u64,
}

fn local_testnet() -> sp_core::storage::Storage {
	// Building it takes longer than a hundred blocks.
	static GENESIS: OnceLock<sp_core::storage::Storage> = OnceLock::new();
	GENESIS
		.get_or_init(|| genesis("local_testnet").build_storage().expect("the preset builds"))
		.clone()
}

fn header(number: u32, parent: sp_core::H256, digest: Digest) -> Header {
	Header::new(number, Default::default(), Default::default(), parent, digest)
}

impl Blocks {
	pub(crate) fn open() -> Self {
		let mut store = Store::new(local_testnet());
		let parent = header(0, Default::default(), Digest::default());
		// The first block would write it; signatures cover it before.
		store.run(|| frame_system::BlockHash::<Runtime>::insert(0, parent.hash()));
		Self { store, parent, slot: FIRST_SLOT - 1 }
	}

	/// Begins a block `slots` after the last one.
	pub(crate) fn begin(&mut self, slots: u64) -> Touched {
		self.slot += slots;
		let (number, slot, parent) = (*self.parent.number() + 1, self.slot, self.parent.hash());
		// As if the block before had brought a VRF output, which takes keys: epochs of fragment staking need one.
		let random = reel_primitives::blake2b_256(&[b"vrf", &slot.to_le_bytes()]);
		self.store.run(|| pallet_babe::AuthorVrfRandomness::<Runtime>::put(Some(random)));
		self.store.watch();
		self.store.run(|| {
			let authorities = pallet_babe::Authorities::<Runtime>::get().len() as u64;
			let digest = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
				authority_index: (slot % authorities.max(1)) as u32,
				slot: slot.into(),
			});
			let digest = Digest { logs: vec![DigestItem::PreRuntime(*b"BABE", digest.encode())] };
			Executive::initialize_block(&header(number, parent, digest));
			let now = RuntimeCall::Timestamp(pallet_timestamp::Call::set { now: slot * SLOT_MS });
			Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(now))
				.expect("the clock goes forward")
				.expect("the clock can be set");
		});
		self.store.touched()
	}

	/// Ends the block.
	pub(crate) fn end(&mut self) -> Touched {
		self.store.watch();
		self.parent = self.store.run(Executive::finalize_block);
		self.store.touched()
	}

	/// Slot of the last block.
	pub(crate) fn slot(&self) -> u64 {
		self.slot
	}
}
