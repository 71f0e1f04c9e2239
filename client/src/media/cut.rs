//! Cutting a file into pieces of fragmented MP4, and pieces into cells (C4).
//!
//! `ffmpeg` encodes to H.264 and AAC with a key frame at each cut, music to AAC alone, and writes one init section and media
//! segments whose time stamps run through the whole title, so a player goes from cell to cell without a seam.

use super::{encode, probe::probe, run};
use crate::{Error, Result};
use reel_primitives::geometry::MAX_CELL_MS;
use std::{
	ffi::{OsStr, OsString},
	fs,
	ops::{Range, RangeInclusive},
	path::{Path, PathBuf},
};

/// Lengths of a cell that may be asked for, in seconds.
pub const CELL_SECONDS: RangeInclusive<u32> = 2..=60;

/// A last cell that is shorter takes from the one before, in milliseconds: the proof of a moment can hardly be handed in
/// while it is taken.
const LEAST_LAST_MS: u32 = 2_000;

/// One media segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
	/// Its file.
	pub path: PathBuf,
	/// Play time in milliseconds.
	pub duration_ms: u32,
}

/// A title in pieces, in a directory that the caller keeps until the pieces are packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
	/// The init section.
	pub init: Vec<u8>,
	/// The segments in order.
	pub segments: Vec<Segment>,
	/// Segments of each cell.
	pub cells: Vec<Range<usize>>,
	/// RFC 6381 codecs.
	pub codecs: String,
	/// Picture width in pixels; 0 for music.
	pub width: u32,
	/// Picture height in pixels; 0 for music.
	pub height: u32,
	/// Peak rate of a segment in bits per second.
	pub bandwidth_bps: u32,
}

impl Cut {
	/// The segments of a cell with their play times, read from disk.
	///
	/// # Errors
	/// [`Error::File`], [`Error::NotFound`] when there is no such cell.
	pub fn read_cell(&self, cell: usize) -> Result<Vec<(Vec<u8>, u32)>> {
		let segments = self.cells.get(cell).and_then(|range| self.segments.get(range.clone()));
		let segments = segments.ok_or_else(|| Error::NotFound(format!("no cell {cell}")))?;
		segments.iter().map(|segment| Ok((read(&segment.path)?, segment.duration_ms))).collect()
	}

	/// Play time in milliseconds.
	pub fn duration_ms(&self) -> u64 {
		self.segments.iter().map(|segment| u64::from(segment.duration_ms)).sum()
	}
}

/// Cuts a file into cells of at most `cell_seconds`, writing the pieces to `directory`.
///
/// # Errors
/// [`Error::Usage`] for a length outside of [`CELL_SECONDS`], [`Error::Media`], [`Error::File`].
pub async fn cut(file: &Path, directory: &Path, cell_seconds: u32) -> Result<Cut> {
	if !CELL_SECONDS.contains(&cell_seconds) {
		let (least, most) = (CELL_SECONDS.start(), CELL_SECONDS.end());
		return Err(Error::Usage(format!("a cell lasts {least} to {most} seconds")));
	}
	let facts = probe(file).await?;
	let encoding = match (&facts.picture, &facts.sound) {
		(None, Some(track)) => encode::music(track, cell_seconds),
		_ => encode::film(cell_seconds),
	};
	let playlist = directory.join("cut.m3u8");
	run_ffmpeg(file, directory, &playlist, &encoding).await?;
	let segments = parse_playlist(&read(&playlist)?, directory)?;
	let init = read(&directory.join("init.mp4"))?;
	let video =
		match facts.picture {
			Some(_) => Some(video_of(&init).ok_or_else(|| {
				Error::Media("the init section has no H.264 description".to_owned())
			})?),
			None => None,
		};
	let sound = find(&init, b"mp4a").map(|_| "mp4a.40.2".to_owned());
	let (video, width, height) = video.map_or((None, 0, 0), |(it, x, y)| (Some(it), x, y));
	let codecs: Vec<String> = video.into_iter().chain(sound).collect();
	let mut bandwidth_bps = 1;
	for segment in &segments {
		let bytes = fs::metadata(&segment.path).map_err(|error| failed(&segment.path, &error))?;
		let rate = bytes.len().saturating_mul(8_000) / u64::from(segment.duration_ms.max(1));
		bandwidth_bps = bandwidth_bps.max(u32::try_from(rate).unwrap_or(u32::MAX));
	}
	let cells = group(&segments, cell_seconds.saturating_mul(1_000))?;
	Ok(Cut { init, segments, cells, codecs: codecs.join(","), width, height, bandwidth_bps })
}

