//! What a file is: film, or music, which has no picture but perhaps a cover.

use super::run;
use crate::{Error, Result};
use serde::Deserialize;
use std::{
	collections::BTreeMap,
	ffi::{OsStr, OsString},
	path::Path,
};

/// Size of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
	/// Width in pixels.
	pub width: u32,
	/// Height in pixels.
	pub height: u32,
}

/// The sound of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
	/// Codec as `ffprobe` calls it, such as `aac`.
	pub codec: String,
	/// Profile of the codec, such as `LC`; empty when there is none.
	pub profile: String,
	/// Channels.
	pub channels: u32,
	/// Samples in a second.
	pub rate_hz: u32,
}

/// Facts of a source file: it has a picture, or sound, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
	/// Play time in milliseconds, above 0; of some formats an estimate.
	pub duration_ms: u64,
	/// What there is to see; `None` is music.
	pub picture: Option<Picture>,
	/// What there is to hear.
	pub sound: Option<Track>,
	/// Which stream is its cover: a picture that is no film.
	pub cover: Option<u32>,
	/// Its tags, names in small letters.
	pub tags: BTreeMap<String, String>,
}

impl Probe {
	/// What it is, for people.
	pub const fn what(&self) -> &'static str {
		match self.picture {
			Some(_) => "film",
			None => "music",
		}
	}
}

#[derive(Deserialize)]
struct Answer {
	#[serde(default)]
	streams: Vec<Stream>,
	format: Option<Format>,
}

#[derive(Deserialize)]
struct Stream {
	#[serde(default)]
	index: u32,
	codec_type: Option<String>,
	#[serde(default)]
	codec_name: String,
	#[serde(default)]
	profile: String,
	width: Option<u32>,
	height: Option<u32>,
	channels: Option<u32>,
	sample_rate: Option<String>,
	#[serde(default)]
	disposition: Disposition,
	#[serde(default)]
	tags: BTreeMap<String, String>,
}

#[derive(Default, Deserialize)]
struct Disposition {
	#[serde(default)]
	attached_pic: u8,
}

impl Stream {
	fn is_of(&self, kind: &str) -> bool {
		self.codec_type.as_deref() == Some(kind)
	}

	const fn is_cover(&self) -> bool {
		self.disposition.attached_pic == 1
	}
}

#[derive(Deserialize)]
struct Format {
	duration: Option<String>,
	#[serde(default)]
	tags: BTreeMap<String, String>,
}

/// Asks `ffprobe` about a file.
///
/// # Errors
/// [`Error::Media`] when it is neither film nor music or has no length, [`Error::NotFound`] when it is not there.
pub async fn probe(file: &Path) -> Result<Probe> {
	if !file.is_file() {
		return Err(Error::NotFound(format!("{}: no such file", file.display())));
	}
	let arguments = ["-v", "error", "-of", "json", "-show_format", "-show_streams"].map(OsStr::new);
	let output = run("ffprobe", &[&arguments[..], &[file.as_os_str()]].concat()).await?;
	parse(&output)
}

