//! Layers of a title, fetched and put into the form in which players take them (C10).
//!
//! ```text
//! chain: shown_of ─► chosen ─► fetched by CID ─┬─ subtitle: checked `WebVTT`, told the film's clock
//!                                              ├─ dub: cut into pieces of fragmented MP4
//!                                              └─ effect: the file as it is
//! ```
//!
//! A layer is somebody else's: one that is broken, too large or cannot be reached in time is left out with an event that says
//! why, and the film is played without it.

use crate::{
	Error, Result,
	account::to_ss58,
	file::Sources,
	media::dub::{Sound, cut_sound},
	output::Output,
};
use cid::Cid;
use reel_primitives::{
	AccountId,
	layers::{Language, Layer, LayerId, LayerKind},
};
use serde_json::{Value, json};
use std::{
	collections::BTreeSet,
	path::{Path, PathBuf},
	str::FromStr,
	time::Duration,
};
use tempfile::TempDir;
use tokio::{fs, time::timeout};

/// Largest file of a subtitle, in bytes.
pub const MAX_SUBTITLE_BYTES: u64 = 4 << 20;

/// Largest file of a dub or an effect, in bytes.
pub const MAX_MEDIA_BYTES: u64 = 2 << 30;

/// Which layers are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
	/// All subtitles; of the language asked for the dubs and effects, too.
	Auto,
	/// None.
	None,
	/// Those with these numbers.
	These(BTreeSet<LayerId>),
}

impl FromStr for Choice {
	type Err = String;

	fn from_str(text: &str) -> std::result::Result<Self, String> {
		match text {
			"auto" => Ok(Self::Auto),
			"none" => Ok(Self::None),
			numbers => numbers
				.split(',')
				.map(|number| number.trim().parse().ok())
				.collect::<Option<_>>()
				.map(Self::These)
				.ok_or_else(|| format!("{text:?}: write auto, none, or numbers such as 3,7")),
		}
	}
}

/// What a viewer wants to see beside the film.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
	/// Which layers.
	pub choice: Choice,
	/// In which language.
	pub language: Option<Language>,
}

/// The part of a tag in front of its first hyphen: `pt` of `pt-BR`.
fn primary(language: &Language) -> &str {
	language.tag().split('-').next().unwrap_or_default()
}

impl Wish {
	/// Whether a layer is in the language asked for; one in which nothing is said is in every.
	fn speaks(&self, language: &Language) -> bool {
		let of = |asked: &Language| primary(asked).eq_ignore_ascii_case(primary(language));
		self.language.as_ref().is_some_and(|asked| of(asked) || language.tag() == "zxx")
	}

	/// Whether a layer is to be shown.
	pub fn takes<A>(&self, id: LayerId, layer: &Layer<A>) -> bool {
		match &self.choice {
			Choice::Auto => layer.kind == LayerKind::Subtitle || self.speaks(&layer.language),
			Choice::None => false,
			Choice::These(ids) => ids.contains(&id),
		}
	}
}

/// A layer as a player takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
	/// Its number.
	pub id: LayerId,
	/// Its language.
	pub language: Language,
	/// Whether a player that is told nothing else is to choose it: at most one is.
	pub is_default: bool,
	/// What is served.
	pub form: Form,
}

/// What is served of a layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
	/// `WebVTT` of the whole film, on the film's clock.
	Subtitle(PathBuf),
	/// Sound in pieces.
	Dub(Sound),
	/// A file that the viewer opens.
	Effect(PathBuf),
}

impl Form {
	/// Of which kind it is.
	pub const fn kind(&self) -> LayerKind {
		match self {
			Self::Subtitle(_) => LayerKind::Subtitle,
			Self::Dub(_) => LayerKind::Dub,
			Self::Effect(_) => LayerKind::Effect,
		}
	}
}

/// The layers that are shown, ascending, and the directory that their files are in.
#[derive(Debug, Default)]
pub struct Layers {
	/// The layers.
	pub shown: Vec<Shown>,
	/// Removed when the viewing is over.
	_directory: Option<TempDir>,
}

/// A layer as a line of text and as fields of an event.
fn described(id: LayerId, layer: &Layer<AccountId>) -> (String, Value) {
	let language = layer.language.tag();
	let text = format!("layer {id}, {:?} {language}", layer.kind);
	let fields = json!({
		"layer": id,
		"kind": layer.kind,
		"language": language,
		"size_bytes": layer.file.size_bytes,
		"activator": to_ss58(&layer.activator),
	});
	(text, fields)
}

