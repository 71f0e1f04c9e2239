//! FFmpeg, run as a process: samples of one channel, and small grey frames.

use crate::{
	IdentifyError, Result,
	picture::{FRAMES_PER_SECOND, FrameScheme, SIDE, Watcher},
	print::Print,
	sound::{Heard, Listener, RATE_HZ, Scheme},
};
use shared_child::SharedChild;
use std::{
	ffi::{OsStr, OsString},
	io::{self, Read},
	path::Path,
	process::{ChildStdout, Command, Stdio},
	sync::{
		Arc,
		mpsc::{self, RecvTimeoutError},
	},
	time::Duration,
};

const FFMPEG: &str = "ffmpeg";
const FFPROBE: &str = "ffprobe";
/// After this a program is killed. Six hours of sound take it a minute, of film twenty.
const LONGEST: Duration = Duration::from_secs(3_600);
/// What lies behind six hours is not looked at, which bounds the memory: 100 MB while it is analysed.
const LONGEST_RECORDING_S: &str = "21600";

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

/// The file as FFmpeg's programs are to see it: never an option, never another protocol.
fn input(file: &Path) -> OsString {
	let mut out = OsString::from("file:");
	out.push(file);
	out
}

/// What is left of a process: its complaints, and whether it ended well.
struct Ended {
	well: bool,
	complaints: Vec<u8>,
}

/// Runs one of FFmpeg's programs, hands what it writes to `take`, and kills it when it takes too long. What it complains
/// of is kept to the last 4 KiB.
fn run(
	tool: &'static str,
	arguments: &[&OsStr],
	mut take: impl FnMut(&mut ChildStdout) -> io::Result<()>,
) -> Result<Ended> {
	let mut command = Command::new(tool);
	command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
	let child = SharedChild::spawn(&mut command)
		.map_err(|error| failed(tool, format!("cannot be run ({error}): install FFmpeg")))?;
	let (stdout, stderr) = (child.take_stdout(), child.take_stderr());
	// A damaged file can make FFmpeg write more complaints than a pipe holds.
	let complaints = stderr.map(|mut pipe| {
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
	let child = Arc::new(child);
	let (done, is_done) = mpsc::channel::<()>();
	let watched = child.clone();
	let watchdog = std::thread::spawn(move || {
		let in_time = is_done.recv_timeout(LONGEST) != Err(RecvTimeoutError::Timeout);
		if !in_time {
			let _ = watched.kill();
		}
		in_time
	});
	let taken = stdout.map_or(Ok(()), |mut pipe| take(&mut pipe));
	if taken.is_err() {
		let _ = child.kill();
	}
	// Its output has ended, so it is about to: the watchdog is told afterwards.
	let status = child.wait();
	drop(done);
	let in_time = watchdog.join().unwrap_or(false);
	let complaints = complaints.and_then(|reader| reader.join().ok()).unwrap_or_default();
	taken?;
	let status = status?;
	if !in_time {
		return Err(failed(tool, format!("took longer than {} s", LONGEST.as_secs())));
	}
	Ok(Ended { well: status.success(), complaints })
}

/// Asks `ffprobe`.
pub(crate) fn tracks(file: &Path) -> Result<Tracks> {
	let entries = "stream=codec_type:stream_disposition=attached_pic";
	let file = input(file);
	let before = ["-v", "error", "-protocol_whitelist", "file", "-of", "compact=p=0"];
	let arguments: Vec<&OsStr> = before
		.into_iter()
		.map(OsStr::new)
		.chain(["-show_entries", entries, "-i"].into_iter().map(OsStr::new))
		.chain([file.as_os_str()])
		.collect();
	let mut text = Vec::new();
	let ended = run(FFPROBE, &arguments, |pipe| {
		// A line for each track: a file with more than this fits has none of ours.
		pipe.take(1 << 16).read_to_end(&mut text)?;
		io::copy(pipe, &mut io::sink()).map(|_| ())
	})?;
	if !ended.well {
		return Err(failed(FFPROBE, last_line(&ended.complaints)));
	}
	let text = String::from_utf8_lossy(&text);
	let mut video = text.lines().filter(|line| line.contains("codec_type=video"));
	Ok(Tracks {
		sound: text.contains("codec_type=audio"),
		picture: video.any(|line| !line.contains("attached_pic=1")),
	})
}

/// Runs FFmpeg and hands its output on in whole units of `unit` bytes; what is left over at the end is dropped.
fn decode(file: &Path, arguments: &[&str], unit: usize, mut take: impl FnMut(&[u8])) -> Result<()> {
	let file = input(file);
	let before = ["-nostdin", "-v", "error", "-protocol_whitelist", "file", "-threads", "1", "-i"];
	// The output is a pipe, which the list before the input does not forbid.
	let arguments: Vec<&OsStr> = before
		.into_iter()
		.map(OsStr::new)
		.chain([file.as_os_str()])
		.chain(["-t", LONGEST_RECORDING_S].into_iter().map(OsStr::new))
		.chain(arguments.iter().copied().map(OsStr::new))
		.chain(["-"].into_iter().map(OsStr::new))
		.collect();
	let mut bytes = 0_usize;
	let ended = run(FFMPEG, &arguments, |pipe| {
		let mut buffer = vec![0; unit * (65_536 / unit).max(1)];
		let mut held = 0;
		loop {
			let read = pipe.read(&mut buffer[held..])?;
			if read == 0 {
				return Ok(());
			}
			bytes += read;
			held += read;
			let whole = held / unit * unit;
			take(&buffer[..whole]);
			buffer.copy_within(whole..held, 0);
			held -= whole;
		}
	})?;
	// A truncated file ends in an error after everything in it was read: what there is counts.
	if !ended.well && bytes == 0 {
		return Err(failed(FFMPEG, last_line(&ended.complaints)));
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
