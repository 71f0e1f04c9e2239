//! Fees in SSH (S4): what the payer gives, what treasury and author get, what the pool keeps.

use crate::{
	chain::{Chain, extension_in, free, sign_with, treasury},
	exchange::{FEE_PPM, get_ssh, id, in_for, out_of, reserves, ssh_of},
};
use reel_primitives::Balance;
use reelchain_runtime::{
	Assets, Balances, Runtime, RuntimeCall, RuntimeEvent, System,
	configs::{assets::SSH, exchange::Coin},
	constants::currency::{CFX, GENESIS_ISSUANCE},
};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Ferdie};
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};

/// Puts a call of Bob's into the next block, with its fee in SSH, and says what it cost in SSH.
fn pay_in_ssh(chain: &mut Chain, call: RuntimeCall, tip: Balance) -> Balance {
	let extrinsic = chain.look(|| {
		let nonce = System::account_nonce(id(Bob));
		sign_with(&Bob.pair(), call, extension_in(nonce, tip, Some(Coin::WithId(SSH))))
	});
	let before = chain.look(|| ssh_of(&id(Bob)));
	assert!(chain.block(vec![extrinsic]).remove(0).unwrap().is_ok());
	before - chain.look(|| ssh_of(&id(Bob)))
}

fn remark() -> RuntimeCall {
	frame_system::Call::remark { remark: vec![1, 2, 3] }.into()
}

#[test]
fn a_fee_in_ssh_becomes_cfx_of_treasury_and_author_and_nothing_is_made_or_lost() {
	let mut chain = Chain::development();
	chain.look(|| get_ssh(Bob, 1_000 * CFX));
	let tip = CFX / 50;
	let cfx_of = |chain: &mut Chain| {
		chain.look(|| [free(&id(Alice)), free(&id(Bob)), free(&treasury()), reserves().0])
	};
	let (before, pool) = (cfx_of(&mut chain), chain.look(reserves));
	let cost = pay_in_ssh(&mut chain, remark(), tip);
	let after = cfx_of(&mut chain);
	assert_eq!(after[1], before[1], "Bob gives no CFX");
	let paid = before[3] - after[3];
	let fee = paid - tip;
	assert!(fee > 0 && fee < CFX / 10, "{fee}");
	assert_eq!(after[2] - before[2], fee * 80 / 100);
	assert_eq!(after[0] - before[0], paid - fee * 80 / 100);
	chain.look(|| {
		assert_eq!(Some(cost), in_for(FEE_PPM, paid, pool.1, pool.0));
		assert_eq!(reserves().1, pool.1 + cost);
		assert_eq!(Balances::total_issuance(), GENESIS_ISSUANCE);
		let told = System::events().into_iter().any(|record| {
			matches!(
				record.event,
				RuntimeEvent::AssetTxPayment(
					pallet_asset_conversion_tx_payment::Event::AssetTxFeePaid { actual_fee, .. }
				) if actual_fee == cost
			)
		});
		assert!(told, "the fee is an event");
	});
}

#[test]
fn what_a_fee_in_ssh_was_too_high_by_is_swapped_back() {
	let mut chain = Chain::development();
	chain.look(|| get_ssh(Bob, 1_000 * CFX));
	// Declares all branches, takes one.
	let cheap = frame_system::Call::<Runtime>::remark { remark: vec![] };
	let dear = frame_system::Call::<Runtime>::remark { remark: vec![0; 1 << 20] };
	let call = RuntimeCall::Utility(pallet_utility::Call::if_else {
		main: Box::new(cheap.into()),
		fallback: Box::new(dear.into()),
	});
	let supply = chain.look(|| Assets::total_supply(SSH));
	let before = chain.look(reserves);
	let cost = pay_in_ssh(&mut chain, call, 0);
	chain.look(|| {
		use pallet_asset_conversion::Event;
		let swaps: Vec<(Balance, Balance)> = System::events()
			.into_iter()
			.filter_map(|record| match record.event {
				RuntimeEvent::AssetConversion(Event::SwapCreditExecuted {
					amount_in,
					amount_out,
					..
				}) => Some((amount_in, amount_out)),
				_ => None,
			})
			.collect();
		let [(ssh_in, cfx_out), (cfx_back, ssh_back)] = swaps[..] else {
			panic!("there and back, not {swaps:?}");
		};
		assert_eq!(Some(ssh_in), in_for(FEE_PPM, cfx_out, before.1, before.0));
		let (cfx, ssh) = (before.0 - cfx_out, before.1 + ssh_in);
		assert_eq!(Some(ssh_back), out_of(FEE_PPM, cfx_back, cfx, ssh));
		assert_eq!(cost, ssh_in - ssh_back);
		assert_eq!(reserves(), (cfx + cfx_back, ssh - ssh_back));
		assert_eq!(Assets::total_supply(SSH), supply);
		assert_eq!(Balances::total_issuance(), GENESIS_ISSUANCE);
	});
}

#[test]
fn nobody_pays_in_ssh_that_it_does_not_have_or_in_a_coin_without_a_pool() {
	let mut chain = Chain::development();
	let refused = Err(TransactionValidityError::Invalid(InvalidTransaction::Payment));
	for coin in [Coin::WithId(SSH), Coin::WithId(9)] {
		let extrinsic = chain
			.look(|| sign_with(&Ferdie.pair(), remark(), extension_in(0, 0, Some(coin.clone()))));
		assert_eq!(chain.block(vec![extrinsic]).remove(0), refused);
	}
}
