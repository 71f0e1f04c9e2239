//! The trustless gateway: blocks and CAR files that the client checks itself.
//!
//! `GET` or `HEAD /ipfs/{cid}` with `?format=raw|car`, or the `Accept` header with `application/vnd.ipld.raw` or
//! `application/vnd.ipld.car`. Nothing is deserialised: without a format the answer is 406. Of IPIP-402, `dag-scope` is
//! understood; for these codecs an entity is its block.

use super::{
	State,
	budget::Held,
	ranges::{self, Unsatisfiable},
	reply::{CORS, IMMUTABLE, Refusal, has_already, insert, not_modified},
	sending::{Cut, Source},
	server::Peer,
};
use crate::{
	block::{IDENTITY, Key, as_v1, check_cid, has_links, key},
	dag::{car, links},
	error::StoreError,
};
use axum::{
	Extension,
	body::Body,
	extract::{Path, Query, State as Shared},
	http::{
		HeaderMap, HeaderName, HeaderValue, StatusCode,
		header::{
			ACCEPT, ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH,
			CONTENT_RANGE, CONTENT_TYPE, ETAG, VARY, X_CONTENT_TYPE_OPTIONS,
		},
	},
	response::{IntoResponse, Response},
};
use bytes::Bytes;
use cid::Cid;
use futures::{Stream, TryStreamExt, stream};
use serde::Deserialize;
use std::{collections::HashSet, net::IpAddr};

/// Most blocks in a CAR file, and most links waiting while it is made.
const MAX_CAR_BLOCKS: usize = 1_000_000;

/// Memory of a link that waits or was followed, while a CAR file is made.
const LINK_BYTES: usize = 192;

/// Largest data inside an identity CID, in bytes.
const MAX_INLINE_BYTES: usize = 128;

const RAW_TYPE: &str = "application/vnd.ipld.raw";
const CAR_TYPE: &str = "application/vnd.ipld.car";
const CAR_TYPE_FULL: &str = "application/vnd.ipld.car; version=1; order=dfs; dups=n";

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
	format: Option<String>,
	#[serde(rename = "dag-scope")]
	dag_scope: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
	Raw,
	Car,
}

pub(crate) async fn block(
	Shared(state): Shared<State>,
	Extension(Peer(peer)): Extension<Peer>,
	Path(cid): Path<String>,
	Query(asked): Query<Asked>,
	headers: HeaderMap,
) -> Result<Response, Refusal> {
	let cid = parse_cid(&cid)?;
	let format = format(&asked, &headers)?;
	if cid.hash().code() != IDENTITY {
		check_cid(&cid)?;
		if let Some(reason) = state.handle.denied(&cid) {
			return Err(StoreError::Denied { cid, reason }.into());
		}
	}
	match format {
		Format::Raw => raw(state, peer.ip(), cid, &headers).await,
		Format::Car => as_car(state, peer.ip(), cid, &asked, &headers).await,
	}
}

/// Paths below a CID need deserialising, which this gateway does not do.
pub(crate) async fn path() -> Refusal {
	Refusal::bad_request(
		"path_not_resolved",
		"this gateway serves blocks by CID and resolves no paths below them",
	)
}

/// Reads a CID from a path or a query; one of version 0 comes as version 1.
pub(crate) fn parse_cid(text: &str) -> Result<Cid, Refusal> {
	text.parse().map(as_v1).map_err(|_| Refusal::bad_request("bad_cid", "this is not a CID"))
}

fn format(asked: &Asked, headers: &HeaderMap) -> Result<Format, Refusal> {
	match asked.format.as_deref() {
		Some("raw") => return Ok(Format::Raw),
		Some("car") => return Ok(Format::Car),
		Some(_) => {
			return Err(Refusal::bad_request("bad_format", "format is raw or car"));
		},
		None => {},
	}
	let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
	for media in accepted.flat_map(|value| value.split(',')) {
		let mut parts = media.split(';').map(str::trim);
		let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
		if kind == RAW_TYPE {
			return Ok(Format::Raw);
		}
		if kind == CAR_TYPE
			&& parts.all(|part| !part.starts_with("version=") || part == "version=1")
		{
			return Ok(Format::Car);
		}
	}
	Err(Refusal::new(
		StatusCode::NOT_ACCEPTABLE,
		"format_needed",
		"ask for ?format=raw or ?format=car: this gateway deserialises nothing",
	))
}

async fn raw(
	state: State,
	peer: IpAddr,
	cid: Cid,
	headers: &HeaderMap,
) -> Result<Response, Refusal> {
	let etag = format!("\"{cid}.raw\"");
	let source = source(&state, peer, &cid).await?;
	if has_already(headers, &etag) {
		return Ok(not_modified(&etag));
	}
	let length = source.len() as u64;
	let asked_for = match ranges::asked_for(headers, &etag, length) {
		Ok(range) => range,
		Err(Unsatisfiable) => return Ok(unsatisfiable(length)),
	};
	let range = asked_for.clone().unwrap_or(0..length);
	let size = range.end - range.start;
	let body = source.send(state.handle, range.start as usize..range.end as usize);
	let mut response = Body::from_stream(body).into_response();
	if let Some(range) = asked_for {
		*response.status_mut() = StatusCode::PARTIAL_CONTENT;
		let shown = format!("bytes {}-{}/{length}", range.start, range.end - 1);
		insert(&mut response, CONTENT_RANGE, &shown);
	}
	insert(&mut response, CONTENT_LENGTH, &size.to_string());
	dress(&mut response, &cid, &etag, RAW_TYPE, "bin");
	response.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
	Ok(response)
}

