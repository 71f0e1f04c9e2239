//! From a film or music file to pieces of fragmented MP4, with `ffprobe` and `ffmpeg`.

pub mod cut;
pub mod dub;
mod encode;
pub mod probe;
pub mod tags;

use crate::{Error, Result};
use std::{ffi::OsStr, process::Stdio};
use tokio::process::Command;

/// Runs a tool to its end; its standard output.
async fn run(tool: &str, arguments: &[&OsStr]) -> Result<Vec<u8>> {
	let output = Command::new(tool)
		.args(arguments)
		.stdin(Stdio::null())
		.kill_on_drop(true)
		.output()
		.await
		.map_err(|error| Error::Media(format!("{tool} cannot be run ({error}): install FFmpeg")))?;
	if !output.status.success() {
		let text = String::from_utf8_lossy(&output.stderr);
		let last =
			text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("no reason given");
		return Err(Error::Media(format!("{tool} failed: {last}")));
	}
	Ok(output.stdout)
}
