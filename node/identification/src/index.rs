//! The index: which pattern a file, or a fingerprint, is of.

use crate::{
	FileHash, Fingerprint, IdentifyError, PatternId, Result,
	answer::{FileIdentity, Identified, Match, Near, Registered, Size},
	catalogue::Catalogue,
	compare::Relation,
	fingerprint::fingerprint,
	log::Log,
	print::{Medium, Print},
	record::{Record, encode_recording},
	search::Found,
};
use std::{fs, path::Path};

const LOG_NAME: &str = "patterns.log";
/// Share of a file that a stored print must cover for the file's own print not to be worth storing.
const COVERED: f64 = 0.9;
/// How many times longer another recording of a pattern must be to speak against an extension.
const CLEARLY_LONGER: f64 = 1.5;

/// Whether a stored print has nearly all of a looked-up one.
fn covers(found: &Found, print: &Print) -> bool {
	let steps = print.words.len() as f64 / Medium::DENSITY as f64;
	f64::from(found.overlay.overlap) >= COVERED * steps
}

/// The index of one node, kept in a folder.
#[derive(Debug)]
pub struct Index {
	log: Log,
	known: Catalogue,
}

impl Index {
	/// Opens the index in a folder, making both when they are not there. Reads the whole log: about a second for
	/// a gigabyte.
	///
	/// # Errors
	/// [`IdentifyError::Locked`] while another process has it, [`IdentifyError::ForeignIndex`] when the log is not
	/// ours or damaged, [`IdentifyError::Io`].
	pub fn open(folder: &Path) -> Result<Self> {
		fs::create_dir_all(folder)?;
		let mut known = Catalogue::default();
		let mut keys = [Vec::new(), Vec::new()];
		let log = Log::open(&folder.join(LOG_NAME), |at, payload| {
			let new = known.apply(at, Record::decode(payload)?)?;
			keys.iter_mut().zip(new).for_each(|(all, new)| all.extend(new));
			Ok(())
		})?;
		let [sound, picture] = keys;
		known.shelf_mut(Medium::Sound).postings.add_all(sound);
		known.shelf_mut(Medium::Picture).postings.add_all(picture);
		Ok(Self { log, known })
	}

	/// Whether each registration is forced to the disk before it is answered; on unless turned off. Off, a killed
	/// process still loses nothing, but a power cut may.
	pub const fn set_sync(&mut self, sync: bool) {
		self.log.set_sync(sync);
	}

	/// The pattern of a file known by its exact hash.
	pub fn exact(&self, file: &FileHash) -> Option<PatternId> {
		self.known.file(file).map(|recording| self.known.pattern_of(recording))
	}

	/// The pattern that a name leads to now: itself, or what it was linked to.
	pub fn resolve(&self, pattern: &PatternId) -> Option<PatternId> {
		self.known.slot(pattern).map(|slot| self.known.slots[slot as usize])
	}

	/// What a fingerprint is of. Changes nothing.
	///
	/// # Errors
	/// [`IdentifyError::Io`] when the log cannot be read.
	pub fn identify(&self, fingerprint: &Fingerprint) -> Result<Identified> {
		let mut out = Identified {
			pattern: None,
			too_little: fingerprint.is_too_little(),
			soundtrack: None,
			also: Vec::new(),
		};
		if let Some(leading) = fingerprint.leading() {
			let mut matches = self.matches(leading)?.into_iter();
			out.pattern = matches.next();
			out.also = matches.collect();
		}
		if let (Some(_), Some(sound)) = (&fingerprint.picture, &fingerprint.sound) {
			let own = out.pattern.map(|found| found.pattern);
			out.soundtrack =
				self.matches(sound)?.into_iter().find(|found| Some(found.pattern) != own);
		}
		Ok(out)
	}

	/// Every stored recording that a print was compared with, the same or not: for measuring how far apart the two lie.
	///
	/// # Errors
	/// [`IdentifyError::Io`] when the log cannot be read.
	pub fn near(&self, print: &Print) -> Result<Vec<Near>> {
		let mut out = Vec::new();
		self.known.shelf(print.medium).weigh(&self.log, print, |weighed| {
			out.extend(weighed.iter().map(|w| Near {
				pattern: self.known.pattern_of(w.recording),
				overlay: w.overlay,
				relation: w.relation,
			}));
			false
		})?;
		Ok(out)
	}

