//! Subtitles, dubs and effects that others add to titles (C10).

use super::{
	Chain,
	calls::{Call, bytes, content_id, named, number, wrapped},
};
use crate::Result;
use reel_primitives::{
	AccountId, ContentId,
	content::ReasonCode,
	layers::{Language, Layer, LayerFile, LayerId, LayerKind, LayerTerms},
};
use subxt::dynamic::Value;

pub(super) const LAYERS: &str = "Layers";

/// What happens to one layer, by its creator, activator or supervisor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
	/// The creator accepts it.
	Accept,
	/// The creator declines it.
	Decline,
	/// The creator ends it, with notice.
	End,
	/// The activator takes it back.
	Withdraw,
	/// Anyone removes it once it is over.
	Clear,
	/// A supervisor allows it again.
	Reinstate,
}

impl Act {
	const fn call(self) -> &'static str {
		match self {
			Self::Accept => "accept",
			Self::Decline => "decline",
			Self::End => "end",
			Self::Withdraw => "withdraw",
			Self::Clear => "clear",
			Self::Reinstate => "reinstate",
		}
	}
}

/// Offers a layer for a title.
pub fn offer(
	content: &ContentId,
	kind: LayerKind,
	language: &Language,
	file: &LayerFile,
	terms: &LayerTerms,
) -> Call {
	let file = Value::named_composite([
		("cid", bytes(&file.cid)),
		("size_bytes", number(file.size_bytes)),
	]);
	let terms = match *terms {
		LayerTerms::Share { share_bp } => {
			Value::named_variant("Share", [("share_bp", number(share_bp))])
		},
		LayerTerms::Price { price_cfx } => {
			Value::named_variant("Price", [("price_cfx", number(price_cfx))])
		},
	};
	let fields = vec![
		("content", content_id(content)),
		("kind", named(&kind)),
		("language", wrapped(&language.0)),
		("file", file),
		("terms", terms),
	];
	Call { pallet: LAYERS, name: "offer", fields }
}

/// Does something to a layer.
pub fn act(act: Act, layer: LayerId) -> Call {
	Call { pallet: LAYERS, name: act.call(), fields: vec![("layer", number(layer))] }
}

/// Stops a layer.
pub fn stop(layer: LayerId, reason: ReasonCode) -> Call {
	let fields = vec![("layer", number(layer)), ("reason", named(&reason))];
	Call { pallet: LAYERS, name: "stop", fields }
}

/// Pays what is owed of views to all layers of a title.
pub fn claim(content: &ContentId) -> Call {
	Call { pallet: LAYERS, name: "claim", fields: vec![("content", content_id(content))] }
}

impl Chain {
	/// The layers of a title, oldest first; with `shown` only those that a player may show now.
	///
	/// # Errors
	/// [`crate::Error::Node`].
	pub async fn layers_of(
		&self,
		content: &ContentId,
		shown: bool,
	) -> Result<Vec<(LayerId, Layer<AccountId>)>> {
		let name = if shown { "shown_of" } else { "layers_of" };
		self.view(LAYERS, name, content).await
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn calls_are_named_as_on_chain() {
		let file = LayerFile { cid: [1; 36], size_bytes: 5 };
		let language = Language::new("ko").expect("a tag");
		let terms = LayerTerms::Share { share_bp: 500 };
		let call = offer(&ContentId([1; 32]), LayerKind::Dub, &language, &file, &terms);
		assert_eq!(call.to_string(), "Layers.offer");
		assert_eq!(call.fields[1].1, Value::unnamed_variant("Dub", []));
		assert_eq!(act(Act::End, 3).to_string(), "Layers.end");
		assert_eq!(stop(3, ReasonCode::Rights).fields.len(), 2);
	}
}
