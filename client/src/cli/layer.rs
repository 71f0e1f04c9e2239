//! `layer`: subtitles, dubs and effects that others add to titles.

use super::{by_name, context::Context};
use crate::{
	Error, Result,
	account::to_ss58,
	chain::layers::{self, Act},
	file::put_file,
	magnet::Magnet,
	media::dub::{FORMATS, sound_codec},
	money::{format_cfx, parse_cfx},
	watch::layers::{MAX_MEDIA_BYTES, MAX_SUBTITLE_BYTES, on_the_films_clock},
};
use cid::Cid;
use clap::{Args, Subcommand};
use reel_primitives::{
	AccountId, BasisPoints,
	content::ReasonCode,
	layers::{Language, Layer, LayerFile, LayerId, LayerKind, LayerStage, LayerTerms},
};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tokio::fs;

#[derive(Debug, Subcommand)]
pub(super) enum LayerCommand {
	/// Offer a layer for a title.
	#[command(
		after_help = "Example: reel layer offer film.reel --kind subtitle --language ko --file ko.vtt --share 500 --key anna\n         reel layer offer film.reel --kind dub --language pt-BR --cid bafy... --size 48000000 --price 200 --key anna\n\nThe file is put into the store, which announces it to others: subtitles up to 4 MiB, a dub (best as AAC, which is taken as it\nis) or an effect up to 2 GiB. One that is in a store already is named by its CID: a raw block or a UnixFS file."
	)]
	Offer(OfferArgs),
	/// Accept an offer for one's title. A price is paid at once.
	#[command(after_help = "Example: reel layer accept 7 --key alice")]
	Accept {
		/// Number of the layer.
		layer: LayerId,
	},
	/// Decline an offer for one's title.
	#[command(after_help = "Example: reel layer decline 7 --key alice")]
	Decline {
		/// Number of the layer.
		layer: LayerId,
	},
	/// End a layer of one's title, with a week's notice.
	#[command(after_help = "Example: reel layer end 7 --key alice")]
	End {
		/// Number of the layer.
		layer: LayerId,
	},
	/// Take one's own layer back, unless it was paid for.
	#[command(after_help = "Example: reel layer withdraw 7 --key anna")]
	Withdraw {
		/// Number of the layer.
		layer: LayerId,
	},
	/// Remove a layer that is over; its activator's deposit is free.
	#[command(after_help = "Example: reel layer clear 7 --key anna")]
	Clear {
		/// Number of the layer.
		layer: LayerId,
	},
	/// Stop a layer, as a supervisor of the title's country.
	#[command(after_help = "Example: reel layer stop 7 --reason rights --key office")]
	Stop {
		/// Number of the layer.
		layer: LayerId,
		/// rights, unlawful, misleading, harmful or order.
		#[arg(long, value_parser = by_name::<ReasonCode>)]
		reason: ReasonCode,
	},
	/// Allow a layer again that was stopped.
	#[command(after_help = "Example: reel layer reinstate 7 --key office")]
	Reinstate {
		/// Number of the layer.
		layer: LayerId,
	},
	/// Pay what views have brought to all who added layers to a title.
	#[command(after_help = "Example: reel layer claim film.reel --key anna")]
	Claim {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
	},
	/// List the layers of a title.
	#[command(after_help = "Example: reel layer list film.reel --shown --json")]
	List {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
		/// Only those that a player may show now.
		#[arg(long)]
		shown: bool,
	},
}

#[derive(Debug, Args)]
pub(super) struct OfferArgs {
	/// Magnet, link, magnet file, or 0x content id.
	magnet: String,
	/// subtitle (`WebVTT`), dub (an audio track) or effect.
	#[arg(long, value_parser = by_name::<LayerKind>)]
	kind: LayerKind,
	/// Language as BCP 47 writes it, such as ko or pt-BR; zxx: none.
	#[arg(long, value_parser = parse_language)]
	language: Language,
	/// The file itself.
	#[arg(long, required_unless_present = "cid", conflicts_with_all = ["cid", "size"])]
	file: Option<PathBuf>,
	/// CID of a file that is in a store already.
	#[arg(long, requires = "size")]
	cid: Option<Cid>,
	/// Its size in bytes.
	#[arg(long, requires = "cid")]
	size: Option<u64>,
	/// Basis points of what the creator gets of the title: 100 are one percent.
	#[arg(long, value_name = "BASISPOINTS", required_unless_present = "price", conflicts_with = "price",
		value_parser = clap::value_parser!(u16).range(1..=10_000))]
	share: Option<BasisPoints>,
	/// In CFX, paid once when it is accepted; 0: a gift.
	#[arg(long, value_name = "CFX", value_parser = parse_cfx)]
	price: Option<u128>,
}