/// Tells which layers a title has and which of them the viewer wants. The wanted ones.
pub fn choose(
	layers: Vec<(LayerId, Layer<AccountId>)>,
	wish: &Wish,
	output: Output,
) -> Vec<(LayerId, Layer<AccountId>)> {
	let (mut lines, mut told) = (Vec::new(), Vec::new());
	for (id, layer) in &layers {
		let (text, mut fields) = described(*id, layer);
		let is_chosen = wish.takes(*id, layer);
		lines.push(if is_chosen { text } else { format!("{text} (--layers {id})") });
		if let Some(fields) = fields.as_object_mut() {
			fields.insert("chosen".to_owned(), is_chosen.into());
		}
		told.push(fields);
	}
	if !told.is_empty() {
		output.event("layers", &lines.join("\n"), json!({ "layers": told }));
	}
	if let Choice::These(ids) = &wish.choice {
		for id in ids.iter().filter(|id| layers.iter().all(|(there, _)| there != *id)) {
			let text = "it is not accepted for this title, or was stopped";
			leave_out(Some(*id), &Error::NotFound(text.to_owned()), output);
		}
	}
	layers.into_iter().filter(|(id, layer)| wish.takes(*id, layer)).collect()
}

/// Tells why a layer, or all of them, are not shown.
pub fn leave_out(id: Option<LayerId>, error: &Error, output: Output) {
	let what = id.map_or_else(|| "layers".to_owned(), |id| format!("layer {id}"));
	let fields = json!({ "layer": id, "label": error.label(), "message": error.to_string() });
	output.event("layer-left-out", &format!("without {what}: {error}"), fields);
}

/// Fetches layers and puts them into form, all at once. What is not ready within `patience` is left out.
///
/// # Errors
/// [`Error::File`] without room for temporary files.
pub async fn prepare(
	sources: &Sources,
	chosen: Vec<(LayerId, Layer<AccountId>)>,
	wish: &Wish,
	patience: Duration,
	output: Output,
) -> Result<Layers> {
	if chosen.is_empty() {
		return Ok(Layers::default());
	}
	let directory = TempDir::new().map_err(|error| Error::File(error.to_string()))?;
	let all = chosen.iter().map(|(id, layer)| {
		let directory = directory.path().join(id.to_string());
		async move { (*id, layer, timeout(patience, form(sources, layer, &directory)).await) }
	});
	let mut shown = Vec::new();
	for (id, layer, formed) in futures::future::join_all(all).await {
		let late = || Error::Timeout(format!("not there within {} s", patience.as_secs()));
		match formed.unwrap_or_else(|_| Err(late())) {
			Ok(form) => {
				let (text, fields) = described(id, layer);
				output.event("layer-shown", &text, fields);
				shown.push(Shown { id, language: layer.language, is_default: false, form });
			},
			Err(error) => leave_out(Some(id), &error, output),
		}
	}
	shown.sort_by_key(|layer| layer.id);
	choose_default(&mut shown, wish);
	Ok(Layers { shown, _directory: Some(directory) })
}

/// Of the language asked for the first dub, else the first subtitle.
fn choose_default(shown: &mut [Shown], wish: &Wish) {
	for kind in [LayerKind::Dub, LayerKind::Subtitle] {
		let is_it = |layer: &&mut Shown| layer.form.kind() == kind && wish.speaks(&layer.language);
		if let Some(first) = shown.iter_mut().find(is_it) {
			first.is_default = true;
			return;
		}
	}
}

/// Fetches one layer into a directory of its own, and puts it into form.
async fn form(sources: &Sources, layer: &Layer<AccountId>, directory: &Path) -> Result<Form> {
	let largest = match layer.kind {
		LayerKind::Subtitle => MAX_SUBTITLE_BYTES,
		LayerKind::Dub | LayerKind::Effect => MAX_MEDIA_BYTES,
	};
	let (size, is_sound) = (layer.file.size_bytes, layer.file.is_sound());
	if !is_sound || !layer.language.is_sound() {
		return Err(Error::Storage("the chain has no sound record of it".to_owned()));
	}
	if size > largest {
		return Err(Error::Storage(format!("its {size} bytes are more than {largest}")));
	}
	let cid = Cid::try_from(&layer.file.cid[..]);
	let cid = cid.map_err(|error| Error::Storage(error.to_string()))?;
	let failed =
		|path: &Path, error: std::io::Error| Error::File(format!("{}: {error}", path.display()));
	fs::create_dir_all(directory).await.map_err(|error| failed(directory, error))?;
	let file = directory.join("file");
	sources.fetch_file(&cid, size, &file).await?;
	Ok(match layer.kind {
		LayerKind::Subtitle => {
			let bytes = fs::read(&file).await.map_err(|error| failed(&file, error))?;
			let text = on_the_films_clock(&bytes)?;
			fs::write(&file, text).await.map_err(|error| failed(&file, error))?;
			Form::Subtitle(file)
		},
		LayerKind::Dub => Form::Dub(cut_sound(&file, directory).await?),
		LayerKind::Effect => Form::Effect(file),
	})
}

