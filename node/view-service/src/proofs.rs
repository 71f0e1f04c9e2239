//! How much memory the proofs of plays may take.
//!
//! A play's facts are some 200 bytes and its proof 6.5 KB: four leaves with their paths. The facts are needed for as long as
//! the play matters; the proof only by a desk that has not had it, and then soon: before it votes. So proofs have a budget of
//! bytes, and the oldest go first.

use crate::{kept::FullPlay, play::PlayId, state::State};
use std::collections::VecDeque;

/// The proofs in memory, oldest first.
pub(super) struct Proofs {
	order: VecDeque<PlayId>,
	bytes: usize,
	limit: usize,
}

impl Default for Proofs {
	fn default() -> Self {
		Self { order: VecDeque::new(), bytes: 0, limit: usize::MAX }
	}
}

impl State {
	/// From now on proofs take at most `bytes`.
	pub(crate) fn limit_proofs(&mut self, bytes: usize) {
		self.proofs.limit = bytes;
		self.drop_old_proofs();
	}

	/// Counts the proof of a play that was put in.
	pub(super) fn count_proof(&mut self, id: PlayId, full: &FullPlay) {
		self.proofs.order.push_back(id);
		self.proofs.bytes = self.proofs.bytes.saturating_add(full.wire().len());
		self.drop_old_proofs();
	}

	/// Counts a proof that is another than before.
	pub(super) fn recount_proof(&mut self, before: usize, now: usize) {
		self.proofs.bytes = self.proofs.bytes.saturating_sub(before).saturating_add(now);
	}

	/// Counts anew, after plays were forgotten.
	pub(super) fn count_proofs(&mut self) {
		let plays = &self.plays;
		let length = |id: &PlayId| plays.get(id)?.full.as_ref().map(|full| full.wire().len());
		self.proofs.order.retain(|id| length(id).is_some());
		self.proofs.bytes = self.proofs.order.iter().filter_map(length).sum();
	}

	fn drop_old_proofs(&mut self) {
		while self.proofs.bytes > self.proofs.limit {
			let Some(oldest) = self.proofs.order.pop_front() else { return };
			let proof = self.plays.get_mut(&oldest).and_then(|play| play.full.take());
			let length = proof.map_or(0, |full| full.wire().len());
			self.proofs.bytes = self.proofs.bytes.saturating_sub(length);
		}
	}
}
