//! What others add to titles.

use super::{Fitting, Hand};
use crate::fuzz::world::Route;
use pallet_layers::{Call, Layers, NextLayer, SharesOf, Stage};
use rand::Rng;
use reel_primitives::{
	ContentId,
	content::ReasonCode,
	layers::{CID_BYTES, Language, LayerFile, LayerKind, LayerTerms},
};
use reelchain_runtime::{AccountId, ContentRegistry, Runtime};

impl Hand<'_> {
	pub(super) fn layers(&mut self) -> Fitting {
		let somebody = self.somebody();
		let (layer, activator, creator, supervisor) = self.known_layer();
		match self.up_to(40) {
			0..=11 => {
				let content = self.registered();
				let call = Call::<Runtime>::offer {
					content,
					kind: self.pick(&[LayerKind::Subtitle, LayerKind::Dub, LayerKind::Effect]),
					language: self.language(),
					file: self.file(),
					terms: self.layer_terms(),
				};
				(Route::Signed(somebody), call.into())
			},
			12..=21 => (Route::Signed(creator), Call::<Runtime>::accept { layer }.into()),
			22 | 23 => (Route::Signed(creator), Call::<Runtime>::decline { layer }.into()),
			24..=26 => (Route::Signed(activator), Call::<Runtime>::withdraw { layer }.into()),
			27..=29 => (Route::Signed(creator), Call::<Runtime>::end { layer }.into()),
			30 | 31 => (Route::Signed(somebody), Call::<Runtime>::clear { layer }.into()),
			32..=34 => {
				let content = self.owing();
				(Route::Signed(somebody), Call::<Runtime>::claim { content }.into())
			},
			35..=37 => {
				let reason = self.pick(&[ReasonCode::Rights, ReasonCode::Harmful]);
				(Route::Signed(supervisor), Call::<Runtime>::stop { layer, reason }.into())
			},
			_ => (Route::Signed(supervisor), Call::<Runtime>::reinstate { layer }.into()),
		}
	}

	/// A layer that there is, in most cases, with its activator, and the creator and supervisor of its title.
	fn known_layer(&mut self) -> (u64, AccountId, AccountId, AccountId) {
		let next = NextLayer::<Runtime>::get();
		let mut strangers = (next, self.somebody(), self.somebody(), self.somebody());
		for _ in 0..8 {
			let id = self.random.gen_range(0..=next);
			let Some(layer) = Layers::<Runtime>::get(id) else { continue };
			// What is offered is what most is done with.
			if layer.stage != Stage::Offered && self.coin(0.4) {
				continue;
			}
			if let Some(title) = ContentRegistry::title(layer.content).filter(|_| self.coin(0.9)) {
				let supervisor = title.record.supervisor;
				return (id, layer.activator, title.record.creator, supervisor);
			}
			strangers.0 = id;
		}
		strangers
	}

	fn language(&mut self) -> Language {
		match self.up_to(12) {
			0 => Language([0; 16]),
			1 => Language([b'k'; 16]),
			_ => Language::new("pt-BR").expect("a tag"),
		}
	}

	fn file(&mut self) -> LayerFile {
		let mut cid = [7; CID_BYTES];
		let codec = if self.coin(0.9) { 0x55 } else { 0x71 };
		cid[..4].copy_from_slice(&[1, codec, 0x12, 0x20]);
		LayerFile { cid, size_bytes: self.random.gen_range(0..1_000) }
	}

	fn layer_terms(&mut self) -> LayerTerms {
		match self.up_to(20) {
			0 => LayerTerms::Share { share_bp: self.pick(&[0, 10_001, u16::MAX]) },
			1..=12 => LayerTerms::Share { share_bp: self.random.gen_range(1..6_000) },
			_ => LayerTerms::Price { price_cfx: self.amount() / 10 },
		}
	}

	/// A title of which activators are owed something, in most cases.
	fn owing(&mut self) -> ContentId {
		let owing = SharesOf::<Runtime>::iter()
			.find(|(_, shares)| shares.iter().any(|share| share.owed_cfx > 0));
		match owing {
			Some((content, _)) if self.coin(0.8) => content,
			_ => self.registered(),
		}
	}
}
