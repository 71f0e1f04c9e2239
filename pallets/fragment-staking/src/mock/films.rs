//! Films whose bytes are made up, and what an honest curator's store makes of them.

use super::{CELL_BYTES, CHALLENGES, Films, FragmentStaking, MINUTE, NOW, Test, region};
use crate::{SpanCells, StartProofs};
use reel_fragments::{
	SpanIndex,
	challenge::{LeafRef, draw_start},
	proof::{PossessionProof, build},
	span::SpanTable,
	traits::KeptTitle,
};
use reel_merkle::{binary, blake3_leaf};
use reel_primitives::{ContentId, geometry::CellDescriptor};

fn cell_bytes(content: &ContentId, cell: u32) -> Vec<u8> {
	let seed = u32::from(content.0[0]) * 977 + cell * 31;
	(0..CELL_BYTES as u32).map(|at| (at ^ (at >> 8) ^ seed) as u8).collect()
}

/// The descriptors of a film.
pub(crate) fn descriptors(content: &ContentId, cells: u32) -> Vec<CellDescriptor> {
	(0..cells)
		.map(|index| {
			let bytes = cell_bytes(content, index);
			CellDescriptor {
				index,
				duration_ms: MINUTE as u32,
				length_bytes: bytes.len() as u64,
				root: *blake3::hash(&bytes).as_bytes(),
			}
		})
		.collect()
}

pub(crate) fn add_film(content: ContentId, cells: u32) {
	let items: Vec<_> =
		descriptors(&content, cells).iter().map(CellDescriptor::leaf_bytes).collect();
	let title = KeptTitle {
		cells_root: binary::root(&items),
		cells,
		duration_ms: u64::from(cells) * MINUTE,
		registered_in: NOW,
		region: Some(region(b"KR")),
		is_playable: true,
	};
	Films::mutate(|films| films.insert(content, title));
}

pub(crate) fn set_playable(content: ContentId, is_playable: bool) {
	Films::mutate(|films| films.get_mut(&content).unwrap().is_playable = is_playable);
}

fn cells_of(content: &ContentId) -> Vec<CellDescriptor> {
	descriptors(content, Films::get()[content].cells)
}

/// The proof of a leaf, as an honest curator's store makes it.
pub(crate) fn prove(content: &ContentId, span: SpanIndex, asked: LeafRef) -> PossessionProof {
	let leaf = blake3_leaf::prove(&cell_bytes(content, asked.cell), asked.leaf).unwrap();
	build::possession(&cells_of(content), span, asked, leaf).unwrap()
}

/// What comes with a claim by an honest curator.
pub(crate) fn claim_of(
	curator: u64,
	content: ContentId,
	span: SpanIndex,
) -> (SpanCells, StartProofs) {
	let cells = cells_of(&content);
	let found = build::span_cells(&cells, span).unwrap();
	let root = Films::get()[&content].cells_root;
	let table = SpanTable::index(&root, cells.len() as u32, span, found.clone()).unwrap();
	let epoch = crate::Epoch::<Test>::get().unwrap();
	let proofs: Vec<_> = (0..CHALLENGES)
		.map(|number| {
			let bytes = codec::Encode::encode(&curator);
			let leaves = table.leaf_count();
			let offset = draw_start(&epoch.seed, &bytes, &content, span, number, leaves).unwrap();
			prove(&content, span, FragmentStaking::leaf_at(span, &table, offset).unwrap())
		})
		.collect();
	(found.try_into().unwrap(), proofs.try_into().unwrap())
}
