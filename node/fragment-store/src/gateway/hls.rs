//! HLS of a title: its playlist, and its cells as they lie at rest, for any player or CDN. Keys are not here: they
//! come from a validator's desk, and the player's own server answers `key/{cell}`.

use super::{
	State, budget,
	budget::Held,
	ranges::{self, Unsatisfiable},
	reply::{CORS, IMMUTABLE, Refusal, has_already, insert, not_modified},
	sending::{Cut, Source},
	server::Peer,
	trustless::{parse_cid, unsatisfiable},
};
use crate::{
	dag::manifest::{CellBlock, SegmentPiece},
	hls::{PLAYLIST_TYPE, playlist},
};
use axum::{
	Extension,
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
use futures::{Stream, StreamExt, TryStreamExt, stream};
use reel_primitives::geometry::FRAGMENT_BYTES;
use std::{net::IpAddr, ops::Range};

/// Most segments in a playlist that is made here: a day of one-second segments, and some 20 MB of text.
const MAX_SEGMENTS: usize = 86_400;

/// Bytes of a segment in a playlist and before it is written.
const SEGMENT_TEXT_BYTES: usize = 240 + size_of::<SegmentPiece>();

pub(crate) async fn index(
	Shared(state): Shared<State>,
	Extension(Peer(peer)): Extension<Peer>,
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
	let (mut segments, mut held) = (0, state.budget.nothing(peer.ip()));
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
		make_room(&mut held, &cell)?;
		// Not needed here, and the larger part.
		cell.fragments = Vec::new();
		cells.push(cell);
	}
	let text = playlist(&cells, |cell| format!("key/{cell}"), |cell| format!("cell/{cell}"));
	let mut response = Body::from(held.with(text.into())).into_response();
	dress(&mut response, &etag, PLAYLIST_TYPE);
	Ok(response)
}

/// Room for a cell's part of a playlist.
fn make_room(held: &mut Held, cell: &CellBlock) -> Result<(), Refusal> {
	let room = held.grow((cell.segments.len() + 1) * SEGMENT_TEXT_BYTES);
	room.then_some(()).ok_or_else(budget::full)
}

pub(crate) async fn cell(
	Shared(state): Shared<State>,
	Extension(Peer(peer)): Extension<Peer>,
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
	// The first fragment is looked at before answering, so that what is missing or taken down has a status.
	let mut parts = parts(&cell, range).into_iter();
	let first = match parts.next() {
		Some(part) => (first_of(&state, peer.ip(), &part).await?, part.range),
		None => (Source::Held(Bytes::new()), 0..0),
	};
	let body = Body::from_stream(send(state, peer.ip(), first, parts.collect()));
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

async fn first_of(state: &State, peer: IpAddr, part: &Part) -> Result<Source, Refusal> {
	let source = Source::open(state, peer, &part.cid).await?;
	if source.len() != part.whole {
		return Err(Refusal::new(
			StatusCode::UNPROCESSABLE_ENTITY,
			"not_a_title",
			format!("fragment {} has not the size that its cell says", part.cid),
		));
	}
	Ok(source)
}

/// Reads a piece at a time, so that a slow player costs some pieces of memory at most.
fn send(
	state: State,
	peer: IpAddr,
	first: (Source, Range<usize>),
	parts: Vec<Part>,
) -> impl Stream<Item = Result<Bytes, Cut>> {
	let handle = state.handle.clone();
	let rest = stream::iter(parts).then(move |part| {
		let state = state.clone();
		async move {
			let source = Source::open_next(&state.handle, &state.budget, peer, &part.cid).await?;
			// Less is sent than was announced, which cuts the connection.
			let range = if source.len() == part.whole { part.range } else { 0..0 };
			Ok::<_, Cut>((source, range))
		}
	});
	stream::once(async move { Ok(first) })
		.chain(rest)
		.map_ok(move |(source, range)| source.send(handle.clone(), range))
		.try_flatten()
}

fn dress(response: &mut Response, etag: &str, kind: &str) {
	insert(response, ETAG, etag);
	insert(response, CONTENT_TYPE, kind);
	let headers = response.headers_mut();
	headers.insert(CACHE_CONTROL, IMMUTABLE);
	headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
	headers.extend(CORS);
}
