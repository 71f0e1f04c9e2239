//! What must hold of the whole state after every block, beyond what each pallet checks of itself.
//!
//! - **G1** The balances of all accounts add up to the issuance.
//! - **G2** The issuance is what genesis issued and `emission` minted: nothing is ever burned.
//! - **G3** What is held under each reason is what the owning pallet's ledger says (the pallets' own checks).
//! - **G4** The supply of SSH is the sum of its balances, and no more than `fragment_staking` ever minted beside what the
//!   pool began with.
//! - **G5** No account has more on hold than reserved; whoever is depended upon exists.
//! - **G6** Every pallet's state is of the version that its code expects.
//! - **G7** Counters equal their maps and indices point at what exists (the pallets' own checks).
//! - **G8** A failed dispatch changes nothing: FRAME's storage layers, tested by the fuzz driver.
//! - **G9** Hooks touch a bounded number of keys: by their code; the fuzz driver counts them in every block.
//! - **G10** The payout pot holds what the ledger of payouts says (the pallet's own check), the treasury exists.
//! - **X1** The supply of the pool's tokens is the sum of its balances; where there are some, it holds both coins.
//! - **A2** The session's validators, BABE's, GRANDPA's and proof of view's are the same owners in the same order.
//!
//! Linear in the state: for tests and try-runtime only.

use crate::{
	AccountId, AdEscrow, Assets, Balance, Balances, ContentIdentification, ContentRegistry,
	Crowdfunding, Curators, Emission, FragmentStaking, Layers, Payouts, PoolAssets, ProofOfView,
	RatingsAnchor, Rights, Runtime, Settlement, Standing, Supervisors, ValidatorSet,
	configs::{
		assets::{SSH, SSH_MIN_BALANCE, TreasuryAccount},
		exchange::pool_account,
	},
	constants::currency::{EXISTENTIAL_DEPOSIT, GENESIS_ISSUANCE},
	genesis_config_presets::POOL_SEED,
};
use frame_support::{
	ensure,
	instances::Instance2,
	traits::{GetStorageVersion, StorageVersion},
};
use sp_runtime::TryRuntimeError;

/// Checks all of them; the first broken one is returned.
///
/// # Errors
/// The broken invariant.
pub fn check_all() -> Result<(), TryRuntimeError> {
	balances_add_up()?; // G1
	issuance_is_explained()?; // G2
	pallets_agree_with_themselves()?; // G3, G7, G10
	assets_add_up()?; // G4
	pool_is_backed()?; // X1
	accounts_are_sound()?; // G5
	versions_are_current()?; // G6
	treasury_exists()?; // G10
	engines_agree() // A2
}

fn balances_add_up() -> Result<(), TryRuntimeError> {
	let sum =
		frame_system::Account::<Runtime>::iter_values().try_fold(0, |sum: Balance, account| {
			sum.checked_add(account.data.free)?.checked_add(account.data.reserved)
		});
	ensure!(sum == Some(Balances::total_issuance()), "G1: balances do not add up to the issuance");
	Ok(())
}

fn issuance_is_explained() -> Result<(), TryRuntimeError> {
	let explained = GENESIS_ISSUANCE.checked_add(minted());
	ensure!(
		explained == Some(Balances::total_issuance()),
		"G2: the issuance is not genesis and what was minted"
	);
	Ok(())
}

/// CFX in planck that `emission` ever minted.
fn minted() -> Balance {
	pallet_emission::TotalMinted::<Runtime>::get()
}

fn pallets_agree_with_themselves() -> Result<(), TryRuntimeError> {
	ValidatorSet::do_try_state()?;
	Supervisors::do_try_state()?;
	ContentRegistry::do_try_state()?;
	Emission::do_try_state()?;
	Payouts::do_try_state()?;
	ProofOfView::do_try_state()?;
	RatingsAnchor::do_try_state()?;
	Standing::do_try_state()?;
	Curators::do_try_state()?;
	Rights::do_try_state()?;
	Settlement::do_try_state()?;
	Layers::do_try_state()?;
	AdEscrow::do_try_state()?;
	Crowdfunding::do_try_state()?;
	ContentIdentification::do_try_state()?;
	FragmentStaking::do_try_state()
}

