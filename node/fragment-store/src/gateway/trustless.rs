//! The trustless gateway: blocks and CAR files that the client checks itself.
//!
//! `GET` or `HEAD /ipfs/{cid}` with `?format=raw|car`, or the `Accept` header with `application/vnd.ipld.raw` or
//! `application/vnd.ipld.car`. Nothing is deserialised: without a format the answer is 406. Of IPIP-402, `dag-scope` is
//! understood; for these codecs an entity is its block.

use super::{
	State,
	ranges::{self, Unsatisfiable},
	reply::{CORS, IMMUTABLE, Refusal, has_already, insert, not_modified},
};
use crate::{
	block::{IDENTITY, Key, as_v1, check_cid, has_links, key},
	dag::{car, links},
	error::StoreError,
	handle::{FetchError, Handle},
};
use axum::{
	body::Body,
	extract::{Path, Query, State as Shared},
	http::{
		HeaderMap, HeaderName, HeaderValue, StatusCode,
		header::{
			ACCEPT, ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_TYPE,
			ETAG, VARY, X_CONTENT_TYPE_OPTIONS,
		},
	},
	response::{IntoResponse, Response},
};
use bytes::Bytes;
use cid::Cid;
use futures::{Stream, stream};
use serde::Deserialize;
use std::collections::HashSet;

/// Most blocks in a CAR file, and most links waiting while it is made.
const MAX_CAR_BLOCKS: usize = 1_000_000;

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
		Format::Raw => raw(&state.handle, cid, &headers).await,
		Format::Car => as_car(state.handle, cid, &asked, &headers).await,
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

async fn raw(handle: &Handle, cid: Cid, headers: &HeaderMap) -> Result<Response, Refusal> {
	let etag = format!("\"{cid}.raw\"");
	let bytes = if cid.hash().code() == IDENTITY {
		inline(&cid)?
	} else {
		handle.get_or_fetch(&cid).await?
	};
	if has_already(headers, &etag) {
		return Ok(not_modified(&etag));
	}
	let length = bytes.len() as u64;
	let mut response = match ranges::asked_for(headers, &etag, length) {
		Ok(None) => Body::from(bytes).into_response(),
		Ok(Some(range)) => {
			let part = bytes.slice(range.start as usize..range.end as usize);
			let mut response = (StatusCode::PARTIAL_CONTENT, Body::from(part)).into_response();
			let shown = format!("bytes {}-{}/{length}", range.start, range.end - 1);
			insert(&mut response, CONTENT_RANGE, &shown);
			response
		},
		Err(Unsatisfiable) => return Ok(unsatisfiable(length)),
	};
	dress(&mut response, &cid, &etag, RAW_TYPE, "bin");
	response.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
	Ok(response)
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
	handle: Handle,
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
	let first = if cid.hash().code() == IDENTITY {
		inline(&cid)?
	} else {
		handle.get_or_fetch(&cid).await?
	};
	if has_already(headers, &etag) {
		return Ok(not_modified(&etag));
	}
	let body = Body::from_stream(car_stream(handle, cid, first, everything));
	let mut response = body.into_response();
	dress(&mut response, &cid, &etag, CAR_TYPE_FULL, "car");
	response.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("none"));
	Ok(response)
}

struct Walk {
	handle: Handle,
	waiting: Vec<Cid>,
	seen: HashSet<Key>,
	first: Option<Bytes>,
	everything: bool,
}

/// A CAR file of `root` and, with `everything`, all that is linked from it: depth first, each block once. A block that
/// cannot be had cuts the stream, which the client sees as an error.
pub(crate) fn car_stream(
	handle: Handle,
	root: Cid,
	first: Bytes,
	everything: bool,
) -> impl Stream<Item = Result<Bytes, FetchError>> {
	let walk =
		Walk { handle, waiting: vec![root], seen: HashSet::new(), first: Some(first), everything };
	let header = stream::once(async move { Ok(Bytes::from(car::encode_header(&[root]))) });
	let blocks = stream::try_unfold(walk, move |mut walk| async move {
		let cid = loop {
			let Some(cid) = walk.waiting.pop() else { return Ok(None) };
			if walk.seen.insert(key(&cid)) {
				break cid;
			}
		};
		let bytes = match walk.first.take() {
			Some(first) => first,
			None => walk.handle.get_or_fetch(&cid).await?,
		};
		if walk.everything && has_links(cid.codec()) {
			let mut linked = links(&cid, &bytes)?;
			linked.retain(|link| link.hash().code() != IDENTITY);
			if walk.waiting.len() + linked.len() + walk.seen.len() > MAX_CAR_BLOCKS {
				return Err(StoreError::WalkTooLarge { root, max: MAX_CAR_BLOCKS }.into());
			}
			walk.waiting.extend(linked.into_iter().rev());
		}
		let section = Bytes::from(car::encode_section(&cid, &bytes));
		Ok(Some((section, walk)))
	});
	futures::StreamExt::chain(header, blocks)
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
