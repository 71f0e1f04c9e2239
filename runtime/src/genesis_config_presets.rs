//! What a chain starts with.
//!
//! | preset | validators | council | supervisor | sudo | epochs of curators, their cool-down | bond of viewers, cap of a title | pool |
//! |---|---|---|---|---|---|---|---|
//! | `development` | Alice | Alice, Bob, Charlie | Eve | Alice | 4 rounds, 12 rounds | none, none | 1,000,000 CFX, 1 SSH |
//! | `local_testnet` | Alice, Bob, Charlie, Dave | Alice, Bob, Charlie | Eve | – | 4 rounds, 12 rounds | none, none | 1,000,000 CFX, 1 SSH |
//! | `mainnet` | none: to be filled in | none: to be filled in | none | – | 250 rounds: an hour, a day | 20 CFX, 10 % | none |
//!
//! Every preset adds up to exactly [`GENESIS_ISSUANCE`]; what nobody is endowed with is the treasury's.
//!
//! `mainnet` names no key, because any key that stands in a public repository would own the chain. Whoever starts the
//! chain exports the spec, fills in `session.keys`, `validatorSet` and `council.members`, and converts it to raw;
//! `chain-specs/README.md` says how. A node refuses to start from a spec without authorities.

use crate::{
	AccountId, Balance, RuntimeGenesisConfig, SessionKeys,
	configs::{
		assets::{SSH, SSH_MIN_BALANCE, TreasuryAccount},
		consensus::LEAST_DECLARATION,
		exchange::Coin,
		layers::LayersPot,
		market::RightsPot,
		views::{PayoutPot, TITLE_CAP_BP, VIEWER_BOND},
	},
	constants::{
		currency::{CFX, EXISTENTIAL_DEPOSIT, GENESIS_ISSUANCE},
		time::BABE_GENESIS_EPOCH_CONFIG,
	},
};
use alloc::{vec, vec::Vec};
use frame_support::build_struct_json_patch;
use pallet_fragment_staking::Timing;
use pallet_supervisors::{CountryCode, GenesisSupervisor};
use reel_primitives::Round;
use sp_core::sr25519;
use sp_genesis_builder::PresetId;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// Name of the preset of the main network.
pub const MAINNET_RUNTIME_PRESET: &str = "mainnet";

/// Endowment of each well-known account outside the main network: 10,000,000 CFX.
const WELL_KNOWN_ENDOWMENT: Balance = 10_000_000 * CFX;

/// Epochs of less than a minute and a half, so that a whole life of a contract can be watched.
const QUICK_TIMING: Timing =
	Timing { epoch_rounds: 4, answer_rounds: 2, min_holding_rounds: 6, patience_rounds: 2 };

/// A cool-down of three such epochs: three minutes, in which a whole leave can be watched.
const QUICK_COOL_DOWN: Round = 12;

/// A period of sums of not quite two minutes, so that rounds with many payees can be seen to become sums.
const QUICK_SUM_PERIOD: Round = 8;

/// Anchors of ratings as often.
const QUICK_ANCHOR_PERIOD: Round = 8;

/// A period of sums: a day.
const SUM_PERIOD: Round = 6_000;

/// Least holding of SSH where contracts last minutes and films are small: what they earn is to arrive.
const QUICK_SSH_MIN_BALANCE: Balance = 1;

/// CFX and SSH in planck that the pool begins with outside the main network: a million CFX and one SSH.
///
/// The price that follows is a first word only. At it, the most SSH that an epoch mints of forty pebibytes
/// ([`crate::params::EPOCH_CAP`]) is worth 1,000 CFX, beside the 22,500 CFX that an hour of views brings. The main network
/// begins without a pool: no SSH is there before somebody has earned it, and a price that genesis named would be
/// nobody's. Governance makes the pool once there is something to put in.
pub const POOL_SEED: (Balance, Balance) = (1_000_000 * CFX, 1_000_000_000_000_000_000);

