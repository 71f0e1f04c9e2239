//! What is asked of the server: the film, its layers, the ad, and the page.

use super::{
	Shared,
	answers::{file, fresh, part},
	page::{self, POLICY},
	playlists,
};
use crate::watch::{
	Title,
	layers::{Form, Shown},
};
use axum::{
	body::Body,
	extract::{Path, State},
	http::{
		HeaderMap, StatusCode,
		header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, USER_AGENT},
	},
	response::{IntoResponse, Response},
};
use reel_fragment_store::hls::{PLAYLIST_TYPE, Part, sequence};
use reel_primitives::{CellIndex, keys::CellKey, layers::LayerId};
use std::sync::Arc;

/// Content type of subtitles.
const SUBTITLE_TYPE: &str = "text/vtt; charset=utf-8";

pub(super) async fn page(State(shared): State<Arc<Shared>>) -> Response {
	// The film is not opened by that, and the ad's time does not run.
	let ad = match shared.known_ad() {
		(Some(ad), _) => Some(ad.title.manifest.title.clone()),
		(None, false) => Some("one may come before the film".to_owned()),
		(None, true) => None,
	};
	let text = page::page(&shared.title.manifest, &shared.layers.shown, ad.as_deref());
	let policy = [(CONTENT_SECURITY_POLICY, POLICY)];
	(policy, fresh("text/html; charset=utf-8", text)).into_response()
}

pub(super) async fn master(State(shared): State<Arc<Shared>>) -> Response {
	fresh(PLAYLIST_TYPE, playlists::master(&shared.title.manifest, &shared.layers.shown))
}

/// Whether FFmpeg asks, or a player that is made of it.
pub(super) fn is_ffmpeg(headers: &HeaderMap) -> bool {
	let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or("");
	["Lavf", "libmpv", "mpv"].iter().any(|name| agent.starts_with(name))
}

/// The cells of a title and their keys, which are in a folder.
fn cells<'a>(
	title: &'a Title,
	folder: &'static str,
) -> Part<'a, impl Fn(CellIndex) -> String, impl Fn(CellIndex) -> String> {
	Part {
		cells: &title.cells,
		key_uri: move |cell| format!("{folder}key/{cell}.key"),
		cell_uri: move |cell| format!("{folder}cell/{cell}.mp4"),
	}
}

/// What a player takes a title's cells for.
const fn cell_type(title: &Title) -> &'static str {
	if title.manifest.has_picture() { "video/mp4" } else { "audio/mp4" }
}

pub(super) async fn film(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
	let ad = shared.ad_in_front(&headers).await;
	let film = cells(&shared.title, "");
	let has_picture = shared.title.manifest.has_picture();
	let text = match ad.as_ref().map(|ad| (&ad.title, &ad.sound)) {
		None => sequence(&[film]),
		Some((_, Some(sound))) if !has_picture => playlists::music(&film, sound),
		Some((ad, _)) => sequence(&[cells(ad, "ad/"), film]),
	};
	fresh(PLAYLIST_TYPE, text)
}

pub(super) async fn ad_alone(State(shared): State<Arc<Shared>>) -> Result<Response, StatusCode> {
	let ad = shared.known_ad().0.ok_or(StatusCode::NOT_FOUND)?;
	Ok(fresh(PLAYLIST_TYPE, sequence(&[cells(&ad.title, "")])))
}

pub(super) async fn ad_cell(
	State(shared): State<Arc<Shared>>,
	headers: HeaderMap,
) -> Result<Response, StatusCode> {
	let ad = shared.known_ad().0.ok_or(StatusCode::NOT_FOUND)?;
	ad.attention.play();
	file(&ad.path, cell_type(&ad.title), &headers).await
}

pub(super) async fn ad_key(State(shared): State<Arc<Shared>>) -> Result<Response, StatusCode> {
	let ad = shared.known_ad().0.ok_or(StatusCode::NOT_FOUND)?;
	Ok(as_key(ad.key))
}

pub(super) async fn ad_sound(
	State(shared): State<Arc<Shared>>,
	Path(name): Path<String>,
	headers: HeaderMap,
) -> Result<Response, StatusCode> {
	let ad = shared.known_ad().0.ok_or(StatusCode::NOT_FOUND)?;
	let sound = ad.sound.as_ref().and_then(|sound| sound.piece(&name));
	let sound = sound.ok_or(StatusCode::NOT_FOUND)?;
	// Before music it is all there is of the ad.
	if !shared.title.manifest.has_picture() {
		ad.attention.play();
	}
	file(sound, "audio/mp4", &headers).await
}

pub(super) async fn ad_click(State(shared): State<Arc<Shared>>) -> Result<Response, StatusCode> {
	let ad = shared.known_ad().0.ok_or(StatusCode::NOT_FOUND)?;
	ad.attention.click();
	let policy = [(CONTENT_SECURITY_POLICY, POLICY)];
	Ok((policy, fresh("text/html; charset=utf-8", page::clicked(&ad.title.manifest)))
		.into_response())
}

pub(super) async fn layer(
	State(shared): State<Arc<Shared>>,
	Path((id, name)): Path<(LayerId, String)>,
	headers: HeaderMap,
) -> Result<Response, StatusCode> {
	let layer = shared.layers.shown.iter().find(|layer| layer.id == id);
	let Shown { form, .. } = layer.ok_or(StatusCode::NOT_FOUND)?;
	match (form, name.as_str()) {
		(Form::Subtitle(_), "index.m3u8") => {
			let duration_ms = shared.title.manifest.duration_ms;
			let duration_ms = u32::try_from(duration_ms).unwrap_or(u32::MAX);
			let ad = shared.ad_in_front(&headers).await;
			let ad = ad.map(|ad| u32::try_from(ad.title.manifest.duration_ms).unwrap_or(u32::MAX));
			Ok(fresh(PLAYLIST_TYPE, playlists::subtitles(duration_ms, ad)))
		},
		(Form::Subtitle(_), "nothing.vtt") => {
			Ok(fresh(SUBTITLE_TYPE, playlists::NOTHING.to_owned()))
		},
		(Form::Subtitle(path), "text.vtt") => file(path, SUBTITLE_TYPE, &headers).await,
		(Form::Dub(dub), "index.m3u8") => {
			let ad = shared.ad_in_front(&headers).await;
			let ad = ad.as_ref().and_then(|ad| ad.sound.as_ref());
			Ok(fresh(PLAYLIST_TYPE, playlists::sound(dub, ad)))
		},
		(Form::Dub(dub), name) => {
			let path = dub.piece(name).ok_or(StatusCode::NOT_FOUND)?;
			file(path, "audio/mp4", &headers).await
		},
		// Somebody else's, of any kind: a browser is to keep it and not to open it here.
		(Form::Effect(path), "effect") => file(path, "application/octet-stream", &headers).await,
		_ => Err(StatusCode::NOT_FOUND),
	}
}

pub(super) async fn key(
	State(shared): State<Arc<Shared>>,
	Path(name): Path<String>,
) -> Result<Response, StatusCode> {
	Ok(as_key(shared.cell(&name).await?.key))
}

fn as_key(key: CellKey) -> Response {
	let headers = [(CONTENT_TYPE, "application/octet-stream"), (CACHE_CONTROL, "no-store")];
	(headers, Body::from(key.to_vec())).into_response()
}

pub(super) async fn cell(
	State(shared): State<Arc<Shared>>,
	Path(name): Path<String>,
	headers: HeaderMap,
) -> Result<Response, StatusCode> {
	let come = shared.cell(&name).await?;
	part(&come.path, come.length, cell_type(&shared.title), &headers).await
}
