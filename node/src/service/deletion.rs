//! The store follows the registry: a title that its owner deleted or a supervisor stopped is un-announced, refused and
//! erased here, and one that is allowed again is let in. Every honest node does this, whether it curates or not.
//!
//! **State, not events.** After each final block the next titles of this store are looked up in the registry, in turn, and
//! the store made to agree. So there is nothing to miss: a node that was away for a month asks the same question as one
//! that was not, and a title that some dishonest peer sends after its deletion is found like any other. No cursor has to
//! be kept, since the first turn after a start covers everything.
//!
//! **Final blocks only.** What is erased cannot be called back; a deletion in a block that is then abandoned would have
//! cost the only copy. Finality lags by some blocks, an epoch of challenges is hundreds.
//!
//! **Shared blocks.** Two titles may link to the same block. It is refused exactly as long as one of them is down and none
//! may be played: what a title that may be played links to is let in again, though another took it along.
//!
//! **Not while catching up.** An old state says of a title that was stopped since that it may be played, and of one that
//! was reinstated since that it may not. Neither is acted on.
//!
//! | titles in the store | time for a turn |
//! |---|---|
//! | up to 256 | a block: 2.4 s |
//! | 100,000 | 16 minutes: a quarter of an epoch of an hour |

use super::{Services, partial::FullClient};
use futures::{FutureExt, StreamExt};
use pallet_content_registry_runtime_api::TitleApi;
use pallet_proof_of_view_runtime_api::ProofOfViewApi;
use reel_fragment_store::{Cid, Handle};
use reel_primitives::{
	AccountId, ContentId, Round,
	content::{ReasonCode, TitleStatus},
	time::round_of_ms,
};
use reelchain_runtime::{Hash, opaque::Block};
use sc_client_api::BlockchainEvents;
use sc_service::TaskManager;
use sp_api::{ApiError, ProvideRuntimeApi};
use std::{
	collections::{BTreeSet, VecDeque},
	sync::Arc,
	time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// Titles looked up after a final block.
const PER_BLOCK: usize = 256;

/// A final block older than this is history: ten minutes.
const MAX_AGE_ROUNDS: Round = 42;

/// Least pause between two looks at which titles are in the store.
const LIST_PAUSE: Duration = Duration::from_secs(5);

/// A look takes at most one part in so many of this node's time.
const LIST_SHARE: u32 = 50;

/// Follows the registry until the node stops.
pub(crate) fn spawn(store: Handle, services: &Services, task_manager: &TaskManager) {
	let follower = Follower {
		store,
		client: services.client.clone(),
		turn: VecDeque::new(),
		listed: None,
		pause: LIST_PAUSE,
		down: BTreeSet::new(),
		let_in: BTreeSet::new(),
	};
	let blocks = services.client.finality_notification_stream();
	task_manager.spawn_handle().spawn("deletion-follower", Some("fragment-store"), async move {
		follower.run(blocks).await;
	});
}

struct Follower {
	store: Handle,
	client: Arc<FullClient>,
	/// Titles of this turn that are still to be looked up.
	turn: VecDeque<Cid>,
	/// When the titles in the store were listed.
	listed: Option<Instant>,
	pause: Duration,
	/// Titles that were down at the last block.
	down: BTreeSet<Cid>,
	/// Titles that may be played and miss nothing that went with one of these.
	let_in: BTreeSet<Cid>,
}

/// What the store has to do about a title.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
	TakeDown(String),
	Reinstate,
	LetIn,
	Nothing,
}

/// What the store has to do about a title with this status, `None` being one that the chain does not know.
fn step(status: Option<TitleStatus>, is_down: bool) -> Step {
	match (status, is_down) {
		(Some(TitleStatus::Deleted), false) => Step::TakeDown("was deleted by its owner".into()),
		(Some(TitleStatus::Stopped(reason)), false) => {
			Step::TakeDown(format!("was stopped by a supervisor: {}", worded(reason)))
		},
		(Some(TitleStatus::Playable), true) => Step::Reinstate,
		(Some(TitleStatus::Playable), false) => Step::LetIn,
		_ => Step::Nothing,
	}
}

const fn worded(reason: ReasonCode) -> &'static str {
	match reason {
		ReasonCode::Rights => "the rights are somebody else's, or disputed",
		ReasonCode::Unlawful => "it breaks the law of the supervisor's country",
		ReasonCode::Misleading => "it is not what it claims to be",
		ReasonCode::Harmful => "it endangers the viewer's device or money",
		ReasonCode::Order => "a court or authority ordered it",
	}
}