/// Who a chain belongs to at its start.
struct Founders {
	validators: Vec<AccountId>,
	keys: Vec<(AccountId, AccountId, SessionKeys)>,
	council: Vec<AccountId>,
	endowed: Vec<AccountId>,
	sudo: Option<AccountId>,
	/// Fewest validators, ever.
	floor: u32,
	supervised: bool,
	/// Epochs, deadlines and holding times of fragment staking.
	timing: Timing,
	/// Rounds from a curator's leaving to its collateral; `None` for a day.
	cool_down_rounds: Option<Round>,
	/// Least holding of SSH in planck.
	ssh_min_balance: Balance,
	/// Rounds after which those with many payees become sums.
	sum_period: Round,
	/// Rounds between two anchors of a validator's ratings; `None` for a day.
	anchor_period: Option<Round>,
	/// Bond of an account that earns by watching and sharing, in planck.
	viewer_bond: Balance,
	/// Basis points of a round that one title may bring; `None`: no cap.
	title_cap_bp: Option<u16>,
	/// CFX and SSH in planck that the treasury puts into the pool; `None`: there is no pool.
	pool: Option<(Balance, Balance)>,
}

/// The session keys of a well-known account: its own sr25519 and ed25519 keys.
pub fn well_known_session_keys(sr: Sr25519Keyring, ed: Ed25519Keyring) -> SessionKeys {
	let public: sr25519::Public = sr.public();
	SessionKeys { babe: public.into(), grandpa: ed.public().into(), pov: public.into() }
}

fn validator(sr: Sr25519Keyring, ed: Ed25519Keyring) -> (AccountId, AccountId, SessionKeys) {
	(sr.to_account_id(), sr.to_account_id(), well_known_session_keys(sr, ed))
}

fn genesis(founders: Founders) -> serde_json::Value {
	let Founders {
		validators,
		keys,
		council,
		endowed,
		sudo,
		floor,
		supervised,
		timing,
		cool_down_rounds,
		ssh_min_balance,
		sum_period,
		anchor_period,
		viewer_bond,
		title_cap_bp,
		pool,
	} = founders;
	// Whoever gives all of its SSH away gives up its account of it; the treasury keeps the least holding.
	let accounts = pool.map(|(_, ssh)| (SSH, TreasuryAccount::get(), ssh + ssh_min_balance));
	let pools =
		pool.map(|(cfx, ssh)| (Coin::Native, Coin::WithId(SSH), TreasuryAccount::get(), cfx, ssh));
	let supervisors = match supervised {
		true => vec![development_supervisor()],
		false => vec![],
	};
	let validators = validators.into_iter().map(|who| (who, LEAST_DECLARATION)).collect();
	let given = WELL_KNOWN_ENDOWMENT * endowed.len() as Balance;
	let balances = endowed
		.into_iter()
		.map(|account| (account, WELL_KNOWN_ENDOWMENT))
		.chain([
			(PayoutPot::get(), EXISTENTIAL_DEPOSIT),
			(LayersPot::get(), EXISTENTIAL_DEPOSIT),
			(RightsPot::get(), EXISTENTIAL_DEPOSIT),
			(TreasuryAccount::get(), GENESIS_ISSUANCE - 3 * EXISTENTIAL_DEPOSIT - given),
		])
		.collect::<Vec<_>>();
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig { balances },
		babe: pallet_babe::GenesisConfig { epoch_config: BABE_GENESIS_EPOCH_CONFIG },
		validator_set: pallet_validator_set::GenesisConfig { validators, floor },
		supervisors: pallet_supervisors::GenesisConfig { supervisors },
		session: pallet_session::GenesisConfig { keys },
		council: pallet_collective::GenesisConfig { members: council },
		sudo: pallet_sudo::GenesisConfig { key: sudo },
		assets: pallet_assets::GenesisConfig {
			assets: vec![(SSH, TreasuryAccount::get(), true, ssh_min_balance)],
			metadata: vec![(SSH, b"StreamSpace".to_vec(), b"SSH".to_vec(), 18)],
			accounts: accounts.into_iter().collect(),
		},
		curators: pallet_curators::GenesisConfig { cool_down_rounds },
		fragment_staking: pallet_fragment_staking::GenesisConfig { timing },
		payouts: pallet_payouts::GenesisConfig { sum_period, title_cap_bp },
		standing: pallet_standing::GenesisConfig { viewer_bond },
		ratings_anchor: pallet_ratings_anchor::GenesisConfig { period: anchor_period },
		asset_conversion: pallet_asset_conversion::GenesisConfig {
			pools: pools.into_iter().collect(),
		},
	})
}

