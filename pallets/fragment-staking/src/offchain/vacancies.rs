//! Places that the curator may claim: found on a bounded walk over all titles, which goes on from run to run.

use super::{Run, memory, store::Store};
use crate::{Config, Pallet};
use alloc::vec::Vec;
use reel_fragments::{
	keeping::{MAX_WANTED, Piece},
	placement::Seat,
	span::span_count,
	traits::{Curators, KeptTitle, KeptTitles},
};

/// Spans looked at in one run. One that has all its replicas takes a few reads, a vacant one a score for each seat.
pub(super) const PIECES_PER_RUN: u32 = 128;

/// Titles read at once.
const TITLES_PER_READ: u32 = 16;

impl<T: Config, S: Store> Run<'_, T, S> {
	/// The spans that the curator may claim and is fetching, a few at most: those of the last run that are still to be
	/// had, and what the walk comes upon.
	pub(super) fn wanted(&self) -> Vec<Piece> {
		let roster = T::Curators::roster();
		let own = roster.iter().find(|seat| seat.curator == self.curator);
		if !self.is_live() || !own.is_some_and(|seat| seat.is_open) {
			memory::set_wanted(&[]);
			return Vec::new();
		}
		let mut wanted = memory::wanted();
		wanted.truncate(MAX_WANTED as usize);
		wanted.retain(|piece| {
			let title = T::Titles::title(&piece.content);
			title.is_some_and(|title| self.may_claim(&roster, piece, &title))
		});
		if wanted.len() < MAX_WANTED as usize {
			self.walk(&roster, &mut wanted);
		}
		memory::set_wanted(&wanted);
		wanted
	}

	/// As `check_start`, over a roster that is read once for all spans of a run.
	fn may_claim(&self, roster: &[Seat<T::AccountId>], piece: &Piece, title: &KeptTitle) -> bool {
		if !title.is_playable || piece.span >= span_count(title.cells) {
			return false;
		}
		let offer = Pallet::<T>::offer(&piece.content, piece.span, title);
		let holders = &offer.replicas.holders;
		offer.places > 0
			&& !holders.contains(&self.curator)
			&& offer.vacancy.admits(roster, holders, &self.curator, offer.places)
	}

	fn walk(&self, roster: &[Seat<T::AccountId>], wanted: &mut Vec<Piece>) {
		let mut at = memory::walked();
		let mut left = PIECES_PER_RUN;
		// The rest of the title where the last run stopped.
		if let Some(piece) = at {
			let next = piece.span.saturating_add(1);
			at = self.look(roster, &piece, next, &mut left, wanted).or(at);
		}
		while left > 0 && wanted.len() < MAX_WANTED as usize {
			let after = at.map(|piece| piece.content);
			let titles = T::Titles::titles_after(after.as_ref(), TITLES_PER_READ);
			if titles.is_empty() {
				// Behind the last one it begins again, with the next block.
				at = None;
				break;
			}
			for content in titles {
				let first = Piece { content, span: 0 };
				left = left.saturating_sub(1);
				// A title is passed also when nothing of it was looked at, lest the walk stands still at it.
				at = self
					.look(roster, &first, 0, &mut left, wanted)
					.or(Some(Piece { content, span: u32::MAX }));
				if left == 0 || wanted.len() >= MAX_WANTED as usize {
					break;
				}
			}
		}
		memory::set_walked(at);
	}

	/// Looks at the spans of a title from `from` on; returns the last one that it looked at.
	fn look(
		&self,
		roster: &[Seat<T::AccountId>],
		piece: &Piece,
		from: u32,
		left: &mut u32,
		wanted: &mut Vec<Piece>,
	) -> Option<Piece> {
		let title = T::Titles::title(&piece.content).filter(|title| title.is_playable)?;
		let mut last = None;
		for span in from..span_count(title.cells) {
			if *left == 0 || wanted.len() >= MAX_WANTED as usize {
				break;
			}
			*left = left.saturating_sub(1);
			let one = Piece { content: piece.content, span };
			last = Some(one);
			let is_new = !wanted.contains(&one) && !memory::is_backed_off::<T>(&one, self.block);
			if is_new && self.may_claim(roster, &one, &title) {
				wanted.push(one);
			}
		}
		last
	}
}