/// `WebVTT` with the header that ties its times to those of the film's segments, which begin at 0 (RFC 8216, 3.5).
///
/// # Errors
/// [`Error::Media`] for what is no `WebVTT`.
pub fn on_the_films_clock(bytes: &[u8]) -> Result<String> {
	let wrong = || Error::Media("it is no WebVTT: such a file begins with WEBVTT".to_owned());
	let text = std::str::from_utf8(bytes).map_err(|_| wrong())?;
	let text = text.strip_prefix('\u{feff}').unwrap_or(text);
	let text = text.replace("\r\n", "\n").replace('\r', "\n");
	let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
	let signature = first.strip_prefix("WEBVTT").ok_or_else(wrong)?;
	if !signature.is_empty() && !signature.starts_with([' ', '\t']) {
		return Err(wrong());
	}
	// The header ends at the first empty line. A clock of somebody else's segments is none of this film.
	let (header, cues) = match rest.strip_prefix('\n') {
		Some(cues) => ("", cues),
		None => rest.split_once("\n\n").unwrap_or((rest, "")),
	};
	let mut out = format!("{first}\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n");
	for line in header.lines().filter(|line| !line.starts_with("X-TIMESTAMP-MAP")) {
		out += line;
		out.push('\n');
	}
	out.push('\n');
	out += cues;
	Ok(out)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::output::Output;
	use reel_fragment_store::block::{RAW, cid_of};
	use reel_primitives::{
		ContentId,
		layers::{LayerFile, LayerStage, LayerTerms},
	};

	fn language(tag: &str) -> Language {
		Language::new(tag).expect("a tag")
	}

	fn layer(kind: LayerKind, tag: &str) -> Layer<AccountId> {
		Layer {
			content: ContentId([1; 32]),
			activator: AccountId::new([2; 32]),
			kind,
			language: language(tag),
			file: LayerFile {
				cid: cid_of(RAW, b"WEBVTT").to_bytes().try_into().expect("36 bytes"),
				size_bytes: 6,
			},
			terms: LayerTerms::Price { price_cfx: 0 },
			deposit_cfx: 1,
			stage: LayerStage::Accepted,
			stopped: None,
		}
	}

	#[test]
	fn what_is_shown_is_chosen_by_kind_language_and_number() {
		let wish = |choice: &str, tag: Option<&str>| Wish {
			choice: choice.parse().expect("a choice"),
			language: tag.map(language),
		};
		let layers = [
			(1, layer(LayerKind::Subtitle, "ko")),
			(2, layer(LayerKind::Dub, "pt-BR")),
			(3, layer(LayerKind::Dub, "de")),
			(4, layer(LayerKind::Effect, "zxx")),
		];
		for (wish, expected) in [
			(wish("auto", None), &[1][..]),
			(wish("auto", Some("pt")), &[1, 2, 4]),
			(wish("auto", Some("DE-AT")), &[1, 3, 4]),
			(wish("none", Some("de")), &[]),
			(wish("2, 3,9", None), &[2, 3]),
		] {
			let chosen = choose(layers.to_vec(), &wish, Output::new(true));
			let ids: Vec<LayerId> = chosen.iter().map(|(id, _)| *id).collect();
			assert_eq!(ids, expected, "{wish:?}");
		}
		for wrong in ["", "all", "1,", "-1"] {
			assert!(wrong.parse::<Choice>().is_err(), "{wrong}");
		}
	}

	#[test]
	fn of_the_language_asked_for_a_dub_goes_before_a_subtitle() {
		let shown =
			|id, tag: &str, form| Shown { id, language: language(tag), is_default: false, form };
		let sound = Sound { init: PathBuf::new(), segments: Vec::new() };
		let all = [
			shown(1, "de", Form::Subtitle(PathBuf::new())),
			shown(2, "ko", Form::Dub(sound.clone())),
			shown(3, "de", Form::Dub(sound)),
		];
		for (tag, expected) in [(Some("de"), Some(3)), (Some("fr"), None), (None, None)] {
			let mut all = all.to_vec();
			let wish = Wish { choice: Choice::Auto, language: tag.map(language) };
			choose_default(&mut all, &wish);
			let default = all.iter().find(|layer| layer.is_default).map(|layer| layer.id);
			assert_eq!(default, expected);
		}
	}

	#[test]
	fn subtitles_are_told_the_clock_of_the_film_and_have_to_be_subtitles() {
		let clock = "X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n";
		let cue = "00:01.000 --> 00:02.000\nHello\n";
		for (text, expected) in [
			(format!("WEBVTT\n\n{cue}"), format!("WEBVTT\n{clock}\n{cue}")),
			(format!("\u{feff}WEBVTT - ko\r\n\r\n{cue}"), format!("WEBVTT - ko\n{clock}\n{cue}")),
			(
				format!("WEBVTT\nKind: captions\nX-TIMESTAMP-MAP=LOCAL:0,MPEGTS:9\n\n{cue}"),
				format!("WEBVTT\n{clock}Kind: captions\n\n{cue}"),
			),
			("WEBVTT".to_owned(), format!("WEBVTT\n{clock}\n")),
		] {
			assert_eq!(on_the_films_clock(text.as_bytes()).expect("WebVTT"), expected);
		}
		for wrong in [&b""[..], b"WEBVTTX\n", b"1\n00:00:01,000 --> 00:00:02,000\n", b"\xff\xfe"] {
			assert!(matches!(on_the_films_clock(wrong), Err(Error::Media(_))));
		}
	}
}
