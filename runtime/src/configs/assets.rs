//! CFX, SSH and fees. No imbalance is ever dropped: dust, fees and slashes go to the treasury account.

use crate::{
	AccountId, Authorship, Balance, Balances, Runtime, RuntimeEvent, RuntimeFreezeReason,
	RuntimeHoldReason, System,
	configs::exchange::Coins,
	constants::currency::{EXISTENTIAL_DEPOSIT, MICRO_CFX, deposit},
};
use frame_support::{
	PalletId, parameter_types,
	traits::{
		AsEnsureOriginWithArg, ConstU8, ConstU32, ConstU128, Imbalance, OnUnbalanced,
		fungible::{Balanced, Credit},
		fungibles,
	},
	weights::ConstantMultiplier,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess};
use pallet_transaction_payment::{FungibleAdapter, Multiplier, TargetedFeeAdjustment};
use sp_runtime::{FixedPointNumber, Perquintill, traits::AccountIdConversion};

/// Id of the asset SSH (S3).
pub const SSH: u32 = 1;

/// Least holding of SSH: a thousandth of a millionth, so that the rewards of few fragments can be received (S2).
pub const SSH_MIN_BALANCE: Balance = 1_000_000_000;

/// Percent of a fee that goes to the treasury; the block's author takes the rest and the tip.
const FEE_TO_TREASURY_PERCENT: u32 = 80;

parameter_types! {
	/// Names the treasury account.
	pub const TreasuryPalletId: PalletId = PalletId(*b"reel/tre");
	/// Takes fees, dust, slashes and what nobody claimed. A plain account without a key, spent by governance only.
	pub TreasuryAccount: AccountId = TreasuryPalletId::get().into_account_truncating();
}

/// Pays what would otherwise vanish into the treasury account.
#[derive(Debug)]
pub struct ToTreasury;

impl OnUnbalanced<Credit<AccountId, Balances>> for ToTreasury {
	fn on_nonzero_unbalanced(amount: Credit<AccountId, Balances>) {
		// Cannot fail: genesis endows the treasury with far more than the existential deposit, and the account has
		// no key. Were it empty after all, the credit is dropped, which lowers the issuance by the same amount.
		let _ = Balances::resolve(&TreasuryAccount::get(), amount);
	}
}

type CoinsCredit = fungibles::Credit<AccountId, Coins>;

impl OnUnbalanced<CoinsCredit> for ToTreasury {
	fn on_nonzero_unbalanced(amount: CoinsCredit) {
		// Cannot fail for CFX, as above, and nothing else comes here.
		let _ = <Coins as fungibles::Balanced<_>>::resolve(&TreasuryAccount::get(), amount);
	}
}

/// Divides fees between the treasury and the author of the block; tips are the author's.
#[derive(Debug)]
pub struct DealWithFees;

/// What was paid in SSH comes as the CFX that the pool gave for it, and is divided likewise.
impl OnUnbalanced<CoinsCredit> for DealWithFees {
	fn on_unbalanceds(mut fees_then_tips: impl Iterator<Item = CoinsCredit>) {
		let Some(fees) = fees_then_tips.next() else { return };
		let share = fees.peek().saturating_mul(FEE_TO_TREASURY_PERCENT.into()) / 100;
		let (to_treasury, mut to_author) = fees.split(share);
		if let Some(tips) = fees_then_tips.next() {
			// Both are CFX; a tip of another coin would be the treasury's.
			to_author = to_author.merge(tips).unwrap_or_else(|(to_author, tips)| {
				ToTreasury::on_unbalanced(tips);
				to_author
			});
		}
		ToTreasury::on_unbalanced(to_treasury);
		let left = match Authorship::author() {
			Some(author) => <Coins as fungibles::Balanced<_>>::resolve(&author, to_author).err(),
			None => Some(to_author),
		};
		if let Some(left) = left {
			ToTreasury::on_unbalanced(left);
		}
	}
}

