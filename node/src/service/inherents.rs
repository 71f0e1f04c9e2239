//! What an author puts into each block from outside the chain: the slot and the time.

use async_trait::async_trait;
use reelchain_runtime::{Hash, opaque::Block};
use sp_consensus_babe::{SlotDuration, inherents::InherentDataProvider as SlotProvider};
use sp_inherents::CreateInherentDataProviders;
use sp_timestamp::InherentDataProvider as TimeProvider;
use std::error::Error;

/// Slot and time from this machine's clock; also what imported blocks are checked against.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SlotInherents {
	slot_duration: SlotDuration,
}

impl SlotInherents {
	/// For a chain with slots of this duration.
	pub(crate) const fn new(slot_duration: SlotDuration) -> Self {
		Self { slot_duration }
	}
}

#[async_trait]
impl CreateInherentDataProviders<Block, ()> for SlotInherents {
	type InherentDataProviders = (SlotProvider, TimeProvider);

	async fn create_inherent_data_providers(
		&self,
		_parent: Hash,
		(): (),
	) -> Result<Self::InherentDataProviders, Box<dyn Error + Send + Sync>> {
		let time = TimeProvider::from_system_time();
		let slot = SlotProvider::from_timestamp_and_slot_duration(*time, self.slot_duration);
		Ok((slot, time))
	}
}
