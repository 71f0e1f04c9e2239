//! A desk in memory, which answers as it is told.

use codec::Encode;
use reel::{
	Error,
	account::Signer,
	desk::Desk,
	package::PackedCell,
	watch::{Grant, Title, ask, ask_for_ad, new_ad_ask, new_ask},
};
use reel_fragment_store::dag::{
	manifest::{MANIFEST_VERSION, Manifest},
	record::Record,
};
use reel_primitives::{
	CellIndex, ContentId,
	ads::{AdAsk, AdPlacement},
	keys::{cell_key, download_key, download_key_commitment},
	play::{PlayAsk, SignedTicket, Ticket},
};
use reel_rpc_api::{PlayState, Rejection, TicketGrant, scale_from_hex, to_hex};
use serde_json::{Value, json, value::RawValue};
use std::sync::Arc;
use subxt::rpcs::{
	self, RpcClient, UserError,
	client::{RawRpcFuture, RawRpcSubscription, RpcClientT},
};

use crate::sample::SECRET;

pub(crate) const GENESIS: [u8; 32] = [1; 32];

type Answer = Arc<dyn Fn(&str, &[Value]) -> Result<Value, Rejection> + Send + Sync>;

struct InMemory(Answer);

impl RpcClientT for InMemory {
	fn request_raw<'a>(
		&'a self,
		method: &'a str,
		params: Option<Box<RawValue>>,
	) -> RawRpcFuture<'a, Box<RawValue>> {
		let params =
			params.map_or_else(Vec::new, |raw| serde_json::from_str(raw.get()).expect("list"));
		let answer = match (self.0)(method, &params) {
			Ok(value) => Ok(serde_json::value::to_raw_value(&value).expect("json")),
			Err(rejection) => Err(rpcs::Error::User(UserError {
				code: rejection.code(),
				message: rejection.to_string(),
				data: Some(serde_json::value::to_raw_value(&rejection).expect("json")),
			})),
		};
		Box::pin(async move { answer })
	}

	fn subscribe_raw<'a>(
		&'a self,
		_: &'a str,
		_: Option<Box<RawValue>>,
		_: &'a str,
	) -> RawRpcFuture<'a, RawRpcSubscription> {
		Box::pin(async { Err(rpcs::Error::User(UserError::method_not_found())) })
	}
}

fn desk(
	answer: impl Fn(&str, &[Value]) -> Result<Value, Rejection> + Send + Sync + 'static,
) -> Desk {
	RpcClient::new(InMemory(Arc::new(answer))).into()
}

fn desk_key() -> Signer {
	Signer::dev("Alice//desk").expect("derived")
}

fn ticket(ask: &PlayAsk, duration_ms: u32) -> Ticket {
	let key = download_key(&SECRET, &ask.content, ask.cell, &ask.viewer);
	Ticket {
		genesis: ask.genesis,
		desk: *desk_key().account().as_ref(),
		viewer: ask.viewer.clone(),
		content: ask.content,
		cell: ask.cell,
		duration_ms,
		play_code: [9; 32],
		issued_at_ms: ask.asked_at_ms,
		starts_at_ms: ask.asked_at_ms,
		difficulty_bits: 8,
		download_key_commitment: download_key_commitment(&key),
		providers: vec![desk_key().account()],
		ad: None,
	}
}

/// A ticket for an ad where `ask` wants one.
fn ad_ticket(ask: &PlayAsk) -> Ticket {
	let place = ask.ad.expect("an ad is asked for");
	let AdAsk { country, language } = place;
	let placement = AdPlacement { campaign: 6, content: ask.content, country, language };
	let of = PlayAsk { content: ContentId([7; 32]), cell: 0, ..ask.clone() };
	Ticket { ad: Some(placement), ..ticket(&of, 4_000) }
}

