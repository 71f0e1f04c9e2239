//! Invariants beyond those of the runtime: deposits and references account for themselves in both directions.
//!
//! - **G3** What an account has on hold for a reason is what the pallet of that reason wrote down for it, and nobody else
//!   has anything on hold.
//! - **G5** What is reserved is on hold, or a deposit for a proxy, an announcement, an operation of several signatories,
//!   or an asset; an account is depended upon exactly as often as something depends on it.
//! - **G10** The payout pot, the activators' and the holders' hold their ledgers and the existential deposit, to the planck.
//! - **G10** The escrow account of sales holds what is open in SSH and what is owed, to the planck.
//! - **A2** BABE, GRANDPA and proof of view have the session's validators, in its order.

use codec::{Decode, Encode};
use frame_support::{instances::Instance2, traits::fungible::Inspect};
use pallet_assets::{Approval, ExistenceReason};
use pallet_preimage::RequestStatus;
use reel_primitives::market::Currency;
use reelchain_runtime::{
	AccountId, Assets, Balances, Runtime, RuntimeHoldReason, Settlement, configs::assets::SSH,
	constants::currency::EXISTENTIAL_DEPOSIT,
};
use std::collections::BTreeMap;

type Sums = BTreeMap<AccountId, u128>;

fn add(sums: &mut Sums, who: AccountId, amount: u128) {
	if amount > 0 {
		*sums.entry(who).or_default() += amount;
	}
}

/// Checks all of them.
///
/// # Panics
/// At the first broken one.
pub(crate) fn check() {
	deposits_are_written_down();
	pot_is_exact();
	escrow_is_exact();
	engines_agree();
}

fn deposits_are_written_down() {
	let reasons = [
		title_deposits(),
		report_deposits(),
		bonds(),
		preimage_deposits(),
		collaterals(),
		earners(),
		open_sales(),
		layer_deposits(),
		budgets(),
		campaigns(),
		patterns(),
	];
	let mut on_hold: [Sums; 11] = Default::default();
	for (who, holds) in pallet_balances::Holds::<Runtime>::iter() {
		for hold in holds {
			let place = match hold.id {
				RuntimeHoldReason::ContentRegistry(_) => 0,
				RuntimeHoldReason::Supervisors(_) => 1,
				RuntimeHoldReason::ValidatorSet(_) => 2,
				RuntimeHoldReason::Preimage(_) => 3,
				RuntimeHoldReason::Curators(_) => 4,
				RuntimeHoldReason::Standing(_) => 5,
				RuntimeHoldReason::Settlement(_) => 6,
				RuntimeHoldReason::Layers(_) => 7,
				RuntimeHoldReason::AdEscrow(_) => 8,
				RuntimeHoldReason::Crowdfunding(_) => 9,
				RuntimeHoldReason::ContentIdentification(_) => 10,
				other => panic!("G3: {who} has a hold that nobody knows: {other:?}"),
			};
			add(&mut on_hold[place], who.clone(), hold.amount);
		}
	}
	assert_eq!(on_hold, reasons, "G3: holds (left) are not what their pallets wrote down (right)");
	let mut reserved = other_deposits();
	for sums in reasons {
		sums.into_iter().for_each(|(who, amount)| add(&mut reserved, who, amount));
	}
	let dependants = asset_dependants();
	for (who, account) in frame_system::Account::<Runtime>::iter() {
		let expected = reserved.remove(&who).unwrap_or_default();
		assert_eq!(account.data.reserved, expected, "G5: what {who} has reserved");
		assert_eq!(account.data.frozen, 0, "G5: {who} has something frozen, and nothing freezes");
		let expected = u32::from(expected > 0)
			+ u32::from(pallet_session::NextKeys::<Runtime>::contains_key(&who))
			+ dependants.get(&who).copied().unwrap_or_default();
		assert_eq!(account.consumers, expected, "G5: how often {who} is depended upon");
	}
	assert!(reserved.is_empty(), "G5: deposits of accounts that do not exist: {reserved:?}");
}

