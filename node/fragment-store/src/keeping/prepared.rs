//! Answers that take longer than the asker waits: made once, in a task of their own, and there when asked for again.

use crate::store::lock;
use std::{
	collections::VecDeque,
	sync::{Arc, Mutex},
};
use tokio::{
	sync::{Semaphore, watch},
	time::{Instant, timeout_at},
};

/// Answers kept; the oldest are forgotten. Proofs have less than 2 KB.
const MAX_ANSWERS: usize = 256;

/// Answers made at once: each reads a cell from disk.
const MAKING: usize = 2;

/// What a task tells: nothing yet, or how it ended.
type Told<V> = Option<Option<Arc<V>>>;

/// Answers by question.
pub(super) struct Prepared<K, V> {
	answers: Mutex<VecDeque<(K, watch::Receiver<Told<V>>)>>,
	slots: Arc<Semaphore>,
}

/// An answer that is there, or being made.
pub(super) struct Answer<V>(watch::Receiver<Told<V>>);

impl<K: Clone + PartialEq, V: Send + Sync + 'static> Prepared<K, V> {
	pub(super) fn new() -> Self {
		Self { answers: Mutex::default(), slots: Arc::new(Semaphore::new(MAKING)) }
	}

	/// The answer to `question`; made if it is neither there nor being made, or came to nothing.
	pub(super) fn get(
		&self,
		question: K,
		make: impl Future<Output = Option<V>> + Send + 'static,
	) -> Answer<V> {
		let mut answers = lock(&self.answers);
		answers.retain(|(_, answer)| !matches!(*answer.borrow(), Some(None)));
		if let Some((_, known)) = answers.iter().find(|(known, _)| *known == question) {
			return Answer(known.clone());
		}
		while answers.len() >= MAX_ANSWERS {
			answers.pop_front();
		}
		let (tell, told) = watch::channel(None);
		answers.push_back((question, told.clone()));
		let slots = self.slots.clone();
		tokio::spawn(async move {
			let _slot = slots.acquire_owned().await;
			let made = make.await.map(Arc::new);
			tell.send_replace(Some(made));
		});
		Answer(told)
	}
}

impl<V> Answer<V> {
	/// The answer, if it is there by then.
	pub(super) async fn by(mut self, until: Instant) -> Option<Arc<V>> {
		let told = timeout_at(until, self.0.wait_for(Option::is_some)).await;
		told.ok()?.ok()?.clone().flatten()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::{
		sync::atomic::{AtomicU32, Ordering},
		time::Duration,
	};
	use tokio::sync::Notify;

	#[tokio::test]
	async fn a_slow_answer_is_made_once_and_there_the_next_time() {
		let prepared = Prepared::<u8, u8>::new();
		let (made, may_end) = (Arc::new(AtomicU32::new(0)), Arc::new(Notify::new()));
		let slowly = || {
			let (made, may_end) = (made.clone(), may_end.clone());
			async move {
				may_end.notified().await;
				made.fetch_add(1, Ordering::Relaxed);
				Some(9)
			}
		};
		// Nothing to wait for: it cannot end before it may.
		assert_eq!(prepared.get(1, slowly()).by(Instant::now()).await, None);
		let again = prepared.get(1, slowly());
		may_end.notify_one();
		let soon = Instant::now() + Duration::from_secs(60);
		assert_eq!(again.by(soon).await.as_deref(), Some(&9));
		assert_eq!(prepared.get(1, slowly()).by(Instant::now()).await.as_deref(), Some(&9));
		assert_eq!(made.load(Ordering::Relaxed), 1);
	}

	#[tokio::test]
	async fn what_came_to_nothing_is_tried_again() {
		let prepared = Prepared::<u8, u8>::new();
		let soon = || Instant::now() + Duration::from_secs(60);
		assert_eq!(prepared.get(1, async { None }).by(soon()).await, None);
		assert_eq!(prepared.get(1, async { Some(3) }).by(soon()).await.as_deref(), Some(&3));
	}
}
