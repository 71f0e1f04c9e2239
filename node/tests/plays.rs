//! Play data that breaks a rule, and play data that breaks none (C5, C6, C9), at the desk of a real node.

use crate::common::{Books, Film, Stage, Viewer, dev, until_ms};
use reel::watch::{Grant, proof::sign_play};
use reel_primitives::play::{PlayData, is_work_done};
use reel_rpc_api::{PlayState, Rejection, UnpaidReason};

/// One CFX in planck.
const CFX: u128 = 1_000_000_000_000_000_000;

#[tokio::test(flavor = "multi_thread")]
async fn plays_against_a_rule_are_refused_by_name_and_the_honest_one_is_paid_to_the_planck() {
	let node = dev();
	let film = Film::draw(3, 8).await;
	let stage = Stage::open(node.rpc()).await;
	let title = stage.publish(&film, &[&node], 1).await;
	let (ann, ben) = (Viewer::new("Ann", &node).await, Viewer::new("Ben", &node).await);
	let [creator, supervisor, validator] = stage.accounts();
	let accounts = [ann.account(), ben.account(), creator, supervisor, validator];
	let before = Books::of(node.rpc(), &accounts, None).await;

	let grant = ann.ask(&title, 0).await.expect("nothing speaks against it");
	let of_ben = ben.ask(&title, 0).await.expect("nothing speaks against it");
	let ahead = ann.ask(&title, 1).await.expect("one cell ahead may be asked for");
	assert_eq!(ahead.ticket.starts_at_ms, grant.ticket.opens_at_ms());
	assert_eq!(ann.ask(&title, 2).await.err(), Some(Rejection::StreamBusy));
	let again = ann.ask(&title, 0).await.expect("the ticket still runs");
	assert_eq!(again.id, grant.id);

	let play = ann.watch(&title, &grant).await;
	let play_of_ben = ben.watch(&title, &of_ben).await;
	let next_cell = ann.watch(&title, &ahead).await.descriptor;
	let refused = refused_in_the_window(&ann, &grant, &play, next_cell).await;

	let early = ann.submit(&play).await.expect_err("the cell is not over");
	assert!(
		matches!(early, Rejection::TooFast { watched_ms, duration_ms } if watched_ms < duration_ms
			&& duration_ms == u64::from(grant.ticket.duration_ms)),
		"{early:?}"
	);

	until_ms(grant.ticket.opens_at_ms()).await;
	for (what, play, reason) in refused {
		assert_eq!(ann.submit(&play).await.err(), Some(reason), "{what}");
	}
	let forged = sign_play(play.clone(), &ben.signer);
	assert_eq!(ann.submit_signed(&forged).await.err(), Some(Rejection::WrongSignature));
	// Ben's ticket, with what Ann saw: signed by her it is not his, signed by him it answers another PlayCode.
	let borrowed = PlayData { ticket: of_ben.id, ..play.clone() };
	assert_eq!(ann.submit(&borrowed).await.err(), Some(Rejection::WrongSignature));
	assert_eq!(ben.submit(&borrowed).await.err(), Some(Rejection::WrongNonce));
	assert_eq!(ann.status(&grant.id).await, PlayState::Ticketed);

	assert_eq!(Books::of(node.rpc(), &accounts, None).await, before);

	// None of it used the ticket up: the same ticket takes the honest play.
	let accepted = ann.submit(&play).await.expect("an honest play within its window");
	assert_eq!(ann.submit(&play).await.err(), Some(Rejection::AlreadySubmitted));
	let again = ann.ask(&title, 0).await.expect("a counted cell may be watched again");
	assert_eq!(again.unpaid, Some(UnpaidReason::AlreadyCounted));

	until_ms(of_ben.ticket.closes_at_ms() + 1).await;
	let late = ben.submit(&play_of_ben).await.expect_err("1.5 times the cell has passed");
	assert!(
		matches!(late, Rejection::TooSlow { watched_ms, duration_ms }
			if watched_ms > duration_ms * 3 / 2),
		"{late:?}"
	);
	until_ms(ahead.ticket.opens_at_ms()).await;
	let replayed = PlayData { ticket: ahead.id, ..play.clone() };
	assert_eq!(ann.submit(&replayed).await.err(), Some(Rejection::WrongDescriptor));

	let round = ann.paid(&grant.id).await;
	assert!(round >= accepted.round);
	let after = Books::of(node.rpc(), &accounts, None).await;
	assert_eq!(after.issuance - before.issuance, 90 * CFX);
	assert_eq!(after.minted, 90 * CFX);
	// 40 % Ann, nothing Ben, 30 % the creator, 5 % the supervisor, 10 % + 15 % who votes and sends.
	let gains = [36 * CFX, 0, 27 * CFX, 9 * CFX / 2, 45 * CFX / 2];
	assert_eq!(after.gains(&before), gains);
	assert_eq!(ann.submit(&play).await.err(), Some(Rejection::AlreadySubmitted));
	assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}

