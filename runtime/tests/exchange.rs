//! The pool of CFX and SSH (S4): what is given and taken, to the planck.

use crate::chain::{Chain, free, genesis, treasury};
use frame_support::{assert_noop, assert_ok};
use pallet_asset_conversion::{Call, Error};
use reel_primitives::Balance;
use reelchain_runtime::{
	AccountId, AssetConversion, Assets, Balances, PoolAssets, Runtime, RuntimeCall, RuntimeOrigin,
	configs::{
		assets::SSH,
		exchange::{Coin, LEAST_LIQUIDITY, SwapFee, pool_account},
	},
	constants::currency::{CFX, GENESIS_ISSUANCE},
	genesis_config_presets::POOL_SEED,
};
use sp_core::U256;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie};
use sp_runtime::{BuildStorage, DispatchError, Permill, traits::Dispatchable};

/// Parts of a million of what is put into a swap that stay in the pool.
pub(crate) const FEE_PPM: u32 = 3_000;

/// What a pool of a constant product gives for `given`, down.
pub(crate) fn out_of(
	fee_ppm: u32,
	given: Balance,
	reserve_in: Balance,
	reserve_out: Balance,
) -> Option<Balance> {
	let counted = U256::from(given) * (1_000_000 - fee_ppm);
	let whole = U256::from(reserve_in) * 1_000_000 + counted;
	(counted * U256::from(reserve_out)).checked_div(whole)?.try_into().ok()
}

/// What such a pool asks for `taken`: the quotient, and one.
pub(crate) fn in_for(
	fee_ppm: u32,
	taken: Balance,
	reserve_in: Balance,
	reserve_out: Balance,
) -> Option<Balance> {
	let left = U256::from(reserve_out.checked_sub(taken)?) * (1_000_000 - fee_ppm);
	let asked = U256::from(reserve_in) * U256::from(taken) * U256::from(1_000_000);
	(asked.checked_div(left)? + U256::one()).try_into().ok()
}

/// `one * other / whole`, down.
pub(crate) fn mul_div(one: Balance, other: Balance, whole: Balance) -> Balance {
	(U256::from(one) * U256::from(other) / U256::from(whole)).as_u128()
}

pub(crate) fn ssh_of(who: &AccountId) -> Balance {
	Assets::balance(SSH, who)
}

pub(crate) fn id(who: Sr25519Keyring) -> AccountId {
	who.to_account_id()
}

fn pool() -> AccountId {
	pool_account().expect("the pair is known")
}

/// CFX and SSH in the pool.
pub(crate) fn reserves() -> (Balance, Balance) {
	(free(&pool()), ssh_of(&pool()))
}

/// Gives exactly `amount_in` for at least `least`, from CFX to SSH or back. Of SSH, all may be given.
fn swap(to_ssh: bool, who: Sr25519Keyring, amount_in: Balance, least: Balance) -> RuntimeCall {
	let mut path = vec![Box::new(Coin::Native), Box::new(Coin::WithId(SSH))];
	if !to_ssh {
		path.reverse();
	}
	let (amount_out_min, send_to) = (least, id(who));
	Call::swap_exact_tokens_for_tokens {
		path,
		amount_in,
		amount_out_min,
		send_to,
		keep_alive: to_ssh,
	}
	.into()
}

fn signed(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(id(who))
}

/// Gives `who` SSH out of the pool, without a fee.
pub(crate) fn get_ssh(who: Sr25519Keyring, cfx: Balance) {
	assert_ok!(swap(true, who, cfx, 1).dispatch(signed(who)));
}

fn pair() -> (Box<Coin>, Box<Coin>) {
	(Box::new(Coin::Native), Box::new(Coin::WithId(SSH)))
}

#[test]
fn the_pool_is_seeded_outside_the_main_network_and_the_treasury_owns_it() {
	for name in ["development", "local_testnet"] {
		Chain::new(name).look(|| {
			assert_eq!(reserves(), POOL_SEED, "{name}");
			let product = U256::from(POOL_SEED.0) * U256::from(POOL_SEED.1);
			let parts = product.integer_sqrt().as_u128();
			assert_eq!(PoolAssets::balance(0, treasury()), parts - LEAST_LIQUIDITY);
			assert_eq!(PoolAssets::balance(0, pool()), LEAST_LIQUIDITY);
			assert_eq!(PoolAssets::total_supply(0), parts);
			assert_eq!(Balances::total_issuance(), GENESIS_ISSUANCE);
		});
	}
	sp_io::TestExternalities::new(genesis("mainnet").build_storage().unwrap()).execute_with(|| {
		assert_eq!(pallet_asset_conversion::Pools::<Runtime>::iter().count(), 0);
		assert_eq!(Assets::total_supply(SSH), 0);
	});
}

