//! A bounded number of threads that share out a group of work.
//!
//! Threads live as long as the group: to start one costs some 30 µs, a group of a thousand plays some 20 ms. Buffers
//! outlive them.

use std::{
	collections::BTreeMap,
	iter,
	sync::{
		Mutex, PoisonError,
		atomic::{AtomicUsize, Ordering},
	},
	thread,
};

/// Parts worked on and not kept yet from which on a thread waits for the one that keeps, and does not go on.
const MAX_WAITING: usize = 16;

/// Threads at most, and buffers for each.
pub(crate) struct Pool<S> {
	threads: usize,
	buffers: Mutex<Vec<S>>,
}

impl<S: Default + Send> Pool<S> {
	/// `threads`: at least one is taken.
	pub(crate) fn new(threads: usize) -> Self {
		Self { threads: threads.max(1), buffers: Mutex::default() }
	}

	/// Does `work` on `items`, at most `chunk` of them at a time; what it gives, in the order of the chunks.
	///
	/// # Panics
	/// When `work` does.
	pub(crate) fn run<T: Sync, R: Send>(
		&self,
		items: &[T],
		chunk: usize,
		work: impl Fn(&mut S, usize, &[T]) -> R + Sync,
	) -> Vec<R> {
		let chunks: Vec<&[T]> = items.chunks(chunk.max(1)).collect();
		let next = AtomicUsize::new(0);
		let done: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(chunks.len()));
		let worker = || {
			let mut buffer = self.take();
			loop {
				let place = next.fetch_add(1, Ordering::Relaxed);
				let Some(chunk) = chunks.get(place) else { break };
				let result = work(&mut buffer, place, chunk);
				done.lock().unwrap_or_else(PoisonError::into_inner).push((place, result));
			}
			self.buffers.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
		};
		thread::scope(|scope| {
			for _ in 1..self.threads.min(chunks.len()) {
				scope.spawn(worker);
			}
			worker();
		});
		let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
		done.sort_unstable_by_key(|(place, _)| *place);
		done.into_iter().map(|(_, result)| result).collect()
	}

	/// Does `work` on each part that `next_part` gives, until it gives none, and `keep` on what comes of it, in the order of the
	/// parts: one at a time, while others are still worked on. One part alone starts no thread.
	///
	/// # Panics
	/// When one of the three does.
	pub(crate) fn run_and_keep<T: Send, R: Send>(
		&self,
		mut next_part: impl FnMut() -> Option<T> + Send,
		work: impl Fn(&mut S, T) -> R + Sync,
		keep: impl FnMut(R) + Send,
	) {
		let Some(first) = next_part() else { return };
		let second = next_part();
		let helpers = if second.is_some() { self.threads.saturating_sub(1) } else { 0 };
		let begun = [Some(first), second].into_iter().flatten();
		let parts = Mutex::new(begun.chain(iter::from_fn(next_part)).fuse().enumerate());
		let done: Mutex<BTreeMap<usize, R>> = Mutex::default();
		let keeper = Mutex::new((0, keep));
		let next_part = || parts.lock().unwrap_or_else(PoisonError::into_inner).next();
		let worker = || {
			let mut buffer = self.take();
			while let Some((place, part)) = next_part() {
				let result = work(&mut buffer, part);
				let waiting = {
					let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
					done.insert(place, result);
					done.len()
				};
				// Whoever has the keeper sees to it that nothing is left: see below.
				let keeper =
					if waiting < MAX_WAITING { keeper.try_lock().ok() } else { keeper.lock().ok() };
				let Some(mut keeper) = keeper else { continue };
				let (next, keep) = &mut *keeper;
				keep_ready(&done, next, keep);
			}
			self.buffers.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
		};
		thread::scope(|scope| {
			for _ in 0..helpers {
				scope.spawn(worker);
			}
			worker();
		});
		// What was done while another had the keeper, and was just about to let go of it.
		let (mut next, mut keep) = keeper.into_inner().unwrap_or_else(PoisonError::into_inner);
		keep_ready(&done, &mut next, &mut keep);
	}

	fn take(&self) -> S {
		self.buffers.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
	}
}

/// Keeps what is done and next in order.
fn keep_ready<R>(done: &Mutex<BTreeMap<usize, R>>, next: &mut usize, keep: &mut impl FnMut(R)) {
	let ready = |next: usize| done.lock().unwrap_or_else(PoisonError::into_inner).remove(&next);
	while let Some(result) = ready(*next) {
		*next += 1;
		keep(result);
	}
}

impl<B> Pool<Vec<B>> {
	/// Gives back what was taken out of the buffers.
	pub(crate) fn give(&self, those: Vec<B>) {
		let mut buffers = self.buffers.lock().unwrap_or_else(PoisonError::into_inner);
		let count = buffers.len().max(1);
		for (place, one) in those.into_iter().enumerate() {
			if let Some(buffer) = buffers.get_mut(place % count) {
				buffer.push(one);
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn all_items_are_worked_on_once_and_results_keep_their_order() {
		let items: Vec<u32> = (0..1_000).collect();
		for threads in [0, 1, 2, 5] {
			let pool = Pool::<Vec<u32>>::new(threads);
			for chunk in [1, 7, 1_000, 5_000] {
				let done = pool.run(&items, chunk, |buffer, place, items| {
					buffer.clear();
					buffer.extend(items);
					(place, buffer.clone())
				});
				assert!(done.iter().enumerate().all(|(at, (place, _))| at == *place));
				let all: Vec<u32> = done.into_iter().flat_map(|(_, items)| items).collect();
				assert_eq!(all, items);
			}
			assert!(pool.buffers.lock().unwrap().len() <= threads.max(1));
		}
	}

	#[test]
	fn what_was_worked_on_is_kept_once_and_in_order() {
		for threads in [0, 1, 2, 5] {
			let pool = Pool::<Vec<u32>>::new(threads);
			for count in [0, 1, 2, 3, 500] {
				let mut parts = (0..count).map(Box::new);
				let mut kept = Vec::new();
				pool.run_and_keep(
					|| parts.next(),
					|buffer, part| {
						buffer.push(*part);
						*part
					},
					|part| kept.push(part),
				);
				assert_eq!(kept, (0..count).collect::<Vec<_>>());
			}
		}
	}

	#[test]
	fn no_items_are_no_work() {
		let done = Pool::<()>::new(2).run(&[] as &[u8], 4, |_, _, _| ());
		assert!(done.is_empty());
	}
}
