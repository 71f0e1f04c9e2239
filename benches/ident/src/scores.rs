//! How far apart the two kinds of pairs lie: copies of one recording, and different recordings that the keys bring
//! together. The thresholds are chosen between the two.

use crate::{corpus::Corpus, run::Real};
use reel_identification::{Apart, Index, Overlay};
use std::{fs, path::Path};

/// What a pair is judged by.
const MEASURES: [&str; 4] = ["difference", "tuning", "moving", "disagreeing blocks"];

/// Figures of many pairs.
#[derive(Default)]
pub(crate) struct Pairs(Vec<[f32; 4]>);

impl Pairs {
	fn add(&mut self, overlay: &Overlay) {
		let apart = overlay.apart;
		self.0.push([overlay.difference, apart.tuning, apart.moving, 1.0 - overlay.agreement()]);
	}

	fn at(&self, measure: usize, per_mille: usize) -> f32 {
		let mut sorted: Vec<f32> = self.0.iter().map(|pair| pair[measure]).collect();
		sorted.sort_unstable_by(f32::total_cmp);
		let at = (sorted.len() * per_mille / 1_000).min(sorted.len().saturating_sub(1));
		sorted.get(at).copied().unwrap_or(0.0)
	}
}

/// One pair as a line of the table that is left in the cache.
fn line(kind: &str, label: &str, overlay: &Overlay, is_same: bool) -> String {
	let Overlay { difference, bits, blocks, agreeing, overlap, apart, .. } = overlay;
	let Apart { tuning, moving, .. } = apart;
	format!(
		"{kind},{label},{difference:.4},{tuning:.4},{moving:.4},{blocks},{agreeing},{bits},{overlap},{is_same}\n"
	)
}

/// True pairs and false ones; every pair goes to `table` as CSV.
pub(crate) fn run(index: &Index, real: &Real, corpus: &Corpus, table: &Path) {
	let (mut copies, mut strangers) = (Pairs::default(), Pairs::default());
	let mut lines =
		String::from("kind,label,difference,tuning,moving,blocks,agreeing,bits,overlap,same\n");
	for item in &corpus.variants {
		let Some(print) = item.print.leading() else {
			println!("too little: {}", item.label());
			continue;
		};
		let original = corpus.originals.iter().find(|original| original.group == item.group);
		let known = original.and_then(|original| original.print.leading());
		let Some(known) = known.filter(|known| known.medium == print.medium) else { continue };
		let (overlay, relation) = print.against(known);
		copies.add(&overlay);
		lines += &line("copy", &item.label(), &overlay, relation.is_some());
		for near in index.near(print).expect("the index is read") {
			if real.pattern(item.group) != Some(&near.pattern) && near.overlay.bits >= 400 {
				strangers.add(&near.overlay);
				let label = format!("{} {}", item.label(), near.pattern);
				lines += &line("other", &label, &near.overlay, near.relation.is_some());
			}
		}
	}
	fs::write(table, lines).expect("the table is written");
	println!(
		"| measure | copies: half under | 99 % | 99.9 % | most | others: least | 0.1 % under | 1 % | half |"
	);
	println!("|---|---|---|---|---|---|---|---|---|");
	for (measure, name) in MEASURES.iter().enumerate() {
		let copies: Vec<String> = [500, 990, 999, 1_000]
			.iter()
			.map(|at| format!("{:.3}", copies.at(measure, *at)))
			.collect();
		let strangers: Vec<String> =
			[0, 1, 10, 500].iter().map(|at| format!("{:.3}", strangers.at(measure, *at))).collect();
		println!("| {name} | {} | {} |", copies.join(" | "), strangers.join(" | "));
	}
	println!("{} pairs of copies, {} of others", copies.0.len(), strangers.0.len());
}
