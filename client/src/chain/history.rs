//! What happened to an account's CFX, read from the events of finalized blocks.
//!
//! A node keeps no index by account: each block's events are looked through, several blocks at once, and no more
//! entries are held than were asked for. A node that prunes its state has only the events of the last blocks; how far
//! it goes back is said with the result.

use super::{
	AtBlock, Chain,
	network::{Coin, Network},
	node,
	reports::variant_name,
};
use crate::{Error, Result};
use futures::{Stream, StreamExt, stream};
use reel_primitives::{AccountId, Balance};
use reel_rpc_api::from_hex;
use std::collections::VecDeque;
use subxt::{
	dynamic::Value,
	events::{Event, Phase},
	ext::scale_decode::DecodeAsType,
	rpcs::client::RpcParams,
	utils::H256,
};

/// Blocks under way at once.
const PARALLEL: usize = 8;

/// Storage key of the events of a block: the hashes of `System` and `Events`.
const EVENTS_KEY: &str = "0x26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7";

/// Accounts of pallets that money comes out of, by what they begin with, and what to or from them is called: `PalletId`s behind
/// what all of them begin with, and for campaigns the number of one behind that.
const POTS: [(&[u8; 12], &str); 4] = [
	(b"modlreel/rig", "rights-income"),
	(b"modlreel/lay", "layer-income"),
	(b"modlreel/sal", "sale"),
	(b"modlreel/fnd", "campaign"),
];

/// The account that view payouts come out of.
const PAYOUTS: &[u8; 12] = b"modlreel/pay";

/// What money is called that goes from an account to another; `None` where another event tells of it.
fn transfer_kind(from: &[u8; 32], to: &[u8; 32]) -> Option<&'static str> {
	if from.starts_with(PAYOUTS) {
		// `Paid` tells of what comes out of it.
		return None;
	}
	let pot = POTS.iter().find(|(name, _)| from.starts_with(*name) || to.starts_with(*name));
	Some(pot.map_or("transfer", |(_, kind)| *kind))
}

/// The account of a pallet by `modl` and its id.
pub(super) const fn account_of_pallet(name: &[u8; 12]) -> [u8; 32] {
	let (mut account, mut place) = ([0; 32], 0);
	while place < name.len() {
		account[place] = name[place];
		place += 1;
	}
	account
}

/// Which way CFX went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
	/// To the account.
	In,
	/// Away from it.
	Out,
	/// Free and held changed places, or the amount is kept elsewhere.
	Neither,
}

/// Something that happened to an account's CFX.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
	/// Number of the block.
	pub block: u64,
	/// Time of the block, Unix milliseconds.
	pub unix_ms: u64,
	/// What happened: `transfer`, `fee`, `view-payout`, `rights-income`, `layer-income`, `sale`, `campaign` (contributions,
	/// refunds, milestones, royalties), `held`, `released`, …
	pub kind: &'static str,
	/// Which way.
	pub way: Way,
	/// How much, in planck.
	pub amount: Balance,
	/// Who else had a part in it.
	pub other: Option<AccountId>,
	/// What it was held for.
	pub reason: Option<String>,
}