/// The desk's answer with `ticket` signed by `by`.
fn answer(ticket: Ticket, by: &Signer, gateways: &[&str]) -> TicketGrant {
	let key = download_key(&SECRET, &ticket.content, ticket.cell, &ticket.viewer);
	let cell_key = cell_key(&SECRET, ticket.cell);
	let signature = by.sign(&ticket.signing_payload());
	TicketGrant {
		ticket: to_hex(SignedTicket { ticket, signature }.encode()),
		download_key: to_hex(key),
		cell_key: to_hex(cell_key),
		gateways: gateways.iter().map(|url| (*url).to_owned()).collect(),
		introductions: vec![None; gateways.len()],
		paid: true,
		unpaid_because: None,
	}
}

/// A grant for a cell of a title.
pub(crate) fn grant_for(
	title: &Title,
	cell: CellIndex,
	viewer: &Signer,
	gateways: &[&str],
) -> Grant {
	let ask = new_ask(GENESIS, title.content, cell, viewer);
	let duration_ms = title.cell(cell).expect("a cell").duration_ms;
	let granted = answer(ticket(&ask, duration_ms), &desk_key(), gateways);
	Grant::check(&granted, &ask).expect("a good ticket")
}

#[tokio::test]
async fn an_ask_is_signed_and_its_ticket_checked() {
	let desk = desk(|method, params| {
		assert_eq!(method, "pov_v1_requestPlay");
		let ask: PlayAsk = scale_from_hex(params[0].as_str().expect("hex"))?;
		let signature = reel_rpc_api::from_hex(params[1].as_str().expect("hex"))?;
		let (key, signature) = (*ask.viewer.as_ref(), signature.try_into().expect("64 bytes"));
		assert!(reel::account::is_signed_by(&key, &ask.signing_payload(), &signature));
		let granted = answer(ticket(&ask, 4_000), &desk_key(), &["http://127.0.0.1:1"]);
		Ok(serde_json::to_value(granted).expect("json"))
	});
	let viewer = Signer::dev("Bob").expect("derived");
	let grant = ask(&desk, &viewer, GENESIS, ContentId([2; 32]), 3).await.expect("granted");
	assert_eq!((grant.ticket.cell, grant.id), (3, grant.ticket.id()));
	assert_eq!(grant.cell_key, cell_key(&SECRET, 3));
}

#[test]
fn a_ticket_that_is_not_what_was_asked_for_is_not_used() {
	let viewer = Signer::dev("Bob").expect("derived");
	let ask = new_ask(GENESIS, ContentId([2; 32]), 3, &viewer);
	let good = || ticket(&ask, 4_000);
	let url = ["http://127.0.0.1:1"];
	assert!(Grant::check(&answer(good(), &desk_key(), &url), &ask).is_ok());
	let stranger = Signer::dev("Mallory").expect("derived");
	let mut wrong = vec![
		answer(good(), &stranger, &url),
		answer(good(), &desk_key(), &[]),
		answer(good(), &desk_key(), &["http://127.0.0.1:1"; 2]),
	];
	for changed in [
		Ticket { genesis: [8; 32], ..good() },
		Ticket { content: ContentId([8; 32]), ..good() },
		Ticket { cell: 4, ..good() },
		Ticket { viewer: stranger.account(), ..good() },
		Ticket { difficulty_bits: 25, ..good() },
		Ticket { download_key_commitment: [8; 32], ..good() },
		Ticket { providers: Vec::new(), ..good() },
		ad_ticket(&new_ad_ask(GENESIS, ContentId([2; 32]), 3, &viewer, PLACE)),
	] {
		wrong.push(answer(changed, &desk_key(), &url));
	}
	for granted in wrong {
		let error = Grant::check(&granted, &ask).expect_err("not what was asked for");
		assert_eq!((error.label(), error.exit_code()), ("ticket-untrusted", 4));
	}
}

const PLACE: AdAsk = AdAsk { country: *b"DE", language: None };