async fn run_ffmpeg(
	file: &Path,
	directory: &Path,
	playlist: &Path,
	encoding: &[String],
) -> Result<()> {
	// `file:` keeps a name with a colon from being taken for a protocol.
	let mut input = OsString::from("file:");
	input.push(file.as_os_str());
	let pieces = directory.join("seg%05d.m4s");
	let mut arguments = ["-nostdin", "-v", "error", "-y", "-i"].map(OsStr::new).to_vec();
	arguments.push(&input);
	arguments.extend(encoding.iter().map(OsStr::new));
	let shape = ["-map_metadata", "-1", "-f", "hls", "-hls_segment_type", "fmp4"];
	let list = ["-hls_playlist_type", "vod", "-hls_list_size", "0"];
	let names = ["-hls_fmp4_init_filename", "init.mp4", "-hls_segment_filename"];
	arguments.extend([&shape[..], &list, &names].concat().into_iter().map(OsStr::new));
	arguments.extend([pieces.as_os_str(), playlist.as_os_str()]);
	run("ffmpeg", &arguments).await.map(drop)
}

pub(super) fn parse_playlist(text: &[u8], directory: &Path) -> Result<Vec<Segment>> {
	let text = String::from_utf8_lossy(text);
	let mut duration_ms = None;
	let mut segments = Vec::new();
	for line in text.lines().map(str::trim) {
		if let Some(info) = line.strip_prefix("#EXTINF:") {
			let seconds: f64 =
				info.split(',').next().and_then(|text| text.parse().ok()).unwrap_or(0.0);
			duration_ms = Some(((seconds * 1000.0).round() as u32).max(1));
		} else if !line.is_empty() && !line.starts_with('#') {
			let duration_ms = duration_ms
				.take()
				.ok_or_else(|| Error::Media(format!("segment {line} has no length")))?;
			let name = Path::new(line).file_name().unwrap_or_else(|| OsStr::new(line));
			segments.push(Segment { path: directory.join(name), duration_ms });
		}
	}
	if segments.is_empty() {
		return Err(Error::Media("there is nothing in it".to_owned()));
	}
	Ok(segments)
}

/// As many segments in a cell as fit `cell_ms`, at least one. The last cell takes from the one before while it is shorter
/// than [`LEAST_LAST_MS`], if that one has several.
fn group(segments: &[Segment], cell_ms: u32) -> Result<Vec<Range<usize>>> {
	let mut cells: Vec<Range<usize>> = Vec::new();
	let mut length = 0u32;
	for (index, segment) in segments.iter().enumerate() {
		if segment.duration_ms > MAX_CELL_MS {
			return Err(Error::Media(format!(
				"segment {index} lasts {} ms, above the {MAX_CELL_MS} of a cell",
				segment.duration_ms
			)));
		}
		match cells.last_mut() {
			Some(cell) if length.saturating_add(segment.duration_ms) <= cell_ms => {
				cell.end = index + 1;
				length += segment.duration_ms;
			},
			_ => {
				cells.push(index..index + 1);
				length = segment.duration_ms;
			},
		}
	}
	if let [.., before, last] = &mut cells[..] {
		let length = |range: Range<usize>| {
			let those = segments.get(range).unwrap_or_default();
			those.iter().map(|segment| segment.duration_ms).sum::<u32>()
		};
		while length(last.clone()) < LEAST_LAST_MS
			&& before.len() > 1
			&& length(before.end - 1..last.end) <= cell_ms
		{
			before.end -= 1;
			last.start = before.end;
		}
	}
	Ok(cells)
}

/// Codec, width and height from the H.264 sample entry (ISO 14496-12 and -15).
fn video_of(init: &[u8]) -> Option<(String, u32, u32)> {
	let entry = find(init, b"avc1")?;
	let pixels = |at: usize| {
		let bytes: [u8; 2] = init.get(at..at + 2)?.try_into().ok()?;
		Some(u32::from(u16::from_be_bytes(bytes)))
	};
	// Behind the entry's name: 8 bytes of every sample entry, 16 reserved, width, height.
	let (width, height) = (pixels(entry + 28)?, pixels(entry + 30)?);
	let config = find(init, b"avcC")?;
	// Version, then profile, compatibility, level.
	let profile = init.get(config + 5..config + 8)?;
	Some((format!("avc1.{}", hex::encode(profile)), width, height))
}

