//! Refusals as JSON, and headers that several answers share.

use crate::{
	error::{GrantError, StoreError},
	handle::{FetchError, KeyedError, TitleError},
};
use axum::{
	Json,
	http::{
		HeaderMap, HeaderName, HeaderValue, StatusCode,
		header::{
			ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
			ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CACHE_CONTROL, ETAG,
			IF_NONE_MATCH, X_CONTENT_TYPE_OPTIONS,
		},
	},
	response::{IntoResponse, Response},
};

/// What a content address names never changes.
pub(crate) const IMMUTABLE: HeaderValue =
	HeaderValue::from_static("public, max-age=29030400, immutable");

/// Headers with which any page may read an answer of the gateway: all of it is public and verifiable.
pub(crate) const CORS: [(HeaderName, HeaderValue); 4] = [
	(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
	(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD, OPTIONS")),
	(
		ACCESS_CONTROL_ALLOW_HEADERS,
		HeaderValue::from_static("Content-Type, Range, User-Agent, X-Requested-With"),
	),
	(
		ACCESS_CONTROL_EXPOSE_HEADERS,
		HeaderValue::from_static(
			"Content-Length, Content-Range, ETag, X-Ipfs-Path, X-Ipfs-Roots, X-Content-Type-Options",
		),
	),
];

/// A refusal: status, a stable name, and a sentence for people.
#[derive(Debug)]
pub(crate) struct Refusal {
	pub(crate) status: StatusCode,
	pub(crate) label: &'static str,
	pub(crate) message: String,
}

impl Refusal {
	pub(crate) fn new(status: StatusCode, label: &'static str, message: impl Into<String>) -> Self {
		Self { status, label, message: message.into() }
	}

	pub(crate) fn bad_request(label: &'static str, message: impl Into<String>) -> Self {
		Self::new(StatusCode::BAD_REQUEST, label, message)
	}
}

impl IntoResponse for Refusal {
	fn into_response(self) -> Response {
		let body = serde_json::json!({ "error": self.label, "message": self.message });
		// A refusal is of today: the block may come, a grant may end.
		let headers = [
			(CACHE_CONTROL, HeaderValue::from_static("no-store")),
			(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
		];
		(self.status, headers, CORS, Json(body)).into_response()
	}
}

impl From<StoreError> for Refusal {
	fn from(error: StoreError) -> Self {
		let status = match &error {
			StoreError::NotFound { .. } => StatusCode::NOT_FOUND,
			StoreError::Denied { .. } => StatusCode::GONE,
			StoreError::UnsupportedCid { .. } => StatusCode::BAD_REQUEST,
			_ => StatusCode::INTERNAL_SERVER_ERROR,
		};
		Self::new(status, error.label(), error.to_string())
	}
}

impl From<FetchError> for Refusal {
	fn from(error: FetchError) -> Self {
		match error {
			FetchError::Store(error) => error.into(),
			FetchError::Exchange(error) => {
				Self::new(StatusCode::NOT_FOUND, "not_found", error.to_string())
			},
		}
	}
}

impl From<TitleError> for Refusal {
	fn from(error: TitleError) -> Self {
		match error {
			TitleError::Fetch(error) => error.into(),
			error @ TitleError::Manifest { .. } => {
				Self::new(StatusCode::UNPROCESSABLE_ENTITY, "not_a_title", error.to_string())
			},
		}
	}
}

impl From<KeyedError> for Refusal {
	fn from(error: KeyedError) -> Self {
		match error {
			KeyedError::Store(error) => error.into(),
			KeyedError::Grant(error) => {
				let status = match error {
					GrantError::Expired => StatusCode::GONE,
					GrantError::OutOfRange { .. } => StatusCode::NOT_FOUND,
					_ => StatusCode::FORBIDDEN,
				};
				Self::new(status, error.label(), error.to_string())
			},
		}
	}
}

/// Whether the client has the version `etag` already.
pub(crate) fn has_already(headers: &HeaderMap, etag: &str) -> bool {
	let bare = etag.trim_start_matches("W/");
	headers
		.get_all(IF_NONE_MATCH)
		.iter()
		.filter_map(|value| value.to_str().ok())
		.flat_map(|value| value.split(','))
		.map(|tag| tag.trim())
		.any(|tag| tag == "*" || tag.trim_start_matches("W/") == bare)
}

/// The answer to a client that has it already.
pub(crate) fn not_modified(etag: &str) -> Response {
	let mut response = (StatusCode::NOT_MODIFIED, CORS).into_response();
	response.headers_mut().insert(CACHE_CONTROL, IMMUTABLE);
	insert(&mut response, ETAG, etag);
	response
}

/// Sets a header to text made here, which is always plain ASCII.
pub(crate) fn insert(response: &mut Response, name: HeaderName, value: &str) {
	if let Ok(value) = HeaderValue::from_str(value) {
		response.headers_mut().insert(name, value);
	}
}