/// Changes to an honest play, each with the reason for which it is refused in its window.
async fn refused_in_the_window(
	viewer: &Viewer,
	grant: &Grant,
	play: &PlayData,
	next_cell: reel_primitives::play::DescriptorProof,
) -> Vec<(&'static str, PlayData, Rejection)> {
	let mut cases = Vec::new();
	let mut case = |what, reason, change: &dyn Fn(&mut PlayData)| {
		let mut changed = play.clone();
		change(&mut changed);
		assert_ne!(&changed, play, "{what}");
		cases.push((what, changed, reason));
	};
	let ticket = &grant.ticket;
	let works = |nonce: &u64| {
		let (code, bits) = (&ticket.play_code, ticket.difficulty_bits);
		is_work_done(code, &play.view_hash, &ticket.viewer, *nonce, bits)
	};
	let idle = (0..).find(|nonce| !works(nonce)).expect("most numbers do no work");
	case("a nonce that is no work", Rejection::WrongNonce, &|play| play.nonce = idle);
	let tampered = [0xee; 32];
	case("a view hash without work for it", Rejection::WrongNonce, &|play| {
		play.view_hash = tampered;
	});
	let nonce = viewer.work(grant, tampered).await;
	case("a view hash of other bytes", Rejection::WrongViewHash, &|play| {
		(play.view_hash, play.nonce) = (tampered, nonce);
	});
	case("a leaf with one wrong bit", Rejection::WrongLeaf, &|play| play.leaves[1].bytes[0] ^= 1);
	case("a leaf under another number", Rejection::WrongLeaf, &|play| play.leaves[0].index ^= 1);
	case("a path with one wrong bit", Rejection::WrongLeaf, &|play| play.leaves[2].path[0][0] ^= 1);
	case("a leaf less", Rejection::WrongLeaf, &|play| drop(play.leaves.pop()));
	case("the leaf of another place", Rejection::WrongLeaf, &|play| {
		// A true leaf with its true path, but not the one that was picked for this place.
		let other = play.leaves.iter().find(|leaf| leaf.index != play.leaves[0].index);
		play.leaves[0] = other.expect("four leaves of hundreds are not all the same").clone();
	});
	case("the descriptor of another cell", Rejection::WrongDescriptor, &|play| {
		play.descriptor = next_cell.clone();
	});
	case("a longer descriptor", Rejection::WrongDescriptor, &|play| {
		play.descriptor.descriptor.length_bytes += 1;
	});
	case("a receipt for more bytes", Rejection::ReceiptMismatch, &|play| {
		play.receipts[0].sent_bytes += 1;
	});
	case("a receipt for a stranger", Rejection::ReceiptMismatch, &|play| {
		play.receipts[0].provider = viewer.account();
	});
	case("no receipt", Rejection::ReceiptMismatch, &|play| play.receipts.clear());
	case("a ticket that nobody issued", Rejection::TicketUnknown, &|play| play.ticket = [9; 32]);
	cases
}
