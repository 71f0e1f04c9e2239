//! # Reelchain runtime
//!
//! Composition only: which pallets there are, under which index, and in which order a transaction is checked. What the
//! pallets are told is in [`configs`], what clients may ask in `apis`, what a chain starts with in
//! [`genesis_config_presets`].
//!
//! ```text
//!   supervisors ─► content-registry ─► proof-of-view ─► payouts ─► emission ─► balances (CFX)
//!            └──────────────► standing: bonds of what payouts pays persons, and sanctions
//!        content-registry ─► rights ─► settlement ─► balances (CFX), assets (SSH)
//!        content-registry, supervisors ─► layers, which payouts and settlement ask what is the activators'
//!        content-registry, supervisors ─► content-identification, which rights asks before anything is sold
//!        exchange: a pool of CFX and SSH, out of which fees in SSH are paid as well
//!        ad-escrow ─► payouts, balances (CFX)
//!                            rights ─► crowdfunding ─► balances (CFX), assets (royalty tokens), told by it what moves
//!        curators ─► fragment-staking ─► assets (SSH), told by proof-of-view what is watched
//!        proof-of-view ─► ratings-anchor: what the desks' logs of ratings come to
//!        council / sudo (dev) ─► validator-set ─► session ─► BABE, GRANDPA, pov1
//! ```
//!
//! The index of a pallet is what encodings depend on, so it is never reused; it is also the order in which genesis is
//! built and hooks run. That is why balances and the validator set come before the sessions, which take references on
//! funded accounts and ask for the set.

#![cfg_attr(not(feature = "std"), no_std)]
// `construct_runtime` recurses once per pallet and extension.
#![recursion_limit = "512"]
#![allow(missing_docs, reason = "the runtime macro and the Wasm builder make undocumented items")]

extern crate alloc;

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod constants;
pub mod genesis_config_presets;
pub mod hot_keys;
#[cfg(any(feature = "std", feature = "try-runtime"))]
pub mod invariants;
pub mod mandate;
pub mod migrations;
pub mod params;
mod transactions;
pub mod weights;

pub use apis::RuntimeApi;
pub use constants::time::SLOT_DURATION_MS;
pub use reel_primitives::{AccountId, Balance};

use alloc::{borrow::Cow, vec::Vec};
use pallet_session::historical as pallet_session_historical;
use sp_runtime::{
	MultiAddress, MultiSignature, generic,
	traits::{BlakeTwo256, Verify},
};
use sp_version::RuntimeVersion;

/// Number of a block.
pub type BlockNumber = u32;

/// Hash of a block, a state, a transaction: BLAKE2b-256.
pub type Hash = sp_core::H256;

/// Signature of a transaction.
pub type Signature = MultiSignature;

/// Number of transactions that an account has sent.
pub type Nonce = u32;

/// How a transaction names an account.
pub type Address = MultiAddress<AccountId, ()>;

/// Header of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;

/// A block with decoded transactions.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;

/// Number or hash of a block.
pub type BlockId = generic::BlockId<Block>;

/// Charges the fee, in CFX or, if the transaction says so, in SSH at the pool's price.
pub type Charge = pallet_asset_conversion_tx_payment::ChargeAssetTxPayment<Runtime>;

/// What every transaction passes, in this order.
///
/// `AuthorizeCall` stands first: it gives feeless calls their origin before the others look at it. `WeightReclaim`
/// stands last: it returns what none of the others used. The order is part of the encoding; changing it needs a new
/// `transaction_version`.
pub type TxExtension = (
	frame_system::AuthorizeCall<Runtime>,
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	frame_system::CheckMortality<Runtime>,
	frame_system::CheckNonce<Runtime>,
	frame_system::CheckWeight<Runtime>,
	Charge,
	frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	frame_system::WeightReclaim<Runtime>,
);

/// A transaction as it comes from outside.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;

/// What a signed transaction signs.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;

/// Executes blocks.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

/// Account of a public key that made a [`Signature`].
pub type Signer = <Signature as Verify>::Signer;

/// Types for nodes that do not look into transactions.
pub mod opaque {
	use super::BlockNumber;
	pub use sp_runtime::OpaqueExtrinsic as UncheckedExtrinsic;
	use sp_runtime::{
		generic,
		traits::{BlakeTwo256, Hash as HashT},
	};

	pub use super::SessionKeys;

	/// Header of a block.
	pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
	/// A block whose transactions are bytes.
	pub type Block = generic::Block<Header, UncheckedExtrinsic>;
	/// Number or hash of a block.
	pub type BlockId = generic::BlockId<Block>;
	/// Hash of a block.
	pub type Hash = <BlakeTwo256 as HashT>::Output;
}

