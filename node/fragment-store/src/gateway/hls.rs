//! HLS of a title: its playlist, and its cells as they lie at rest, for any player or CDN. Keys are not here: they
//! come from a validator's desk, and the player's own server answers `key/{cell}`.

use super::{
	State,
	ranges::{self, Unsatisfiable},
	reply::{CORS, IMMUTABLE, Refusal, has_already, insert, not_modified},
	trustless::{parse_cid, unsatisfiable},
};
use crate::{
	dag::manifest::CellBlock,
	handle::{FetchError, Handle},
	hls::{PLAYLIST_TYPE, playlist},
};
use axum::{
	body::Body,
	extract::{Path, State as Shared},
	http::{
		HeaderMap, HeaderValue, StatusCode,
		header::{
			ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
			X_CONTENT_TYPE_OPTIONS,
		},
	},
	response::{IntoResponse, Response},
};
use bytes::Bytes;
use cid::Cid;
use futures::{Stream, stream};
use reel_primitives::geometry::FRAGMENT_BYTES;
use std::ops::Range;

/// Most segments in a playlist that is made here: a day of one-second segments, and some 20 MB of text.
const MAX_SEGMENTS: usize = 86_400;

pub(crate) async fn index(
	Shared(state): Shared<State>,
	Path(magnet): Path<String>,
	headers: HeaderMap,
) -> Result<Response, Refusal> {
	let magnet = parse_cid(&magnet)?;
	let manifest = state.handle.manifest(&magnet).await?;
	let etag = format!("\"{magnet}.m3u8\"");
	if has_already(&headers, &etag) {
		return Ok(not_modified(&etag));
	}
	let mut cells = Vec::with_capacity(manifest.cells.len());
	let mut segments = 0;
	for (number, link) in (0..).zip(&manifest.cells) {
		let mut cell = state.handle.cell(link, number).await?;
		segments += cell.segments.len();
		if segments > MAX_SEGMENTS {
			return Err(Refusal::new(
				StatusCode::UNPROCESSABLE_ENTITY,
				"too_many_segments",
				format!("a playlist has at most {MAX_SEGMENTS} segments: cut the title coarser"),
			));
		}
		// Not needed here, and the larger part.
		cell.fragments = Vec::new();
		cells.push(cell);
	}
	let text = playlist(&cells, |cell| format!("key/{cell}"), |cell| format!("cell/{cell}"));
	let mut response = text.into_response();
	dress(&mut response, &etag, PLAYLIST_TYPE);
	Ok(response)
}

pub(crate) async fn cell(
	Shared(state): Shared<State>,
	Path((magnet, number)): Path<(String, String)>,
	headers: HeaderMap,
) -> Result<Response, Refusal> {
	let magnet = parse_cid(&magnet)?;
	let number: u32 = number
		.parse()
		.map_err(|_| Refusal::bad_request("bad_index", "a cell index is a number"))?;
	let manifest = state.handle.manifest(&magnet).await?;
	let link = manifest.cells.get(number as usize).ok_or_else(|| {
		let message = format!("the title has {} cells", manifest.cells.len());
		Refusal::new(StatusCode::NOT_FOUND, "cell_out_of_range", message)
	})?;
	let cell = state.handle.cell(link, number).await?;
	let etag = format!("\"{link}.cell\"");
	if has_already(&headers, &etag) {
		return Ok(not_modified(&etag));
	}
	let length = cell.length_bytes;
	let range = match ranges::asked_for(&headers, &etag, length) {
		Ok(range) => range,
		Err(Unsatisfiable) => return Ok(unsatisfiable(length)),
	};
	let status = if range.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
	let shown = range.clone();
	let range = range.unwrap_or(0..length);
	let size = range.end - range.start;
	// The first fragment is read before answering, so that what is missing or taken down has a status.
	let mut parts = parts(&cell, range).into_iter();
	let first = match parts.next() {
		Some(part) => read(&state.handle, part).await?,
		None => Bytes::new(),
	};
	let body = Body::from_stream(send(state.handle, first, parts.collect()));
	let mut response = (status, body).into_response();
	if let Some(range) = shown {
		let shown = format!("bytes {}-{}/{length}", range.start, range.end - 1);
		insert(&mut response, CONTENT_RANGE, &shown);
	}
	insert(&mut response, CONTENT_LENGTH, &size.to_string());
	response.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
	dress(&mut response, &etag, "application/octet-stream");
	Ok(response)
}

/// Says where keys are, instead of a bare 404 that a player would report as a network error.
pub(crate) async fn key() -> Refusal {
	Refusal::new(
		StatusCode::FORBIDDEN,
		"keys_are_elsewhere",
		"cell keys come with a ticket from a validator: play the title with `reel watch`",
	)
}

/// A part of a fragment.
struct Part {
	cid: Cid,
	range: Range<usize>,
	/// Bytes that the fragment must have.
	whole: usize,
}

/// The parts of fragments that make up `range` of the cell.
fn parts(cell: &CellBlock, range: Range<u64>) -> Vec<Part> {
	(0u64..)
		.step_by(FRAGMENT_BYTES as usize)
		.zip(&cell.fragments)
		.filter_map(|(start, cid)| {
			let end = (start + FRAGMENT_BYTES).min(cell.length_bytes);
			let from = range.start.max(start);
			let to = range.end.min(end);
			(from < to).then(|| Part {
				cid: *cid,
				range: (from - start) as usize..(to - start) as usize,
				whole: (end - start) as usize,
			})
		})
		.collect()
}

async fn read(handle: &Handle, part: Part) -> Result<Bytes, Refusal> {
	let bytes = handle.get_or_fetch(&part.cid).await?;
	if bytes.len() != part.whole {
		return Err(Refusal::new(
			StatusCode::UNPROCESSABLE_ENTITY,
			"not_a_title",
			format!("fragment {} has not the size that its cell says", part.cid),
		));
	}
	Ok(bytes.slice(part.range))
}

/// Reads one fragment at a time, so that a slow player costs two fragments of memory at most.
fn send(
	handle: Handle,
	first: Bytes,
	parts: Vec<Part>,
) -> impl Stream<Item = Result<Bytes, FetchError>> {
	let rest = stream::try_unfold((handle, parts.into_iter()), |(handle, mut parts)| async move {
		let Some(part) = parts.next() else { return Ok(None) };
		let bytes = handle.get_or_fetch(&part.cid).await?;
		// Of the wrong size: less is sent than was announced, which cuts the connection.
		let bytes = if bytes.len() == part.whole { bytes.slice(part.range) } else { Bytes::new() };
		Ok(Some((bytes, (handle, parts))))
	});
	futures::StreamExt::chain(stream::once(async move { Ok(first) }), rest)
}

fn dress(response: &mut Response, etag: &str, kind: &str) {
	insert(response, ETAG, etag);
	insert(response, CONTENT_TYPE, kind);
	let headers = response.headers_mut();
	headers.insert(CACHE_CONTROL, IMMUTABLE);
	headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
	headers.extend(CORS);
}
