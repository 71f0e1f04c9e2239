//! Which files are of one recording.

use super::{Fitting, Hand};
use crate::fuzz::world::Route;
use pallet_content_identification::{Appeals, Call, Files, Patterns};
use reel_primitives::{
	ContentId, Hash32, blake2b_256,
	pattern::{FileIdentity, PatternId, Ruling},
};
use reelchain_runtime::{AccountId, ContentIdentification, ContentRegistry, Runtime, RuntimeCall};

/// Files that there are in all, so that the same one comes again.
const FILES: u32 = 400;

impl Hand<'_> {
	pub(super) fn patterns(&mut self) -> Fitting {
		let creator = self.pick(&self.world.creators);
		let supervisor = self.pick(&self.world.supervisors);
		match self.up_to(40) {
			0..=7 => {
				let (identity, pattern) = (self.identity(), self.named());
				let call = Call::<Runtime>::register_file { identity, pattern };
				(Route::Signed(creator), call.into())
			},
			8..=14 => {
				let content = self.registered();
				let creator = match ContentRegistry::title(content) {
					Some(title) if self.coin(0.9) => title.record.creator,
					_ => creator,
				};
				(Route::Signed(creator), self.identify(content))
			},
			15..=22 => {
				let (pattern, who) = match self.coin(0.8) {
					true => (self.known(), creator),
					// Again.
					false => self.appealed(),
				};
				let (file, evidence) = (self.file_hash(), [7; 32]);
				let call = Call::<Runtime>::appeal { pattern, file, evidence };
				(Route::Signed(who), call.into())
			},
			23..=25 => {
				let (pattern, appellant) = self.appealed();
				(Route::Signed(appellant), Call::<Runtime>::withdraw_appeal { pattern }.into())
			},
			26..=30 => {
				let (pattern, appellant) = self.appealed();
				let ruling =
					self.pick(&[Ruling::Dismissed, Ruling::Permitted, Ruling::Transferred]);
				let call = Call::<Runtime>::rule { pattern, appellant, ruling };
				(Route::Signed(supervisor), call.into())
			},
			31..=34 => {
				let (kept, gone) = (self.known(), self.known());
				(Route::Signed(supervisor), Call::<Runtime>::link { kept, gone }.into())
			},
			35 | 36 => {
				let leading = Patterns::<Runtime>::iter().find(|(_, one)| one.leads_to.is_some());
				let pattern = match leading {
					Some((pattern, _)) if self.coin(0.8) => pattern,
					_ => self.known(),
				};
				(Route::Signed(supervisor), Call::<Runtime>::unlink { pattern }.into())
			},
			_ => {
				let shared = Files::<Runtime>::iter()
					.find(|(file, known)| PatternId::opened_by(file, 0) != known.pattern);
				let file = match shared {
					Some((file, _)) if self.coin(0.6) => file,
					_ => self.file_hash(),
				};
				(Route::Signed(supervisor), Call::<Runtime>::split { file }.into())
			},
		}
	}

	/// Says of what file a title is: one that is like no other, in most cases.
	pub(super) fn identify(&mut self, content: ContentId) -> RuntimeCall {
		let (identity, pattern) = match self.coin(0.8) {
			true => (FileIdentity { file: content.0, fingerprint: [1; 32] }, None),
			false => (self.identity(), self.named()),
		};
		Call::<Runtime>::identify_title { content, identity, pattern }.into()
	}

	fn file_hash(&mut self) -> Hash32 {
		blake2b_256(&[b"file", &self.up_to(FILES).to_le_bytes()])
	}

	fn identity(&mut self) -> FileIdentity {
		FileIdentity { file: self.file_hash(), fingerprint: [2; 32] }
	}

	/// None, one that there is, or one that there is not.
	fn named(&mut self) -> Option<PatternId> {
		self.coin(0.4).then(|| self.known())
	}

	/// A pattern that there is, in most cases.
	pub(super) fn known(&mut self) -> PatternId {
		for _ in 0..6 {
			let file = self.file_hash();
			if let Some(pattern) = ContentIdentification::pattern_of(file) {
				return pattern;
			}
		}
		PatternId::opened_by(&self.file_hash(), self.up_to(2))
	}

	/// A pattern with somebody who appealed, in most cases.
	fn appealed(&mut self) -> (PatternId, AccountId) {
		match Appeals::<Runtime>::iter_keys().next() {
			Some(appeal) if self.coin(0.9) => appeal,
			_ => (self.known(), self.pick(&self.world.creators)),
		}
	}
}