/// A language as BCP 47 writes it.
pub(super) fn parse_language(text: &str) -> Result<Language, String> {
	Language::new(text).ok_or_else(|| {
		format!("{text:?} is no language: write ko, pt-BR or zxx, 16 characters at most")
	})
}

pub(super) async fn layer(context: &Context, command: LayerCommand) -> Result<()> {
	let (act, layer, event, text) = match command {
		LayerCommand::Offer(arguments) => return offer(context, arguments).await,
		LayerCommand::List { magnet, shown } => return list(context, &magnet, shown).await,
		LayerCommand::Stop { layer, reason } => {
			let fields = json!({ "layer": layer, "reason": reason });
			let call = layers::stop(layer, reason);
			return context
				.send(call, "layer-stopped", "no player shows it any more", fields)
				.await;
		},
		LayerCommand::Claim { magnet } => {
			let content = Magnet::read(&magnet)?.content();
			let fields = json!({ "content": content.to_string() });
			let text = "what views have brought is paid";
			return context.send(layers::claim(&content), "layers-claimed", text, fields).await;
		},
		LayerCommand::Accept { layer } => (Act::Accept, layer, "layer-accepted", "accepted"),
		LayerCommand::Decline { layer } => (Act::Decline, layer, "layer-declined", "declined"),
		LayerCommand::End { layer } => (Act::End, layer, "layer-ending", "ends in a week"),
		LayerCommand::Withdraw { layer } => {
			(Act::Withdraw, layer, "layer-withdrawn", "withdrawn, its deposit is free")
		},
		LayerCommand::Clear { layer } => (Act::Clear, layer, "layer-cleared", "removed"),
		LayerCommand::Reinstate { layer } => {
			(Act::Reinstate, layer, "layer-reinstated", "allowed again")
		},
	};
	let text = format!("layer {layer}: {text}");
	context.send(layers::act(act, layer), event, &text, json!({ "layer": layer })).await
}

/// Refuses a file that no player would show.
///
/// # Errors
/// [`Error::Usage`], [`Error::Media`], [`Error::NotFound`], [`Error::File`].
async fn check_file(kind: LayerKind, path: &Path) -> Result<()> {
	let failed = |error| Error::of_file(path, &error);
	let size = fs::metadata(path).await.map_err(failed)?.len();
	let most = if kind == LayerKind::Subtitle { MAX_SUBTITLE_BYTES } else { MAX_MEDIA_BYTES };
	if size > most {
		let path = path.display();
		return Err(Error::Usage(format!("{path} has {size} bytes, and players take {most}")));
	}
	match kind {
		LayerKind::Subtitle => on_the_films_clock(&fs::read(path).await.map_err(failed)?).map(drop),
		LayerKind::Dub => match sound_codec(path).await {
			Err(Error::Media(text)) => {
				Err(Error::Media(format!("{text}; a dub is sound in one of {FORMATS}")))
			},
			found => found.map(drop),
		},
		LayerKind::Effect => Ok(()),
	}
}

/// Puts the file where it is found, and offers it.
async fn offer(context: &Context, arguments: OfferArgs) -> Result<()> {
	let OfferArgs { magnet, kind, language, file, cid, size, share, price } = arguments;
	let content = Magnet::read(&magnet)?.content();
	let (cid, size_bytes) = match (file, cid) {
		(Some(path), _) => {
			check_file(kind, &path).await?;
			let store = if context.is_dry() { None } else { Some(context.store()?) };
			put_file(store.as_ref(), &path).await?
		},
		(None, Some(cid)) => (cid, size.unwrap_or_default()),
		(None, None) => return Err(Error::Usage("give --file, or --cid and --size".to_owned())),
	};
	let wrong =
		|| Error::Usage(format!("{cid} is no CID of version 1 over SHA2-256, raw or UnixFS"));
	let bytes: [u8; 36] = cid.to_bytes().try_into().map_err(|_| wrong())?;
	let file = LayerFile { cid: bytes, size_bytes };
	if !file.is_sound() {
		return Err(wrong());
	}
	let terms = match share {
		Some(share_bp) => LayerTerms::Share { share_bp },
		None => LayerTerms::Price { price_cfx: price.unwrap_or_default() },
	};
	let fields = json!({
		"content": content.to_string(),
		"kind": kind,
		"language": language.tag(),
		"cid": cid.to_string(),
		"size_bytes": size_bytes,
		"terms": told(&terms),
	});
	let text = format!("offered {cid} for {content}; its creator accepts or declines");
	let call = layers::offer(&content, kind, &language, &file, &terms);
	context.send_numbered(call, "layer-offered", "layer", &text, fields).await
}

