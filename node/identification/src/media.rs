//! FFmpeg, run as a process: samples of one channel, and small grey frames.

use crate::{
	IdentifyError, Result,
	picture::{FRAMES_PER_SECOND, FrameScheme, SIDE, Watcher},
	print::Print,
	sound::{Heard, Listener, RATE_HZ, Scheme},
};
use std::{
	ffi::OsStr,
	io::Read,
	path::Path,
	process::{Command, Stdio},
};

const FFMPEG: &str = "ffmpeg";
const FFPROBE: &str = "ffprobe";

/// What tracks a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tracks {
	pub(crate) sound: bool,
	/// A video track that is no cover picture.
	pub(crate) picture: bool,
}

fn failed(tool: &'static str, reason: impl Into<String>) -> IdentifyError {
	IdentifyError::Media { tool, reason: reason.into() }
}

fn last_line(text: &[u8]) -> String {
	let text = String::from_utf8_lossy(text);
	let line = text.lines().rev().find(|line| !line.trim().is_empty());
	line.unwrap_or("no reason given").trim().to_owned()
}

/// Asks `ffprobe`.
pub(crate) fn tracks(file: &Path) -> Result<Tracks> {
	let entries = "stream=codec_type:stream_disposition=attached_pic";
	let output = Command::new(FFPROBE)
		.args(["-v", "error", "-of", "compact=p=0", "-show_entries", entries])
		.arg(file)
		.stdin(Stdio::null())
		.output()
		.map_err(|error| failed(FFPROBE, format!("cannot be run ({error}): install FFmpeg")))?;
	if !output.status.success() {
		return Err(failed(FFPROBE, last_line(&output.stderr)));
	}
	let text = String::from_utf8_lossy(&output.stdout);
	let mut video = text.lines().filter(|line| line.contains("codec_type=video"));
	Ok(Tracks {
		sound: text.contains("codec_type=audio"),
		picture: video.any(|line| !line.contains("attached_pic=1")),
	})
}

/// Runs FFmpeg and hands its output on in whole units of `unit` bytes; what is left over at the end is dropped.
fn decode(file: &Path, arguments: &[&str], unit: usize, mut take: impl FnMut(&[u8])) -> Result<()> {
	let mut child = Command::new(FFMPEG)
		.args(["-nostdin", "-v", "error", "-threads", "1", "-i"].map(OsStr::new))
		.arg(file)
		.args(arguments)
		.arg("-")
		.stdin(Stdio::null())
		.stdout(Stdio::piped())
		.stderr(Stdio::piped())
		.spawn()
		.map_err(|error| failed(FFMPEG, format!("cannot be run ({error}): install FFmpeg")))?;
	// A damaged file can make FFmpeg write more complaints than a pipe holds.
	let complaints = child.stderr.take().map(|mut pipe| {
		std::thread::spawn(move || {
			let (mut text, mut part) = (Vec::new(), [0; 4_096]);
			while let Ok(read @ 1..) = pipe.read(&mut part) {
				text.extend_from_slice(&part[..read]);
				let keep = text.len().saturating_sub(4_096);
				text.drain(..keep);
			}
			text
		})
	});
	let mut bytes = 0_usize;
	if let Some(mut pipe) = child.stdout.take() {
		let mut buffer = vec![0; unit * (65_536 / unit).max(1)];
		let mut held = 0;
		loop {
			let read = pipe.read(&mut buffer[held..])?;
			if read == 0 {
				break;
			}
			bytes += read;
			held += read;
			let whole = held / unit * unit;
			take(&buffer[..whole]);
			buffer.copy_within(whole..held, 0);
			held -= whole;
		}
	}
	let status = child.wait()?;
	let complaints = complaints.and_then(|reader| reader.join().ok()).unwrap_or_default();
	// A truncated file ends in an error after everything in it was read: what there is counts.
	if !status.success() && bytes == 0 {
		return Err(failed(FFMPEG, last_line(&complaints)));
	}
	Ok(())
}

/// Listens to the first audio track.
pub(crate) fn listen(file: &Path, scheme: Scheme) -> Result<Heard> {
	let mut listener = Listener::new(scheme);
	let rate = RATE_HZ.to_string();
	let arguments = ["-map", "0:a:0", "-vn", "-ac", "1", "-ar", &rate, "-f", "f32le"];
	let mut samples = Vec::new();
	decode(file, &arguments, 4, |bytes| {
		samples.clear();
		samples.extend(bytes.chunks_exact(4).map(|sample| {
			let value = f32::from_le_bytes([sample[0], sample[1], sample[2], sample[3]]);
			if value.is_finite() { value } else { 0.0 }
		}));
		listener.hear(&samples);
	})?;
	Ok(listener.finish())
}

/// Watches the first video track.
pub(crate) fn watch(file: &Path, scheme: FrameScheme) -> Result<Print> {
	let mut watcher = Watcher::new(scheme);
	let filter = format!("fps={FRAMES_PER_SECOND},scale={SIDE}:{SIDE}:flags=area,format=gray");
	// The capital V leaves cover pictures out.
	let arguments = ["-map", "0:V:0", "-an", "-vf", &filter, "-f", "rawvideo"];
	decode(file, &arguments, SIDE * SIDE, |bytes| {
		bytes.chunks_exact(SIDE * SIDE).for_each(|frame| watcher.see(frame));
	})?;
	Ok(watcher.finish())
}
