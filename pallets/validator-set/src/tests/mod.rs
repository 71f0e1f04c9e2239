//! Tests by call, then by handler, then one per invariant.

mod invariants;
mod membership;
mod offences;
mod session;

use crate::mock::*;
use frame_support::assert_ok;
use frame_system::RawOrigin;

/// Admits `who`, who has keys, and accepts in its name.
fn join(who: u64) {
	set_keys(who, who);
	assert_ok!(ValidatorSet::admit_validator(RawOrigin::Root.into(), who, REQUIREMENT));
	assert_ok!(ValidatorSet::accept_admission(RawOrigin::Signed(who).into()));
}