/// Eve for Korea, under a name that nobody takes for a public body.
fn development_supervisor() -> GenesisSupervisor<AccountId> {
	GenesisSupervisor {
		account: Sr25519Keyring::Eve.to_account_id(),
		country: CountryCode::new(*b"KR").expect("two capital letters; qed"),
		body: "Development supervisor".into(),
	}
}

fn well_known_council() -> Vec<AccountId> {
	[Sr25519Keyring::Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie]
		.map(Sr25519Keyring::to_account_id)
		.to_vec()
}

fn well_known_accounts() -> Vec<AccountId> {
	Sr25519Keyring::iter()
		.filter(|key| !matches!(key, Sr25519Keyring::One | Sr25519Keyring::Two))
		.map(Sr25519Keyring::to_account_id)
		.collect()
}

/// One validator, well-known accounts, sudo.
fn development() -> serde_json::Value {
	let keys = vec![validator(Sr25519Keyring::Alice, Ed25519Keyring::Alice)];
	genesis(Founders {
		validators: keys.iter().map(|(account, ..)| account.clone()).collect(),
		keys,
		council: well_known_council(),
		endowed: well_known_accounts(),
		sudo: Some(Sr25519Keyring::Alice.to_account_id()),
		floor: 1,
		supervised: true,
		timing: QUICK_TIMING,
		cool_down_rounds: Some(QUICK_COOL_DOWN),
		ssh_min_balance: QUICK_SSH_MIN_BALANCE,
		sum_period: QUICK_SUM_PERIOD,
		anchor_period: Some(QUICK_ANCHOR_PERIOD),
		viewer_bond: 0,
		title_cap_bp: None,
		pool: Some(POOL_SEED),
	})
}

/// Four validators, since three cannot lose one under GRANDPA; no sudo, as on the main network.
fn local_testnet() -> serde_json::Value {
	let keys = vec![
		validator(Sr25519Keyring::Alice, Ed25519Keyring::Alice),
		validator(Sr25519Keyring::Bob, Ed25519Keyring::Bob),
		validator(Sr25519Keyring::Charlie, Ed25519Keyring::Charlie),
		validator(Sr25519Keyring::Dave, Ed25519Keyring::Dave),
	];
	genesis(Founders {
		validators: keys.iter().map(|(account, ..)| account.clone()).collect(),
		keys,
		council: well_known_council(),
		endowed: well_known_accounts(),
		sudo: None,
		floor: 4,
		supervised: true,
		timing: QUICK_TIMING,
		cool_down_rounds: Some(QUICK_COOL_DOWN),
		ssh_min_balance: QUICK_SSH_MIN_BALANCE,
		sum_period: QUICK_SUM_PERIOD,
		anchor_period: Some(QUICK_ANCHOR_PERIOD),
		viewer_bond: 0,
		title_cap_bp: None,
		pool: Some(POOL_SEED),
	})
}

/// No keys at all: they are filled in by whoever starts the chain.
fn mainnet() -> serde_json::Value {
	genesis(Founders {
		validators: vec![],
		keys: vec![],
		council: vec![],
		endowed: vec![],
		sudo: None,
		floor: 4,
		supervised: false,
		timing: Timing::DEFAULT,
		cool_down_rounds: None,
		ssh_min_balance: SSH_MIN_BALANCE,
		sum_period: SUM_PERIOD,
		anchor_period: None,
		viewer_bond: VIEWER_BOND,
		title_cap_bp: Some(TITLE_CAP_BP),
		pool: None,
	})
}

/// The preset called `id` as JSON; `None` when there is no such.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let preset = match id.as_ref() {
		sp_genesis_builder::DEV_RUNTIME_PRESET => development(),
		sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET => local_testnet(),
		MAINNET_RUNTIME_PRESET => mainnet(),
		_ => return None,
	};
	serde_json::to_vec(&preset).ok()
}

/// Names of all presets.
pub fn preset_names() -> Vec<PresetId> {
	[
		sp_genesis_builder::DEV_RUNTIME_PRESET,
		sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET,
		MAINNET_RUNTIME_PRESET,
	]
	.map(PresetId::from)
	.to_vec()
}
