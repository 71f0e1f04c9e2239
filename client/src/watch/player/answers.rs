//! What the server answers with: texts, and files or the parts of them that are asked for.

use axum::{
	http::{
		HeaderMap, HeaderName, StatusCode,
		header::{
			ACCEPT_RANGES, CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, RANGE,
			X_CONTENT_TYPE_OPTIONS,
		},
	},
	response::{IntoResponse, Response},
};
use std::{io::SeekFrom, path::Path};
use tokio::{
	fs,
	io::{AsyncReadExt, AsyncSeekExt},
};

/// Most bytes read for one answer.
const MAX_RANGE_BYTES: u64 = 64 << 20;

/// A browser takes what it gets for what it is said to be.
const NO_SNIFFING: (HeaderName, &str) = (X_CONTENT_TYPE_OPTIONS, "nosniff");

/// A playlist or text that changes with what is played.
pub(super) fn fresh(kind: &'static str, text: String) -> Response {
	([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-store"), NO_SNIFFING], text).into_response()
}

/// A file, or the part of it that is asked for.
pub(super) async fn file(
	path: &Path,
	kind: &'static str,
	headers: &HeaderMap,
) -> Result<Response, StatusCode> {
	let found = fs::metadata(path).await.map_err(|_| StatusCode::NOT_FOUND)?;
	part(path, found.len(), kind, headers).await
}

/// The part of a file that is asked for, as far as one answer goes.
pub(super) async fn part(
	path: &Path,
	length: u64,
	kind: &'static str,
	headers: &HeaderMap,
) -> Result<Response, StatusCode> {
	let asked = headers.get(RANGE).map(|range| range.to_str().unwrap_or(""));
	let (start, end) = match asked {
		None => (0, length),
		Some(text) => range(text, length).ok_or(StatusCode::RANGE_NOT_SATISFIABLE)?,
	};
	let end = end.min(start.saturating_add(MAX_RANGE_BYTES));
	let bytes = read(path, start, end).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
	let kind =
		[(CONTENT_TYPE, kind), (ACCEPT_RANGES, "bytes"), (CACHE_CONTROL, "no-store"), NO_SNIFFING];
	let last = end.saturating_sub(1);
	Ok(if asked.is_some() || end < length {
		let part = [(CONTENT_RANGE, format!("bytes {start}-{last}/{length}"))];
		(StatusCode::PARTIAL_CONTENT, kind, part, bytes).into_response()
	} else {
		(kind, bytes).into_response()
	})
}

async fn read(path: &Path, start: u64, end: u64) -> std::io::Result<Vec<u8>> {
	let mut file = fs::File::open(path).await?;
	file.seek(SeekFrom::Start(start)).await?;
	let mut bytes = Vec::new();
	file.take(end.saturating_sub(start)).read_to_end(&mut bytes).await?;
	Ok(bytes)
}

/// The one range of a `Range` header, end exclusive; `None` when it cannot be had.
fn range(text: &str, length: u64) -> Option<(u64, u64)> {
	let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
	let (start, end) = if first.is_empty() {
		(length.saturating_sub(last.parse().ok()?), length)
	} else if last.is_empty() {
		(first.parse().ok()?, length)
	} else {
		let end: u64 = last.parse().ok()?;
		(first.parse().ok()?, end.checked_add(1)?.min(length))
	};
	(start < end).then_some((start, end))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn ranges_are_those_of_http() {
		for (text, expected) in [
			("bytes=0-0", Some((0, 1))),
			("bytes=4-", Some((4, 10))),
			("bytes=-3", Some((7, 10))),
			("bytes=2-99", Some((2, 10))),
			("bytes=10-", None),
			("bytes=5-4", None),
			("bytes=1-2,4-5", None),
			("items=0-1", None),
		] {
			assert_eq!(range(text, 10), expected, "{text}");
		}
	}
}