fn told(terms: &LayerTerms) -> Value {
	match terms {
		LayerTerms::Share { share_bp } => json!({ "share_bp": share_bp }),
		LayerTerms::Price { price_cfx } => json!({ "price_planck": price_cfx.to_string() }),
	}
}

/// One layer as a line of text and as fields.
fn described(id: LayerId, layer: &Layer<AccountId>) -> (String, Value) {
	let cid = Cid::try_from(&layer.file.cid[..]).map(|cid| cid.to_string()).unwrap_or_default();
	let cost = match layer.terms {
		LayerTerms::Share { share_bp } => format!("{share_bp} basis points"),
		LayerTerms::Price { price_cfx } => format!("{} CFX", format_cfx(price_cfx)),
	};
	let (stage, ends) = match layer.stage {
		LayerStage::Offered => ("offered", None),
		LayerStage::Accepted => ("accepted", None),
		LayerStage::Ending { ends } => ("ending", Some(ends)),
	};
	let stopped = if layer.stopped.is_some() { ", STOPPED" } else { "" };
	let (activator, language) = (to_ss58(&layer.activator), layer.language.tag());
	let text = format!(
		"{id}: {:?} {language}, {cid}, {} bytes, of {activator} for {cost}, {stage}{stopped}",
		layer.kind, layer.file.size_bytes
	);
	let fields = json!({
		"layer": id,
		"kind": layer.kind,
		"language": language,
		"cid": cid,
		"size_bytes": layer.file.size_bytes,
		"activator": activator,
		"terms": told(&layer.terms),
		"stage": stage,
		"ends_in_round": ends,
		"stopped": layer.stopped,
	});
	(text, fields)
}

async fn list(context: &Context, magnet: &str, shown: bool) -> Result<()> {
	let content = Magnet::read(magnet)?.content();
	let layers = context.chain().await?.layers_of(&content, shown).await?;
	let (lines, fields): (Vec<_>, Vec<_>) =
		layers.iter().map(|(id, layer)| described(*id, layer)).unzip();
	let text = if lines.is_empty() { format!("{content} has no layers") } else { lines.join("\n") };
	let fields = json!({ "content": content.to_string(), "layers": fields });
	context.output.event("layers", &text, fields);
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use reel_fragment_store::block::{RAW, cid_of};
	use reel_primitives::ContentId;

	#[tokio::test]
	async fn a_file_that_no_player_would_show_is_not_offered() {
		let folder = tempfile::tempdir().expect("a temporary directory can be made");
		let path = folder.path().join("ko.vtt");
		for (kind, text, is_good) in [
			(LayerKind::Subtitle, "WEBVTT\n", true),
			(LayerKind::Subtitle, "1\n00:00:01,000 --> 00:00:02,000\n", false),
			(LayerKind::Dub, "WEBVTT\n", false),
			(LayerKind::Effect, "WEBVTT\n", true),
		] {
			std::fs::write(&path, text).expect("it can be written");
			assert_eq!(check_file(kind, &path).await.is_ok(), is_good, "{kind:?}");
		}
		let large = std::fs::File::create(&path).expect("it can be made");
		large.set_len(MAX_SUBTITLE_BYTES + 1).expect("it can be made longer");
		let error = check_file(LayerKind::Subtitle, &path).await.expect_err("too large");
		assert_eq!(error.exit_code(), 2);
		let missing = check_file(LayerKind::Effect, &folder.path().join("none")).await;
		assert_eq!(missing.expect_err("not there").exit_code(), 3);
	}

	#[test]
	fn a_layer_is_told_with_its_file_terms_and_stage() {
		let cid = cid_of(RAW, b"WEBVTT");
		let layer = Layer {
			content: ContentId([1; 32]),
			activator: AccountId::new([2; 32]),
			kind: LayerKind::Subtitle,
			language: Language::new("ko").expect("a tag"),
			file: LayerFile { cid: cid.to_bytes().try_into().expect("36 bytes"), size_bytes: 6 },
			terms: LayerTerms::Share { share_bp: 500 },
			deposit_cfx: 1,
			stage: LayerStage::Ending { ends: 9 },
			stopped: None,
		};
		assert!(layer.file.is_sound());
		let (text, fields) = described(7, &layer);
		assert!(text.starts_with(&format!("7: Subtitle ko, {cid}, 6 bytes, of 5")), "{text}");
		assert_eq!(fields["terms"]["share_bp"], 500);
		assert_eq!(fields["ends_in_round"], 9);
		assert_eq!(fields["kind"], "subtitle");
	}
}
