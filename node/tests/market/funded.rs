//! Campaigns without success, to the planck: called off, in want of money, voted down; and one whose film comes later (S9).

use crate::common::{
	BLOCKS_DEADLINE, Books, Film, GIVEN, Node, Stage, account, at_once, by, dev, until,
};
use reel::{
	chain::funding::{self, Milestone, Offer, Phase, Reason},
	money::CFX,
};
use reel_primitives::funding::CampaignId;
use reel_rpc_api::to_hex;
use std::path::Path;

/// Who contributes to the one that is called off: more than some blocks refund, so that the last of them can ask for it.
const CROWD: [&str; 10] = [
	"Charlie",
	"Dave",
	"Ferdie",
	"Alice//stash",
	"Charlie//stash",
	"Dave//stash",
	"Eve//stash",
	"Ferdie//stash",
	"Eve",
	"Bob//stash",
];

/// A file with its name in it.
fn text(folder: &Path, name: &str) -> String {
	let path = folder.join(name);
	std::fs::write(&path, name).expect("it can be written");
	path.display().to_string()
}

/// What each has on hold.
async fn held(stage: &Stage, names: &[&str]) -> Vec<u128> {
	let mut all = Vec::new();
	for name in names {
		all.push(stage.chain.balances(&account(name)).await.expect("told").reserved);
	}
	all
}

async fn is_gone(stage: &Stage, campaign: CampaignId) {
	until("all is refunded", BLOCKS_DEADLINE, async || {
		stage.chain.funding_campaign(campaign).await.is_err().then_some(())
	})
	.await;
}

/// Its creator calls a campaign off, and all who gave have it back: by blocks, or when it is asked for.
async fn called_off(node: &Node, stage: &Stage, open: &[&str], campaign: &str) {
	let id: CampaignId = campaign.parse().expect("a number");
	let before = held(stage, &["Bob"]).await;
	assert_eq!(by(node, "Bob", open).await, 0);
	assert!(held(stage, &["Bob"]).await > before, "a deposit");
	let command = ["fund", "contribute", campaign, "9"];
	let all = CROWD.map(|name| (name, &command[..]));
	let holds = held(stage, &CROWD).await;
	assert_eq!(at_once(node, &all).await, [0; CROWD.len()]);
	assert_eq!(
		held(stage, &CROWD).await,
		holds.iter().map(|held| held + 9 * CFX).collect::<Vec<_>>()
	);

	// Of those that came at once, whoever stands last.
	let mut last = (0, CROWD[0]);
	for name in CROWD {
		let row = stage.chain.contribution(id, &account(name)).await.expect("told");
		last = last.max((row.expect("it contributed").index, name));
	}
	let of_last = format!("//{}", last.1);
	let refund = ["fund", "refund", campaign, "--for", &of_last];
	assert_eq!(by(node, "Bob", &refund).await, 4, "it is open");
	assert_ne!(by(node, "Charlie", &["fund", "stop", campaign]).await, 0, "Bob's to call off");
	assert_eq!(by(node, "Bob", &["fund", "stop", campaign]).await, 0);
	assert_eq!(by(node, "Alice//stash", &refund).await, 0);
	let row = stage.chain.contribution(id, &account(last.1)).await.expect("told");
	assert_eq!(row, None, "all that was due");
	is_gone(stage, id).await;
	assert_eq!(held(stage, &CROWD).await, holds);
	assert_eq!(held(stage, &["Bob"]).await, before, "the deposit, too");
	assert_ne!(by(node, "Bob", &refund).await, 0, "there is none");
}