impl Follower {
	async fn run(mut self, mut blocks: sc_client_api::FinalityNotifications<Block>) {
		while let Some(mut block) = blocks.next().await {
			// Of several that waited only the last counts.
			while let Some(Some(later)) = blocks.next().now_or_never() {
				block = later;
			}
			if !self.is_recent(block.hash) {
				continue;
			}
			if let Err(error) = self.look(block.hash).await {
				log::warn!(target: "reel::node", "cannot follow the registry: {error}");
			}
		}
	}

	fn is_recent(&self, at: Hash) -> bool {
		let now_ms = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_millis());
		let round = self.client.runtime_api().current_round(at).unwrap_or(0);
		round.saturating_add(MAX_AGE_ROUNDS) >= round_of_ms(now_ms as u64)
	}

	/// Looks up the next titles at a final block.
	async fn look(&mut self, at: Hash) -> Result<(), String> {
		self.list().await?;
		let down: BTreeSet<Cid> = self.store.taken_down().into_iter().collect();
		if down != self.down {
			self.down.clone_from(&down);
			self.let_in.clear();
		}
		for _ in 0..PER_BLOCK {
			let Some(magnet) = self.turn.pop_front() else { break };
			let status = self.status(at, &magnet).map_err(|error| error.to_string())?;
			let done = match step(status, down.contains(&magnet)) {
				Step::TakeDown(reason) => {
					let denied = self.store.take_down(&magnet, &reason).await;
					denied.map(|blocks| {
						log::info!(target: "reel::node", "Title {magnet} {reason}: {blocks} blocks erased and refused");
					})
				},
				Step::Reinstate => self.store.reinstate(&magnet).await.map(|blocks| {
					log::info!(target: "reel::node", "Title {magnet} is allowed again: {blocks} blocks");
				}),
				Step::LetIn if !down.is_empty() && !self.let_in.contains(&magnet) => {
					self.store.let_in(&magnet).await.map(|is_whole| {
						if is_whole {
							self.let_in.insert(magnet);
						}
					})
				},
				Step::LetIn | Step::Nothing => Ok(()),
			};
			if let Err(error) = done {
				// Full lists, a failing disk: the others may still go, and this one is tried again next turn.
				log::warn!(target: "reel::node", "cannot follow the registry in title {magnet}: {error}");
			}
		}
		Ok(())
	}

	/// Begins a new turn when the last one is over, and some time has passed.
	async fn list(&mut self) -> Result<(), String> {
		let is_stale = self.listed.is_none_or(|when| when.elapsed() >= self.pause);
		if !self.turn.is_empty() || !is_stale {
			return Ok(());
		}
		let begun = Instant::now();
		let mut titles = self.store.titles().await.map_err(|error| error.to_string())?;
		titles.extend(self.store.taken_down());
		self.turn = titles.into();
		self.pause = LIST_PAUSE.max(begun.elapsed() * LIST_SHARE);
		self.listed = Some(Instant::now());
		Ok(())
	}

	fn status(&self, at: Hash, magnet: &Cid) -> Result<Option<TitleStatus>, ApiError> {
		let Ok(digest) = magnet.hash().digest().try_into() else { return Ok(None) };
		let api = self.client.runtime_api();
		let title: Option<reel_primitives::content::TitleView<AccountId>> =
			api.title(at, ContentId(digest))?;
		Ok(title.map(|title| title.state.status))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_store_follows_each_status_once() {
		let stopped = Some(TitleStatus::Stopped(ReasonCode::Order));
		assert!(matches!(step(stopped, false), Step::TakeDown(reason) if reason.contains("court")));
		assert!(matches!(step(Some(TitleStatus::Deleted), false), Step::TakeDown(_)));
		assert_eq!(step(Some(TitleStatus::Playable), true), Step::Reinstate);
		assert_eq!(step(Some(TitleStatus::Playable), false), Step::LetIn);
		for (status, is_down) in [
			(stopped, true),
			(Some(TitleStatus::Deleted), true),
			(None, false),
			// A chain that does not know a title has not reinstated it.
			(None, true),
		] {
			assert_eq!(step(status, is_down), Step::Nothing, "{status:?} {is_down}");
		}
	}
}
