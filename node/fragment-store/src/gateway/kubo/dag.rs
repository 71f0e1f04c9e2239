//! `dag/import` and `dag/export`.

use super::{Args, Failure, State, cid, flag, lines, next_file};
use crate::{
	dag::car::{CarError, CarReader},
	gateway::{sending::Source, server::Peer, trustless::car_stream},
};
use axum::{
	Extension,
	body::Body,
	extract::{Multipart, State as Shared},
	http::{HeaderValue, header::CONTENT_TYPE},
	response::{IntoResponse, Response},
};
use serde_json::json;

impl From<CarError> for Failure {
	fn from(error: CarError) -> Self {
		Self::usage(error.to_string())
	}
}

/// Stores the blocks of CAR files as they arrive, each checked; then pins the roots. Blocks of a file that turns out
/// broken stay, unpinned, until garbage collection.
pub(super) async fn import(
	Shared(state): Shared<State>,
	args: Args,
	mut body: Multipart,
) -> Result<Response, Failure> {
	let (mut count, mut bytes) = (0u64, 0u64);
	let mut roots = Vec::new();
	while let Some(mut field) = next_file(&mut body).await? {
		let mut car = CarReader::default();
		while let Some(piece) = field.chunk().await? {
			car.push(&piece);
			while let Some((cid, block)) = car.next_block()? {
				count += 1;
				bytes += block.len() as u64;
				state.handle.put_cid(&cid, block).await?;
			}
		}
		roots.extend(car.roots().unwrap_or_default().iter().copied());
		car.finish()?;
	}
	let mut answer = Vec::new();
	if flag(&args, "pin-roots", true) {
		for root in roots {
			let error = state.handle.pin(&root).await.err();
			let message = error.map_or_else(String::new, |error| error.to_string());
			answer.push(json!({
				"Root": { "Cid": { "/": root.to_string() }, "PinErrorMsg": message },
			}));
		}
	}
	if flag(&args, "stats", false) {
		answer.push(json!({ "Stats": { "BlockCount": count, "BlockBytesCount": bytes } }));
	}
	Ok(lines(&answer))
}

pub(super) async fn export(
	Shared(state): Shared<State>,
	Extension(Peer(peer)): Extension<Peer>,
	args: Args,
) -> Result<Response, Failure> {
	let root = cid(&args)?;
	let first = Source::Held(state.handle.get(&root).await?);
	let body = Body::from_stream(car_stream(state, peer.ip(), root, first, true));
	let kind = HeaderValue::from_static("application/vnd.ipld.car");
	Ok(([(CONTENT_TYPE, kind)], body).into_response())
}
