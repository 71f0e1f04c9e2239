//! What a desk knows of sums, and what it asks for.

use super::{Book, GIVE_UP_ROUNDS, LeavesOf, book::Stage, parts::Partial};
use crate::{ServiceError, vault::Cipher};
use reel_primitives::{Hash32, Round, batch::Payee};
use std::{
	collections::{BTreeMap, HashMap},
	path::PathBuf,
	sync::Arc,
};

/// Trees kept beside the books: of the open step, and of the one before on another fork.
const MAX_DRAFTS: usize = 2;

/// Leaves that may be asked for together: 400 MB of memory.
const MAX_WANTED_LEAVES: u64 = 8 << 20;

/// What is missing.
#[derive(Debug)]
pub(super) struct Wanted {
	pub(super) root: Hash32,
	pub(super) count: u32,
	/// The round in which it was first asked for.
	pub(super) since: Round,
	pub(super) partial: Partial,
}

/// Sums in memory.
pub(crate) struct SumsMemory {
	directory: PathBuf,
	cipher: Cipher,
	/// By generation, as the chain has it.
	books: BTreeMap<u32, Arc<Book>>,
	/// Trees that may become books, by root, oldest first.
	drafts: Vec<(u32, Arc<Book>)>,
	/// Payees of rounds that are due, checked against their roots.
	pub(super) payees: BTreeMap<Round, Arc<Vec<Payee>>>,
	pub(super) wanted: BTreeMap<LeavesOf, Wanted>,
	/// The tree that was served last.
	pub(super) served: Option<(LeavesOf, Arc<reel_merkle::binary::Tree>)>,
	/// The open step that this desk has judged, and how.
	pub(super) judged: Option<(Hash32, bool)>,
	/// Claims that were sent: generation and first leaf, and at which best block.
	pub(super) claiming: HashMap<(u32, u32), u64>,
	/// Generations whose file was looked for.
	looked_for: Vec<u32>,
}

impl SumsMemory {
	pub(crate) fn new(directory: PathBuf, cipher: Cipher) -> Self {
		Self {
			directory,
			cipher,
			books: BTreeMap::new(),
			drafts: Vec::new(),
			payees: BTreeMap::new(),
			wanted: BTreeMap::new(),
			served: None,
			judged: None,
			claiming: HashMap::new(),
			looked_for: Vec::new(),
		}
	}

	/// The book of a generation, if it is the one with this root.
	pub(crate) fn book(&self, generation: u32, root: &Hash32) -> Option<Arc<Book>> {
		self.books.get(&generation).filter(|book| book.root() == *root).cloned()
	}

	/// Makes the tree with this root the book of a generation; whether there is such a tree.
	pub(super) fn adopt(&mut self, generation: u32, root: &Hash32) -> Result<bool, ServiceError> {
		if self.book(generation, root).is_some() {
			return Ok(true);
		}
		if !self.looked_for.contains(&generation) {
			self.looked_for.push(generation);
			for stage in Stage::BOTH {
				let book = Book::load(&self.directory, (generation, stage), &self.cipher);
				// One draft more than else for each: the others do not matter any more.
				self.drafts.extend(book.map(|book| (generation, Arc::new(book))));
			}
		}
		let of = |draft: &(u32, Arc<Book>)| draft.0 == generation && draft.1.root() == *root;
		let Some(at) = self.drafts.iter().position(of) else { return Ok(false) };
		let (_, book) = self.drafts.remove(at);
		book.save(&self.directory, (generation, Stage::Taken), &self.cipher)?;
		self.wanted.remove(&LeavesOf::Sums(generation));
		// Claims on their way were for the tree before.
		self.claiming.retain(|(of, _), _| *of != generation);
		// Another fork may become the best, on which the step was not taken.
		if let Some(before) = self.books.insert(generation, book) {
			self.draft(generation, before);
		}
		Ok(true)
	}

	/// Keeps the tree of a step that this desk proposes or votes for: on its disk before it says so, since its rounds are gone
	/// from the chain once the step is taken.
	pub(super) fn vouch(&mut self, generation: u32, book: Arc<Book>) -> Result<(), ServiceError> {
		let root = book.root();
		if self.drafts.iter().any(|(_, draft)| draft.root() == root) {
			return Ok(());
		}
		book.save(&self.directory, (generation, Stage::Voted), &self.cipher)?;
		self.draft(generation, book);
		Ok(())
	}

	/// Keeps a tree that may become a book.
	pub(super) fn draft(&mut self, generation: u32, book: Arc<Book>) {
		let root = book.root();
		self.drafts.retain(|(_, other)| other.root() != root);
		self.drafts.push((generation, book));
		while self.drafts.len() > MAX_DRAFTS {
			self.drafts.remove(0);
		}
	}

	/// Forgets generations that have ended and rounds that are summed up.
	pub(super) fn forget_all_but(&mut self, generations: &[u32], due: &[Round]) {
		let ended: Vec<u32> =
			self.books.keys().copied().filter(|of| !generations.contains(of)).collect();
		for generation in ended {
			self.books.remove(&generation);
			Book::remove(&self.directory, generation);
		}
		self.payees.retain(|round, _| due.contains(round));
		self.wanted.retain(|of, _| match of {
			LeavesOf::Sums(generation) => generations.contains(generation),
			LeavesOf::Round(round) => due.contains(round),
		});
	}

	/// Notes that something is missing.
	pub(super) fn want(&mut self, of: LeavesOf, root: Hash32, count: u32, now: Round) {
		if self.wanted.get(&of).is_some_and(|wanted| wanted.root == root) {
			return;
		}
		let asked: u64 = self.wanted.values().map(|wanted| u64::from(wanted.count)).sum();
		if asked.saturating_add(count.into()) > MAX_WANTED_LEAVES && !self.wanted.is_empty() {
			return;
		}
		let wanted = Wanted { root, count, since: now, partial: Partial::default() };
		self.wanted.insert(of, wanted);
	}

	/// Whether the payees of a round are known.
	#[cfg(test)]
	pub(crate) fn has_payees(&self, round: Round) -> bool {
		self.payees.contains_key(&round)
	}

	/// Whether the payees of a round were asked for in vain for long enough.
	pub(super) fn is_given_up(&self, round: Round, now: Round) -> bool {
		let wanted = self.wanted.get(&LeavesOf::Round(round));
		wanted.is_some_and(|wanted| wanted.since.saturating_add(GIVE_UP_ROUNDS) < now)
	}
}