#[test]
fn an_ad_is_shown_where_it_was_asked_for_or_not_used() {
	let viewer = Signer::dev("Bob").expect("derived");
	let ask = new_ad_ask(GENESIS, ContentId([2; 32]), 3, &viewer, PLACE);
	let good = || ad_ticket(&ask);
	let placement = || good().ad.expect("of an ad");
	let at = |ad: AdPlacement| Ticket { ad: Some(ad), ..good() };
	let url = ["http://127.0.0.1:1"];
	let grant = Grant::check(&answer(good(), &desk_key(), &url), &ask).expect("a good ticket");
	assert_eq!((grant.ticket.content, grant.ticket.ad), (ContentId([7; 32]), Some(placement())));
	for wrong in [
		ticket(&PlayAsk { ad: None, ..ask.clone() }, 4_000),
		Ticket { content: ask.content, ..good() },
		Ticket { cell: 1, ..good() },
		at(AdPlacement { content: ContentId([3; 32]), ..placement() }),
		at(AdPlacement { country: *b"FR", ..placement() }),
		at(AdPlacement { language: Some(*b"de"), ..placement() }),
	] {
		let error = Grant::check(&answer(wrong, &desk_key(), &url), &ask);
		assert_eq!(error.expect_err("not asked for").label(), "ticket-untrusted");
	}
}

#[tokio::test]
async fn a_desk_without_an_ad_is_no_failure() {
	let viewer = Signer::dev("Bob").expect("derived");
	let title = (ContentId([2; 32]), 0);
	let none = desk(|_, _| Err(Rejection::NoAd));
	let ad = ask_for_ad(&none, &viewer, GENESIS, title, PLACE).await.expect("answered");
	assert!(ad.is_none());
	let busy = desk(|_, _| Err(Rejection::Busy));
	assert!(ask_for_ad(&busy, &viewer, GENESIS, title, PLACE).await.is_err());
	let one = desk(|_, params| {
		let ask: PlayAsk = scale_from_hex(params[0].as_str().expect("hex"))?;
		let granted = answer(ad_ticket(&ask), &desk_key(), &["http://127.0.0.1:1"]);
		Ok(serde_json::to_value(granted).expect("json"))
	});
	let ad = ask_for_ad(&one, &viewer, GENESIS, title, PLACE).await.expect("answered");
	assert_eq!(ad.expect("an ad").ticket.ad.map(|ad| ad.campaign), Some(6));
}

#[tokio::test]
async fn a_desks_refusal_keeps_its_label_and_figures() {
	let desk = desk(|method, _| match method {
		"pov_v1_requestPlay" => Err(Rejection::TitleNotFound),
		"pov_v1_playStatus" => Ok(json!({ "state": "paid", "round": 7 })),
		_ => Err(Rejection::RateLimited { retry_after_ms: 40 }),
	});
	let viewer = Signer::dev("Bob").expect("derived");
	let error = ask(&desk, &viewer, GENESIS, ContentId([2; 32]), 0).await.expect_err("refused");
	assert_eq!(error.exit_code(), 3);
	let error = desk.claim(&viewer.account()).await.expect_err("refused");
	assert!(matches!(&error, Error::Refused { retry_after_ms: Some(40), .. }), "{error:?}");
	assert_eq!(error.label(), "rate-limited");
	let state = desk.play_status(&[0; 32]).await.expect("known");
	assert_eq!(state, PlayState::Paid { round: 7 });
}

#[test]
fn cells_that_are_not_those_of_the_manifest_are_refused() {
	let pieces = [(b"segment".to_vec(), 1_000)];
	let cell = PackedCell::encrypt(&SECRET, 0, b"init", &pieces).expect("packed");
	let manifest = Manifest {
		version: MANIFEST_VERSION,
		title: "x".to_owned(),
		duration_ms: 1_000,
		size_bytes: cell.block.length_bytes,
		cells_root: [0; 32],
		codecs: String::new(),
		width: 1,
		height: 1,
		bandwidth_bps: 1,
		metadata: Record::default(),
		cells: vec![cell.cid],
	};
	let error = Title::new(ContentId([0; 32]), manifest, vec![cell.block]).expect_err("refused");
	assert_eq!(error.exit_code(), 7);
}