fn title_deposits() -> Sums {
	let mut sums = Sums::new();
	for (content, registration) in pallet_content_registry::Registrations::<Runtime>::iter() {
		if registration.deposit_cfx > 0 {
			let title = pallet_content_registry::Titles::<Runtime>::get(content);
			add(&mut sums, title.expect("K1").creator, registration.deposit_cfx);
		}
	}
	sums
}

fn report_deposits() -> Sums {
	let mut sums = Sums::new();
	for report in pallet_supervisors::Reports::<Runtime>::iter_values() {
		add(&mut sums, report.reporter, report.deposit_cfx);
	}
	sums
}

fn bonds() -> Sums {
	let mut sums = Sums::new();
	for (who, validator) in pallet_validator_set::Validators::<Runtime>::iter() {
		add(&mut sums, who, validator.bond_cfx);
	}
	sums
}

fn collaterals() -> Sums {
	let mut sums = Sums::new();
	for (who, info) in pallet_curators::Curators::<Runtime>::iter() {
		add(&mut sums, who, info.collateral_cfx);
	}
	sums
}

fn earners() -> Sums {
	let mut sums = Sums::new();
	for (who, bond) in pallet_standing::Bonds::<Runtime>::iter() {
		add(&mut sums, who, bond.held_cfx);
	}
	sums
}

fn open_sales() -> Sums {
	let mut sums = Sums::new();
	for purchase in pallet_settlement::Purchases::<Runtime>::iter_values() {
		if purchase.stage.is_held() && purchase.currency == Currency::Cfx {
			add(&mut sums, purchase.payer, purchase.price);
		}
	}
	sums
}

fn layer_deposits() -> Sums {
	let mut sums = Sums::new();
	for layer in pallet_layers::Layers::<Runtime>::iter_values() {
		add(&mut sums, layer.activator, layer.deposit_cfx);
	}
	sums
}

fn budgets() -> Sums {
	let mut sums = Sums::new();
	for campaign in pallet_ad_escrow::Campaigns::<Runtime>::iter_values() {
		add(&mut sums, campaign.advertiser, campaign.left_cfx);
	}
	sums
}

fn campaigns() -> Sums {
	let mut sums = Sums::new();
	for campaign in pallet_crowdfunding::Campaigns::<Runtime>::iter_values() {
		add(&mut sums, campaign.creator, campaign.deposit);
	}
	for (_, who, row) in pallet_crowdfunding::Contributions::<Runtime>::iter() {
		if row.before.is_none() && !row.refunded {
			add(&mut sums, who, row.amount);
		}
	}
	sums
}

/// Deposits of files and of appeals.
fn patterns() -> Sums {
	use pallet_content_identification::{Appeals, Files};
	let mut sums = Sums::new();
	for file in Files::<Runtime>::iter_values() {
		add(&mut sums, file.registrant, file.deposit_cfx);
	}
	for (_, who, appeal) in Appeals::<Runtime>::iter() {
		add(&mut sums, who, appeal.deposit_cfx);
	}
	sums
}

fn preimage_deposits() -> Sums {
	let mut sums = Sums::new();
	for status in pallet_preimage::RequestStatusFor::<Runtime>::iter_values() {
		let ticket = match status {
			RequestStatus::Unrequested { ticket, .. } => Some(ticket),
			RequestStatus::Requested { maybe_ticket, .. } => maybe_ticket,
		};
		if let Some((who, ticket)) = ticket {
			// The amount is all that a ticket holds.
			add(&mut sums, who, u128::decode(&mut ticket.encode().as_slice()).expect("an amount"));
		}
	}
	sums
}

