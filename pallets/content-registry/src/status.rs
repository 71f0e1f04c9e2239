//! The status of a title as a graph (invariant K6), apart from storage.
//!
//! ```text
//! playable ⇄ stopped
//!     └────┬────┘
//!          ▼
//!       deleted        final
//! ```

use frame_support::ensure;
use reel_primitives::{
	content::{ReasonCode, TitleStatus},
	traits::TitleRefusal,
};

/// What may be asked of a title's status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
	/// By a supervisor.
	Stop(ReasonCode),
	/// By a supervisor.
	Reinstate,
	/// By the owner.
	Delete,
}

/// Where `step` leads from `status`, or why nowhere.
pub(crate) fn next(status: TitleStatus, step: Step) -> Result<TitleStatus, TitleRefusal> {
	ensure!(status != TitleStatus::Deleted, TitleRefusal::Deleted);
	match (step, status) {
		(Step::Stop(_), TitleStatus::Stopped(_)) => Err(TitleRefusal::AlreadyStopped),
		(Step::Stop(reason), _) => Ok(TitleStatus::Stopped(reason)),
		(Step::Reinstate, TitleStatus::Stopped(_)) => Ok(TitleStatus::Playable),
		(Step::Reinstate, _) => Err(TitleRefusal::NotStopped),
		// Also when stopped: what is deleted does not play either, and the record stays.
		(Step::Delete, _) => Ok(TitleStatus::Deleted),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_step_from_every_status_leads_where_the_graph_says() {
		use TitleStatus::{Deleted, Playable, Stopped};
		let (first, second) = (ReasonCode::Rights, ReasonCode::Order);
		for (status, step, expected) in [
			(Playable, Step::Stop(first), Ok(Stopped(first))),
			(Playable, Step::Reinstate, Err(TitleRefusal::NotStopped)),
			(Playable, Step::Delete, Ok(Deleted)),
			(Stopped(first), Step::Stop(second), Err(TitleRefusal::AlreadyStopped)),
			(Stopped(first), Step::Reinstate, Ok(Playable)),
			(Stopped(first), Step::Delete, Ok(Deleted)),
			(Deleted, Step::Stop(first), Err(TitleRefusal::Deleted)),
			(Deleted, Step::Reinstate, Err(TitleRefusal::Deleted)),
			(Deleted, Step::Delete, Err(TitleRefusal::Deleted)),
		] {
			assert_eq!(next(status, step), expected, "{step:?} from {status:?}");
		}
	}
}
