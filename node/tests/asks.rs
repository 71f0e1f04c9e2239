//! Who may publish, and what may be asked for (C3, C5), at the chain and the desk of a real node.

use crate::common::{Books, Film, Stage, Viewer, dev};
use reel::{Error, account::Signer, chain::calls, watch::Title};
use reel_primitives::{ContentId, content::ReasonCode, play::PlayAsk};
use reel_rpc_api::Rejection;

/// The label of a call that the chain refuses.
fn label(result: Result<(), Error>) -> String {
	result.expect_err("the chain refuses").label().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_published_or_asked_for_is_refused_by_name_and_moves_no_coin() {
	let node = dev();
	let film = Film::draw(1, 2).await;
	let stage = Stage::open(node.rpc()).await;

	let (stored, _) = stage.store(&film, &[&node]).await;
	let unauthorized = stage.register(&stored, &stage.creator).await;
	assert_eq!(label(unauthorized), "ContentRegistry.NotAuthorized");

	let title = stage.publish(&film, &[&node], 1).await;
	let viewer = Viewer::new("Cleo", &node).await;
	let issuance = Books::of(node.rpc(), &[viewer.account()], None).await;
	strangers_change_nothing(&stage, &title).await;
	asks_that_are_not_right_in_themselves(&viewer, &title).await;
	titles_that_may_not_be_played(&stage, &viewer, &title).await;
	accounts_that_ask_too_often(&viewer, &title).await;
	assert_eq!(Books::of(node.rpc(), &[viewer.account()], None).await, issuance);
	assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}

async fn strangers_change_nothing(stage: &Stage, title: &Title) {
	let dave = Signer::dev("Dave").expect("a name derives a key");
	let content = &title.content;
	for (signer, call, expected) in [
		(&dave, calls::delete_title(content), "ContentRegistry.NotOwner"),
		(&dave, calls::set_price(content, 1), "ContentRegistry.NotOwner"),
		(
			&dave,
			calls::stop_title(content, ReasonCode::Misleading),
			"Supervisors.SupervisorNotFound",
		),
		(
			&dave,
			calls::authorize_creator(&dave.account(), *b"KR", &[1; 32], u64::MAX),
			"Supervisors.SupervisorNotFound",
		),
		(
			&stage.supervisor,
			calls::authorize_creator(&dave.account(), *b"DE", &[1; 32], u64::MAX),
			"Supervisors.OutsideCountry",
		),
	] {
		let name = call.to_string();
		assert_eq!(label(stage.send(signer, call).await), expected, "{name}");
	}
}

async fn asks_that_are_not_right_in_themselves(viewer: &Viewer, title: &Title) {
	let ask = || viewer.asking(title, 0);
	let minute = 61_000;
	let stranger = Signer::dev("Dave").expect("a name derives a key").account();
	for (wrong, reason) in [
		(PlayAsk { genesis: [1; 32], ..ask() }, Rejection::WrongChain),
		(PlayAsk { asked_at_ms: reel::now_ms() - minute, ..ask() }, Rejection::AskExpired),
		(PlayAsk { asked_at_ms: reel::now_ms() + minute, ..ask() }, Rejection::AskExpired),
		(PlayAsk { viewer: stranger, ..ask() }, Rejection::WrongSignature),
		(PlayAsk { content: ContentId([1; 32]), ..ask() }, Rejection::TitleNotFound),
		(PlayAsk { cell: 1, ..ask() }, Rejection::CellOutOfRange),
	] {
		assert_eq!(viewer.send_ask(&wrong).await.err(), Some(reason));
	}
}

async fn titles_that_may_not_be_played(stage: &Stage, viewer: &Viewer, title: &Title) {
	let (bob, eve, content) = (&stage.creator, &stage.supervisor, &title.content);
	let may_be_asked_for = async || viewer.ask(title, 0).await.map(|grant| grant.ticket.cell);
	assert_eq!(may_be_asked_for().await, Ok(0));
	let steps = [
		(bob, calls::set_price(content, 5), Err(Rejection::NotBought)),
		(bob, calls::set_price(content, 0), Ok(0)),
		(eve, calls::stop_title(content, ReasonCode::Misleading), Err(Rejection::TitleStopped)),
		(eve, calls::reinstate_title(content), Ok(0)),
		(bob, calls::delete_title(content), Err(Rejection::TitleDeleted)),
	];
	for (signer, call, answer) in steps {
		let name = call.to_string();
		stage.send(signer, call).await.expect("each may do this");
		assert_eq!(may_be_asked_for().await, answer, "after {name}");
	}
	let again = stage.send(bob, calls::set_price(content, 1)).await;
	assert_eq!(label(again), "ContentRegistry.TitleDeleted");
}

/// The account's own asks are counted, whatever they are for; those of others are not stopped by it.
async fn accounts_that_ask_too_often(viewer: &Viewer, title: &Title) {
	let mut asks = 0;
	let limited = loop {
		match viewer.ask(title, 0).await.expect_err("the title was deleted") {
			Rejection::TitleDeleted => asks += 1,
			other => break other,
		}
		assert!(asks < 60, "an account may ask thirty times a minute");
	};
	assert!(
		matches!(limited, Rejection::RateLimited { retry_after_ms } if (1..=2_000).contains(&retry_after_ms)),
		"{limited:?}"
	);
	let other = viewer.clone().named("Dan");
	assert_eq!(other.ask(title, 0).await.err(), Some(Rejection::TitleDeleted));
}