sp_runtime::impl_opaque_keys! {
	/// The keys of a validator, one for each task.
	pub struct SessionKeys {
		/// Authors blocks.
		pub babe: Babe,
		/// Finalises blocks.
		pub grandpa: Grandpa,
		/// Signs batches, votes and tickets.
		pub pov: ProofOfView,
	}
}

/// The version of this runtime.
///
/// - `spec_name` never changes: it names the chain's rules to clients.
/// - `spec_version` goes up by at least one with **every** release whose Wasm blob differs from the one on chain. It is
///   `major * 1_000_000 + minor * 1_000 + patch` of the crate's version, so 0.1.0 is `1_000`.
/// - `impl_version` is 0: native execution does not exist any more.
/// - `transaction_version` goes up by one when a transaction that was encoded before would mean something else or
///   nothing: a pallet or call index changed, an argument's type changed, [`TxExtension`] changed. Adding calls at the
///   end of a pallet does not change it.
/// - `system_version` 1: the state uses trie layout 1 and extrinsics roots layout 0.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("reelchain"),
	impl_name: Cow::Borrowed("reelchain-node"),
	authoring_version: 1,
	spec_version: 1_000,
	impl_version: 0,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 2,
	system_version: 1,
};

/// The pallets.
#[frame_support::runtime]
mod runtime {
	/// All pallets together.
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	// Time and block production.
	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type Babe = pallet_babe;
	#[runtime::pallet_index(3)]
	pub type Authorship = pallet_authorship;

	// Money.
	#[runtime::pallet_index(4)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(5)]
	pub type TransactionPayment = pallet_transaction_payment;
	#[runtime::pallet_index(6)]
	pub type Assets = pallet_assets;

	// Consensus over an admitted set.
	#[runtime::pallet_index(7)]
	pub type ValidatorSet = pallet_validator_set;
	#[runtime::pallet_index(8)]
	pub type Offences = pallet_offences;
	#[runtime::pallet_index(9)]
	pub type Historical = pallet_session_historical;
	#[runtime::pallet_index(10)]
	pub type Session = pallet_session;
	#[runtime::pallet_index(11)]
	pub type Grandpa = pallet_grandpa;

	// Governance and what makes calls convenient.
	#[runtime::pallet_index(20)]
	pub type Sudo = pallet_sudo;
	#[runtime::pallet_index(21)]
	pub type Council = pallet_collective<Instance1>;
	#[runtime::pallet_index(22)]
	pub type Parameters = pallet_parameters;
	#[runtime::pallet_index(23)]
	pub type Preimage = pallet_preimage;
	#[runtime::pallet_index(24)]
	pub type Scheduler = pallet_scheduler;
	#[runtime::pallet_index(25)]
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(26)]
	pub type Proxy = pallet_proxy;
	#[runtime::pallet_index(27)]
	pub type Multisig = pallet_multisig;
	#[runtime::pallet_index(28)]
	pub type Migrations = pallet_migrations;
	#[runtime::pallet_index(29)]
	pub type Mandate = mandate;

	// What the chain is for.
	#[runtime::pallet_index(41)]
	pub type Supervisors = pallet_supervisors;
	#[runtime::pallet_index(42)]
	pub type ContentRegistry = pallet_content_registry;
	#[runtime::pallet_index(43)]
	pub type Emission = pallet_emission;
	#[runtime::pallet_index(44)]
	pub type Payouts = pallet_payouts;
	#[runtime::pallet_index(45)]
	pub type ProofOfView = pallet_proof_of_view;
	#[runtime::pallet_index(46)]
	pub type Curators = pallet_curators;
	#[runtime::pallet_index(47)]
	pub type FragmentStaking = pallet_fragment_staking;
	#[runtime::pallet_index(48)]
	pub type Standing = pallet_standing;
	#[runtime::pallet_index(49)]
	pub type Rights = pallet_rights;
	#[runtime::pallet_index(50)]
	pub type Settlement = pallet_settlement;

	// Exchange of CFX and SSH, and what others add to titles.
	#[runtime::pallet_index(51)]
	pub type AssetConversion = pallet_asset_conversion;
	#[runtime::pallet_index(52)]
	pub type PoolAssets = pallet_assets<Instance2>;
	#[runtime::pallet_index(53)]
	pub type Layers = pallet_layers;
	#[runtime::pallet_index(54)]
	pub type AdEscrow = pallet_ad_escrow;
	#[runtime::pallet_index(55)]
	pub type Crowdfunding = pallet_crowdfunding;
	#[runtime::pallet_index(56)]
	pub type ContentIdentification = pallet_content_identification;
	#[runtime::pallet_index(57)]
	pub type AssetTxPayment = pallet_asset_conversion_tx_payment;
	#[runtime::pallet_index(58)]
	pub type RatingsAnchor = pallet_ratings_anchor;
}
