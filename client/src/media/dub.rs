//! The sound of a file in pieces of fragmented MP4, for a player to play beside the picture (C10).
//!
//! The file may be a stranger's: it is read by a few formats only, none of which opens another file or address.

use super::{
	cut::{Segment, parse_playlist, read},
	encode::TAKEN_AS_IT_IS,
	run,
};
use crate::{Error, Result};
use std::{
	ffi::{OsStr, OsString},
	path::{Path, PathBuf},
};

/// Formats that are read.
pub const FORMATS: &str = "mov,mp4,matroska,webm,ogg,mp3,aac,flac,wav";

/// Length of a piece in seconds, as that of a film.
const SEGMENT_SECONDS: &str = "4";

/// Sound in pieces, in a directory of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sound {
	/// The init section.
	pub init: PathBuf,
	/// The pieces in order.
	pub segments: Vec<Segment>,
}

impl Sound {
	/// The file of a name under which a player asks for it: `init.mp4`, or `3.m4s` for the fourth piece.
	pub fn piece(&self, name: &str) -> Option<&Path> {
		if name == "init.mp4" {
			return Some(&self.init);
		}
		let number: usize = name.strip_suffix(".m4s")?.parse().ok()?;
		self.segments.get(number).map(|segment| segment.path.as_path())
	}
}

/// The file as an input that opens nothing else.
fn input(file: &Path) -> Vec<OsString> {
	let arguments = ["-protocol_whitelist", "file", "-format_whitelist", FORMATS, "-i"];
	// `file:` keeps a name with a colon from being taken for a protocol.
	let mut name = OsString::from("file:");
	name.push(file.as_os_str());
	arguments.into_iter().map(OsString::from).chain([name]).collect()
}

async fn run_on(tool: &str, before: &[&str], file: &Path, after: &[&OsStr]) -> Result<Vec<u8>> {
	let input = input(file);
	let mut arguments: Vec<&OsStr> = before.iter().map(OsStr::new).collect();
	arguments.extend(input.iter().map(OsString::as_os_str));
	arguments.extend(after);
	run(tool, &arguments).await
}

/// Codec of the first sound in a file, as `ffprobe` calls it.
///
/// # Errors
/// [`Error::Media`] for a file without sound, or of a format that is not among [`FORMATS`].
pub async fn sound_codec(file: &Path) -> Result<String> {
	let before = ["-v", "error", "-select_streams", "a:0", "-show_entries", "stream=codec_name"];
	let before = [&before[..], &["-of", "csv=p=0"]].concat();
	let output = run_on("ffprobe", &before, file, &[]).await?;
	let codec = String::from_utf8_lossy(&output).trim().to_owned();
	if codec.is_empty() {
		return Err(Error::Media("there is no sound in it".to_owned()));
	}
	Ok(codec)
}

/// Cuts the sound of a file into pieces in `directory`. AAC is taken as it is, anything else is encoded anew.
///
/// # Errors
/// [`Error::Media`], [`Error::File`].
pub async fn cut_sound(file: &Path, directory: &Path) -> Result<Sound> {
	let is_aac = sound_codec(file).await? == "aac";
	let codec: &[&str] =
		if is_aac { &TAKEN_AS_IT_IS } else { &["-c:a", "aac", "-b:a", "128k", "-ac", "2"] };
	let (playlist, pieces) = (directory.join("cut.m3u8"), directory.join("seg%05d.m4s"));
	let from = ["-map", "0:a:0", "-map_metadata", "-1"];
	let to = ["-f", "hls", "-hls_segment_type", "fmp4", "-hls_time", SEGMENT_SECONDS];
	let list = ["-hls_playlist_type", "vod", "-hls_list_size", "0"];
	let names = ["-hls_fmp4_init_filename", "init.mp4", "-hls_segment_filename"];
	let mut after: Vec<&OsStr> =
		[&from[..], codec, &to, &list, &names].concat().into_iter().map(OsStr::new).collect();
	after.extend([pieces.as_os_str(), playlist.as_os_str()]);
	run_on("ffmpeg", &["-nostdin", "-v", "error", "-y"], file, &after).await?;
	let segments = parse_playlist(&read(&playlist)?, directory)?;
	Ok(Sound { init: directory.join("init.mp4"), segments })
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::{fs, process::Command};

	fn tone(file: &Path, codec: &[&str]) {
		let status = Command::new("ffmpeg")
			.args(["-nostdin", "-v", "error", "-y", "-f", "lavfi"])
			.args(["-i", "sine=frequency=440:duration=6"])
			.args(codec)
			.arg(file)
			.status()
			.expect("ffmpeg is installed");
		assert!(status.success());
	}

	#[tokio::test]
	async fn sound_of_any_codec_comes_in_pieces_as_long_as_it_is() {
		for (name, codec, expected) in [
			("a.m4a", &["-c:a", "aac"][..], "aac"),
			("a.aac", &["-c:a", "aac"], "aac"),
			("a.flac", &["-c:a", "flac"], "flac"),
			("a.wav", &[], "pcm_s16le"),
		] {
			let directory = tempfile::tempdir().expect("made");
			let file = directory.path().join(name);
			tone(&file, codec);
			assert_eq!(sound_codec(&file).await.expect("sound"), expected);
			let sound = cut_sound(&file, directory.path()).await.expect("cut");
			let length: u32 = sound.segments.iter().map(|segment| segment.duration_ms).sum();
			assert!((5_900..6_200).contains(&length), "{length}");
			assert!(sound.init.is_file() && sound.segments.iter().all(|one| one.path.is_file()));
		}
	}

	#[tokio::test]
	async fn a_file_that_would_open_another_and_one_without_sound_are_refused() {
		let directory = tempfile::tempdir().expect("made");
		let (tone_file, list) = (directory.path().join("a.wav"), directory.path().join("a.m3u8"));
		tone(&tone_file, &[]);
		let text = "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\na.wav\n#EXT-X-ENDLIST\n";
		fs::write(&list, text).expect("written");
		assert!(matches!(sound_codec(&list).await, Err(Error::Media(_))));
		assert!(matches!(cut_sound(&list, directory.path()).await, Err(Error::Media(_))));
		let text = directory.path().join("ko.vtt");
		fs::write(&text, "WEBVTT\n").expect("written");
		assert!(matches!(sound_codec(&text).await, Err(Error::Media(_))));
	}
}
