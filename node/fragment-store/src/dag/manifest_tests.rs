use super::*;
use ipld_core::ipld::Ipld;

/// A title of two cells: a single fragment each, two segments each.
pub(crate) fn sample() -> (Manifest, Vec<CellBlock>) {
	let cells: Vec<CellBlock> = (0..2)
		.map(|index| CellBlock {
			index,
			duration_ms: 6_500,
			length_bytes: 96,
			root: [index as u8; 32],
			fragments: vec![cid_of(RAW, &[index as u8; 96])],
			init: InitPiece { offset: 0, length: 16 },
			segments: vec![
				SegmentPiece { offset: 16, length: 32, duration_ms: 4_000 },
				SegmentPiece { offset: 48, length: 48, duration_ms: 2_500 },
			],
		})
		.collect();
	let links =
		cells.iter().map(|cell| cid_of(DAG_CBOR, &cell.encode().expect("in bounds"))).collect();
	let manifest = Manifest {
		version: MANIFEST_VERSION,
		title: "Le Voyage dans la Lune".to_owned(),
		duration_ms: 13_000,
		size_bytes: 192,
		cells_root: [9; 32],
		codecs: "avc1.64001f,mp4a.40.2".to_owned(),
		width: 1280,
		height: 720,
		bandwidth_bps: 2_000_000,
		metadata: Record { year: Some(1902), ..Record::default() },
		cells: links,
	};
	(manifest, cells)
}

#[test]
fn manifest_and_cells_read_back_and_are_canonical_dag_cbor() {
	let (manifest, cells) = sample();
	let music = Manifest { width: 0, height: 0, ..manifest.clone() };
	assert!(manifest.has_picture() && !music.has_picture());
	let block = manifest.encode().expect("in bounds");
	assert_eq!(Manifest::decode(&block), Ok(manifest.clone()));
	// An encoder that knows nothing of the struct gives the same bytes.
	let generic: Ipld = serde_ipld_dagcbor::from_slice(&block).expect("dag-cbor");
	assert_eq!(serde_ipld_dagcbor::to_vec(&generic).expect("encodes"), block);
	let digest: [u8; 32] = Sha256::digest(&block).into();
	assert_eq!(manifest.content_id().expect("in bounds"), ContentId(digest));
	assert_eq!(manifest.magnet().expect("in bounds").hash().digest(), digest);
	for cell in cells {
		let block = cell.encode().expect("in bounds");
		assert_eq!(CellBlock::decode(&block), Ok(cell));
	}
}

#[test]
fn the_fields_have_the_names_of_the_contract() {
	let names = |bytes: &[u8]| match serde_ipld_dagcbor::from_slice(bytes).expect("dag-cbor") {
		Ipld::Map(map) => map.into_keys().collect::<Vec<String>>(),
		other => panic!("{other:?}"),
	};
	let (manifest, cells) = sample();
	let mut expected = [
		"version",
		"title",
		"duration_ms",
		"size_bytes",
		"cells_root",
		"codecs",
		"width",
		"height",
		"bandwidth_bps",
		"metadata",
		"cells",
	];
	expected.sort_unstable();
	assert_eq!(names(&manifest.encode().expect("in bounds")), expected);
	let mut expected =
		["index", "duration_ms", "length_bytes", "root", "fragments", "init", "segments"];
	expected.sort_unstable();
	assert_eq!(names(&cells[0].encode().expect("in bounds")), expected);
}

#[test]
fn the_chain_holds_a_hash_of_title_and_record_alone() {
	let (manifest, _) = sample();
	let map = Ipld::Map(
		[
			("metadata".to_owned(), Ipld::Map([("year".to_owned(), Ipld::Integer(1902))].into())),
			("title".to_owned(), Ipld::String("Le Voyage dans la Lune".to_owned())),
		]
		.into(),
	);
	let hash: [u8; 32] = Sha256::digest(serde_ipld_dagcbor::to_vec(&map).expect("encodes")).into();
	assert_eq!(manifest.metadata_hash(), Ok(hash));
	let wider = Manifest { width: 1920, ..manifest.clone() };
	assert_eq!(wider.metadata_hash(), Ok(hash));
	let renamed = Manifest { title: "A Trip to the Moon".to_owned(), ..manifest };
	assert_ne!(renamed.metadata_hash(), Ok(hash));
}

#[test]
fn refuses_unknown_fields_other_encodings_and_trailing_bytes() {
	let (manifest, _) = sample();
	let block = manifest.encode().expect("in bounds");
	let Ipld::Map(mut map) = serde_ipld_dagcbor::from_slice(&block).expect("dag-cbor") else {
		panic!("a map")
	};
	map.insert("extra".to_owned(), Ipld::Integer(1));
	let extra = serde_ipld_dagcbor::to_vec(&Ipld::Map(map)).expect("encodes");
	assert!(matches!(Manifest::decode(&extra), Err(ManifestError::Decode(_))));

	let longer = [block.as_slice(), &[0]].concat();
	assert!(Manifest::decode(&longer).is_err());
	assert!(matches!(
		Manifest::decode(&vec![0; MAX_MANIFEST_BYTES + 1]),
		Err(ManifestError::TooLarge { .. })
	));
	assert!(Manifest::decode(&[]).is_err());
}

#[test]
fn refuses_manifests_out_of_bounds() {
	let (good, _) = sample();
	let bad = [
		Manifest { version: 2, ..good.clone() },
		Manifest { title: String::new(), ..good.clone() },
		Manifest { title: "x".repeat(MAX_TITLE_CHARS + 1), ..good.clone() },
		Manifest { cells: Vec::new(), ..good.clone() },
		Manifest { duration_ms: 120_001, ..good.clone() },
		Manifest { duration_ms: 1, ..good.clone() },
		Manifest { size_bytes: 1, ..good.clone() },
		Manifest { cells: vec![cid_of(RAW, b"x")], duration_ms: 1, ..good.clone() },
		Manifest { cells: vec![good.cells[0]; 2_500], duration_ms: 3_000_000, ..good.clone() },
		Manifest { metadata: Record { year: Some(1), ..Record::default() }, ..good.clone() },
	];
	for manifest in bad {
		assert!(manifest.encode().is_err(), "{manifest:?}");
	}
}

#[test]
fn refuses_cells_whose_pieces_do_not_fit() {
	let good = sample().1.remove(0);
	let piece = |offset, length| vec![SegmentPiece { offset, length, duration_ms: 1 }];
	let bad = [
		CellBlock { duration_ms: 0, ..good.clone() },
		CellBlock { duration_ms: 60_001, ..good.clone() },
		CellBlock { length_bytes: 0, ..good.clone() },
		CellBlock { fragments: Vec::new(), ..good.clone() },
		CellBlock { segments: Vec::new(), ..good.clone() },
		CellBlock { init: InitPiece { offset: 16, length: 16 }, ..good.clone() },
		CellBlock { segments: piece(32, 64), ..good.clone() },
		CellBlock { segments: piece(16, 79), ..good.clone() },
		CellBlock { segments: piece(16, 64), ..good.clone() },
		CellBlock { segments: piece(16, 96), ..good.clone() },
		CellBlock { fragments: vec![cid_of(DAG_CBOR, b"x")], ..good.clone() },
	];
	for cell in bad {
		assert!(cell.encode().is_err(), "{cell:?}");
	}
	assert!(CellBlock { segments: piece(16, 80), ..good }.encode().is_ok());
}

#[test]
fn the_iv_of_a_piece_is_cell_then_piece() {
	assert_eq!(hex::encode(piece_iv(1, 2)), "00000000000000000000000100000002");
}
