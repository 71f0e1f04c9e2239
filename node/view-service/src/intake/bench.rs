//! What a thread that checks has at hand, and what it finds.

use crate::{
	id_map::IdMap,
	play::{Evidence, KnownCells, PlayId},
	seal::{SealRef, append_payload},
	signature::SignatureGroup,
	state::PlayFacts,
	witness::Witness,
};
use reel_merkle::binary::Paths;
use reel_primitives::{
	ContentId, Hash32,
	play::{SignedTicket, TicketId},
};
use reel_rpc_api::Rejection;
use std::collections::HashSet;

/// Desks whose last seals are remembered: more than there are authorities in two sessions.
const MAX_DESKS: usize = 512;

/// What a desk makes of an arrival.
pub(super) enum Finding {
	/// Known, over, or not for this desk now.
	Ignored,
	/// What no honest desk passes on. For plays: why, if it is not the signatures.
	Garbage(Option<&'static str>),
	/// Not kept, and nobody's fault.
	Refused(&'static str),
	Ticket {
		id: TicketId,
		signed: SignedTicket,
	},
	/// Right, and too early for this desk to vouch for: until when.
	Early {
		id: PlayId,
		until_ms: u64,
	},
	Play {
		facts: PlayFacts,
		desk: Hash32,
		/// `None`: its ticket was not looked up, or not found.
		witness: Option<Witness>,
	},
}

/// Buffers of a thread.
#[derive(Default)]
pub(crate) struct Bench {
	pub(super) signatures: SignatureGroup,
	/// Seals in the group of signatures, by desk, root and signature.
	seals: IdMap<(Hash32, Hash32, [u8; 64]), usize>,
	/// Which message has which of them.
	sealed: Vec<(usize, usize)>,
	pub(super) known_desks: IdMap<Hash32, bool>,
	pub(super) evidence: IdMap<ContentId, Result<Evidence, Rejection>>,
	pub(super) cells: KnownCells,
	/// Of seals, by desk: what several tell comes mixed.
	paths: IdMap<Hash32, Paths>,
}

impl Bench {
	/// What was looked up at one best block is not believed at the next.
	pub(super) fn forget(&mut self) {
		self.known_desks.clear();
		self.evidence.clear();
	}

	/// Paths of the seals of a desk, which is an authority's.
	pub(super) fn paths_of(&mut self, desk: &Hash32) -> &mut Paths {
		if self.paths.len() >= MAX_DESKS && !self.paths.contains_key(desk) {
			self.paths.clear();
		}
		self.paths.entry(*desk).or_default()
	}

	/// Adds a seal by `desk` over `root`, which the message at `place` has, unless another had it; `false` for what is no
	/// signature. Owners of seals come after the `places` of messages.
	pub(super) fn push_seal(
		&mut self,
		place: usize,
		places: usize,
		(desk, root): (&Hash32, Hash32),
		seal: &SealRef<'_>,
		genesis: &Hash32,
	) -> bool {
		let known = (*desk, root, *seal.signature);
		let owner = match self.seals.get(&known) {
			Some(owner) => *owner,
			None => {
				let next = places.saturating_add(self.seals.len());
				let payload = |to: &mut Vec<u8>| append_payload(genesis, &root, to);
				// What is no signature is not in the group, so nobody would find it wrong: it must not become known either.
				if !self.signatures.push(next, desk, seal.signature, payload) {
					return false;
				}
				self.seals.insert(known, next);
				next
			},
		};
		self.sealed.push((place, owner));
		true
	}

	/// Verifies all that was added, and makes garbage of what is not signed.
	pub(super) fn verify(&mut self, findings: &mut [Finding]) {
		let mut bad: HashSet<usize> = HashSet::new();
		self.signatures.verify(|owner| {
			bad.insert(owner);
		});
		bad.iter().for_each(|place| make_garbage(findings, *place));
		for (place, owner) in self.sealed.drain(..) {
			if bad.contains(&owner) {
				make_garbage(findings, place);
			}
		}
		self.seals.clear();
	}
}

pub(super) fn make_garbage(findings: &mut [Finding], place: usize) {
	if let Some(finding) = findings.get_mut(place) {
		*finding = Finding::Garbage(None);
	}
}