impl OnUnbalanced<Credit<AccountId, Balances>> for DealWithFees {
	fn on_unbalanceds(mut fees_then_tips: impl Iterator<Item = Credit<AccountId, Balances>>) {
		let Some(fees) = fees_then_tips.next() else { return };
		let (to_treasury, mut to_author) =
			fees.ration(FEE_TO_TREASURY_PERCENT, 100 - FEE_TO_TREASURY_PERCENT);
		if let Some(tips) = fees_then_tips.next() {
			to_author.subsume(tips);
		}
		ToTreasury::on_unbalanced(to_treasury);
		// An author that cannot receive it (below the existential deposit) leaves it to the treasury.
		let left = match Authorship::author() {
			Some(author) => Balances::resolve(&author, to_author).err(),
			None => Some(to_author),
		};
		if let Some(left) = left {
			ToTreasury::on_unbalanced(left);
		}
	}
}

impl pallet_balances::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type WeightInfo = crate::weights::pallet_balances::WeightInfo<Runtime>;
	type Balance = Balance;
	type DustRemoval = ToTreasury;
	type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
	type AccountStore = System;
	type ReserveIdentifier = [u8; 8];
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxLocks = ConstU32<16>;
	type MaxReserves = ConstU32<16>;
	type MaxFreezes = ConstU32<8>;
	type DoneSlashHandler = ();
}

parameter_types! {
	/// Planck per picosecond of execution: 10^7, so that a base transaction costs about 0.001 CFX and a full block
	/// 8 CFX before adjustment.
	pub const FeePerRefTime: Balance = 10_000_000;
	/// Planck per byte of a transaction: a millionth of a CFX.
	pub const FeePerByte: Balance = MICRO_CFX;
	/// Fullness of blocks at which fees stay where they are.
	pub const TargetBlockFullness: Perquintill = Perquintill::from_percent(25);
	/// How fast fees follow: full blocks double them in about two hours.
	pub AdjustmentVariable: Multiplier = Multiplier::saturating_from_rational(1, 3_000);
	/// Fees fall to a tenth at most.
	pub MinimumMultiplier: Multiplier = Multiplier::saturating_from_rational(1, 10);
	/// Fees rise a millionfold at most.
	pub MaximumMultiplier: Multiplier = Multiplier::saturating_from_integer(1_000_000);
}

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnChargeTransaction = FungibleAdapter<Balances, DealWithFees>;
	type WeightToFee = ConstantMultiplier<Balance, FeePerRefTime>;
	type LengthToFee = ConstantMultiplier<Balance, FeePerByte>;
	type FeeMultiplierUpdate = TargetedFeeAdjustment<
		Self,
		TargetBlockFullness,
		AdjustmentVariable,
		MinimumMultiplier,
		MaximumMultiplier,
	>;
	type OperationalFeeMultiplier = ConstU8<5>;
	type WeightInfo = crate::weights::pallet_transaction_payment::WeightInfo<Runtime>;
}

impl pallet_assets::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type RemoveItemsLimit = ConstU32<1_000>;
	type AssetId = u32;
	type AssetIdParameter = codec::Compact<u32>;
	type ReserveData = ();
	type Currency = Balances;
	// Assets are made by root alone; they belong to the treasury, which has no key.
	type CreateOrigin = AsEnsureOriginWithArg<EnsureRootWithSuccess<AccountId, TreasuryAccount>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type AssetDeposit = ConstU128<{ deposit(1, 190) }>;
	type AssetAccountDeposit = ConstU128<{ deposit(1, 16) }>;
	type MetadataDepositBase = ConstU128<{ deposit(1, 68) }>;
	type MetadataDepositPerByte = ConstU128<{ deposit(0, 1) }>;
	type ApprovalDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
	type StringLimit = ConstU32<50>;
	type Freezer = crate::configs::crowdfunding::TellsLeaving;
	type Holder = ();
	type Extra = ();
	type CallbackHandle = crate::configs::crowdfunding::AssetIds;
	type AssetIdAllocator = ();
	type WeightInfo = crate::configs::crowdfunding::AssetWeights;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}