fn find(bytes: &[u8], name: &[u8; 4]) -> Option<usize> {
	bytes.windows(4).position(|window| window == name)
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>> {
	fs::read(path).map_err(|error| failed(path, &error))
}

fn failed(path: &Path, error: &std::io::Error) -> Error {
	Error::File(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::media::probe::cover as cover_of;
	use std::process::Command;

	fn segments(durations: &[u32]) -> Vec<Segment> {
		durations.iter().map(|ms| Segment { path: PathBuf::new(), duration_ms: *ms }).collect()
	}

	#[test]
	fn a_cell_is_never_longer_than_asked_for() {
		let cells = group(&segments(&[4_000, 4_000, 4_004, 500]), 8_000).expect("grouped");
		assert_eq!(cells, [0..2, 2..4]);
		// A segment longer than asked for is a cell of its own.
		assert_eq!(group(&segments(&[2_040, 2_000]), 2_000).expect("grouped"), [0..1, 1..2]);
		assert!(group(&segments(&[60_001]), 60_000).is_err());
	}

	#[test]
	fn a_last_cell_of_a_moment_takes_from_the_one_before() {
		let grouped =
			|durations: &[u32], cell_ms| group(&segments(durations), cell_ms).expect("grouped");
		assert_eq!(grouped(&[4_000, 4_000, 20], 8_000), [0..1, 1..3]);
		assert_eq!(grouped(&[1_000, 500, 700, 20], 2_200), [0..1, 1..4]);
		// There is nothing to be taken.
		assert_eq!(grouped(&[4_000, 20], 4_000), [0..1, 1..2]);
		assert_eq!(grouped(&[20], 4_000).len(), 1);
	}

	#[test]
	fn a_playlist_gives_names_and_lengths() {
		let text = b"#EXTM3U\n#EXT-X-MAP:URI=\"init.mp4\"\n#EXTINF:4.004000,\nseg0.m4s\n#EXTINF:0.5,\nseg1.m4s\n#EXT-X-ENDLIST\n";
		let segments = parse_playlist(text, Path::new("/d")).expect("segments");
		assert_eq!(segments[0], Segment { path: "/d/seg0.m4s".into(), duration_ms: 4_004 });
		assert_eq!(segments[1].duration_ms, 500);
		assert!(parse_playlist(b"#EXTM3U\n", Path::new("/d")).is_err());
		assert!(parse_playlist(b"seg0.m4s\n", Path::new("/d")).is_err());
	}

	fn ffmpeg(arguments: &[&str], output: &Path) {
		let mut command = Command::new("ffmpeg");
		command.args(["-nostdin", "-v", "error", "-y"]).args(arguments).arg(output);
		assert!(command.status().expect("ffmpeg is installed").success());
	}

	#[tokio::test]
	async fn music_of_any_form_comes_in_cells_of_sound_alone_and_its_cover_is_no_film() {
		let folder = tempfile::tempdir().expect("made");
		let tone = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100:duration=9"];
		let cover = ["-f", "lavfi", "-i", "color=red:size=64x64:duration=1"];
		let attached = ["-map", "0:a", "-map", "1:v", "-frames:v", "1", "-c:v", "png"];
		let attached = [&attached[..], &["-disposition:v", "attached_pic"]].concat();
		for (name, encoded, has_cover) in [
			("a.flac", &["-ac", "2", "-metadata", "ARTIST=Ada"][..], true),
			("a.mp3", &["-id3v2_version", "3", "-metadata", "artist=Ada"], true),
			("a.ogg", &["-c:a", "libvorbis", "-metadata", "artist=Ada"], false),
			("a.m4a", &["-c:a", "aac", "-metadata", "artist=Ada"], true),
			("a.aac", &["-c:a", "aac"], false),
			("a.wav", &["-metadata", "artist=Ada"], false),
		] {
			let (file, pieces) = (folder.path().join(name), folder.path().join("pieces"));
			std::fs::create_dir(&pieces).expect("made");
			let more = if has_cover { [&cover[..], &attached].concat() } else { Vec::new() };
			ffmpeg(&[&tone[..], &more, encoded].concat(), &file);
			let facts = probe(&file).await.expect("music");
			assert_eq!((facts.picture, facts.cover.is_some()), (None, has_cover), "{name}");
			let artist = facts.tags.get("artist").map(String::as_str);
			assert_eq!(artist, if name == "a.aac" { None } else { Some("Ada") }, "{name}");
			if let Some(stream) = facts.cover {
				let picture = cover_of(&file, stream).await.expect("there is one");
				assert!(picture.starts_with(b"\x89PNG"), "{name}");
			}
			let cut = cut(&file, &pieces, 4).await.expect("cut");
			assert_eq!((cut.width, cut.height, &cut.codecs[..]), (0, 0, "mp4a.40.2"), "{name}");
			assert_eq!(cut.cells, [0..1, 1..2, 2..3], "{name}");
			assert!((8_950..9_200).contains(&cut.duration_ms()), "{name}: {}", cut.duration_ms());
			assert!(find(&cut.init, b"avc1").is_none());
			std::fs::remove_dir_all(&pieces).expect("removed");
		}
	}

	#[tokio::test]
	async fn fifteen_pieces_of_music_fill_a_cell() {
		let folder = tempfile::tempdir().expect("made");
		let file = folder.path().join("a.flac");
		ffmpeg(&["-f", "lavfi", "-i", "anullsrc=sample_rate=44100", "-t", "63"], &file);
		let cut = cut(&file, folder.path(), 60).await.expect("cut");
		assert_eq!(cut.cells, [0..15, 15..16]);
		let (cell, _) = (cut.read_cell(0).expect("there"), cut.read_cell(1).expect("there"));
		let length: u32 = cell.iter().map(|(_, duration_ms)| duration_ms).sum();
		assert!((59_000..=60_000).contains(&length), "{length}");
	}
}
