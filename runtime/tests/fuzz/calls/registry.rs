//! Titles.

use super::{Fitting, Hand};
use crate::fuzz::world::Route;
use pallet_content_registry::{Call, SplitBounds};
use rand::Rng;
use reel_primitives::{
	content::{Licence, RewardSplit},
	geometry::Geometry,
};
use reelchain_runtime::{ContentRegistry, Runtime, RuntimeCall};

impl Hand<'_> {
	pub(super) fn registry(&mut self) -> Fitting {
		let world = self.world;
		let content = self.pick(&world.titles);
		let owner = match ContentRegistry::title(content) {
			Some(title) if self.coin(0.95) => title.record.creator,
			_ => self.pick(&world.creators),
		};
		let price_cfx = self.amount();
		let call = match self.up_to(100) {
			0..=64 => {
				let signer = Route::Signed(self.pick(&world.creators));
				let call: RuntimeCall = Call::<Runtime>::register_title {
					content,
					cells_root: self.random.r#gen(),
					geometry: self.geometry(),
					split: self.split(),
					licence: Licence::CcBy,
					metadata_hash: self.random.r#gen(),
					price_cfx,
					takes_donations: self.coin(0.5),
				}
				.into();
				// What says nothing of its file is not sold.
				if self.coin(0.7) {
					let calls = vec![call, self.identify(content)];
					return (signer, pallet_utility::Call::<Runtime>::batch_all { calls }.into());
				}
				return (signer, call);
			},
			65..=79 => Call::set_price { content, price_cfx },
			80..=94 => Call::set_donations { content, takes_donations: self.coin(0.5) },
			_ => Call::delete_title { content },
		};
		(Route::Signed(owner), call.into())
	}

	fn geometry(&mut self) -> Geometry {
		let cells = 1 + self.up_to(4);
		let good = Geometry {
			cells,
			duration_ms: u64::from(cells) * 60_000,
			size_bytes: u64::from(cells) << 20,
		};
		match self.up_to(24) {
			0 => Geometry { cells: 0, ..good },
			1 => Geometry { cells: 10_081, ..good },
			2 => Geometry { duration_ms: good.duration_ms + 1, ..good },
			3 => Geometry { size_bytes: 0, ..good },
			_ => good,
		}
	}

	/// Within the bounds in force, in most cases.
	fn split(&mut self) -> RewardSplit {
		let bounds: SplitBounds = ContentRegistry::split_bounds();
		let fixed = bounds.validators_bp + bounds.supervisor_bp;
		let least = fixed + bounds.least_viewer_bp + bounds.least_sharing_bp;
		let free = 10_000 - least - bounds.least_creator_bp;
		let (moved, also) = (self.random.gen_range(0..=free), self.random.gen_range(0..=free));
		let (viewer, sharing) = (moved.min(also), moved.max(also) - moved.min(also));
		let good = RewardSplit {
			viewer_bp: bounds.least_viewer_bp + viewer,
			sharing_bp: bounds.least_sharing_bp + sharing,
			creator_bp: bounds.least_creator_bp + free - viewer - sharing,
			validators_bp: bounds.validators_bp,
			supervisor_bp: bounds.supervisor_bp,
		};
		match self.up_to(24) {
			0 => RewardSplit { viewer_bp: good.viewer_bp + 1, ..good },
			1 => RewardSplit {
				viewer_bp: good.viewer_bp + 1,
				supervisor_bp: good.supervisor_bp.saturating_sub(1),
				..good
			},
			_ => good,
		}
	}
}
