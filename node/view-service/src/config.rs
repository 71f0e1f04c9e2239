//! Settings of a desk.

use reel_primitives::{AccountId, play::DEFAULT_DIFFICULTY_BITS};
use std::path::PathBuf;

/// Settings of a desk. `treasury` and `difficulty_bits` must be the same at all validators: batches follow from
/// the one, and tickets of less difficulty than the other are refused.
#[derive(Clone, Debug)]
pub struct Config {
	/// Where `desk.log`, the desk's key and the secrets lie.
	pub data_dir: PathBuf,
	/// Gets the sharing part of plays without receipts.
	pub treasury: AccountId,
	/// Leading zero bits asked of the work.
	pub difficulty_bits: u8,
	/// Requests that an address may make at once, and per minute.
	pub per_address: u32,
	/// Asks that an account may make at once, and per minute.
	pub per_account: u32,
	/// Most tickets kept; beyond it asks are refused as busy and foreign tickets dropped.
	pub max_tickets: usize,
	/// Most plays kept.
	pub max_plays: usize,
}

impl Config {
	/// Defaults for a desk in `data_dir`.
	pub fn new(data_dir: PathBuf, treasury: AccountId) -> Self {
		Self {
			data_dir,
			treasury,
			difficulty_bits: DEFAULT_DIFFICULTY_BITS,
			per_address: 240,
			per_account: 30,
			max_tickets: 200_000,
			max_plays: 1_000_000,
		}
	}
}
