use super::*;

const MIB: usize = FRAGMENT_BYTES as usize;

fn bytes(size: usize) -> Vec<u8> {
	(0..size).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect()
}

/// Decodes `encoded`, returning what it gave and how many bytes were taken before a lie was seen.
fn decode(
	place: &Place,
	node: Hash32,
	leaves: Range<u32>,
	encoded: &[u8],
) -> Result<Vec<u8>, usize> {
	let mut decoder = Decoder::new(place, node, &leaves);
	let (mut out, mut at) = (Vec::new(), 0);
	while let Some(wanted) = decoder.wants() {
		let piece = encoded.get(at..at + wanted).ok_or(at)?;
		at += wanted;
		if decoder.feed(piece).map_err(|Lie| at)?.is_some() {
			out.extend_from_slice(piece);
		}
	}
	assert_eq!(at, encoded.len(), "nothing is sent that was not asked for");
	Ok(out)
}

#[test]
fn the_outline_of_a_cell_hashes_to_what_b3sum_prints() {
	for size in [1, 1024, MIB, MIB + 1, 2 * MIB, 3 * MIB + 77, 5 * MIB, 8 * MIB] {
		let cell = bytes(size);
		let nodes: Vec<Hash32> = (0u32..)
			.zip(cell.chunks(MIB))
			.map(|(index, part)| node_of(&Place::of(index, size as u64).expect("is there"), part))
			.collect();
		assert_eq!(root_of(&nodes), Some(*blake3::hash(&cell).as_bytes()), "{size} bytes");
	}
	assert_eq!(root_of(&[]), None);
	assert_eq!(Place::of(1, MIB as u64), None);
}

#[test]
fn every_range_of_every_shape_reads_back() {
	for size in [1, 1023, 1024, 1025, 4096, 5000, 70_001, MIB, MIB + 3000] {
		let cell = bytes(size);
		for (index, part) in (0u32..).zip(cell.chunks(MIB)) {
			let place = Place::of(index, size as u64).expect("is there");
			let node = node_of(&place, part);
			let all = place.leaves();
			for leaves in [0..all, 0..1, all - 1..all, all / 3..(all / 2).max(all / 3 + 1)] {
				let expected = &part
					[leaves.start as usize * 1024..(leaves.end as usize * 1024).min(part.len())];
				let encoded = encode(&place, part, &leaves);
				assert_eq!(decode(&place, node, leaves, &encoded).as_deref(), Ok(expected));
			}
		}
	}
}

#[test]
fn a_flipped_bit_is_seen_within_its_own_kib() {
	let cell = bytes(3 * MIB);
	let place = Place::of(1, cell.len() as u64).expect("is there");
	let part = &cell[MIB..2 * MIB];
	let node = node_of(&place, part);
	let good = encode(&place, part, &(0..1024));
	for at in (0..good.len()).step_by(9973) {
		let mut bad = good.clone();
		bad[at] ^= 1;
		let taken = decode(&place, node, 0..1024, &bad).expect_err("a lie");
		assert!(taken > at && taken - at <= LEAF_BYTES, "flipped at {at}, seen at {taken}");
	}
}

#[test]
fn a_fragment_in_another_place_is_a_lie() {
	let same = bytes(MIB).repeat(2);
	let [first, second] = [0, 1].map(|at| Place::of(at, same.len() as u64).expect("is there"));
	let encoded = encode(&second, &same[MIB..], &(0..1024));
	assert!(decode(&first, node_of(&first, &same[..MIB]), 0..1024, &encoded).is_err());
}

#[test]
fn a_cut_answer_is_not_complete() {
	let part = bytes(10_000);
	let place = Place::of(0, 10_000).expect("is there");
	let encoded = encode(&place, &part, &(0..10));
	let node = node_of(&place, &part);
	assert!(decode(&place, node, 0..10, &encoded[..encoded.len() - 1]).is_err());
}