fn parse(json: &[u8]) -> Result<Probe> {
	let Answer { streams, format } = serde_json::from_slice(json)
		.map_err(|error| Error::Media(format!("ffprobe's answer cannot be read: {error}")))?;
	let (pictures, covers): (Vec<&Stream>, Vec<&Stream>) =
		streams.iter().filter(|one| one.is_of("video")).partition(|one| !one.is_cover());
	let sound = streams.iter().find(|one| one.is_of("audio"));
	if pictures.is_empty() && sound.is_none() {
		return Err(Error::Media("there is neither film nor music in it".to_owned()));
	}
	let seconds: Option<f64> =
		format.as_ref().and_then(|format| format.duration.as_ref()?.parse().ok());
	let duration_ms = seconds.map_or(0, |seconds| (seconds * 1000.0).round() as u64);
	if duration_ms == 0 {
		return Err(Error::Media("it has no length".to_owned()));
	}
	// Some formats have tags of the file, others of its sound.
	let of_sound = sound.map(|sound| sound.tags.clone()).unwrap_or_default();
	let of_file = format.map(|format| format.tags).unwrap_or_default();
	let tags = of_sound.into_iter().chain(of_file);
	Ok(Probe {
		duration_ms,
		picture: pictures
			.first()
			.map(|one| Picture { width: one.width.unwrap_or(0), height: one.height.unwrap_or(0) }),
		sound: sound.map(|one| Track {
			codec: one.codec_name.clone(),
			profile: one.profile.clone(),
			channels: one.channels.unwrap_or(0),
			rate_hz: one.sample_rate.as_ref().and_then(|rate| rate.parse().ok()).unwrap_or(0),
		}),
		cover: covers.first().map(|one| one.index),
		tags: tags.map(|(name, value)| (name.to_lowercase(), value)).collect(),
	})
}

/// The cover of a file as it is in it, by the number of its stream.
///
/// # Errors
/// [`Error::Media`].
pub async fn cover(file: &Path, stream: u32) -> Result<Vec<u8>> {
	// `file:` keeps a name with a colon from being taken for a protocol.
	let mut input = OsString::from("file:");
	input.push(file.as_os_str());
	let place = format!("0:{stream}");
	let before = ["-nostdin", "-v", "error", "-i"].map(OsStr::new);
	let after = ["-map", &place, "-c", "copy", "-frames:v", "1", "-f", "image2pipe", "-"];
	let after = after.map(OsStr::new);
	run("ffmpeg", &[&before[..], &[input.as_os_str()], &after].concat()).await
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_answer_of_ffprobe_is_understood() {
		let json = br#"{"streams":[{"codec_type":"audio","codec_name":"aac","profile":"LC","channels":2,"sample_rate":"48000"},
			{"index":1,"codec_type":"video","width":320,"height":180}],"format":{"duration":"9.500000"}}"#;
		let film = parse(json).expect("a film");
		let (codec, profile) = ("aac".to_owned(), "LC".to_owned());
		assert_eq!(film.picture, Some(Picture { width: 320, height: 180 }));
		assert_eq!(film.sound, Some(Track { codec, profile, channels: 2, rate_hz: 48_000 }));
		assert_eq!((film.duration_ms, film.cover, film.what()), (9_500, None, "film"));
	}

	#[test]
	fn a_cover_is_no_film_and_tags_are_those_of_the_file_and_its_sound() {
		let json = br#"{"streams":[
			{"index":0,"codec_type":"video","width":500,"height":500,"disposition":{"attached_pic":1}},
			{"index":1,"codec_type":"audio","codec_name":"vorbis","tags":{"ARTIST":"Ada","title":"Of the sound"}}],
			"format":{"duration":"9.5","tags":{"TITLE":"Of the file"}}}"#;
		let song = parse(json).expect("music");
		assert_eq!((song.picture, song.cover, song.what()), (None, Some(0), "music"));
		let tags: Vec<_> = song.tags.iter().map(|(name, value)| (&name[..], &value[..])).collect();
		assert_eq!(tags, [("artist", "Ada"), ("title", "Of the file")]);
	}

	#[test]
	fn what_has_no_length_and_a_cover_alone_are_refused() {
		for json in [
			&br#"{"streams":[{"codec_type":"video","disposition":{"attached_pic":1}}],"format":{"duration":"9.5"}}"#[..],
			br#"{"streams":[{"codec_type":"subtitle"}],"format":{"duration":"9.5"}}"#,
			br#"{"streams":[{"codec_type":"video"}],"format":{}}"#,
			br#"{"streams":[{"codec_type":"audio"}],"format":{"duration":"0.0"}}"#,
			b"{}",
			b"",
		] {
			assert!(matches!(parse(json), Err(Error::Media(_))));
		}
	}
}
