//! The real runtime, run natively in a thread of its own.

use codec::{Decode, Encode};
use frame_support::{storage::with_transaction_unchecked, traits::fungible::Mutate};
use reel_primitives::{
	ContentId, Hash32, Round,
	content::{Licence, RewardSplit},
	time::{ROUND_MS, SLOT_MS},
};
use reelchain_runtime::{
	AccountId, Balances, Charge, Executive, Header, Runtime, RuntimeCall, RuntimeGenesisConfig,
	Signature, SignedPayload, System, TxExtension, UncheckedExtrinsic,
	genesis_config_presets::get_preset,
};
use sp_consensus_babe::digests::{PreDigest, SecondaryPlainPreDigest};
use sp_core::{Pair, sr25519};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve};
use sp_runtime::{
	ApplyExtrinsicResult, BuildStorage, Digest, DigestItem, TransactionOutcome, generic::Era,
	traits::Header as _,
};
use std::sync::{
	LazyLock,
	mpsc::{Receiver, Sender, channel},
};

/// Titles that are watched.
pub(crate) const TITLES: u8 = 8;

/// The validators, by their index.
pub(crate) const VALIDATORS: [Sr25519Keyring; 4] = [Alice, Bob, Charlie, Dave];

/// The session key of a validator. Made once: out of its phrase it takes a millisecond.
pub(crate) fn validator_key(place: usize) -> &'static sr25519::Pair {
	static KEYS: LazyLock<[sr25519::Pair; 4]> =
		LazyLock::new(|| VALIDATORS.map(Sr25519Keyring::pair));
	&KEYS[place]
}

/// Slot of the first block: 2026.
const FIRST_SLOT: u64 = 1_790_000_000_000 / SLOT_MS;

const CREATOR: Sr25519Keyring = Bob;

pub(crate) fn content(n: u8) -> ContentId {
	ContentId([n + 1; 32])
}

type Job = Box<dyn FnOnce(&mut Chain) + Send>;

/// Asks the thread that holds the chain.
#[derive(Clone)]
pub(crate) struct ChainHandle(Sender<Job>);

impl ChainHandle {
	/// Runs `job` on the chain.
	pub(crate) fn ask<R: Send + 'static>(
		&self,
		job: impl FnOnce(&mut Chain) -> R + Send + 'static,
	) -> R {
		let (to, answer) = channel();
		let sent = self.0.send(Box::new(move |chain| drop(to.send(job(chain)))));
		sent.expect("the chain's thread lives as long as its handles");
		answer.recv().expect("the chain answers each job")
	}

	/// Runs `look` on the chain's present state.
	pub(crate) fn look<R: Send + 'static>(&self, look: impl FnOnce() -> R + Send + 'static) -> R {
		self.ask(move |chain| chain.ext.execute_with(look))
	}

	/// Makes as many blocks as these transactions fill, and says what is wrong with the first that is refused; the
	/// number of blocks.
	pub(crate) fn fill_blocks(&self, transactions: Vec<Vec<u8>>) -> Result<u32, String> {
		self.ask(move |chain| {
			let (mut next, mut blocks, mut taken) = (0, 0, true);
			while next < transactions.len() {
				// A block in which a session ends may have room for none; two in a row have some.
				let (before, may_be_full) = (next, taken);
				chain.block(1, || {
					while let Some(bytes) = transactions.get(next) {
						let decoded = UncheckedExtrinsic::decode(&mut &bytes[..]);
						let transaction = decoded.map_err(|error| error.to_string())?;
						match apply(transaction) {
							Ok(Ok(())) => next += 1,
							// The block is full.
							Err(error)
								if error.exhausted_resources()
									&& (next > before || may_be_full) =>
							{
								break;
							},
							refused => return Err(format!("{refused:?}")),
						}
					}
					Ok(())
				})?;
				taken = next > before;
				blocks += 1;
			}
			Ok(blocks)
		})
	}

	/// Makes a block.
	pub(crate) fn block(&self, extrinsics: Vec<UncheckedExtrinsic>) -> Vec<ApplyExtrinsicResult> {
		self.ask(move |chain| {
			chain.block(1, || extrinsics.into_iter().map(Executive::apply_extrinsic).collect())
		})
	}
}

/// A chain that makes blocks when it is told to.
pub(crate) struct Chain {
	ext: sp_io::TestExternalities,
	number: u32,
	slot: u64,
	parent: Header,
}

impl Chain {
	fn new() -> Result<Self, String> {
		let storage = genesis()?.build_storage()?;
		let parent = Header::new(
			0,
			Default::default(),
			Default::default(),
			Default::default(),
			Digest::default(),
		);
		let ext = sp_io::TestExternalities::new(storage);
		let mut chain = Self { ext, number: 0, slot: FIRST_SLOT - 1, parent };
		let hash = chain.parent.hash();
		chain.ext.execute_with(|| frame_system::BlockHash::<Runtime>::insert(0, hash));
		Ok(chain)
	}