/// Deposits that the SDK's pallets reserve without a reason's name.
fn other_deposits() -> Sums {
	let mut sums = Sums::new();
	for (who, (_, deposit)) in pallet_proxy::Proxies::<Runtime>::iter() {
		add(&mut sums, who, deposit);
	}
	for (who, (_, deposit)) in pallet_proxy::Announcements::<Runtime>::iter() {
		add(&mut sums, who, deposit);
	}
	for operation in pallet_multisig::Multisigs::<Runtime>::iter_values() {
		add(&mut sums, operation.depositor, operation.deposit);
	}
	for (_, who, account) in pallet_assets::Account::<Runtime>::iter() {
		if let ExistenceReason::DepositHeld(deposit) = account.reason {
			add(&mut sums, who, deposit);
		}
	}
	for (_, who, account) in pallet_assets::Account::<Runtime, Instance2>::iter() {
		match account.reason {
			ExistenceReason::DepositHeld(deposit) => add(&mut sums, who, deposit),
			ExistenceReason::DepositFrom(from, deposit) => add(&mut sums, from, deposit),
			_ => {},
		}
	}
	for ((_, who, _), Approval { deposit, .. }) in pallet_assets::Approvals::<Runtime>::iter() {
		add(&mut sums, who, deposit);
	}
	sums
}

/// How many asset accounts depend on an account.
fn asset_dependants() -> BTreeMap<AccountId, u32> {
	let mut counts = BTreeMap::new();
	let assets = pallet_assets::Account::<Runtime>::iter();
	let of_the_pool = pallet_assets::Account::<Runtime, Instance2>::iter();
	let reasons = assets
		.map(|(_, who, account)| (who, account.reason))
		.chain(of_the_pool.map(|(_, who, account)| (who, account.reason)));
	for (who, reason) in reasons {
		if reason == ExistenceReason::Consumer {
			*counts.entry(who).or_default() += 1;
		}
	}
	counts
}

fn pot_is_exact() {
	let pot = reelchain_runtime::configs::views::PayoutPot::get();
	let ledger = pallet_payouts::OwedTotal::<Runtime>::get()
		+ pallet_payouts::OpenTotal::<Runtime>::get()
		+ pallet_payouts::SumsOpen::<Runtime>::get()
		+ EXISTENTIAL_DEPOSIT;
	assert_eq!(Balances::total_balance(&pot), ledger, "G10: the payout pot is not its ledger");
	let pot = reelchain_runtime::configs::layers::LayersPot::get();
	let owed = pallet_layers::OwedTotal::<Runtime>::get() + EXISTENTIAL_DEPOSIT;
	assert_eq!(Balances::total_balance(&pot), owed, "G10: the activators' pot is not its ledger");
	let pot = reelchain_runtime::configs::market::RightsPot::get();
	let owed = pallet_rights::OwedTotal::<Runtime>::get() + EXISTENTIAL_DEPOSIT;
	assert_eq!(Balances::total_balance(&pot), owed, "G10: the holders' pot is not its ledger");
}

fn escrow_is_exact() {
	use pallet_settlement::{OpenTotal, OwedTotal};
	let escrow = Settlement::escrow();
	let owed = OwedTotal::<Runtime>::get(Currency::Cfx);
	let cfx = Balances::total_balance(&escrow);
	assert!(cfx == owed || cfx == owed + EXISTENTIAL_DEPOSIT, "G10: CFX in escrow: {cfx}, {owed}");
	let ssh = OpenTotal::<Runtime>::get(Currency::Ssh) + OwedTotal::<Runtime>::get(Currency::Ssh);
	assert_eq!(Assets::balance(SSH, &escrow), ssh, "G10: SSH in escrow");
}

fn engines_agree() {
	let validators = pallet_session::Validators::<Runtime>::get();
	let session = pallet_session::CurrentIndex::<Runtime>::get();
	let (pov_session, pov) = reelchain_runtime::ProofOfView::authorities_now();
	let owners: Vec<AccountId> = pov.iter().map(|(who, _)| who.clone()).collect();
	assert_eq!((pov_session, owners), (session, validators), "A2: authorities of proof of view");
	// Everybody here uses one key for both.
	let babe = pallet_babe::Authorities::<Runtime>::get();
	let same = babe.iter().map(|(key, _)| key.encode()).eq(pov.iter().map(|(_, key)| key.encode()));
	assert!(same, "A2: authorities of BABE");
	let grandpa = reelchain_runtime::Grandpa::grandpa_authorities();
	assert_eq!(grandpa.len(), pov.len(), "A2: authorities of GRANDPA");
}