fn assets_add_up() -> Result<(), TryRuntimeError> {
	let sum = pallet_assets::Account::<Runtime>::iter_prefix(SSH)
		.try_fold(0, |sum: Balance, (_, account)| sum.checked_add(account.balance));
	let supply = Assets::total_supply(SSH);
	ensure!(sum == Some(supply), "G4: holdings of SSH are not its supply");
	let minted = pallet_fragment_staking::TotalMinted::<Runtime>::get();
	// On the main network the pool begins with nothing; its bound is looser by that much.
	let explained = minted.saturating_add(POOL_SEED.1).saturating_add(SSH_MIN_BALANCE);
	ensure!(supply <= explained, "G4: somebody else minted SSH");
	Ok(())
}

fn pool_is_backed() -> Result<(), TryRuntimeError> {
	let Some(pool) = pool_account() else { return Ok(()) };
	for info in pallet_asset_conversion::Pools::<Runtime>::iter_values() {
		let sum = pallet_assets::Account::<Runtime, Instance2>::iter_prefix(info.lp_token)
			.try_fold(0, |sum: Balance, (_, account)| sum.checked_add(account.balance));
		let supply = PoolAssets::total_supply(info.lp_token);
		ensure!(sum == Some(supply), "X1: holdings of the pool's tokens are not their supply");
		let is_backed = Balances::free_balance(&pool) > 0 && Assets::balance(SSH, &pool) > 0;
		ensure!(supply == 0 || is_backed, "X1: the pool's tokens stand for nothing");
	}
	Ok(())
}

fn accounts_are_sound() -> Result<(), TryRuntimeError> {
	for (who, account) in frame_system::Account::<Runtime>::iter() {
		let held = pallet_balances::Holds::<Runtime>::get(&who)
			.iter()
			.try_fold(0, |sum: Balance, hold| sum.checked_add(hold.amount));
		ensure!(
			held.is_some_and(|held| held <= account.data.reserved),
			"G5: an account has more on hold than reserved"
		);
		ensure!(
			account.consumers == 0 || account.providers > 0,
			"G5: an account is depended upon and does not exist"
		);
		ensure!(
			account.providers == 0
				|| account.sufficients > 0
				|| account.data.free >= EXISTENTIAL_DEPOSIT
				|| account.data.reserved > 0,
			"G5: an account exists below the existential deposit"
		);
	}
	Ok(())
}

fn versions_are_current() -> Result<(), TryRuntimeError> {
	fn current<P: GetStorageVersion<InCodeStorageVersion = StorageVersion>>() -> bool {
		P::on_chain_storage_version() == P::in_code_storage_version()
	}
	ensure!(
		current::<Balances>()
			&& current::<ValidatorSet>()
			&& current::<crate::Session>()
			&& current::<Curators>()
			&& current::<FragmentStaking>()
			&& current::<Standing>()
			&& current::<Rights>()
			&& current::<Settlement>()
			&& current::<Layers>()
			&& current::<AdEscrow>()
			&& current::<Crowdfunding>()
			&& current::<ContentIdentification>()
			&& current::<RatingsAnchor>(),
		"G6: a pallet's state is of another version than its code"
	);
	Ok(())
}

fn treasury_exists() -> Result<(), TryRuntimeError> {
	ensure!(
		Balances::free_balance(TreasuryAccount::get()) >= EXISTENTIAL_DEPOSIT,
		"G10: the treasury account does not exist"
	);
	Ok(())
}

fn engines_agree() -> Result<(), TryRuntimeError> {
	let validators = pallet_session::Validators::<Runtime>::get();
	let babe = pallet_babe::Authorities::<Runtime>::get();
	ensure!(validators.len() == babe.len(), "A2: BABE has another number of authorities");
	let owner = |key: &sp_consensus_babe::AuthorityId| -> Option<AccountId> {
		pallet_session::KeyOwner::<Runtime>::get((
			sp_consensus_babe::KEY_TYPE,
			sp_core::crypto::ByteArray::as_slice(key),
		))
	};
	for (who, (key, _)) in validators.iter().zip(&babe) {
		// A key that was replaced since this session began has no owner any more.
		ensure!(
			owner(key).is_none_or(|owner| owner == *who),
			"A2: BABE's authorities are not the session's validators"
		);
	}
	Ok(())
}