	/// Makes a block `slots` after the last in which `body` runs.
	pub(crate) fn block<R>(&mut self, slots: u64, body: impl FnOnce() -> R) -> R {
		self.number += 1;
		self.slot += slots;
		let (number, slot, parent) = (self.number, self.slot, self.parent.hash());
		let (header, result) = self.ext.execute_with(|| {
			let authorities = pallet_babe::Authorities::<Runtime>::get().len() as u64;
			let digest = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
				authority_index: (slot % authorities.max(1)) as u32,
				slot: slot.into(),
			});
			let header = Header::new(
				number,
				Default::default(),
				Default::default(),
				parent,
				Digest { logs: vec![DigestItem::PreRuntime(*b"BABE", digest.encode())] },
			);
			Executive::initialize_block(&header);
			let now = RuntimeCall::Timestamp(pallet_timestamp::Call::set { now: slot * SLOT_MS });
			let set = Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(now));
			assert_eq!(set, Ok(Ok(())), "the clock goes forward");
			let result = body();
			(Executive::finalize_block(), result)
		});
		self.parent = header;
		result
	}

	/// Goes on to the first slot of a round.
	pub(crate) fn go_to(&mut self, round: Round) {
		let slot = round * (ROUND_MS / SLOT_MS);
		if slot > self.slot {
			self.block(slot - self.slot, || ());
		}
	}

	/// The round that runs.
	pub(crate) fn round(&self) -> Round {
		self.slot / (ROUND_MS / SLOT_MS)
	}
}

/// Applies a transaction as a block's author does: one that does not fit leaves nothing behind.
fn apply(transaction: UncheckedExtrinsic) -> ApplyExtrinsicResult {
	with_transaction_unchecked(|| {
		let result = Executive::apply_extrinsic(transaction);
		match result {
			Ok(_) => TransactionOutcome::Commit(result),
			Err(_) => TransactionOutcome::Rollback(result),
		}
	})
}

/// The genesis of the local test network, as a node would read it: the defaults, overlaid by the preset.
fn genesis() -> Result<RuntimeGenesisConfig, String> {
	let patch = get_preset(&"local_testnet".into()).ok_or("no preset of that name")?;
	let patch = serde_json::from_slice(&patch).map_err(|error| error.to_string())?;
	let base = serde_json::to_value(RuntimeGenesisConfig::default());
	let mut config = base.map_err(|error| error.to_string())?;
	overlay(&mut config, patch);
	serde_json::from_value(config).map_err(|error| error.to_string())
}

fn overlay(base: &mut serde_json::Value, patch: serde_json::Value) {
	match (base, patch) {
		(serde_json::Value::Object(base), serde_json::Value::Object(patch)) => {
			for (key, value) in patch {
				overlay(base.entry(key).or_insert(serde_json::Value::Null), value);
			}
		},
		(base, patch) => *base = patch,
	}
}

fn extension(nonce: u32) -> TxExtension {
	(
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckMortality::from(Era::Immortal),
		frame_system::CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		Charge::from(0, None),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	)
}

/// A signed transaction of an account. Needs the state: the signature covers genesis and versions.
pub(crate) fn sign(pair: &sr25519::Pair, call: RuntimeCall) -> UncheckedExtrinsic {
	let account = AccountId::new(pair.public().0);
	let nonce = System::account_nonce(&account);
	let payload = SignedPayload::new(call.clone(), extension(nonce)).expect("state is at hand");
	let signature = payload.using_encoded(|bytes| pair.sign(bytes));
	UncheckedExtrinsic::new_signed(
		call,
		account.into(),
		Signature::Sr25519(signature),
		extension(nonce),
	)
}

/// Gives an account CFX out of nothing, so that it can pay fees.
pub(crate) fn endow(account: &AccountId, cfx: u128) -> Result<(), String> {
	let minted = <Balances as Mutate<AccountId>>::mint_into(account, cfx);
	minted.map(drop).map_err(|error| format!("{error:?}"))
}

/// Starts the chain, on which `TITLES` titles with this root can be watched.
pub(crate) fn start() -> Result<ChainHandle, String> {
	let (to, jobs): (_, Receiver<Job>) = channel();
	let (ready, started) = channel();
	std::thread::spawn(move || {
		let mut chain = match Chain::new() {
			Ok(chain) => chain,
			Err(error) => return drop(ready.send(Err(error))),
		};
		drop(ready.send(Ok(())));
		jobs.into_iter().for_each(|job| job(&mut chain));
	});
	started.recv().map_err(|error| error.to_string())??;
	Ok(ChainHandle(to))
}

/// Registers the titles.
pub(crate) fn register(chain: &ChainHandle, cells_root: Hash32) -> Result<(), String> {
	let authorize = pallet_supervisors::Call::<Runtime>::authorize_creator {
		creator: CREATOR.to_account_id(),
		country: pallet_supervisors::CountryCode::new(*b"KR").ok_or("no such country")?,
		case: [9; 32],
		expires_in: FIRST_SLOT / 6 + 10_000,
	};
	let mut calls = vec![(Eve, RuntimeCall::from(authorize))];
	for n in 0..TITLES {
		let register = pallet_content_registry::Call::<Runtime>::register_title {
			content: content(n),
			cells_root,
			geometry: crate::title::Title::geometry(),
			split: RewardSplit::DEFAULT,
			licence: Licence::CcBy,
			metadata_hash: [2; 32],
			price_cfx: 0,
			takes_donations: false,
		};
		calls.push((CREATOR, register.into()));
	}
	for (who, call) in calls {
		let extrinsic = chain.look(move || sign(&who.pair(), call));
		let result = chain.block(vec![extrinsic]);
		if result != [Ok(Ok(()))] {
			return Err(format!("a title was not registered: {result:?}"));
		}
	}
	Ok(())
}
