//! Who may ask what: foreign names, foreign pages, callers without the token.
//!
//! A page whose name was made to point at this machine (DNS rebinding) sends its own name as `Host`. An IP address
//! or `localhost` cannot be rebound, so those pass, and names only if they are configured. The API beyond
//! that takes POST only, refuses pages (`Origin`) and asks for the token, since it can change what is stored.

use super::{State, reply::Refusal, server::Peer};
use axum::{
	extract::{Request, State as Shared},
	http::{
		HeaderMap, HeaderValue, Method, StatusCode,
		header::{ALLOW, AUTHORIZATION, HOST, ORIGIN},
	},
	middleware::Next,
	response::{IntoResponse, Response},
};
use std::net::IpAddr;

/// Refuses requests under a foreign name.
pub(crate) async fn host(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
	let metrics = state.handle.metrics();
	metrics.http_requests.one();
	let named = request.headers().get(HOST).and_then(|host| host.to_str().ok());
	// An absolute target would be taken for the host by some clients: it has to pass as well.
	let target = request.uri().authority().map(|authority| authority.as_str());
	let allowed = named.is_some_and(|host| is_allowed(host, &state.http.allowed_hosts))
		&& target.is_none_or(|host| is_allowed(host, &state.http.allowed_hosts));
	if !allowed {
		metrics.http_forbidden.one();
		return Refusal::new(
			StatusCode::FORBIDDEN,
			"foreign_host",
			"this name is not one of this server's: use its address, or allow the name in its configuration",
		)
		.into_response();
	}
	next.run(request).await
}

/// Refuses calls of the API by pages, from other machines, without the token, or by another method than POST.
pub(crate) async fn api(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
	if let Err(refusal) = check_api(&state, &request) {
		state.handle.metrics().http_forbidden.one();
		let not_post = refusal.status == StatusCode::METHOD_NOT_ALLOWED;
		let mut response = refusal.into_response();
		if not_post {
			response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
		}
		return response;
	}
	next.run(request).await
}

fn check_api(state: &State, request: &Request) -> Result<(), Refusal> {
	let forbidden = |label, message| Err(Refusal::new(StatusCode::FORBIDDEN, label, message));
	if request.method() != Method::POST {
		return Err(Refusal::new(
			StatusCode::METHOD_NOT_ALLOWED,
			"post_only",
			"the API takes POST only",
		));
	}
	let peer = request.extensions().get::<Peer>();
	let local = peer.is_some_and(|Peer(peer)| peer.ip().to_canonical().is_loopback());
	if !local && !state.http.remote_api {
		return forbidden("not_local", "the API answers callers on its own machine only");
	}
	if !origin_allowed(request.headers(), &state.http.allowed_origins) {
		return forbidden("foreign_origin", "pages may not call the API");
	}
	let given = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
	if !state.token.matches(given) {
		return Err(Refusal::new(
			StatusCode::UNAUTHORIZED,
			"token_needed",
			"send the content of the store's api-token file as Authorization: Bearer",
		));
	}
	Ok(())
}

fn origin_allowed(headers: &HeaderMap, allowed: &[String]) -> bool {
	headers.get_all(ORIGIN).iter().all(|origin| allowed.iter().any(|one| origin == one.as_str()))
}

fn is_allowed(host: &str, allowed: &[String]) -> bool {
	let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
		Some((address, _)) => address,
		None => host.rsplit_once(':').map_or(host, |(name, _)| name),
	};
	let name = name.trim_end_matches('.').to_ascii_lowercase();
	name == "localhost" || name.parse::<IpAddr>().is_ok() || allowed.contains(&name)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn addresses_and_localhost_pass_and_names_only_if_allowed() {
		let allowed = ["films.example".to_owned()];
		for host in ["127.0.0.1:8080", "localhost", "LOCALHOST:1", "[::1]:8080", "10.0.0.7"] {
			assert!(is_allowed(host, &[]), "{host}");
		}
		assert!(is_allowed("Films.Example.:80", &allowed));
		for host in
			["films.example", "evil.example:8080", "", "localhost.evil.example", "127.0.0.1.nip.io"]
		{
			assert!(!is_allowed(host, &[]), "{host}");
		}
	}
}
