//! From a file to a title that can be played: cut, encrypt, store, register, hand out the keys.

use crate::{
	Error, Result,
	account::Signer,
	chain::{
		Chain, Receipt, Wait,
		calls::{self, Call},
		patterns::identify_title,
	},
	desk::{Desk, TrustedDesk, check_desk_key, seal_secret},
	magnet::Magnet,
	media::cut::Cut,
	package::{Description, PackedCell, geometry},
	store::Store,
};
use rand::RngCore;
use reel_fragment_store::dag::manifest::Manifest;
use reel_primitives::{
	Balance, ContentId, Hash32,
	content::{Licence, RewardSplit},
	keys::ContentSecret,
	pattern::{FileIdentity, PatternId},
};
use reel_rpc_api::Rejection;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use zeroize::Zeroizing;

/// How long a desk may take to see a title that has just been registered.
const DEPOSIT_PATIENCE: Duration = Duration::from_secs(60);

/// A new random secret.
pub fn new_secret() -> Zeroizing<ContentSecret> {
	let mut secret = Zeroizing::new([0; 32]);
	rand::rngs::OsRng.fill_bytes(&mut *secret);
	secret
}

/// A title in the store.
#[derive(Clone, Debug)]
pub struct Stored {
	/// Its manifest.
	pub manifest: Manifest,
	/// Its magnet.
	pub magnet: Magnet,
	/// Fragments stored.
	pub fragments: u64,
}

/// Encrypts a title cell by cell and stores it, pinned by its manifest. `on_cell` is told how many cells are done.
///
/// # Errors
/// [`Error::Storage`], [`Error::File`].
pub async fn store_title(
	cut: &Cut,
	description: &Description,
	secret: &ContentSecret,
	store: &Store,
	mut on_cell: impl FnMut(usize),
) -> Result<Stored> {
	let (mut cells, mut links) = (Vec::new(), Vec::new());
	let mut fragments = 0;
	for (index, number) in (0u32..).zip(0..cut.cells.len()) {
		let cell = PackedCell::encrypt(secret, index, &cut.init, &cut.read_cell(number)?)?;
		for (cid, bytes) in cell.fragments() {
			store.put(cid, bytes.to_vec(), false).await?;
			fragments += 1;
		}
		// Pins its fragments too, so an upload that takes hours is not collected meanwhile.
		store.put(&cell.cid, cell.bytes, true).await?;
		links.push(cell.cid);
		cells.push(cell.block);
		on_cell(cells.len());
	}
	let manifest = description.manifest(&cells, links)?;
	let magnet = Magnet {
		cid: manifest.magnet()?,
		gateways: vec![store.base().to_owned()],
		// A store without peers is no reason not to publish.
		peers: store.peer_addresses().await.unwrap_or_default(),
	};
	store.put(&magnet.cid, manifest.encode()?, true).await?;
	Ok(Stored { manifest, magnet, fragments })
}

/// What a creator decides about a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
	/// Price of watching in planck; 0 is free.
	pub price_cfx: Balance,
	/// What the bearer may do with it.
	pub licence: Licence,
	/// Whether donations are welcome.
	pub takes_donations: bool,
	/// Division of the rewards.
	pub split: RewardSplit,
}

/// What a title was cut from, as its publisher says (K1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
	/// Hashes of the file and of its fingerprint.
	pub identity: FileIdentity,
	/// The pattern that the file was found to be of; `None` when its exact hash says it, or it is of none that is known.
	pub pattern: Option<PatternId>,
}

impl Source {
	/// The call that registers a title and says what it is of: both, or neither.
	pub fn registering(&self, content: &ContentId, registration: &calls::Registration) -> Call {
		calls::all_or_none([
			calls::register_title(content, registration),
			identify_title(content, &self.identity, self.pattern.as_ref()),
		])
	}
}

/// Registers a stored title, and says of what file it is. A title that says nothing may be watched free of charge, and is
/// not sold.
///
/// # Errors
/// Those of [`Chain::submit`].
pub async fn register(
	chain: &Chain,
	signer: &Signer,
	manifest: &Manifest,
	terms: &Terms,
	source: Option<&Source>,
	wait: Wait,
) -> Result<Receipt> {
	let registration = calls::Registration {
		cells_root: manifest.cells_root,
		geometry: geometry(manifest),
		split: terms.split,
		licence: terms.licence,
		metadata_hash: manifest.metadata_hash()?,
		price_cfx: terms.price_cfx,
		takes_donations: terms.takes_donations,
	};
	let content = manifest.content_id()?;
	let call = match source {
		Some(source) => source.registering(&content, &registration),
		None => calls::register_title(&content, &registration),
	};
	chain.submit(signer, call, wait).await
}

/// Hands the secret to the desks of these nodes, sealed to each; the number of desks.
///
/// # Errors
/// [`Error::Refused`], [`Error::NotFound`] when no node runs a desk, [`Error::Node`].
pub async fn deposit(
	chain: &Chain,
	nodes: &[Desk],
	signer: &Signer,
	content: ContentId,
	secret: &ContentSecret,
) -> Result<usize> {
	let genesis = chain.genesis();
	let authorities: Vec<Hash32> =
		chain.authorities().await?.into_iter().map(|(_, key)| key).collect();
	let mut deposited = 0;
	for node in nodes {
		let keys = node.desk_keys().await?;
		// Nodes pass keys on, also those of authorities that were: nothing is sealed to these.
		let trusted =
			keys.iter().filter_map(|key| check_desk_key(key, &genesis, &authorities).ok());
		let desks: Vec<TrustedDesk> = trusted.collect();
		if desks.is_empty() {
			continue;
		}
		let deposit = seal_secret(secret, content, &desks, signer, &genesis)?;
		let until = Instant::now() + DEPOSIT_PATIENCE;
		let mut blocks = None;
		loop {
			match node.deposit_secret(&deposit).await {
				Ok(()) => break,
				// The node may not have imported the block of the registration yet.
				Err(error) if error.is_passing() || matches!(error, Error::NotFound(_)) => {
					let mut stream = match blocks.take() {
						Some(stream) => stream,
						None => chain.best_blocks().await?,
					};
					match timeout_at(until, stream.next()).await {
						Ok(block) => drop(block?),
						Err(_) => return Err(error),
					}
					blocks = Some(stream);
				},
				Err(error) => return Err(error),
			}
		}
		deposited += desks.len();
	}
	if deposited == 0 {
		return Err(Rejection::NotAValidator.into());
	}
	Ok(deposited)
}
