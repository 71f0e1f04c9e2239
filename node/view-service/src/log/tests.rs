//! Torn, changed, moved, rewritten.

use super::*;
use crate::vault::Vault;

/// Bytes of a frame of one record beyond the record: head, nonce, length, tag.
const OVER: usize = HEAD + 24 + 4 + 16;

fn cipher(dir: &Path) -> Cipher {
	Vault::open(&dir.join("key"), dir).unwrap().cipher(b"test")
}

fn open(path: &Path) -> Result<Opened, ServiceError> {
	Log::open(path.to_path_buf(), cipher(path.parent().unwrap()))
}

fn log_with(bodies: &[&[u8]]) -> (tempfile::TempDir, PathBuf) {
	let dir = tempfile::tempdir().unwrap();
	let path = dir.path().join("desk.log");
	let mut log = open(&path).unwrap().log;
	bodies.iter().for_each(|body| log.append(body).unwrap());
	log.sync().unwrap();
	(dir, path)
}

#[test]
fn what_was_appended_is_read_again_and_lies_sealed() {
	let (_dir, path) = log_with(&[b"first record", b"two"]);
	assert!(!fs::read(&path).unwrap().windows(5).any(|bytes| bytes == b"first"));
	let mut opened = open(&path).unwrap();
	assert_eq!((opened.records.len(), opened.cut_bytes), (2, 0));
	opened.log.append(b"three").unwrap();
	assert!(opened.log.append(b"").is_err());
	let opened = open(&path).unwrap();
	assert_eq!(opened.records, [&b"first record"[..], b"two", b"three"]);
}

#[test]
fn records_of_one_frame_are_there_together_or_not_at_all() {
	let (_dir, path) = log_with(&[b"one"]);
	let mut log = open(&path).unwrap().log;
	let mut frame = Frame::empty(vec![9; 100]);
	assert!(Frame::empty(Vec::new()).seal(log.sealer().0, 1).is_none());
	frame.push(|to| to.extend(b"two"));
	frame.push(|to| to.extend(b"three"));
	let (sealer, position) = log.sealer();
	let sealed = frame.seal(sealer, position).unwrap();
	log.append_frames(std::slice::from_ref(&sealed)).unwrap();
	log.append(b"four").unwrap();
	let expected = [&b"one"[..], b"two", b"three", b"four"];
	assert_eq!(open(&path).unwrap().records, expected);
	let length = START + OVER + 3 + sealed.len();
	fs::write(&path, &fs::read(&path).unwrap()[..length - 1]).unwrap();
	assert_eq!(open(&path).unwrap().records, [b"one"]);
}

#[test]
fn one_sync_does_for_all_that_was_appended_before_it() {
	let (_dir, path) = log_with(&[b"one"]);
	let mut log = open(&path).unwrap().log;
	assert!(log.unsynced(log.appended()).unwrap().is_none());
	log.append(b"two").unwrap();
	let first = log.appended();
	log.append(b"three").unwrap();
	let unsynced = log.unsynced(first).unwrap().unwrap();
	log.append(b"four").unwrap();
	let result = unsynced.sync();
	log.note_synced(&unsynced, result).unwrap();
	assert!(log.unsynced(first + 1).unwrap().is_none());
	let last = log.unsynced(first + 2).unwrap().unwrap();
	assert!(log.note_synced(&last, Err(std::io::ErrorKind::Other.into())).is_err());
	assert!(matches!(log.append(b"five"), Err(ServiceError::LogFailed)));
}

#[test]
fn a_torn_tail_is_cut_at_every_length() {
	let (_dir, path) = log_with(&[b"one", b"two"]);
	let whole = fs::read(&path).unwrap();
	for length in START..whole.len() {
		fs::write(&path, &whole[..length]).unwrap();
		let opened = open(&path).unwrap();
		let expected = (length - START) / (OVER + 3);
		assert_eq!(opened.records.len(), expected, "{length}");
		let end = START + expected * (OVER + 3);
		assert_eq!(opened.cut_bytes as usize, length - end);
		assert_eq!(fs::metadata(&path).unwrap().len() as usize, end);
	}
	for length in 0..START {
		fs::write(&path, &whole[..length]).unwrap();
		assert_eq!(open(&path).unwrap().records.len(), 0, "torn at birth");
	}
}

#[test]
fn a_byte_that_the_disk_changed_ends_the_log() {
	let (_dir, path) = log_with(&[b"one", b"two"]);
	let mut bytes = fs::read(&path).unwrap();
	*bytes.last_mut().unwrap() ^= 1;
	fs::write(&path, &bytes).unwrap();
	let opened = open(&path).unwrap();
	assert_eq!(opened.records, [b"one"]);
	assert!(opened.cut_bytes > 0);
}

#[test]
fn records_that_somebody_moved_or_made_are_refused() {
	let (_dir, path) = log_with(&[b"one", b"two"]);
	let bytes = fs::read(&path).unwrap();
	let (start, records) = bytes.split_at(START);
	let (first, second) = records.split_at(OVER + 3);
	let refused = |content: &[&[u8]]| {
		fs::write(&path, content.concat()).unwrap();
		assert!(matches!(open(&path), Err(ServiceError::Corrupt { .. })));
	};
	refused(&[start, second, first]);
	refused(&[start, second]);
	let made = [9; 40];
	let frame = [&40u32.to_le_bytes()[..], &crc32fast::hash(&made).to_le_bytes(), &made];
	refused(&[start, first, &frame.concat()]);
	let (_other, other) = log_with(&[b"one"]);
	refused(&[&fs::read(other).unwrap()]);
}

#[test]
fn refuses_a_file_of_another_kind() {
	let (_dir, path) = log_with(&[]);
	fs::write(&path, b"something else").unwrap();
	assert!(matches!(open(&path), Err(ServiceError::Corrupt { .. })));
}

#[test]
fn a_rewritten_log_holds_the_new_records_goes_on_and_the_old_bytes_are_zeroes() {
	let (_dir, path) = log_with(&[b"one", b"two"]);
	let mut log = open(&path).unwrap().log;
	// A second name keeps the old file where it can be looked at.
	let old = path.with_extension("old");
	fs::hard_link(&path, &old).unwrap();
	log.rewrite([b"new".to_vec()]).unwrap();
	log.append(b"next").unwrap();
	log.sync().unwrap();
	assert_eq!(open(&path).unwrap().records, [&b"new"[..], b"next"]);
	assert!(fs::read(old).unwrap().iter().all(|byte| *byte == 0));
}

#[test]
fn what_a_crash_in_the_middle_of_rewriting_left_is_removed() {
	let (_dir, path) = log_with(&[b"one"]);
	fs::write(rewritten(&path), b"half").unwrap();
	assert_eq!(open(&path).unwrap().records, [b"one"]);
	assert!(!rewritten(&path).exists());
}