#[test]
fn swaps_both_ways_give_what_the_formula_says_to_the_planck() {
	let mut chain = Chain::development();
	let (cfx, ssh) = POOL_SEED;
	let given = 1_234 * CFX + 567;
	chain.look(|| {
		let quote = AssetConversion::quote_price_exact_tokens_for_tokens(
			Coin::Native,
			Coin::WithId(SSH),
			given,
			true,
		);
		let taken = out_of(FEE_PPM, given, cfx, ssh).unwrap();
		// A thousandth of the pool for a thousandth, less the fee and what the swap itself moves the price.
		assert_eq!(taken, 1_228_786_226_762_786);
		assert_eq!(quote, Some(taken));
		let before = free(&id(Bob));
		assert_ok!(swap(true, Bob, given, taken).dispatch(signed(Bob)));
		assert_eq!((free(&id(Bob)), ssh_of(&id(Bob))), (before - given, taken));
		assert_eq!(reserves(), (cfx + given, ssh - taken));
		let back = out_of(FEE_PPM, taken, ssh - taken, cfx + given).unwrap();
		assert!(back < given, "a swap and back costs two fees");
		assert_ok!(swap(false, Bob, taken, back).dispatch(signed(Bob)));
		assert_eq!((free(&id(Bob)), ssh_of(&id(Bob))), (before - given + back, 0));
		assert_eq!(reserves(), (cfx + given - back, ssh));
		assert_eq!(Balances::total_issuance(), GENESIS_ISSUANCE);
	});
}

#[test]
fn an_exact_amount_costs_what_the_formula_says() {
	Chain::development().look(|| {
		let (cfx, ssh) = POOL_SEED;
		let taken = 1_000_000_000_007;
		let given = in_for(FEE_PPM, taken, cfx, ssh).unwrap();
		let (native, asset) = pair();
		let call = |amount_in_max| Call::<Runtime>::swap_tokens_for_exact_tokens {
			path: vec![native.clone(), asset.clone()],
			amount_out: taken,
			amount_in_max,
			send_to: id(Charlie),
			keep_alive: true,
		};
		let before = free(&id(Bob));
		let dear = Error::<Runtime>::ProvidedMaximumNotSufficientForSwap;
		assert_noop!(RuntimeCall::from(call(given - 1)).dispatch(signed(Bob)), dear);
		assert_ok!(RuntimeCall::from(call(given)).dispatch(signed(Bob)));
		assert_eq!(free(&id(Bob)), before - given);
		assert_eq!(ssh_of(&id(Charlie)), taken);
		assert_eq!(reserves(), (cfx + given, ssh - taken));
	});
}

#[test]
fn a_swap_below_its_limit_is_refused_and_moves_nothing() {
	Chain::development().look(|| {
		let (cfx, ssh) = POOL_SEED;
		let taken = out_of(FEE_PPM, CFX, cfx, ssh).unwrap();
		let slipped: DispatchError = Error::<Runtime>::ProvidedMinimumNotSufficientForSwap.into();
		assert_noop!(swap(true, Bob, CFX, taken + 1).dispatch(signed(Bob)), slipped);
		// Somebody was faster: the price has moved by more than was agreed to.
		get_ssh(Charlie, 10_000 * CFX);
		assert_noop!(swap(true, Bob, CFX, taken).dispatch(signed(Bob)), slipped);
	});
}

#[test]
fn there_is_one_pool_and_only_governance_could_have_made_it() {
	Chain::development().look(|| {
		let (native, ssh) = pair();
		let filtered: DispatchError = frame_system::Error::<Runtime>::CallFiltered.into();
		let call: RuntimeCall =
			Call::create_pool { asset1: native.clone(), asset2: ssh.clone() }.into();
		assert_eq!(call.dispatch(signed(Bob)).unwrap_err().error, filtered);
		let make = |origin: RuntimeOrigin, other: Box<Coin>| {
			let (creator, asset1, fee) = (id(Bob), native.clone(), SwapFee::get());
			let call =
				Call::<Runtime>::create_pool_with_fee { creator, asset1, asset2: other, fee };
			RuntimeCall::from(call).dispatch(origin).map_err(|error| error.error)
		};
		assert_eq!(make(signed(Bob), ssh.clone()), Err(DispatchError::BadOrigin));
		let root = RuntimeOrigin::root;
		assert_eq!(make(root(), ssh), Err(Error::<Runtime>::PoolExists.into()));
		let other = Box::new(Coin::WithId(7));
		assert_eq!(make(root(), other), Err(Error::<Runtime>::InvalidAssetPair.into()));
	});
}

