//! `pin/*`. Every pin is recursive.

use super::{Args, Failure, State, cids};
use crate::error::StoreError;
use axum::{Json, extract::State as Shared};
use cid::Cid;
use serde_json::{Map, Value, json};

pub(super) async fn add(Shared(state): Shared<State>, args: Args) -> Result<Json<Value>, Failure> {
	let cids = cids(&args)?;
	for cid in &cids {
		state.handle.pin(cid).await?;
	}
	Ok(pins(&cids))
}

pub(super) async fn list(Shared(state): Shared<State>, args: Args) -> Result<Json<Value>, Failure> {
	let mut listed = state.handle.pins();
	if args.iter().any(|(name, _)| name == "arg") {
		let asked = cids(&args)?;
		if let Some(missing) = asked.iter().find(|cid| !listed.contains(cid)) {
			return Err(StoreError::NotPinned { cid: *missing }.into());
		}
		listed = asked;
	}
	let keys: Map<String, Value> = listed
		.iter()
		.map(|cid| (cid.to_string(), json!({ "Type": "recursive", "Name": "" })))
		.collect();
	Ok(Json(json!({ "Keys": keys })))
}

pub(super) async fn remove(
	Shared(state): Shared<State>,
	args: Args,
) -> Result<Json<Value>, Failure> {
	let cids = cids(&args)?;
	for cid in &cids {
		state.handle.unpin(cid).await?;
	}
	Ok(pins(&cids))
}

fn pins(cids: &[Cid]) -> Json<Value> {
	Json(json!({ "Pins": cids.iter().map(Cid::to_string).collect::<Vec<_>>() }))
}
