//! What activators share with creators, worked out once more: of each sum that is the creator's, floor(sum × bp /
//! 10,000), the rest the creator's.

use pallet_layers::Event;
use reel_primitives::{ContentId, layers::LayerTerms};
use reelchain_runtime::{AccountId, Runtime};
use std::collections::BTreeMap;

struct Share {
	layer: u64,
	activator: AccountId,
	bp: u128,
	ends: Option<u64>,
	stopped: bool,
	owed: u128,
}

/// See the module.
#[derive(Default)]
pub(super) struct Layers {
	offered: BTreeMap<u64, (AccountId, bool)>,
	shares: BTreeMap<ContentId, Vec<Share>>,
}

impl Layers {
	/// Enters what happened; who was paid out of the pot, and how much.
	pub(super) fn enter(&mut self, event: &Event<Runtime>) -> Option<(AccountId, u128)> {
		match event {
			Event::LayerOffered { layer, activator, .. } => {
				self.offered.insert(*layer, (activator.clone(), false));
			},
			Event::LayerAccepted { layer, content, terms } => {
				let (activator, stopped) = self.offered.remove(layer).expect("R2: no such offer");
				assert!(!stopped, "R2: a stopped offer was accepted");
				if let LayerTerms::Share { share_bp } = terms {
					let (layer, bp) = (*layer, u128::from(*share_bp));
					let share = Share { layer, activator, bp, ends: None, stopped: false, owed: 0 };
					self.shares.entry(*content).or_default().push(share);
				}
			},
			Event::LayerDeclined { layer, content }
			| Event::LayerWithdrawn { layer, content }
			| Event::LayerCleared { layer, content } => {
				self.offered.remove(layer);
				let shares = self.shares.entry(*content).or_default();
				let owed: u128 =
					shares.iter().filter(|share| share.layer == *layer).map(|s| s.owed).sum();
				assert_eq!(owed, 0, "R2: layer {layer} went and is owed something");
				shares.retain(|share| share.layer != *layer);
			},
			Event::LayerEnding { layer, content, ends } => {
				self.change(*layer, content, |share| share.ends = Some(*ends));
			},
			Event::LayerStopped { layer, content, .. } => self.stop(*layer, content, true),
			Event::LayerReinstated { layer, content, .. } => self.stop(*layer, content, false),
			Event::SharePaid { layer, activator, amount_cfx } => {
				let mut all = self.shares.values_mut().flatten();
				let share = all.find(|share| share.layer == *layer).expect("R2: no such share");
				assert_eq!((&share.activator, share.owed), (activator, *amount_cfx), "R2: a share");
				share.owed = 0;
				return Some((activator.clone(), *amount_cfx));
			},
			_ => {},
		}
		None
	}

	fn stop(&mut self, layer: u64, content: &ContentId, stopped: bool) {
		if let Some(offer) = self.offered.get_mut(&layer) {
			offer.1 = stopped;
		}
		self.change(layer, content, |share| share.stopped = stopped);
	}

	fn change(&mut self, layer: u64, content: &ContentId, change: impl FnOnce(&mut Share)) {
		let shares = self.shares.entry(*content).or_default();
		if let Some(share) = shares.iter_mut().find(|share| share.layer == layer) {
			change(share);
		}
	}

	/// What of `amount` that is the creator's goes to each activator now.
	pub(super) fn parts(
		&self,
		content: &ContentId,
		amount: u128,
		now: u64,
	) -> Vec<(AccountId, u128)> {
		let shares = self.shares.get(content).into_iter().flatten();
		shares
			.filter(|share| !share.stopped && share.ends.is_none_or(|ends| now < ends))
			.map(|share| {
				let part = amount / 10_000 * share.bp + amount % 10_000 * share.bp / 10_000;
				(share.activator.clone(), part)
			})
			.collect()
	}

	/// Books the parts of what views brought; their sum.
	pub(super) fn book(&mut self, content: &ContentId, amount: u128, now: u64) -> u128 {
		let mut sum = 0;
		for share in self.shares.get_mut(content).into_iter().flatten() {
			if !share.stopped && share.ends.is_none_or(|ends| now < ends) {
				let part = amount / 10_000 * share.bp + amount % 10_000 * share.bp / 10_000;
				share.owed += part;
				sum += part;
			}
		}
		sum
	}

	/// Compares what is owed with the chain's.
	pub(super) fn agrees(&self) -> Result<(), String> {
		let ours: BTreeMap<u64, u128> =
			self.shares.values().flatten().map(|share| (share.layer, share.owed)).collect();
		let theirs: BTreeMap<u64, u128> = pallet_layers::SharesOf::<Runtime>::iter_values()
			.flatten()
			.map(|share| (share.layer, share.owed_cfx))
			.collect();
		match ours == theirs {
			true => Ok(()),
			false => Err(format!("R2: owed to layers: {ours:?}, the chain says {theirs:?}")),
		}
	}
}
