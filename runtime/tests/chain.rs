//! A chain without a node: builds a preset's state, makes blocks, checks the global invariants after each.

use codec::Encode;
use reel_primitives::{Balance, time::SLOT_MS};
use reelchain_runtime::{
	AccountId, Charge, Executive, Header, Nonce, Runtime, RuntimeCall, RuntimeGenesisConfig,
	SessionKeys, Signature, SignedPayload, System, TxExtension, UncheckedExtrinsic,
	configs::exchange::Coin,
	genesis_config_presets::{get_preset, well_known_session_keys},
	invariants,
};
use sp_consensus_babe::digests::{PreDigest, SecondaryPlainPreDigest};
use sp_core::Pair;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use sp_runtime::{
	ApplyExtrinsicResult, BuildStorage, Digest, DigestItem,
	generic::Era,
	traits::{Block as _, Header as _},
};

/// Slot of the first block: 2026, so that rounds are as large as on a real chain.
pub(crate) const FIRST_SLOT: u64 = 1_790_000_000_000 / SLOT_MS;

/// Planck of an account.
pub(crate) fn free(who: &AccountId) -> Balance {
	reelchain_runtime::Balances::free_balance(who)
}

/// The genesis of a preset as a node would read it: the defaults, overlaid by the preset.
pub(crate) fn genesis(preset: &str) -> RuntimeGenesisConfig {
	let patch = get_preset(&preset.into()).expect("the preset exists");
	let patch = serde_json::from_slice::<serde_json::Value>(&patch).expect("presets are JSON");
	let mut config =
		serde_json::to_value(RuntimeGenesisConfig::default()).expect("the default is JSON");
	overlay(&mut config, patch);
	serde_json::from_value(config).expect("a preset names known fields only")
}

fn overlay(base: &mut serde_json::Value, patch: serde_json::Value) {
	match (base, patch) {
		(serde_json::Value::Object(base), serde_json::Value::Object(patch)) => {
			for (key, value) in patch {
				overlay(base.entry(key).or_insert(serde_json::Value::Null), value);
			}
		},
		(base, patch) => *base = patch,
	}
}

/// A chain that makes blocks when it is told to.
pub(crate) struct Chain {
	ext: sp_io::TestExternalities,
	number: u32,
	slot: u64,
	parent: Header,
}

impl Chain {
	pub(crate) fn new(preset: &str) -> Self {
		let storage = genesis(preset).build_storage().expect("the preset builds");
		let ext = sp_io::TestExternalities::new(storage);
		let parent = Header::new(
			0,
			Default::default(),
			Default::default(),
			Default::default(),
			Digest::default(),
		);
		let mut chain = Self { ext, number: 0, slot: FIRST_SLOT - 1, parent };
		chain.ext.execute_with(|| {
			// The first block would write it; signatures cover it before.
			frame_system::BlockHash::<Runtime>::insert(0, chain.parent.hash());
			invariants::check_all().unwrap();
		});
		chain
	}

	pub(crate) fn development() -> Self {
		Self::new("development")
	}

	/// Runs `look` on the present state, keeping what it changes.
	pub(crate) fn look<R>(&mut self, look: impl FnOnce() -> R) -> R {
		self.ext.execute_with(look)
	}

	/// Slot of the last block.
	pub(crate) fn slot(&self) -> u64 {
		self.slot
	}

	/// Makes the block of the next slot.
	pub(crate) fn block(
		&mut self,
		extrinsics: Vec<UncheckedExtrinsic>,
	) -> Vec<ApplyExtrinsicResult> {
		self.block_after(1, extrinsics)
	}

	/// Makes a block `slots` after the last one.
	pub(crate) fn block_after(
		&mut self,
		slots: u64,
		extrinsics: Vec<UncheckedExtrinsic>,
	) -> Vec<ApplyExtrinsicResult> {
		self.block_with(slots, || extrinsics.into_iter().map(Executive::apply_extrinsic).collect())
	}

