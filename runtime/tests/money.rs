//! Fees, dust, endowments: nothing vanishes.

use crate::chain::{Chain, free, sign, treasury};
use reelchain_runtime::{
	Balances, RuntimeCall,
	constants::currency::{CFX, EXISTENTIAL_DEPOSIT, GENESIS_ISSUANCE},
};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Ferdie};

fn transfer(to: sp_keyring::Sr25519Keyring, value: u128) -> RuntimeCall {
	let dest = to.to_account_id().into();
	RuntimeCall::Balances(pallet_balances::Call::transfer_allow_death { dest, value })
}

#[test]
fn a_fee_is_shared_by_treasury_and_author_and_the_tip_is_the_authors() {
	let mut chain = Chain::development();
	let [author, payer] = [Alice, Bob].map(|key| key.to_account_id());
	let before = chain.look(|| [free(&author), free(&payer), free(&treasury())]);
	let tip = 3 * CFX;
	let extrinsic = chain.look(|| sign(Bob, transfer(Ferdie, CFX), 0, tip));
	assert!(chain.block(vec![extrinsic]).remove(0).unwrap().is_ok());
	let after = chain.look(|| [free(&author), free(&payer), free(&treasury())]);
	let fee = before[1] - after[1] - CFX - tip;
	let to_treasury = after[2] - before[2];
	assert!(fee > 0 && fee < CFX / 10, "{fee}");
	assert_eq!(to_treasury, fee * 80 / 100);
	assert_eq!(after[0] - before[0], fee - to_treasury + tip);
	assert_eq!(chain.look(Balances::total_issuance), GENESIS_ISSUANCE);
}

#[test]
fn dust_goes_to_the_treasury() {
	let mut chain = Chain::development();
	let poor = sp_keyring::Sr25519Keyring::One;
	assert!(chain.submit(Alice, transfer(poor, CFX)).unwrap().is_ok());
	let before = chain.look(|| free(&treasury()));
	// All but less than the existential deposit: the rest is dust, once the fee is paid.
	let fee = chain.look(|| {
		let extrinsic = sign(poor, transfer(Alice, CFX / 2), 0, 0);
		let len = codec::Encode::encode(&extrinsic).len() as u32;
		let info = reelchain_runtime::TransactionPayment::query_info(extrinsic, len);
		info.partial_fee
	});
	let keep = EXISTENTIAL_DEPOSIT / 2;
	assert!(chain.submit(poor, transfer(Alice, CFX - fee - keep)).unwrap().is_ok());
	chain.look(|| {
		assert_eq!(free(&poor.to_account_id()), 0);
		assert!(free(&treasury()) >= before + keep);
		assert_eq!(Balances::total_issuance(), GENESIS_ISSUANCE);
	});
}

#[test]
fn empty_blocks_move_no_coin() {
	let mut chain = Chain::development();
	let before = chain.look(|| free(&Alice.to_account_id()));
	chain.run(120);
	assert_eq!(chain.look(|| free(&Alice.to_account_id())), before);
	assert_eq!(chain.look(Balances::total_issuance), GENESIS_ISSUANCE);
}
