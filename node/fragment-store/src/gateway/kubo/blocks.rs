//! `add`, `cat` and `block/*`.

use super::{Args, Failure, State, cid, cids, file, flag, lines, next_file, octets, option};
use crate::{
	block::{BLAKE2B_256, BLAKE3, DAG_CBOR, DAG_PB, MAX_BLOCK_BYTES, RAW, SHA2_256, cid_with_hash},
	error::StoreError,
};
use axum::{
	Json,
	extract::{Multipart, State as Shared},
	response::Response,
};
use reel_primitives::geometry::FRAGMENT_BYTES;
use serde_json::{Value, json};

pub(super) async fn add(
	Shared(state): Shared<State>,
	args: Args,
	mut body: Multipart,
) -> Result<Response, Failure> {
	let mut added = Vec::new();
	while let Some(mut field) = next_file(&mut body).await? {
		let name = field.file_name().map(str::to_owned);
		let bytes = file(&mut field, FRAGMENT_BYTES as usize).await?;
		let size = bytes.len();
		let cid = state.handle.put(RAW, bytes).await?;
		if flag(&args, "pin", true) {
			state.handle.pin(&cid).await?;
		}
		let cid = cid.to_string();
		let name = name.unwrap_or_else(|| cid.clone());
		added.push(json!({ "Name": name, "Hash": cid, "Size": size.to_string() }));
	}
	if added.is_empty() {
		return Err(Failure::usage("file argument 'path' is required"));
	}
	Ok(lines(&added))
}

pub(super) async fn cat(Shared(state): Shared<State>, args: Args) -> Result<Response, Failure> {
	let cid = cid(&args)?;
	if cid.codec() != RAW {
		return Err(Failure::usage("this is no file: read it with block/get"));
	}
	Ok(octets(state.handle.get(&cid).await?))
}

pub(super) async fn put(
	Shared(state): Shared<State>,
	args: Args,
	mut body: Multipart,
) -> Result<Response, Failure> {
	let codec = match option(&args, "cid-codec").unwrap_or("raw") {
		"raw" => RAW,
		"dag-cbor" => DAG_CBOR,
		"dag-pb" => DAG_PB,
		other => {
			return Err(Failure::usage(format!("cid-codec {other}: raw, dag-cbor or dag-pb")));
		},
	};
	let hash = match option(&args, "mhtype").unwrap_or("sha2-256") {
		"sha2-256" => SHA2_256,
		"blake3" => BLAKE3,
		"blake2b-256" => BLAKE2B_256,
		other => {
			return Err(Failure::usage(format!("mhtype {other}: sha2-256, blake3 or blake2b-256")));
		},
	};
	let mut put = Vec::new();
	while let Some(mut field) = next_file(&mut body).await? {
		let bytes = file(&mut field, MAX_BLOCK_BYTES).await?;
		let size = bytes.len();
		let cid = cid_with_hash(codec, hash, &bytes)
			.ok_or_else(|| Failure::usage("this hash is not taken"))?;
		state.handle.put_cid(&cid, bytes).await?;
		if flag(&args, "pin", false) {
			state.handle.pin(&cid).await?;
		}
		put.push(json!({ "Key": cid.to_string(), "Size": size }));
	}
	if put.is_empty() {
		return Err(Failure::usage("file argument 'data' is required"));
	}
	Ok(lines(&put))
}

pub(super) async fn get(Shared(state): Shared<State>, args: Args) -> Result<Response, Failure> {
	Ok(octets(state.handle.get(&cid(&args)?).await?))
}

pub(super) async fn stat(Shared(state): Shared<State>, args: Args) -> Result<Json<Value>, Failure> {
	let cid = cid(&args)?;
	let stat = state.handle.block_stat(&cid).await?;
	let stat = stat.ok_or(StoreError::NotFound { cid })?;
	Ok(Json(json!({ "Key": cid.to_string(), "Size": stat.size })))
}

pub(super) async fn remove(Shared(state): Shared<State>, args: Args) -> Result<Response, Failure> {
	let force = flag(&args, "force", false);
	let quiet = flag(&args, "quiet", false);
	let mut removed = Vec::new();
	for cid in cids(&args)? {
		match state.handle.delete(&cid).await {
			Ok(()) if quiet => {},
			Ok(()) => removed.push(json!({ "Hash": cid.to_string() })),
			Err(StoreError::NotFound { .. }) if force => {},
			Err(error) => {
				removed.push(json!({ "Hash": cid.to_string(), "Error": error.to_string() }));
			},
		}
	}
	Ok(lines(&removed))
}
