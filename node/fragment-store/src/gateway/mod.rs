//! The HTTP face: trustless gateway, HLS, keyed transfers, and a subset of the Kubo RPC.
//!
//! | route | who may | what |
//! |---|---|---|
//! | `GET /ipfs/{cid}` | anyone, any page | blocks and CAR files |
//! | `GET /hls/{magnet}/index.m3u8`, `cell/{n}` | anyone, any page | encrypted title |
//! | `POST /keyed` | whom a desk sent here | grants what the desk says |
//! | `GET /routing/v1/providers/{cid}` | anyone, any page | who has it |
//! | `GET /keyed/{grant}/{index}` | whoever knows the grant | sealed fragment |
//! | `POST /api/v0/…` | holders of the token on this machine | changes and administration |
//! | `POST /keeping/v1/…` | the same | what a curator's chain node asks |
//!
//! What a stranger can make it hold is bounded: connections by `max_connections`, in `places.rs`; some 100 KiB for each of
//! them, whatever it asked for (`sending.rs`); and `max_answer_bytes` of what has to be in memory as a whole (`budget.rs`).

mod budget;
mod curator;
mod guard;
mod hls;
mod keyed;
mod kubo;
mod places;
mod ranges;
mod reply;
mod routing;
mod sending;
mod server;
pub(crate) mod token;
mod trustless;

use crate::{config::HttpConfig, handle::Handle, keeping::Keeping};
use axum::{
	Router,
	extract::DefaultBodyLimit,
	http::StatusCode,
	middleware::from_fn_with_state,
	response::IntoResponse,
	routing::{get, options, post},
};
use std::sync::Arc;
use tokio::net::TcpListener;

/// What every request may use.
#[derive(Clone)]
pub(crate) struct State {
	pub(crate) handle: Handle,
	pub(crate) http: Arc<HttpConfig>,
	pub(crate) token: Arc<token::Token>,
	pub(crate) keeping: Keeping,
	pub(crate) budget: budget::Budget,
}

/// Serves until the handle's shutdown.
pub(crate) async fn serve(
	handle: Handle,
	listener: TcpListener,
	http: HttpConfig,
	token: token::Token,
	keeping: Keeping,
) {
	let places = places::Places::default();
	let state = State {
		budget: budget::Budget::new(http.max_answer_bytes, places.clone()),
		handle: handle.clone(),
		http: Arc::new(http.clone()),
		token: Arc::new(token),
		keeping,
	};
	server::run(handle, listener, http, router(state), places).await;
}

fn router(state: State) -> Router {
	let api = kubo::router()
		.layer(DefaultBodyLimit::max(state.http.max_body_bytes))
		.layer(from_fn_with_state(state.clone(), guard::api));
	let curator = curator::router().layer(from_fn_with_state(state.clone(), guard::api));
	let preflight = options(|| async { (StatusCode::NO_CONTENT, reply::CORS).into_response() });
	Router::new()
		.route("/ipfs/{cid}", get(trustless::block).merge(preflight.clone()))
		.route("/ipfs/{cid}/{*path}", get(trustless::path))
		.route("/hls/{magnet}/index.m3u8", get(hls::index).merge(preflight.clone()))
		.route("/hls/{magnet}/cell/{number}", get(hls::cell).merge(preflight.clone()))
		.route("/hls/{magnet}/key/{number}", get(hls::key))
		.route("/keyed/{grant}/{index}", get(keyed::fragment).merge(preflight))
		.route(
			"/keyed",
			post(keyed::introduction).layer(DefaultBodyLimit::max(keyed::MAX_INTRODUCTION_BYTES)),
		)
		.route("/routing/v1/providers/{cid}", get(routing::providers))
		.nest("/api/v0", api)
		.nest("/keeping/v1", curator)
		.fallback(|| async {
			reply::Refusal::new(StatusCode::NOT_FOUND, "no_route", "there is nothing at this path")
		})
		.layer(from_fn_with_state(state.clone(), guard::host))
		.with_state(state)
}