/// The bytes of `cid`, which may carry them itself.
async fn source(state: &State, peer: IpAddr, cid: &Cid) -> Result<Source, Refusal> {
	if cid.hash().code() == IDENTITY {
		inline(cid).map(Source::Held)
	} else {
		Source::open(state, peer, cid).await
	}
}

/// The answer to a range that cannot be served.
pub(crate) fn unsatisfiable(length: u64) -> Response {
	let mut response = Refusal::new(
		StatusCode::RANGE_NOT_SATISFIABLE,
		"bad_range",
		format!("ask for one range of bytes within the {length} there are"),
	)
	.into_response();
	insert(&mut response, CONTENT_RANGE, &format!("bytes */{length}"));
	response
}

async fn as_car(
	state: State,
	peer: IpAddr,
	cid: Cid,
	asked: &Asked,
	headers: &HeaderMap,
) -> Result<Response, Refusal> {
	let everything = match asked.dag_scope.as_deref() {
		None | Some("all") => true,
		Some("block" | "entity") => false,
		Some(_) => {
			return Err(Refusal::bad_request("bad_scope", "dag-scope is block, entity or all"));
		},
	};
	// Weak: what of the DAG is here may grow, so two CARs of one root may differ.
	let etag = format!("W/\"{cid}.car.{}\"", if everything { "all" } else { "block" });
	let first = source(&state, peer, &cid).await?;
	if has_already(headers, &etag) {
		return Ok(not_modified(&etag));
	}
	let body = Body::from_stream(car_stream(state, peer, cid, first, everything));
	let mut response = body.into_response();
	dress(&mut response, &cid, &etag, CAR_TYPE_FULL, "car");
	response.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("none"));
	Ok(response)
}

struct Walk {
	state: State,
	peer: IpAddr,
	root: Cid,
	waiting: Vec<Cid>,
	seen: HashSet<Key>,
	first: Option<Source>,
	everything: bool,
	/// Room for `waiting` and `seen`.
	held: Held,
	room: usize,
}

impl Walk {
	/// The next block: how its section begins, and its bytes.
	async fn next(&mut self) -> Result<Option<(Bytes, Source)>, Cut> {
		let cid = loop {
			let Some(cid) = self.waiting.pop() else { return Ok(None) };
			if self.seen.insert(key(&cid)) {
				break cid;
			}
		};
		let state = &self.state;
		let source = match self.first.take() {
			Some(first) => first,
			None => Source::open_next(&state.handle, &state.budget, self.peer, &cid).await?,
		};
		if self.everything && has_links(cid.codec()) {
			let mut linked = links(&cid, &source.whole(&state.handle, &cid).await?)?;
			linked.retain(|link| link.hash().code() != IDENTITY);
			self.make_room(linked.len())?;
			self.waiting.extend(linked.into_iter().rev());
		}
		Ok(Some((car::encode_section_head(&cid, source.len()).into(), source)))
	}

	fn make_room(&mut self, links: usize) -> Result<(), StoreError> {
		let needed = self.waiting.len() + self.seen.len() + links;
		let more = needed.saturating_sub(self.room);
		if needed > MAX_CAR_BLOCKS || !self.held.grow(more * LINK_BYTES) {
			return Err(StoreError::WalkTooLarge {
				root: self.root,
				max: needed.min(MAX_CAR_BLOCKS),
			});
		}
		self.room += more;
		Ok(())
	}
}

/// A CAR file of `root` and, with `everything`, all that is linked from it: depth first, each block once. A block that
/// cannot be had cuts the stream, which the client sees as an error.
pub(crate) fn car_stream(
	state: State,
	peer: IpAddr,
	root: Cid,
	first: Source,
	everything: bool,
) -> impl Stream<Item = Result<Bytes, Cut>> {
	let (handle, held) = (state.handle.clone(), state.budget.nothing(peer));
	let walk = Walk {
		state,
		peer,
		root,
		waiting: vec![root],
		seen: HashSet::new(),
		first: Some(first),
		everything,
		held,
		room: 0,
	};
	let header = stream::once(async move { Ok(Bytes::from(car::encode_header(&[root]))) });
	let sections = stream::try_unfold(walk, async move |mut walk| {
		Ok::<_, Cut>(walk.next().await?.map(|section| (section, walk)))
	});
	let blocks = sections.map_ok(move |(head, source)| {
		let length = source.len();
		let bytes = source.send(handle.clone(), 0..length);
		futures::StreamExt::chain(stream::once(async move { Ok(head) }), bytes)
	});
	futures::StreamExt::chain(header, blocks.try_flatten())
}

/// The data that an identity CID carries. Clients probe gateways with the empty one.
fn inline(cid: &Cid) -> Result<Bytes, Refusal> {
	let data = cid.hash().digest();
	if data.len() > MAX_INLINE_BYTES {
		return Err(Refusal::bad_request("bad_cid", "an identity CID is too long"));
	}
	Ok(Bytes::copy_from_slice(data))
}

fn dress(response: &mut Response, cid: &Cid, etag: &str, kind: &str, extension: &str) {
	insert(response, ETAG, etag);
	insert(response, CONTENT_TYPE, kind);
	// A block is bytes to check, never a page to show.
	let disposition = format!("attachment; filename=\"{cid}.{extension}\"");
	insert(response, CONTENT_DISPOSITION, &disposition);
	insert(response, HeaderName::from_static("x-ipfs-path"), &format!("/ipfs/{cid}"));
	insert(response, HeaderName::from_static("x-ipfs-roots"), &cid.to_string());
	let headers = response.headers_mut();
	headers.insert(CACHE_CONTROL, IMMUTABLE);
	headers.insert(VARY, HeaderValue::from_static("Accept"));
	headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
	headers.extend(CORS);
}