	/// What a file is: by its exact hash, and if that was never seen, by its fingerprint. Changes nothing. Blocks
	/// while FFmpeg decodes.
	///
	/// # Errors
	/// Those of [`fingerprint`] and [`Self::identify`].
	pub fn identify_file(&self, file: &Path) -> Result<FileIdentity> {
		let hash = FileHash::of_file(file)?;
		if let Some(pattern) = self.exact(&hash) {
			let pattern = Some(pattern);
			return Ok(FileIdentity { hash, pattern, identified: None, fingerprint: None });
		}
		let fingerprint = fingerprint(file)?;
		let identified = self.identify(&fingerprint)?;
		Ok(FileIdentity {
			hash,
			pattern: identified.pattern.map(|found| found.pattern),
			identified: Some(identified),
			fingerprint: Some(fingerprint),
		})
	}

	/// Binds a file to the pattern it is of, or to one that it opens.
	///
	/// A hash that is known keeps its pattern, whatever the fingerprint says. A file with too little to identify opens
	/// a pattern that only its hash leads to.
	///
	/// # Errors
	/// [`IdentifyError::Io`]; then nothing was registered.
	pub fn register(&mut self, file: &FileHash, fingerprint: &Fingerprint) -> Result<Registered> {
		if let Some(pattern) = self.exact(file) {
			return Ok(Registered { pattern, is_new: false, matched: None });
		}
		let found = match fingerprint.leading() {
			Some(leading) => self.found(leading)?.into_iter().next().map(|found| (leading, found)),
			None => None,
		};
		let Some((leading, found)) = found else {
			let pattern = self.register_new(file, fingerprint)?;
			return Ok(Registered { pattern, is_new: true, matched: None });
		};
		let matched = self.as_match(leading, &found);
		if covers(&found, leading) {
			self.write(Record::File { file: *file, recording: found.recording })?;
		} else {
			// It has parts that the known one lacks: excerpts of those shall be recognised too.
			self.add_recording(&matched.pattern, file, fingerprint)?;
		}
		Ok(Registered { pattern: matched.pattern, is_new: false, matched: Some(matched) })
	}

	/// Adds a recording and its file without looking whether it is known: for what is known to be new, as when an
	/// index is filled from another one.
	///
	/// # Errors
	/// [`IdentifyError::Io`].
	pub fn register_new(
		&mut self,
		file: &FileHash,
		fingerprint: &Fingerprint,
	) -> Result<PatternId> {
		let pattern = self.known.unused_name(file);
		self.add_recording(&pattern, file, fingerprint)?;
		Ok(pattern)
	}

	/// Puts a file under the pattern that it is of by the word of who decides on that, such as a chain: nothing is matched but within
	/// that pattern, so as not to store the same print twice. `false` when it was there already.
	///
	/// # Errors
	/// [`IdentifyError::Io`]; then nothing was put.
	pub fn learn(
		&mut self,
		file: &FileHash,
		pattern: &PatternId,
		fingerprint: &Fingerprint,
	) -> Result<bool> {
		if self.exact(file).as_ref() == Some(pattern) {
			return Ok(false);
		}
		match self.covering(pattern, fingerprint)? {
			Some(recording) => self.write(Record::File { file: *file, recording })?,
			None => self.add_recording(pattern, file, fingerprint)?,
		}
		Ok(true)
	}

	/// Moves a file's own recording to the pattern that it is of by now. `false` when the file brought none that could be moved:
	/// then its fingerprint is needed, to [learn](Self::learn) it.
	///
	/// # Errors
	/// [`IdentifyError::Io`]; then nothing was moved.
	pub fn reassign(&mut self, file: &FileHash, pattern: &PatternId) -> Result<bool> {
		let own = |recording: &u32| self.known.recordings[*recording as usize].file == *file;
		let Some(recording) = self.known.file(file).filter(own) else { return Ok(false) };
		if self.known.pattern_of(recording) != *pattern {
			self.write(Record::Move { recording, pattern: *pattern })?;
		}
		Ok(true)
	}

	/// A recording of a pattern with nearly all in it that a fingerprint has.
	fn covering(&self, pattern: &PatternId, fingerprint: &Fingerprint) -> Result<Option<u32>> {
		let (Some(slot), Some(leading)) = (self.known.slot(pattern), fingerprint.leading()) else {
			return Ok(None);
		};
		let slot_of = |found: &Found| self.known.recordings[found.recording as usize].slot;
		let found = self.found(leading)?.into_iter().find(|found| slot_of(found) == slot);
		Ok(found.filter(|found| covers(found, leading)).map(|found| found.recording))
	}

