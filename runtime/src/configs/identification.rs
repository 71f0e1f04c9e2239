//! Which files are of one recording, and whose it is to publish them (K1, K4).

use crate::{
	Balances, ContentRegistry, Rights, Runtime, RuntimeHoldReason, Supervisors,
	configs::views::SlotClock,
	constants::currency::{CFX, deposit},
};
use frame_support::traits::ConstU128;

impl pallet_content_identification::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Supervision = Supervisors;
	type Supervisors = Supervisors;
	type Titles = ContentRegistry;
	type Rights = Rights;
	type Clock = SlotClock;
	// A file, its place in the index of its pattern, the pattern that it may open, and one title of it.
	type FileDeposit = ConstU128<{ deposit(5, 500) }>;
	// As for a report: it has a supervisor look at something.
	type AppealDeposit = ConstU128<CFX>;
	type WeightInfo = pallet_content_identification::weights::SubstrateWeight<Runtime>;
}
