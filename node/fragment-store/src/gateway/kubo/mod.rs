//! A subset of the Kubo RPC, with Kubo's names and field names, so that its clients can talk to this store.
//!
//! Differences that follow from what the store is: `add` makes one raw block of a file of at most 1 MiB, since cells
//! are cut by the publisher; there are no names and no MFS; the network behind it is our own.

mod blocks;
mod dag;
mod peers;
mod pins;

use super::{State, reply::Refusal};
use crate::error::StoreError;
use axum::{
	Json, Router,
	body::Body,
	extract::{Multipart, Query, State as Shared, multipart::Field},
	http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
	response::{IntoResponse, Response},
	routing::post,
};
use bytes::{Bytes, BytesMut};
use cid::Cid;
use serde_json::{Value, json};

/// Query of a call: Kubo repeats `arg`.
pub(crate) type Args = Query<Vec<(String, String)>>;

pub(crate) fn router() -> Router<State> {
	Router::new()
		.route("/id", post(peers::id))
		.route("/version", post(version))
		.route("/add", post(blocks::add))
		.route("/cat", post(blocks::cat))
		.route("/block/put", post(blocks::put))
		.route("/block/get", post(blocks::get))
		.route("/block/stat", post(blocks::stat))
		.route("/block/rm", post(blocks::remove))
		.route("/dag/import", post(dag::import))
		.route("/dag/export", post(dag::export))
		.route("/pin/add", post(pins::add))
		.route("/pin/ls", post(pins::list))
		.route("/pin/rm", post(pins::remove))
		.route("/routing/findprovs", post(peers::find_providers))
		.route("/swarm/connect", post(peers::connect))
		.route("/swarm/peers", post(peers::list))
		.route("/repo/stat", post(repo_stat))
		.route("/repo/gc", post(repo_gc))
		.fallback(|| async { Failure::new(StatusCode::NOT_FOUND, "there is no such command") })
}

/// A failure as Kubo words it.
pub(crate) struct Failure {
	status: StatusCode,
	message: String,
}

impl Failure {
	pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
		Self { status, message: message.into() }
	}

	pub(crate) fn usage(message: impl Into<String>) -> Self {
		Self::new(StatusCode::BAD_REQUEST, message)
	}
}

impl IntoResponse for Failure {
	fn into_response(self) -> Response {
		let body = json!({ "Message": self.message, "Code": 0, "Type": "error" });
		(self.status, Json(body)).into_response()
	}
}

impl From<StoreError> for Failure {
	fn from(error: StoreError) -> Self {
		// Kubo answers 500 to whatever a command fails with; what was taken down keeps its own status.
		let status = match error {
			StoreError::Denied { .. } => StatusCode::GONE,
			_ => StatusCode::INTERNAL_SERVER_ERROR,
		};
		Self::new(status, error.to_string())
	}
}

impl From<Refusal> for Failure {
	fn from(refusal: Refusal) -> Self {
		Self::new(refusal.status, refusal.message)
	}
}

impl From<axum::extract::multipart::MultipartError> for Failure {
	fn from(error: axum::extract::multipart::MultipartError) -> Self {
		Self::new(error.status(), error.body_text())
	}
}

/// The CIDs in `arg`, at least one. A leading `/ipfs/` is taken off.
pub(crate) fn cids(args: &Args) -> Result<Vec<Cid>, Failure> {
	let given: Vec<Cid> = args
		.iter()
		.filter(|(name, _)| name == "arg")
		.map(|(_, text)| Ok(super::trustless::parse_cid(text.trim_start_matches("/ipfs/"))?))
		.collect::<Result<_, Failure>>()?;
	if given.is_empty() { Err(Failure::usage("argument \"arg\" is required")) } else { Ok(given) }
}

/// The one CID in `arg`.
pub(crate) fn cid(args: &Args) -> Result<Cid, Failure> {
	match cids(args)?.as_slice() {
		[one] => Ok(*one),
		_ => Err(Failure::usage("one argument is taken")),
	}
}

/// The last value of an option.
pub(crate) fn option<'a>(args: &'a Args, name: &str) -> Option<&'a str> {
	args.iter().rev().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
}

/// A boolean option.
pub(crate) fn flag(args: &Args, name: &str, default: bool) -> bool {
	option(args, name).map_or(default, |value| value == "true" || value.is_empty())
}

/// Values one a line, as Kubo streams them.
pub(crate) fn lines(values: &[Value]) -> Response {
	let mut text = String::new();
	for value in values {
		text.push_str(&value.to_string());
		text.push('\n');
	}
	([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], text).into_response()
}

/// The bytes of a file in the body, at most `max`.
pub(crate) async fn file(field: &mut Field<'_>, max: usize) -> Result<Bytes, Failure> {
	let mut file = BytesMut::new();
	while let Some(chunk) = field.chunk().await? {
		if file.len() + chunk.len() > max {
			return Err(Failure::new(
				StatusCode::PAYLOAD_TOO_LARGE,
				format!(
					"more than {max} bytes: cut the file into blocks and import them as a CAR, \
					 or publish a video with `reel publish`"
				),
			));
		}
		file.extend_from_slice(&chunk);
	}
	Ok(file.freeze())
}

/// The next file of the body.
pub(crate) async fn next_file(body: &mut Multipart) -> Result<Option<Field<'_>>, Failure> {
	Ok(body.next_field().await?)
}

/// Bytes as Kubo gives them.
pub(crate) fn octets(bytes: impl Into<Body>) -> Response {
	let kind = HeaderValue::from_static("application/octet-stream");
	([(CONTENT_TYPE, kind)], bytes.into()).into_response()
}

async fn version() -> Json<Value> {
	Json(json!({
		"Version": env!("CARGO_PKG_VERSION"),
		"Commit": "",
		"Repo": "1",
		"System": format!("{}/{}", std::env::consts::ARCH, std::env::consts::OS),
		"Golang": "",
	}))
}

async fn repo_stat(Shared(state): Shared<State>) -> Json<Value> {
	let stat = state.handle.stat();
	Json(json!({
		"NumObjects": stat.blocks,
		"RepoSize": stat.used_bytes,
		"StorageMax": stat.quota_bytes,
		"RepoPath": stat.directory.display().to_string(),
		"Version": agent(),
	}))
}

async fn repo_gc(Shared(state): Shared<State>) -> Result<Response, Failure> {
	let report = state.handle.gc().await?;
	let removed: Vec<Value> =
		report.removed.iter().map(|cid| json!({ "Key": { "/": cid.to_string() } })).collect();
	Ok(lines(&removed))
}

fn agent() -> String {
	format!("reel-fragment-store/{}", env!("CARGO_PKG_VERSION"))
}
