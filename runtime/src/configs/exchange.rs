//! Exchange of CFX and SSH at the market's rate (S4), and fees paid in SSH.
//!
//! ## One pool
//!
//! A pool holds both coins; a swap puts one in and takes the other out so that the product of what it holds never falls.
//! Whoever gave liquidity owns the pool by tokens of [`PoolAssets`], and the fee of 0.3 % of what is put in stays in it.
//!
//! There is this pool and no other: [`OnlyPool`] knows no pair but CFX and SSH. In a pool of tokens that earn an income,
//! the pool's own account would earn it, and nobody could claim that. Governance makes the pool
//! (`create_pool_with_fee`), since whoever makes it names the first price; anyone may then give and take liquidity.
//!
//! ## Fees in SSH
//!
//! A transaction may name SSH to pay its fee in. The pool takes as much SSH as the fee in CFX costs, and the CFX goes
//! where all fees go: treasury and author get CFX in either case. What was charged too much is swapped back.
//!
//! ## What this does not stop
//!
//! Whoever sees a swap before it is in a block may swap before it and after it. The limit in the call bounds what that
//! can cost; a swap without a limit is at the mercy of the block's author.

use crate::{
	AccountId, AssetConversion, Assets, Balance, Balances, PoolAssets, Runtime, RuntimeEvent,
	configs::{
		assets::{DealWithFees, SSH, ToTreasury},
		governance::AdminOrigin,
	},
	constants::currency::{CFX, EXISTENTIAL_DEPOSIT, deposit},
	weights::TransactionFees,
};
use frame_support::{
	PalletId,
	instances::Instance2,
	parameter_types,
	traits::{
		AsEnsureOriginWithArg, ConstU32, ConstU128, NeverEnsureOrigin,
		fungible::{NativeFromLeft, NativeOrWithId, UnionOf},
	},
};
use frame_system::EnsureRoot;
use pallet_asset_conversion::{AccountIdConverter, WithFirstAsset};
use pallet_asset_conversion_tx_payment::SwapAssetAdapter;
use sp_core::U256;
use sp_runtime::Permill;

/// A coin: `Native` is CFX, `WithId` an asset.
pub type Coin = NativeOrWithId<u32>;

/// CFX and assets as one registry.
pub type Coins = UnionOf<Balances, Assets, NativeFromLeft, Coin, AccountId>;

/// Id of a pool: its coins, CFX first.
pub type PoolId = (Coin, Coin);

/// Tokens of the pool that are its own for good: a thousandth of a millionth of a millionth of one. They keep the price
/// of a token from being driven up by whoever comes first.
pub const LEAST_LIQUIDITY: Balance = 1_000_000;

/// Most coins of a swap's path. There are two; benchmarks need a longer path than the shortest, to measure what each more
/// costs.
const MAX_PATH: u32 = if cfg!(feature = "runtime-benchmarks") { 3 } else { 2 };

/// Largest fee of a swap that governance may set, in percent.
const MAX_SWAP_FEE_PERCENT: u32 = 1;

parameter_types! {
	/// Names the accounts of pools.
	pub const ExchangeId: PalletId = PalletId(*b"reel/exc");
	/// Part of what is put into a swap that stays in the pool: 0.3 %, unless governance sets another.
	pub const SwapFee: Permill = Permill::from_parts(3_000);
	/// Largest such part.
	pub const MaxSwapFee: Permill = Permill::from_percent(MAX_SWAP_FEE_PERCENT);
	/// Nothing is kept of liquidity that is taken back.
	pub const WithdrawalFee: Permill = Permill::zero();
	/// CFX.
	pub const Native: Coin = Coin::Native;
}

type PoolAccount = AccountIdConverter<ExchangeId, PoolId>;

/// Pools of CFX and any asset: what benchmarks make.
type AnyPool = WithFirstAsset<Native, AccountId, Coin, PoolAccount>;

/// Knows the pool of CFX and SSH, and no other.
#[derive(Debug)]
pub struct OnlyPool;

impl pallet_asset_conversion::PoolLocator<AccountId, Coin, PoolId> for OnlyPool {
	fn address(id: &PoolId) -> Result<AccountId, ()> {
		AnyPool::address(id)
	}

	fn pool_id(one: &Coin, other: &Coin) -> Result<PoolId, ()> {
		let id = AnyPool::pool_id(one, other)?;
		let is_known = cfg!(feature = "runtime-benchmarks") || id.1 == Coin::WithId(SSH);
		is_known.then_some(id).ok_or(())
	}
}

/// Account of the pool.
pub fn pool_account() -> Option<AccountId> {
	use pallet_asset_conversion::PoolLocator;
	OnlyPool::pool_address(&Coin::Native, &Coin::WithId(SSH)).ok()
}

impl pallet_asset_conversion::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type HigherPrecisionBalance = U256;
	type AssetKind = Coin;
	type Assets = Coins;
	type PoolId = PoolId;
	type PoolLocator = OnlyPool;
	type PoolAssetId = u32;
	type PoolAssets = PoolAssets;
	type LPFee = SwapFee;
	type AdminOrigin = AdminOrigin;
	type MaxSwapFee = MaxSwapFee;
	type PoolSetupFee = ConstU128<CFX>;
	type PoolSetupFeeAsset = Native;
	type PoolSetupFeeTarget = ToTreasury;
	type LiquidityWithdrawalFee = WithdrawalFee;
	type MintMinLiquidity = ConstU128<LEAST_LIQUIDITY>;
	type MaxSwapPathLength = ConstU32<MAX_PATH>;
	type PalletId = ExchangeId;
	type WeightInfo = crate::weights::pallet_asset_conversion::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::OtherPools;
}

// Tokens of pools: made by the exchange alone, moved by their owners.
impl pallet_assets::Config<Instance2> for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type RemoveItemsLimit = ConstU32<1_000>;
	type AssetId = u32;
	type AssetIdParameter = codec::Compact<u32>;
	type ReserveData = ();
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<NeverEnsureOrigin<AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type AssetDeposit = ConstU128<{ deposit(1, 190) }>;
	type AssetAccountDeposit = ConstU128<{ deposit(1, 16) }>;
	type MetadataDepositBase = ConstU128<{ deposit(1, 68) }>;
	type MetadataDepositPerByte = ConstU128<{ deposit(0, 1) }>;
	type ApprovalDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
	type StringLimit = ConstU32<50>;
	type Freezer = ();
	type Holder = ();
	type Extra = ();
	type CallbackHandle = ();
	type AssetIdAllocator = ();
	type WeightInfo = crate::weights::pallet_assets::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

impl pallet_asset_conversion_tx_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type AssetId = Coin;
	type OnChargeAssetTransaction = SwapAssetAdapter<Native, Coins, AssetConversion, DealWithFees>;
	type WeightInfo = TransactionFees;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::PoolForFees;
}
