//! Settings of a desk.

use reel_primitives::{AccountId, play::DEFAULT_DIFFICULTY_BITS};
use std::path::PathBuf;

/// Settings of a desk. `treasury` and `difficulty_bits` must be the same at all validators: batches follow from
/// the one, and tickets of less difficulty than the other are refused.
#[derive(Clone, Debug)]
pub struct Config {
	/// Where `desk.log` and the secrets lie, sealed under the key.
	pub data_dir: PathBuf,
	/// The desk's key file, in the node's keystore directory: not where the data lies. Made when there is none yet.
	pub key_file: PathBuf,
	/// Gets the sharing part of plays without receipts.
	pub treasury: AccountId,
	/// Leading zero bits asked of the work.
	pub difficulty_bits: u8,
	/// Requests that an address (IPv4 /24, IPv6 /48) or a connection whose address is not known may make at once, and
	/// per minute.
	pub per_address: u32,
	/// Requests that all connections whose addresses are not known may make together at once, and per minute.
	pub per_strangers: u32,
	/// Asks that an account may make at once, and per minute.
	pub per_account: u32,
	/// Tickets, and plays, that one peer may pass on per minute, and plays that one desk may have accepted.
	pub plays_per_minute: u32,
	/// Messages that one provider may send per minute: an offer every twenty seconds, reports twice a second.
	pub per_provider: u32,
	/// Wrongly signed messages of providers that are looked at per minute. While there are more, only those in the names of
	/// providers that are known are, `per_provider` of each.
	pub forged_providers: u32,
	/// Most providers whose offers are kept, some 40 KB of memory each at worst.
	pub max_providers: usize,
	/// Most fragments that reports of other providers may be about, 33 bytes of memory each.
	pub max_reported_hashes: usize,
	/// Threads that check tickets and plays of other desks.
	pub check_threads: usize,
	/// Most tickets kept; beyond it asks are refused as busy and foreign tickets dropped.
	pub max_tickets: usize,
	/// Most ratings in the log, some 520 bytes of disk and 110 of memory each; beyond it they are refused as busy.
	pub max_ratings: u64,
	/// Bytes of memory for plays. A quarter is for their proofs, of which the oldest are dropped first; the rest for what
	/// they count for, 1 KiB each, for an hour: beyond it play data is refused as busy and foreign plays dropped.
	/// The default, 2 GiB, is 400 plays a second on and on; 100,000 plays a round of 14.4 s need 36 GiB.
	pub play_memory_bytes: usize,
}

/// Memory that a play takes without its proof: its facts, and its places in five maps.
pub(crate) const PLAY_BYTES: usize = 1_024;

impl Config {
	/// Defaults for a desk in `data_dir` with the key in `key_file`.
	pub fn new(data_dir: PathBuf, key_file: PathBuf, treasury: AccountId) -> Self {
		Self {
			data_dir,
			key_file,
			treasury,
			difficulty_bits: DEFAULT_DIFFICULTY_BITS,
			per_address: 240,
			per_strangers: 6_000,
			per_account: 30,
			plays_per_minute: 480_000,
			per_provider: 240,
			forged_providers: 24_000,
			max_providers: 1_024,
			max_reported_hashes: 1_000_000,
			check_threads: std::thread::available_parallelism().map_or(1, |n| n.get().min(8)),
			max_tickets: 200_000,
			max_ratings: 1_000_000,
			play_memory_bytes: 2 << 30,
		}
	}

	/// Most plays remembered.
	pub fn max_plays(&self) -> usize {
		(self.play_memory_bytes - self.max_proof_bytes()) / PLAY_BYTES
	}

	/// Most bytes of proofs in memory.
	pub fn max_proof_bytes(&self) -> usize {
		self.play_memory_bytes / 4
	}
}
