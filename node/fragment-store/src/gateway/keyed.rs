//! `GET /keyed/{grant}/{fragment index}`: a fragment sealed for one viewer, see [`crate::grants`]. `POST /keyed`: a viewer
//! that a desk elsewhere sent here, see [`crate::admission`].

use super::{
	State,
	reply::{CORS, Refusal},
	server::Peer,
};
use crate::grants::GrantId;
use axum::{
	Extension,
	body::{Body, Bytes},
	extract::{Path, State as Shared},
	http::{
		HeaderValue, Method, StatusCode,
		header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS},
	},
	response::{IntoResponse, Response},
};
use reel_primitives::geometry::FRAGMENT_BYTES;

/// A sealed fragment, in memory until it is taken.
const SEALED_BYTES: usize = FRAGMENT_BYTES as usize + 16;

/// Largest introduction.
pub(crate) const MAX_INTRODUCTION_BYTES: usize = 1_024;

pub(crate) async fn introduction(
	Shared(state): Shared<State>,
	body: Bytes,
) -> Result<Response, Refusal> {
	let admitted = state.handle.admit(body).await;
	admitted.map_err(|why| Refusal::new(StatusCode::FORBIDDEN, why.label, why.message))?;
	Ok((StatusCode::NO_CONTENT, CORS).into_response())
}

pub(crate) async fn fragment(
	Shared(state): Shared<State>,
	Extension(Peer(peer)): Extension<Peer>,
	method: Method,
	Path((grant, index)): Path<(String, String)>,
) -> Result<Response, Refusal> {
	// A HEAD would be reported as a transfer that was none.
	if method != Method::GET {
		return Err(Refusal::new(
			StatusCode::METHOD_NOT_ALLOWED,
			"get_only",
			"sealed fragments are had with GET only",
		));
	}
	let mut id = [0; 32];
	hex::decode_to_slice(&grant, &mut id)
		.map_err(|_| Refusal::bad_request("bad_grant", "a grant is 64 hex digits"))?;
	let index: u32 = index
		.parse()
		.map_err(|_| Refusal::bad_request("bad_index", "a fragment index is a number"))?;
	// Before it is made: sealing cannot be done piece by piece, since the tag comes last.
	let held = state.budget.take(peer.ip(), SEALED_BYTES).await?;
	let sealed = held.with(state.handle.sealed_fragment(&GrantId(id), index).await?);
	let headers = [
		(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
		(CACHE_CONTROL, HeaderValue::from_static("no-store")),
		(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
	];
	Ok((headers, CORS, Body::from(sealed)).into_response())
}
