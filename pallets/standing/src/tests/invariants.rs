use crate::{Bond, Bonds, HeldTotal, Sanction, SanctionReason, Sanctions, Stage, mock::*};
use frame_support::traits::{fungible::MutateHold, tokens::Precision};

/// Breaks a good state and checks that this is what is seen.
fn broken(by: impl FnOnce(), seen: &'static str) {
	build().execute_with(|| {
		reward(VIEWER, BOND);
		assert_eq!(Standing::do_try_state(), Ok(()));
		by();
		assert_eq!(Standing::do_try_state(), Err(seen.into()));
	});
}

fn write(since: u64, stage: Stage) {
	let reason = SanctionReason::Other;
	Sanctions::<Test>::insert(VIEWER, Sanction { by: None, reason, since, stage });
}

#[test]
fn s1_is_seen_when_a_bond_is_not_on_hold() {
	broken(
		|| {
			let reason = crate::HoldReason::ViewerBond.into();
			Balances::release(&reason, &VIEWER, 1, Precision::Exact).unwrap();
		},
		"S1: what is written down is not on hold",
	);
	broken(
		|| Bonds::<Test>::insert(STRANGER, Bond::default()),
		"S1: what is written down is not on hold",
	);
}

#[test]
fn s2_is_seen_when_the_total_drifts() {
	broken(
		|| HeldTotal::<Test>::mutate(|total| *total += 1),
		"S2: the total held is not the sum of what is held",
	);
}

#[test]
fn s3_is_seen_when_a_sanction_is_out_of_time() {
	broken(
		|| write(NOW + 1, Stage::Open { until: NOW + 2 }),
		"S3: a sanction was imposed in the future",
	);
	broken(
		|| write(NOW, Stage::Appealed { until: NOW }),
		"S3: a sanction ends before it was imposed",
	);
}

#[test]
fn s4_is_seen_when_a_closed_account_has_something_on_hold() {
	broken(|| write(NOW, Stage::Upheld), "S4: an account that was closed has something on hold");
}
