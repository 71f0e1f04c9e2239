//! The API of the curator's chain node, `POST /keeping/v1/…`, behind the store's token like all that can change it. Bodies
//! are SCALE, see [`reel_fragments::keeping`]; `status` is JSON for people.

use super::{State, reply::Refusal};
use axum::{
	Json, Router,
	body::Bytes,
	extract::{DefaultBodyLimit, State as Shared},
	http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
	response::{IntoResponse, Response},
	routing::post,
};
use codec::{DecodeAll, Encode};

/// Largest request: a page of 256 spans has 9 KB.
const MAX_REQUEST_BYTES: usize = 32 << 10;

const SCALE: HeaderValue = HeaderValue::from_static("application/octet-stream");

pub(crate) fn router() -> Router<State> {
	Router::new()
		.route("/sync", post(sync))
		.route("/cells", post(cells))
		.route("/proofs", post(proofs))
		.route("/status", post(status))
		.layer(DefaultBodyLimit::max(MAX_REQUEST_BYTES))
}

fn decode<T: DecodeAll>(body: &Bytes) -> Result<T, Refusal> {
	T::decode_all(&mut &body[..]).map_err(|error| {
		Refusal::bad_request("not_scale", format!("the body is no request: {error}"))
	})
}

fn scale(answer: &impl Encode) -> Response {
	([(CONTENT_TYPE, SCALE)], answer.encode()).into_response()
}

async fn sync(Shared(state): Shared<State>, body: Bytes) -> Result<Response, Refusal> {
	let answer = state.keeping.sync(decode(&body)?).await.map_err(|error| {
		let message = format!("cannot note what is kept: {error}");
		Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "not_noted", message)
	})?;
	Ok(scale(&answer))
}

async fn cells(Shared(state): Shared<State>, body: Bytes) -> Result<Response, Refusal> {
	Ok(scale(&state.keeping.cells(decode(&body)?).await))
}

async fn proofs(Shared(state): Shared<State>, body: Bytes) -> Result<Response, Refusal> {
	Ok(scale(&state.keeping.proofs(decode(&body)?).await))
}

async fn status(Shared(state): Shared<State>) -> Response {
	Json(state.keeping.status()).into_response()
}
