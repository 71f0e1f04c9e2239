//! What a file is.

use super::run;
use crate::{Error, Result};
use serde::Deserialize;
use std::{ffi::OsStr, path::Path};

/// Facts of a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
	/// Play time in milliseconds, above 0.
	pub duration_ms: u64,
	/// Picture width in pixels.
	pub width: u32,
	/// Picture height in pixels.
	pub height: u32,
	/// Whether there is sound.
	pub has_audio: bool,
}

#[derive(Deserialize)]
struct Answer {
	#[serde(default)]
	streams: Vec<Stream>,
	format: Option<Format>,
}

#[derive(Deserialize)]
struct Stream {
	codec_type: Option<String>,
	width: Option<u32>,
	height: Option<u32>,
}

#[derive(Deserialize)]
struct Format {
	duration: Option<String>,
}

/// Asks `ffprobe` about a file.
///
/// # Errors
/// [`Error::Media`] when it is no video or has no length, [`Error::NotFound`] when it is not there.
pub async fn probe(file: &Path) -> Result<Probe> {
	if !file.is_file() {
		return Err(Error::NotFound(format!("{}: no such file", file.display())));
	}
	let arguments = ["-v", "error", "-of", "json", "-show_format", "-show_streams"].map(OsStr::new);
	let output = run("ffprobe", &[&arguments[..], &[file.as_os_str()]].concat()).await?;
	parse(&output)
}

fn parse(json: &[u8]) -> Result<Probe> {
	let answer: Answer = serde_json::from_slice(json)
		.map_err(|error| Error::Media(format!("ffprobe's answer cannot be read: {error}")))?;
	let of_type = |kind: &'static str| {
		answer.streams.iter().find(move |stream| stream.codec_type.as_deref() == Some(kind))
	};
	let video =
		of_type("video").ok_or_else(|| Error::Media("there is no video in it".to_owned()))?;
	let seconds: Option<f64> =
		answer.format.as_ref().and_then(|format| format.duration.as_ref()?.parse().ok());
	let duration_ms = seconds.map_or(0, |seconds| (seconds * 1000.0).round() as u64);
	if duration_ms == 0 {
		return Err(Error::Media("the video has no length".to_owned()));
	}
	Ok(Probe {
		duration_ms,
		width: video.width.unwrap_or(0),
		height: video.height.unwrap_or(0),
		has_audio: of_type("audio").is_some(),
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_answer_of_ffprobe_is_understood() {
		let json = br#"{"streams":[{"codec_type":"audio"},{"codec_type":"video","width":320,"height":180}],
			"format":{"duration":"9.500000"}}"#;
		let expected = Probe { duration_ms: 9_500, width: 320, height: 180, has_audio: true };
		assert_eq!(parse(json).expect("a video"), expected);
	}

	#[test]
	fn sound_alone_or_a_picture_without_length_is_no_video() {
		for json in [
			&br#"{"streams":[{"codec_type":"audio"}],"format":{"duration":"9.5"}}"#[..],
			br#"{"streams":[{"codec_type":"video"}],"format":{}}"#,
			b"{}",
			b"",
		] {
			assert!(matches!(parse(json), Err(Error::Media(_))));
		}
	}
}