	/// A supervisor's correction of a split: both patterns are one from now on. The older one's name stays; the
	/// other leads to it.
	///
	/// # Errors
	/// [`IdentifyError::PatternNotFound`], [`IdentifyError::Io`].
	pub fn link(&mut self, one: &PatternId, other: &PatternId) -> Result<PatternId> {
		let slot =
			|name: &PatternId| self.known.slot(name).ok_or(IdentifyError::PatternNotFound(*name));
		let (one, other) = (slot(one)?, slot(other)?);
		let kept = self.known.slots[one.min(other) as usize];
		if one != other {
			let gone = self.known.slots[one.max(other) as usize];
			self.write(Record::Link { kept, gone })?;
		}
		Ok(kept)
	}

	/// A supervisor's correction of a wrong merge: the file's recording leaves its pattern and opens its own. Files
	/// that were bound to the same recording go with it.
	///
	/// When the file had been matched to a recording that another file brought, that recording is the wrong one to
	/// move: then the file alone leaves, and `fingerprint`, if given, becomes the print of its recording.
	///
	/// # Errors
	/// [`IdentifyError::FileNotFound`], [`IdentifyError::Io`].
	pub fn split(
		&mut self,
		file: &FileHash,
		fingerprint: Option<&Fingerprint>,
	) -> Result<PatternId> {
		let recording = self.known.file(file).ok_or(IdentifyError::FileNotFound(*file))?;
		let pattern = self.known.unused_name(file);
		if self.known.recordings[recording as usize].file == *file {
			self.write(Record::Move { recording, pattern })?;
		} else {
			self.add_recording(&pattern, file, &fingerprint.cloned().unwrap_or_default())?;
		}
		Ok(pattern)
	}

	/// How large it is.
	pub fn size(&self) -> Size {
		Size { disk_bytes: self.log.bytes(), ..self.known.size() }
	}

	/// Stored recordings that a print is of, the best first, one for each pattern.
	fn found(&self, print: &Print) -> Result<Vec<Found>> {
		let all = self.known.shelf(print.medium).search(&self.log, print)?;
		let slot = |found: &Found| self.known.recordings[found.recording as usize].slot;
		let mut out: Vec<Found> = Vec::new();
		for found in &all {
			if out.iter().any(|other| slot(other) == slot(found)) {
				continue;
			}
			// A jingle that two tracks share, known as an excerpt of one of them, must not draw the other one in: the
			// longer recording of its pattern would have been found as well.
			let longer = |other: &u32| {
				let steps = self.known.recordings[*other as usize].steps_of(print.medium);
				f64::from(steps) > CLEARLY_LONGER * f64::from(found.steps)
					&& !all.iter().any(|found| found.recording == *other)
			};
			let members = &self.known.members[slot(found) as usize];
			if found.relation == Relation::Extended
				&& members.len() > 1
				&& members.iter().any(longer)
			{
				continue;
			}
			out.push(*found);
		}
		Ok(out)
	}

	fn as_match(&self, print: &Print, found: &Found) -> Match {
		let per_second = print.medium.words_per_second();
		Match {
			pattern: self.known.pattern_of(found.recording),
			medium: print.medium,
			score: found.overlay.score(),
			agreement: found.overlay.agreement(),
			overlap_seconds: f64::from(found.overlay.overlap) / print.medium.stored_per_second(),
			begins_at_seconds: -(found.overlay.offset as f64) / per_second,
			relation: found.relation,
		}
	}

	fn matches(&self, print: &Print) -> Result<Vec<Match>> {
		Ok(self.found(print)?.iter().map(|found| self.as_match(print, found)).collect())
	}

	fn add_recording(
		&mut self,
		pattern: &PatternId,
		file: &FileHash,
		fingerprint: &Fingerprint,
	) -> Result<()> {
		let prints: Vec<&Print> =
			[&fingerprint.sound, &fingerprint.picture].into_iter().flatten().collect();
		let payload = encode_recording(pattern, file, &prints);
		let record = Record::decode(&payload)?;
		let at = self.log.append(&payload)?;
		let keys = self.known.apply(at, record)?;
		for (medium, keys) in [Medium::Sound, Medium::Picture].into_iter().zip(keys) {
			let postings = &mut self.known.shelf_mut(medium).postings;
			keys.into_iter().for_each(|key| postings.add(key));
		}
		Ok(())
	}

	fn write(&mut self, record: Record) -> Result<()> {
		let at = self.log.append(&record.encode())?;
		self.known.apply(at, record)?;
		Ok(())
	}
}