/// Entries, and how far was looked for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
	/// Oldest first.
	pub entries: VecDeque<Entry>,
	/// First block that was looked through.
	pub first: u64,
	/// Last block that was looked through.
	pub last: u64,
	/// Whether the node has forgotten what was before `first`.
	pub pruned: bool,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Transfer {
	from: [u8; 32],
	to: [u8; 32],
	amount: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Fee {
	who: [u8; 32],
	actual_fee: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Change {
	who: [u8; 32],
	amount: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Hold {
	who: [u8; 32],
	reason: Value,
	amount: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct HeldTransfer {
	source: [u8; 32],
	dest: [u8; 32],
	reason: Value,
	amount: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Paid {
	who: [u8; 32],
	amount_cfx: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Deferred {
	who: [u8; 32],
	owed_cfx: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Swap {
	who: [u8; 32],
	send_to: [u8; 32],
	amount_in: Balance,
	amount_out: Balance,
	path: Vec<(Coin, Balance)>,
}

impl Chain {
	/// Entries of an account from a block on, or without one the newest, at most `limit`. `on_block` is told of each
	/// block looked through.
	///
	/// # Errors
	/// [`Error::NotFound`] for a block that is not finalized yet, [`Error::Node`].
	pub async fn history(
		&self,
		account: &AccountId,
		from: Option<u64>,
		limit: usize,
		mut on_block: impl FnMut(u64),
	) -> Result<Page> {
		let head = self.client.at_current_block().await.map_err(node)?.block_number();
		let Some(from) = from else {
			let blocks = self.scan((0..=head).rev(), *account.as_ref());
			let mut page = Page { first: head, last: head, ..Page::default() };
			let mut blocks = std::pin::pin!(blocks);
			while page.entries.len() < limit {
				let Some((number, found)) = blocks.next().await else { break };
				let Some(found) = found? else {
					page.pruned = true;
					break;
				};
				page.first = number;
				on_block(number);
				for entry in found.into_iter().rev() {
					if page.entries.len() < limit {
						page.entries.push_front(entry);
					}
				}
			}
			return Ok(page);
		};
		if from > head {
			return Err(Error::NotFound(format!(
				"block {from} is not finalized: {head} is the last"
			)));
		}
		let first = self.first_kept(from, head).await?;
		let mut page = Page { first, last: first, pruned: first > from, ..Page::default() };
		let mut blocks = std::pin::pin!(self.scan(first..=head, *account.as_ref()));
		while page.entries.len() < limit {
			let Some((number, found)) = blocks.next().await else { break };
			let forgotten = || Error::Node(format!("the node has just forgotten block {number}"));
			page.last = number;
			on_block(number);
			for entry in found?.ok_or_else(forgotten)? {
				if page.entries.len() < limit {
					page.entries.push_back(entry);
				}
			}
		}
		Ok(page)
	}

	fn scan(
		&self,
		numbers: impl Iterator<Item = u64> + Send,
		account: [u8; 32],
	) -> impl Stream<Item = (u64, Result<Option<Vec<Entry>>>)> {
		let look = move |number| async move { (number, self.entries_in(number, account).await) };
		stream::iter(numbers).map(look).buffered(PARALLEL)
	}

	/// The first block of `from..=head` whose state the node has.
	pub(super) async fn first_kept(&self, from: u64, head: u64) -> Result<u64> {
		let (mut low, mut high) = (from, head);
		while low < high {
			let middle = low + (high - low) / 2;
			// The first look is at the very block asked for: most nodes have it.
			let look = if low == from { low } else { middle };
			match self.events_of(look).await? {
				Some(_) if look == from => return Ok(from),
				Some(_) => high = look,
				None => low = look + 1,
			}
		}
		Ok(low)
	}

	/// Hash and raw events of a block; `None` when the node has forgotten them.
	pub(super) async fn events_of(&self, number: u64) -> Result<Option<(H256, Vec<u8>)>> {
		let rpc = self.rpc();
		let mut params = RpcParams::new();
		params.push(number)?;
		let hash: Option<H256> = rpc.request("chain_getBlockHash", params).await?;
		let hash = hash.ok_or_else(|| Error::NotFound(format!("no block {number}")))?;
		let mut params = RpcParams::new();
		params.push(EVENTS_KEY)?;
		params.push(hash)?;
		let answer: Result<Option<String>, _> = rpc.request("state_getStorage", params).await;
		match answer.map_err(Error::from) {
			Ok(events) => {
				let events = from_hex(&events.unwrap_or_else(|| "0x".to_owned()));
				Ok(Some((hash, events.map_err(|_| Error::Node("no hex".to_owned()))?)))
			},
			Err(Error::Node(text)) if is_forgotten(&text) => Ok(None),
			Err(error) => Err(error),
		}
	}

	async fn entries_in(&self, number: u64, account: [u8; 32]) -> Result<Option<Vec<Entry>>> {
		let Some((hash, events)) = self.events_of(number).await? else { return Ok(None) };
		// Most blocks are none of the account's business, and need no metadata.
		if !events.windows(32).any(|window| window == account) {
			return Ok(Some(Vec::new()));
		}
		let at = self.client.at_block(hash).await.map_err(node)?;
		let unix_ms = time_of(&at).await?;
		let events = at.events().from_bytes(events);
		let mut entries = Vec::new();
		// Refunds of a fee are told of before the fee, which has them in it.
		let payers = events.iter().filter_map(|event| payer(&event.ok()?)).collect::<Vec<_>>();
		for event in events.iter() {
			let event = event.map_err(node)?;
			let refund = payers.contains(&(phase(&event), account));
			if let Some(entry) = entry_of(&event, account, refund)? {
				entries.push(Entry { block: number, unix_ms, ..entry });
			}
		}
		Ok(Some(entries))
	}
}

/// The words of a node for state that it has pruned.
fn is_forgotten(text: &str) -> bool {
	["State already discarded", "unknown Block", "UnknownBlock"]
		.iter()
		.any(|words| text.contains(words))
}

pub(super) async fn time_of(at: &AtBlock) -> Result<u64> {
	let address = subxt::dynamic::storage::<(), u64>("Timestamp", "Now");
	let time = at.storage().try_fetch(address, ()).await.map_err(node)?;
	time.map_or(Ok(0), |time| time.decode().map_err(node))
}

fn phase(event: &Event<'_, Network>) -> Option<u32> {
	match event.phase() {
		Phase::ApplyExtrinsic(index) => Some(index),
		_ => None,
	}
}

type Payer = (Option<u32>, [u8; 32]);

fn payer(event: &Event<'_, Network>) -> Option<Payer> {
	let who = match event.event_name() {
		"TransactionFeePaid" => event.decode_fields_unchecked_as::<Fee>().ok()?.who,
		// What a swap brings is told of by the swap.
		"SwapExecuted" => event.decode_fields_unchecked_as::<Swap>().ok()?.send_to,
		_ => return None,
	};
	Some((phase(event), who))
}

/// The entry of `account` that an event makes.
fn entry_of(
	event: &Event<'_, Network>,
	account: [u8; 32],
	pays_fee: bool,
) -> Result<Option<Entry>> {
	macro_rules! read {
		($of:ty) => {
			event.decode_fields_unchecked_as::<$of>().map_err(node)?
		};
	}
	let entry = |kind, way, amount| Entry {
		block: 0,
		unix_ms: 0,
		kind,
		way,
		amount,
		other: None,
		reason: None,
	};
	let mine = |who: [u8; 32], entry: Entry| (who == account).then_some(entry);
	let moved = |kind, from: [u8; 32], to: [u8; 32], amount| {
		let (way, other) = if to == account { (Way::In, from) } else { (Way::Out, to) };
		let entry = Entry { other: Some(AccountId::new(other)), ..entry(kind, way, amount) };
		(from == account || to == account).then_some(entry)
	};
	Ok(match (event.pallet_name(), event.event_name()) {
		("Balances", "Transfer") => {
			let Transfer { from, to, amount } = read!(Transfer);
			transfer_kind(&from, &to).and_then(|kind| moved(kind, from, to, amount))
		},
		("TransactionPayment", "TransactionFeePaid") => {
			let Fee { who, actual_fee } = read!(Fee);
			mine(who, entry("fee", Way::Out, actual_fee))
		},
		("Balances", "Deposit") if !pays_fee => {
			let Change { who, amount } = read!(Change);
			mine(who, entry("share-of-fee", Way::In, amount))
		},
		("Balances", name @ ("Held" | "Released" | "BurnedHeld")) => {
			let Hold { who, reason, amount } = read!(Hold);
			let (kind, way) = match name {
				"Held" => ("held", Way::Neither),
				"Released" => ("released", Way::Neither),
				_ => ("burned", Way::Out),
			};
			let reason = Some(variant_name(&reason));
			mine(who, Entry { reason, ..entry(kind, way, amount) })
		},
		("Balances", "TransferOnHold") => {
			let HeldTransfer { source, dest, reason, amount } = read!(HeldTransfer);
			moved("held-transfer", source, dest, amount)
				.map(|entry| Entry { reason: Some(variant_name(&reason)), ..entry })
		},
		("Balances", "Slashed") => {
			let Change { who, amount } = read!(Change);
			mine(who, entry("slashed", Way::Out, amount))
		},
		("AssetConversion", "SwapExecuted") => {
			let swap = read!(Swap);
			match swap.path.first() {
				Some((Coin::Native, _)) => mine(swap.who, entry("swap", Way::Out, swap.amount_in)),
				_ => mine(swap.send_to, entry("swap", Way::In, swap.amount_out)),
			}
		},
		("Payouts", "Paid") => {
			let Paid { who, amount_cfx } = read!(Paid);
			mine(who, entry("view-payout", Way::In, amount_cfx))
		},
		("Payouts", "Deferred") => {
			let Deferred { who, owed_cfx } = read!(Deferred);
			mine(who, entry("view-owed", Way::Neither, owed_cfx))
		},
		_ => None,
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn money_of_pallets_is_called_by_what_it_is_for() {
		let pot = |name: &[u8; 12]| {
			let mut account = [0; 32];
			account[..12].copy_from_slice(name);
			account
		};
		let address = crate::account::to_ss58(&AccountId::new(pot(PAYOUTS)));
		assert_eq!(address, "5EYCAe5j84YvEmiA8MxcGou9bNgQA1jh9RnGr1BMT2Z5v9h2");
		let who = [7; 32];
		assert_eq!(transfer_kind(&pot(PAYOUTS), &who), None);
		assert_eq!(transfer_kind(&pot(b"modlreel/rig"), &who), Some("rights-income"));
		assert_eq!(transfer_kind(&who, &[8; 32]), Some("transfer"));
		let mut campaign = pot(b"modlreel/fnd");
		campaign[12] = 3;
		assert_eq!(transfer_kind(&campaign, &who), Some("campaign"));
		assert_eq!(transfer_kind(&who, &campaign), Some("campaign"));
	}

	#[test]
	fn pruned_state_is_known_by_the_words_of_the_node() {
		assert!(is_forgotten("Client error: State already discarded for 0x00 (4003)"));
		assert!(!is_forgotten("Client error: something else"));
	}
}
