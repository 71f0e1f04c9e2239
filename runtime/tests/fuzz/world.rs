//! Who and what there is. Small, so that things meet.

use codec::{Decode, Encode};
use pallet_supervisors::CountryCode;
use reel_primitives::{
	ContentId, blake2b_256,
	ids::{PovId, PovSignature},
};
use reelchain_runtime::{AccountId, SessionKeys, UncheckedExtrinsic, configs::exchange::Coin};
use sp_core::{Pair, ed25519, sr25519};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use std::{collections::BTreeMap, sync::OnceLock};

/// Titles that can be registered: a deleted one's id is never free again.
const TITLES: u16 = 160;

/// Sets of session keys that a candidate has.
const GENERATIONS: u8 = 2;

/// See the module.
pub(crate) struct World {
	pub(crate) creators: Vec<AccountId>,
	pub(crate) viewers: Vec<AccountId>,
	pub(crate) supervisors: Vec<AccountId>,
	pub(crate) candidates: Vec<AccountId>,
	pub(crate) council: Vec<AccountId>,
	/// Accounts that never send anything, most without a balance.
	pub(crate) payees: Vec<AccountId>,
	pub(crate) countries: Vec<CountryCode>,
	pub(crate) titles: Vec<ContentId>,
	/// Keys of everybody who sends.
	pairs: BTreeMap<AccountId, sr25519::Pair>,
	/// Keys that sign batches and votes.
	pov: BTreeMap<Vec<u8>, sr25519::Pair>,
	/// Session keys of the candidates, with the proofs that they are theirs.
	session_keys: BTreeMap<(AccountId, u8), (SessionKeys, Vec<u8>)>,
}

fn seed(name: &str, index: u8) -> [u8; 32] {
	blake2b_256(&[name.as_bytes(), &[index]])
}

/// The one world of all runs; deriving its keys takes longer than many blocks.
pub(crate) fn world() -> &'static World {
	static WORLD: OnceLock<World> = OnceLock::new();
	WORLD.get_or_init(World::new)
}

impl World {
	fn new() -> Self {
		let mut pairs = BTreeMap::new();
		let mut add = |pair: sr25519::Pair| {
			let who = AccountId::new(pair.public().0);
			pairs.insert(who.clone(), pair);
			who
		};
		let mut people = |name: &str, count: u8| -> Vec<AccountId> {
			(0..count).map(|index| add(sr25519::Pair::from_seed(&seed(name, index)))).collect()
		};
		let creators = people("creator", 8);
		let viewers = people("viewer", 24);
		let mut supervisors = people("supervisor", 4);
		let candidates = people("candidate", 6);
		let known = [
			Sr25519Keyring::Alice,
			Sr25519Keyring::Bob,
			Sr25519Keyring::Charlie,
			Sr25519Keyring::Dave,
			Sr25519Keyring::Eve,
		]
		.map(|key| add(key.pair()));
		supervisors.push(known[4].clone());
		let (mut pov, mut session_keys) = (BTreeMap::new(), BTreeMap::new());
		for who in &known[..4] {
			let pair = pairs[who].clone();
			pov.insert(pair.public().0.to_vec(), pair);
		}
		for who in &candidates {
			for generation in 0..GENERATIONS {
				let pair = sr25519::Pair::from_seed(&session_seed(who, generation));
				pov.insert(pair.public().0.to_vec(), pair);
				session_keys.insert((who.clone(), generation), prove_keys(who, generation));
			}
		}
		Self {
			creators,
			viewers,
			supervisors,
			candidates,
			council: known[..3].to_vec(),
			payees: (0..60).map(|index| AccountId::new(seed("payee", index))).collect(),
			countries: [b"KR", b"FR", b"BR"]
				.into_iter()
				.filter_map(|letters| CountryCode::new(*letters))
				.collect(),
			titles: (0..TITLES)
				.map(|index| ContentId(blake2b_256(&[b"title", &index.to_le_bytes()])))
				.collect(),
			pairs,
			pov,
			session_keys,
		}
	}

	/// Session keys of a candidate, with the proof that they are its own.
	pub(crate) fn session_keys(&self, who: &AccountId, generation: u8) -> (SessionKeys, Vec<u8>) {
		self.session_keys[&(who.clone(), generation % GENERATIONS)].clone()
	}

	/// Everybody who gets something to spend.
	pub(crate) fn endowed(&self) -> impl Iterator<Item = &AccountId> {
		self.creators.iter().chain(&self.viewers).chain(&self.supervisors).chain(&self.candidates)
	}

	/// Whether `who` can sign.
	pub(crate) fn can_sign(&self, who: &AccountId) -> bool {
		self.pairs.contains_key(who)
	}

	/// Signs a transaction whose fee is paid in a coin.
	pub(crate) fn sign(
		&self,
		who: &AccountId,
		call: reelchain_runtime::RuntimeCall,
		nonce: u32,
		tip: u128,
		coin: Option<Coin>,
	) -> UncheckedExtrinsic {
		use crate::chain::{extension_in, sign_with};
		sign_with(&self.pairs[who], call, extension_in(nonce, tip, coin))
	}

	/// Signs with the session key of an authority; with a stranger's where there is no such authority.
	pub(crate) fn sign_as(
		&self,
		authorities: &[(AccountId, PovId)],
		authority: u32,
		payload: &[u8],
	) -> PovSignature {
		let key = authorities
			.get(authority as usize)
			.and_then(|(_, key)| self.pov.get(sp_core::crypto::ByteArray::as_slice(key)));
		key.unwrap_or_else(|| &self.pairs[&self.viewers[0]]).sign(payload).into()
	}
}

fn session_seed(who: &AccountId, generation: u8) -> [u8; 32] {
	blake2b_256(&[who.as_ref(), &[generation]])
}

fn prove_keys(who: &AccountId, generation: u8) -> (SessionKeys, Vec<u8>) {
	let seed = session_seed(who, generation);
	let (sr, ed) = (sr25519::Pair::from_seed(&seed), ed25519::Pair::from_seed(&seed));
	let keys = SessionKeys {
		babe: sr.public().into(),
		grandpa: ed.public().into(),
		pov: sr.public().into(),
	};
	let statement = [b"POP_".as_slice(), who.as_ref()].concat();
	let proof = (sr.sign(&statement), ed.sign(&statement), sr.sign(&statement)).encode();
	(keys, proof)
}

/// Keys of a validator of genesis, so that keys are also claimed twice.
pub(crate) fn foreign_keys() -> SessionKeys {
	crate::chain::keys_of(Sr25519Keyring::Alice, Ed25519Keyring::Alice)
}

/// How a call comes to the chain.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) enum Route {
	/// Dispatched without origin.
	None,
	/// Dispatched as root.
	Root,
	/// Dispatched as so many members of the council of so many.
	Council(u32, u32),
	/// Dispatched as signed, without a transaction and its fee.
	Signed(AccountId),
	/// A signed transaction with a tip, through every extension; its fee is paid in a coin.
	Paid(AccountId, u128, Option<Coin>),
	/// Dispatched as authorized, whatever `authorize` says; it must say the same.
	Authorized,
	/// A general transaction that nobody signs, through every extension.
	General,
}

/// A call and how it comes.
#[derive(Clone, Debug, Encode, Decode)]
pub(crate) struct Draw {
	pub(crate) route: Route,
	pub(crate) call: reelchain_runtime::RuntimeCall,
}
