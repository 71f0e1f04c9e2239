//! Cutting a file into pieces of fragmented MP4, and pieces into cells (C4).
//!
//! `ffmpeg` encodes to H.264 and AAC with a key frame at each cut, and writes one init section and media segments
//! whose time stamps run through the whole title, so a player goes from cell to cell without a seam.

use super::run;
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

/// Longest segment, in seconds.
const SEGMENT_SECONDS: u32 = 4;

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
	/// Picture width in pixels.
	pub width: u32,
	/// Picture height in pixels.
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
	let seconds = SEGMENT_SECONDS.min(cell_seconds);
	let playlist = directory.join("cut.m3u8");
	run_ffmpeg(file, directory, &playlist, seconds).await?;
	let segments = parse_playlist(&read(&playlist)?, directory)?;
	let init = read(&directory.join("init.mp4"))?;
	let (video, width, height) = video_of(&init)
		.ok_or_else(|| Error::Media("the init section has no H.264 description".to_owned()))?;
	let sound = if find(&init, b"mp4a").is_some() { ",mp4a.40.2" } else { "" };
	let mut bandwidth_bps = 1;
	for segment in &segments {
		let bytes = fs::metadata(&segment.path).map_err(|error| failed(&segment.path, &error))?;
		let rate = bytes.len().saturating_mul(8_000) / u64::from(segment.duration_ms.max(1));
		bandwidth_bps = bandwidth_bps.max(u32::try_from(rate).unwrap_or(u32::MAX));
	}
	let cells = group(&segments, cell_seconds.saturating_mul(1_000))?;
	Ok(Cut {
		init,
		segments,
		cells,
		codecs: format!("{video}{sound}"),
		width,
		height,
		bandwidth_bps,
	})
}

async fn run_ffmpeg(file: &Path, directory: &Path, playlist: &Path, seconds: u32) -> Result<()> {
	let key_frames = format!("expr:gte(t,n_forced*{seconds})");
	let length = seconds.to_string();
	// `file:` keeps a name with a colon from being taken for a protocol.
	let mut input = OsString::from("file:");
	input.push(file.as_os_str());
	let pieces = directory.join("seg%05d.m4s");
	let before = ["-nostdin", "-v", "error", "-y", "-i"].map(OsStr::new);
	let after = [
		"-map",
		"0:v:0",
		"-map",
		"0:a:0?",
		"-map_metadata",
		"-1",
		"-c:v",
		"libx264",
		"-preset",
		"veryfast",
		"-crf",
		"21",
		"-pix_fmt",
		"yuv420p",
		"-vf",
		"scale=trunc(iw/2)*2:trunc(ih/2)*2",
		"-c:a",
		"aac",
		"-b:a",
		"128k",
		"-ac",
		"2",
		"-force_key_frames",
		&key_frames,
		"-sc_threshold",
		"0",
		"-f",
		"hls",
		"-hls_segment_type",
		"fmp4",
		"-hls_time",
		&length,
		"-hls_playlist_type",
		"vod",
		"-hls_list_size",
		"0",
		"-hls_fmp4_init_filename",
		"init.mp4",
		"-hls_segment_filename",
	]
	.map(OsStr::new);
	let mut arguments: Vec<&OsStr> = before.to_vec();
	arguments.push(&input);
	arguments.extend(after);
	arguments.push(pieces.as_os_str());
	arguments.push(playlist.as_os_str());
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
		return Err(Error::Media("the video is empty".to_owned()));
	}
	Ok(segments)
}

/// As many segments in a cell as fit `cell_ms`, at least one.
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
	fn a_playlist_gives_names_and_lengths() {
		let text = b"#EXTM3U\n#EXT-X-MAP:URI=\"init.mp4\"\n#EXTINF:4.004000,\nseg0.m4s\n#EXTINF:0.5,\nseg1.m4s\n#EXT-X-ENDLIST\n";
		let segments = parse_playlist(text, Path::new("/d")).expect("segments");
		assert_eq!(segments[0], Segment { path: "/d/seg0.m4s".into(), duration_ms: 4_004 });
		assert_eq!(segments[1].duration_ms, 500);
		assert!(parse_playlist(b"#EXTM3U\n", Path::new("/d")).is_err());
		assert!(parse_playlist(b"seg0.m4s\n", Path::new("/d")).is_err());
	}
}