#[test]
fn governance_makes_the_pool_of_the_main_network_and_the_treasury_gets_its_fee() {
	let storage = genesis("mainnet").build_storage().unwrap();
	sp_io::TestExternalities::new(storage).execute_with(|| {
		let (native, ssh) = pair();
		let (treasury, one) = (treasury(), id(Bob));
		assert_ok!(Balances::transfer_allow_death(
			RuntimeOrigin::signed(treasury.clone()),
			one.clone().into(),
			100 * CFX
		));
		let before = free(&treasury);
		let (asset1, asset2) = (native.clone(), ssh.clone());
		let (creator, fee) = (one.clone(), SwapFee::get());
		let call = Call::<Runtime>::create_pool_with_fee { creator, asset1, asset2, fee };
		assert_ok!(RuntimeCall::from(call).dispatch(RuntimeOrigin::root()));
		assert_eq!(free(&treasury), before + CFX);
		let earned =
			<Assets as frame_support::traits::fungibles::Mutate<_>>::mint_into(SSH, &one, CFX);
		assert_ok!(earned);
		let call = Call::<Runtime>::add_liquidity {
			asset1: native,
			asset2: ssh,
			amount1_desired: 4 * CFX,
			amount2_desired: CFX / 4,
			amount1_min: 4 * CFX,
			amount2_min: CFX / 4,
			mint_to: one.clone(),
		};
		assert_ok!(RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(one.clone())));
		assert_eq!(reserves(), (4 * CFX, CFX / 4));
		assert_eq!(PoolAssets::balance(0, &one), CFX - LEAST_LIQUIDITY);
		assert_eq!(Balances::total_issuance(), GENESIS_ISSUANCE);
	});
}

#[test]
fn governance_sets_the_fee_up_to_a_hundredth() {
	Chain::development().look(|| {
		let set = |origin, parts| {
			let pool_id = (Coin::Native, Coin::WithId(SSH));
			let fee = Permill::from_parts(parts);
			let call = Call::<Runtime>::set_pool_fee { pool_id, fee };
			RuntimeCall::from(call).dispatch(origin).map(drop).map_err(|error| error.error)
		};
		assert_eq!(set(signed(Alice), 100), Err(DispatchError::BadOrigin));
		let dear = Error::<Runtime>::FeeTooHigh;
		assert_eq!(set(RuntimeOrigin::root(), 10_001), Err(dear.into()));
		assert_ok!(set(RuntimeOrigin::root(), 10_000));
		let (cfx, ssh) = POOL_SEED;
		let taken = out_of(10_000, CFX, cfx, ssh).unwrap();
		assert_ok!(swap(true, Bob, CFX, taken).dispatch(signed(Bob)));
		assert_eq!(ssh_of(&id(Bob)), taken);
	});
}

#[test]
fn liquidity_comes_back_with_its_part_of_the_fees() {
	Chain::development().look(|| {
		get_ssh(Bob, 1_000 * CFX);
		let (cfx, ssh) = reserves();
		let (native, asset) = pair();
		let call = Call::<Runtime>::add_liquidity {
			asset1: native.clone(),
			asset2: asset.clone(),
			amount1_desired: cfx / 2_000,
			amount2_desired: ssh,
			amount1_min: 1,
			amount2_min: 1,
			mint_to: id(Bob),
		};
		let before = (free(&id(Bob)), ssh_of(&id(Bob)));
		let supply = PoolAssets::total_supply(0);
		assert_ok!(RuntimeCall::from(call).dispatch(signed(Bob)));
		let given = (before.0 - free(&id(Bob)), before.1 - ssh_of(&id(Bob)));
		assert_eq!(given, (cfx / 2_000, mul_div(cfx / 2_000, ssh, cfx)));
		let part = PoolAssets::balance(0, id(Bob));
		assert_eq!(part, mul_div(given.0, supply, cfx).min(mul_div(given.1, supply, ssh)));
		// Others swap there and back: their fees stay in the pool.
		get_ssh(Charlie, 100_000 * CFX);
		let all = ssh_of(&id(Charlie));
		assert_ok!(swap(false, Charlie, all, 1).dispatch(signed(Charlie)));
		let (cfx, ssh, supply) = (reserves().0, reserves().1, PoolAssets::total_supply(0));
		let before = (free(&id(Bob)), ssh_of(&id(Bob)));
		let call = Call::<Runtime>::remove_liquidity {
			asset1: native,
			asset2: asset,
			lp_token_burn: part,
			amount1_min_receive: given.0,
			amount2_min_receive: given.1 - 1,
			withdraw_to: id(Bob),
		};
		assert_ok!(RuntimeCall::from(call).dispatch(signed(Bob)));
		let back = (free(&id(Bob)) - before.0, ssh_of(&id(Bob)) - before.1);
		assert_eq!(back, (mul_div(part, cfx, supply), mul_div(part, ssh, supply)));
		assert!(back.0 > given.0, "{back:?} for {given:?}");
	});
}
