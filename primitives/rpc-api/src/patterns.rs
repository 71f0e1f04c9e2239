//! What is told of a file and of the recording that it is of (K1).

use reel_primitives::{BasisPoints, Round};
use serde::{Deserialize, Serialize};

/// The pattern of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePattern {
	/// Hex of its name, links followed.
	pub pattern: String,
	/// Who may publish files of it.
	pub owner: String,
	/// Round in which it was opened.
	pub opened_in: Round,
	/// Other names that lead to it.
	pub linked: Vec<String>,
	/// Who shares the income of its titles of which nothing else is said; empty where its owner has not declared any.
	pub holders: Vec<PatternHolder>,
	/// Its titles, sixteen at most.
	pub titles: Vec<PatternTitle>,
}

/// A title of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatternTitle {
	/// Hex of its content id.
	pub content: String,
	/// What buying it costs, CFX in planck, decimal; `null` when it is free or not sold.
	pub price_planck: Option<String>,
	/// Who shares its income.
	pub holders: Vec<PatternHolder>,
}

/// Somebody who shares the income of a title, or of a pattern's titles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatternHolder {
	/// Its account.
	pub account: String,
	/// Its share in basis points.
	pub share_bp: BasisPoints,
}