	/// Makes a block `slots` after the last one in which `body` runs, and checks the invariants.
	pub(crate) fn block_with<R>(&mut self, slots: u64, body: impl FnOnce() -> R) -> R {
		self.number += 1;
		self.slot += slots;
		let (number, slot, parent) = (self.number, self.slot, self.parent.hash());
		let (header, result) = self.ext.execute_with(|| {
			let authorities = pallet_babe::Authorities::<Runtime>::get().len() as u64;
			let digest = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
				authority_index: (slot % authorities.max(1)) as u32,
				slot: slot.into(),
			});
			let header = Header::new(
				number,
				Default::default(),
				Default::default(),
				parent,
				Digest { logs: vec![DigestItem::PreRuntime(*b"BABE", digest.encode())] },
			);
			Executive::initialize_block(&header);
			let now = RuntimeCall::Timestamp(pallet_timestamp::Call::set { now: slot * SLOT_MS });
			Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(now))
				.expect("the clock goes forward")
				.expect("the clock can be set");
			let result = body();
			(Executive::finalize_block(), result)
		});
		self.parent = header;
		self.ext.execute_with(|| {
			if let Err(error) = invariants::check_all() {
				panic!("block {number}: {error:?}");
			}
		});
		result
	}

	/// Makes empty blocks, one a slot, until `done`; fails after `most`.
	pub(crate) fn run_until(&mut self, most: u32, mut done: impl FnMut() -> bool) {
		for _ in 0..most {
			if self.look(&mut done) {
				return;
			}
			self.block(vec![]);
		}
		panic!("still not after {most} blocks");
	}

	/// Makes `count` empty blocks.
	pub(crate) fn run(&mut self, count: u32) {
		(0..count).for_each(|_| drop(self.block(vec![])));
	}

	/// Signs `call` and puts it alone into the next block.
	pub(crate) fn submit(
		&mut self,
		who: Sr25519Keyring,
		call: impl Into<RuntimeCall>,
	) -> ApplyExtrinsicResult {
		let extrinsic = self.signed(who, call, 0);
		self.block(vec![extrinsic]).remove(0)
	}

	/// Signs `call` with the account's next nonce plus `ahead`.
	pub(crate) fn signed(
		&mut self,
		who: Sr25519Keyring,
		call: impl Into<RuntimeCall>,
		ahead: Nonce,
	) -> UncheckedExtrinsic {
		let call = call.into();
		self.ext.execute_with(|| {
			let nonce = System::account_nonce(who.to_account_id()) + ahead;
			sign(who, call, nonce, 0)
		})
	}
}

/// The extensions of a transaction that never expires.
pub(crate) fn extension(nonce: Nonce, tip: Balance) -> TxExtension {
	extension_in(nonce, tip, None)
}

/// The same, of one whose fee is paid in a coin.
pub(crate) fn extension_in(nonce: Nonce, tip: Balance, coin: Option<Coin>) -> TxExtension {
	(
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckMortality::from(Era::Immortal),
		frame_system::CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		Charge::from(tip, coin),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	)
}

/// A signed transaction. Needs the state: the signature covers genesis and versions.
pub(crate) fn sign(
	who: Sr25519Keyring,
	call: RuntimeCall,
	nonce: Nonce,
	tip: Balance,
) -> UncheckedExtrinsic {
	sign_with(&who.pair(), call, extension(nonce, tip))
}

/// A signed transaction with these extensions.
pub(crate) fn sign_with(
	pair: &sp_core::sr25519::Pair,
	call: RuntimeCall,
	extension: TxExtension,
) -> UncheckedExtrinsic {
	let payload = SignedPayload::new(call, extension).expect("state is at hand");
	let signature = payload.using_encoded(|bytes| pair.sign(bytes));
	let (call, extension, _) = payload.deconstruct();
	let who = AccountId::new(pair.public().0);
	UncheckedExtrinsic::new_signed(call, who.into(), Signature::Sr25519(signature), extension)
}

/// The session keys of a well-known account.
pub(crate) fn keys_of(sr: Sr25519Keyring, ed: Ed25519Keyring) -> SessionKeys {
	well_known_session_keys(sr, ed)
}

/// Round of the block whose state is at hand.
pub(crate) fn round() -> u64 {
	use reel_primitives::traits::RoundClock;
	reelchain_runtime::configs::views::SlotClock::round()
}

/// The treasury.
pub(crate) fn treasury() -> AccountId {
	reelchain_runtime::configs::assets::TreasuryAccount::get()
}

/// Whether the block type's hash is what parents are linked by.
#[test]
fn blocks_are_linked_by_hash() {
	let mut chain = Chain::development();
	chain.block(vec![]);
	let first = chain.parent.clone();
	chain.block(vec![]);
	assert_eq!(*chain.parent.parent_hash(), first.hash());
	let block = reelchain_runtime::Block::new(chain.parent.clone(), vec![]);
	assert_eq!(block.hash(), chain.parent.hash());
}
