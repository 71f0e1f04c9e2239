//! The two loops of a running desk: what peers send, and best blocks.
//!
//! ```text
//! messages ──► intake, a thread of its own ──┐
//!                                            ├──► log and memory, locked for a moment at a time
//! best blocks ──► the task of the service ───┘
//! ```
//!
//! Neither waits for the other: while the batch of one round is built or judged, which keeps one core for half a second with
//! 100,000 plays in it, those of the next are checked. A vote or a proposal holds what the memory held when it was
//! looked at; plays that come in between are as those that come a moment later.

use crate::{
	ViewService,
	inbound::Told,
	service::{Core, LOG_TARGET},
};
use futures::{
	FutureExt, StreamExt,
	channel::oneshot,
	executor::block_on,
	future::FusedFuture,
	stream::{BoxStream, Fuse, FusedStream},
};
use std::{iter, sync::Arc, thread};

/// What peers send, with the sender of each.
type Messages = Fuse<BoxStream<'static, Told>>;

impl ViewService {
	/// Runs until the chain or the network ends.
	pub async fn run(self) {
		let core = self.core;
		let mut blocks = core.parts.chain.best_blocks().fuse();
		let messages = core.parts.gossip.incoming().fuse();
		// Dropped when this ends, however it ends: the intake ends with it.
		let (running, stop) = oneshot::channel::<()>();
		let (taking, ended) = oneshot::channel::<()>();
		// By itself a receiver counts as terminated, and is passed over, as soon as its sender is gone.
		let mut ended = ended.fuse();
		let intake = {
			let core = core.clone();
			move || {
				block_on(core.take_messages(messages, stop));
				drop(taking);
			}
		};
		if let Err(error) = thread::Builder::new().name("desk-intake".into()).spawn(intake) {
			log::error!(target: LOG_TARGET, "no thread for what peers send: {error}");
			return;
		}
		// A stream that was found to be over where nobody waited for it is passed over below.
		while !blocks.is_terminated() {
			futures::select! {
				_ = ended => break,
				block = blocks.next() => {
					let Some(()) = block else { break };
					// Of blocks that came meanwhile only the last matters.
					while let Some(Some(())) = blocks.next().now_or_never() {}
					core.on_block().await;
				},
			}
		}
		drop(running);
		if !ended.is_terminated() {
			// Nothing is sent over it: it ends with the intake.
			let _ = ended.await;
		}
		if let Err(error) = core.commit() {
			log::error!(target: LOG_TARGET, "desk log: {error}");
		}
	}
}

impl Core {
	/// Takes in what peers send, until they end or `stop` does.
	async fn take_messages(self: Arc<Self>, mut messages: Messages, stop: oneshot::Receiver<()>) {
		let mut stop = stop.fuse();
		while !messages.is_terminated() {
			let first = futures::select_biased! {
				_ = stop => break,
				message = messages.next() => message,
			};
			let Some(first) = first else { break };
			// With what has come meanwhile, and comes while that is checked.
			let more = iter::from_fn(|| messages.next().now_or_never().flatten());
			self.on_messages(iter::once(first).chain(more));
		}
	}
}
