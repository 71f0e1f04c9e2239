//! Pools to measure swaps in, beside the one that genesis makes.

use crate::{
	AccountId, AssetConversion, Assets, Balances, RuntimeOrigin,
	configs::exchange::{Coin, SwapFee},
	constants::currency::CFX,
};
use alloc::boxed::Box;
use frame_support::{
	assert_ok,
	traits::{fungible, fungibles},
};
use pallet_asset_conversion::{BenchmarkHelper, NativeOrWithIdFactory};
use pallet_asset_conversion_tx_payment::BenchmarkHelperTrait;

/// Ids of assets that genesis does not make begin here.
const FIRST: u32 = 1_000;

/// Pairs of CFX and assets of which there is no pool.
#[derive(Debug)]
pub struct OtherPools;

impl BenchmarkHelper<Coin> for OtherPools {
	fn create_pair(one: u32, other: u32) -> (Coin, Coin) {
		<NativeOrWithIdFactory<u32> as BenchmarkHelper<Coin>>::create_pair(one, FIRST + other)
	}
}

/// A pool out of which a fee can be paid, and an account that can.
#[derive(Debug)]
pub struct PoolForFees;

impl BenchmarkHelperTrait<AccountId, Coin, Coin> for PoolForFees {
	fn create_asset_id_parameter(id: u32) -> (Coin, Coin) {
		(Coin::WithId(FIRST + id), Coin::WithId(FIRST + id))
	}

	fn setup_balances_and_pool(coin: Coin, account: AccountId) {
		let Coin::WithId(id) = coin else { return };
		let amount = 1_000 * CFX;
		assert_ok!(<Assets as fungibles::Create<_>>::create(id, account.clone(), true, 1));
		assert_ok!(<Balances as fungible::Mutate<_>>::mint_into(&account, 10 * amount));
		assert_ok!(<Assets as fungibles::Mutate<_>>::mint_into(id, &account, 10 * amount));
		let pair = || (Box::new(Coin::Native), Box::new(Coin::WithId(id)));
		let (cfx, asset) = pair();
		let root = RuntimeOrigin::root();
		let creator = account.clone();
		assert_ok!(AssetConversion::create_pool_with_fee(
			root,
			creator,
			cfx,
			asset,
			SwapFee::get()
		));
		let (cfx, asset) = pair();
		let signed = RuntimeOrigin::signed(account.clone());
		assert_ok!(AssetConversion::add_liquidity(
			signed, cfx, asset, amount, amount, 1, 1, account
		));
	}
}