/// The goal is not met in time.
async fn goal_missed(node: &Node, stage: &Stage) {
	let names = ["Charlie", "Dave"];
	let before = held(stage, &names).await;
	let milestone = Milestone { amount: 50 * CFX, description: [1; 32], within: 1 };
	// The command counts in days.
	let offer = Offer {
		goal: 100 * CFX,
		ends: stage.chain.current_round().await.expect("told") + 3,
		milestones: vec![milestone; 2],
		share_bp: 100,
		tokens: 10,
		voting_rounds: 6_000,
		content: None,
		description: [2; 32],
	};
	stage.send(&stage.creator, funding::open(&offer)).await.expect("Bob may publish");
	let give = ["fund", "contribute", "1", "49"];
	let codes = at_once(node, &[("Charlie", &give), ("Dave", &give)]).await;
	assert_eq!(codes, [0, 0]);
	assert_eq!(held(stage, &names).await, [before[0] + 49 * CFX, before[1] + 49 * CFX]);
	is_gone(stage, 1).await;
	assert_eq!(held(stage, &names).await, before);
	assert_ne!(by(node, "Ferdie", &["fund", "contribute", "1", "2"]).await, 0, "too late");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_campaign_did_not_spend_goes_back_to_the_planck_when_it_fails_or_is_voted_down() {
	let node = dev();
	let stage = Stage::open(node.rpc()).await;
	stage.authorize().await;
	let title = stage.publish_on(&Film::still(1, 4).await, &[&node], 1, &GIVEN, None).await;
	let content = to_hex(title.content.0);
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let about = text(folder.path(), "about");
	let milestones = [text(folder.path(), "script"), text(folder.path(), "cut")];
	let milestones = [format!("401={}", milestones[0]), format!("599={}", milestones[1])];
	let open =
		["fund", "open", &about, "--milestone", &milestones[0], "--milestone", &milestones[1]];
	let open = [&open[..], &["--share", "2500", "--tokens", "1000"]].concat();

	called_off(&node, &stage, &open, "0").await;
	goal_missed(&node, &stage).await;

	// One that has success, and is voted down then.
	assert_eq!(by(&node, "Bob", &open).await, 0);
	let creator = [account("Bob")];
	let before = Books::of(node.rpc(), &creator, None).await;
	let give = |amount: &'static str| ["fund", "contribute", "2", amount];
	let gifts = [("Charlie", give("500")), ("Dave", give("300")), ("Ferdie", give("200"))];
	let gifts = gifts.each_ref().map(|(name, command)| (*name, &command[..]));
	assert_eq!(at_once(&node, &gifts).await, [0, 0, 0]);
	until("the first milestone is paid", BLOCKS_DEADLINE, async || {
		let campaign = stage.chain.funding_campaign(2).await.expect("it is there");
		(campaign.issued && campaign.paid == 1).then_some(())
	})
	.await;
	assert_eq!(Books::of(node.rpc(), &creator, None).await.gains(&before), [401 * CFX]);

	// Its title is there: a quarter of what comes is the campaign's, and of that half is Charlie's.
	let attach = ["fund", "attach", "2", &content];
	let (_, pot) = stage.chain.campaign_accounts(2).await.expect("it is there");
	assert_ne!(by(&node, "Dave", &attach).await, 0, "Bob's campaign");
	assert_eq!(by(&node, "Bob", &attach).await, 0);
	assert_eq!(by(&node, "Bob", &attach).await, 4, "it has one");
	let holders = stage.shares_of(&title.content).await;
	assert_eq!(holders, [(creator[0].clone(), 7_500), (pot.clone(), 2_500)]);
	let before = Books::of(node.rpc(), &creator, None).await;
	assert_eq!(by(&node, "Alice//stash", &["donate", &content, "100"]).await, 0);
	assert_eq!(Books::of(node.rpc(), &creator, None).await.gains(&before), [75 * CFX]);
	let due = stage.chain.royalties_of(2, &account("Charlie")).await.expect("told").cfx;
	assert_eq!(due, 25 * CFX / 2);

	// Half of the goal is not more than half of it.
	let vote = ["fund", "vote", "2"];
	let against = async || match stage.chain.funding_campaign(2).await.expect("it is there").phase {
		Phase::Voting { against, .. } => Some(against),
		_ => None,
	};
	assert_eq!(by(&node, "Charlie", &vote).await, 4, "nothing was reported");
	assert_eq!(by(&node, "Bob", &["fund", "report", "2"]).await, 0);
	assert_eq!(by(&node, "Charlie", &vote).await, 0);
	assert_eq!(against().await, Some(500 * CFX));
	assert_eq!(by(&node, "Charlie", &["fund", "vote", "2", "--withdraw"]).await, 0);
	assert_eq!(against().await, Some(0));
	let codes = at_once(&node, &[("Dave", &vote), ("Bob//stash", &vote)]).await;
	assert_eq!(codes[0], 0);
	assert_ne!(codes[1], 0, "it gave nothing");
	assert_eq!(by(&node, "Dave", &vote).await, 4, "it said so");
	assert_eq!(against().await, Some(300 * CFX));
	let accounts = [account("Dave"), account("Ferdie"), pot];
	let before = Books::of(node.rpc(), &accounts, None).await.balances;
	assert_eq!(by(&node, "Charlie", &vote).await, 0);
	until("what is left went back", BLOCKS_DEADLINE, async || {
		let campaign = stage.chain.funding_campaign(2).await.expect("its tokens are there");
		let is_refunding =
			campaign.phase == Phase::Refunding { reason: Reason::VotedDown, of: 599 * CFX };
		(is_refunding && campaign.left == 0).then_some(())
	})
	.await;
	// 599 CFX by what they gave, 299.5 of them Charlie's.
	let after = Books::of(node.rpc(), &accounts, None).await.balances;
	assert_eq!(after[0] - before[0], 1_797 * CFX / 10);
	assert_eq!(after[1] - before[1], 1_198 * CFX / 10);
	assert_eq!(before[2] - after[2], 599 * CFX);
	assert_eq!(held(&stage, &["Charlie", "Dave", "Ferdie"]).await, [0, 0, 0]);
	assert_eq!(by(&node, "Bob", &["fund", "report", "2"]).await, 4, "it is over");

	// What tokens have brought stays their owners'.
	let before = Books::of(node.rpc(), &[account("Charlie")], None).await;
	assert_eq!(by(&node, "Dave", &["fund", "claim", "2", "--for", "//Charlie"]).await, 0);
	let after = Books::of(node.rpc(), &[account("Charlie")], None).await;
	assert_eq!(after.gains(&before), [due]);
	assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}
