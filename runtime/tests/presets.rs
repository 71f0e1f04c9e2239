//! What a chain starts with.

use crate::chain::{Chain, genesis, treasury};
use frame_support::traits::fungibles::roles::Inspect;
use pallet_session::historical::HistoricalSessions;
use reelchain_runtime::{
	Balances, Runtime, ValidatorSet,
	configs::views::{TITLE_CAP_BP, VIEWER_BOND},
	constants::currency::{EXISTENTIAL_DEPOSIT, GENESIS_ISSUANCE},
	genesis_config_presets,
};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve};
use sp_runtime::BuildStorage;

/// Preset, validators, floor, whether there is a sudo key.
const PRESETS: [(&str, usize, u32, bool); 3] =
	[("development", 1, 1, true), ("local_testnet", 4, 4, false), ("mainnet", 0, 4, false)];

#[test]
fn every_preset_is_listed_and_nothing_else() {
	let names = genesis_config_presets::preset_names();
	assert_eq!(names.iter().map(AsRef::as_ref).collect::<Vec<&str>>(), PRESETS.map(|row| row.0));
	assert!(genesis_config_presets::get_preset(&"nonsense".into()).is_none());
}

#[test]
fn every_preset_builds_and_issues_six_thousand_million_cfx() {
	for (name, validators, floor, sudo) in PRESETS {
		let storage = genesis(name).build_storage().unwrap();
		sp_io::TestExternalities::new(storage).execute_with(|| {
			assert_eq!(Balances::total_issuance(), GENESIS_ISSUANCE, "{name}");
			let accounts = frame_system::Account::<Runtime>::iter_values();
			let sum =
				accounts.map(|account| account.data.free + account.data.reserved).sum::<u128>();
			assert_eq!(sum, GENESIS_ISSUANCE, "{name}");
			assert_eq!(ValidatorSet::validators().len(), validators, "{name}");
			assert_eq!(ValidatorSet::floor(), floor, "{name}");
			assert_eq!(pallet_sudo::Key::<Runtime>::get().is_some(), sudo, "{name}");
		});
	}
}

#[test]
fn the_main_network_names_no_key_and_gives_all_to_the_treasury() {
	let storage = genesis("mainnet").build_storage().unwrap();
	sp_io::TestExternalities::new(storage).execute_with(|| {
		assert!(pallet_session::Validators::<Runtime>::get().is_empty());
		assert!(pallet_babe::Authorities::<Runtime>::get().is_empty());
		assert!(
			pallet_collective::Members::<Runtime, frame_support::instances::Instance1>::get()
				.is_empty()
		);
		// But for the existential deposits of the payout pot, of the activators' pot and of the holders'.
		let treasury = Balances::free_balance(treasury());
		assert_eq!(treasury, GENESIS_ISSUANCE - 3 * EXISTENTIAL_DEPOSIT);
	});
}

#[test]
fn only_the_main_network_asks_viewers_for_a_bond_and_caps_titles() {
	for (name, ..) in PRESETS {
		sp_io::TestExternalities::new(genesis(name).build_storage().unwrap()).execute_with(|| {
			let expected = if name == "mainnet" { VIEWER_BOND } else { 0 };
			assert_eq!(pallet_standing::ViewerBond::<Runtime>::get(), expected, "{name}");
			let expected = (name == "mainnet").then_some(TITLE_CAP_BP);
			assert_eq!(reelchain_runtime::Payouts::cap_of(1_000), expected, "{name}");
		});
	}
}

#[test]
fn validators_run_the_first_sessions_and_history_knows_them() {
	let mut chain = Chain::new("local_testnet");
	chain.look(|| {
		let mut expected = [Alice, Bob, Charlie, Dave].map(|key| key.to_account_id()).to_vec();
		expected.sort();
		assert_eq!(pallet_session::Validators::<Runtime>::get(), expected);
		assert_eq!(ValidatorSet::validators(), expected);
		for session in [0, 1] {
			let (_, count) = HistoricalSessions::<Runtime>::get(session).unwrap();
			assert_eq!(count as usize, expected.len());
		}
	});
}

#[test]
fn eve_supervises_korea_outside_the_main_network() {
	for (name, ..) in &PRESETS[..2] {
		Chain::new(name).look(|| {
			let eve = reelchain_runtime::Supervisors::supervisor(Eve.to_account_id()).unwrap();
			assert_eq!(eve.country.letters(), *b"KR");
			assert_eq!(eve.body.into_inner(), b"Development supervisor");
		});
	}
}

#[test]
fn ssh_belongs_to_the_treasury_and_nobody_has_any_but_the_pool() {
	Chain::development().look(|| {
		use reelchain_runtime::{Assets, configs::assets::SSH};
		// The treasury keeps the least that there can be, here a planck: its account is not given up.
		let in_pool = reelchain_runtime::genesis_config_presets::POOL_SEED.1;
		assert_eq!(Assets::total_supply(SSH), in_pool + 1);
		assert_eq!(Assets::balance(SSH, treasury()), 1);
		assert_eq!(<Assets as Inspect<_>>::owner(SSH), Some(treasury()));
	});
}

#[test]
fn genesis_takes_no_extra_provider_of_validators() {
	Chain::new("local_testnet").look(|| {
		let alice = frame_system::Account::<Runtime>::get(Alice.to_account_id());
		assert_eq!((alice.providers, alice.consumers), (1, 1));
	});
}
