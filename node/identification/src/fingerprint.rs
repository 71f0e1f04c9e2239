//! Fingerprint of a whole file.

use crate::{
	IdentifyError, Result,
	media::{listen, tracks, watch},
	picture::FrameScheme,
	print::{Medium, Print, take},
	sound::Scheme,
};
use std::path::Path;

/// Peakedness under which a spectrum has no tones in it, nepers; noise through this analysis has 0.5 to 0.56.
const NOISE_PEAKEDNESS: f32 = 0.62;
/// Loudness deviation under which noise has no rhythm either, nepers; steady noise stays below 0.1.
const NOISE_LIVELINESS: f32 = 0.15;

/// What a file sounds and looks like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint {
	/// Of its sound, unless there is none, or too little to tell it from others.
	pub sound: Option<Print>,
	/// Of its picture, unless there is none, or too little to tell it from others.
	pub picture: Option<Print>,
}

/// The candidates for both media; [`Schemes::default`] is what won.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schemes {
	/// Of the sound.
	pub sound: Scheme,
	/// Of the picture.
	pub picture: FrameScheme,
}

impl Default for Schemes {
	fn default() -> Self {
		Self { sound: Scheme::Bands, picture: FrameScheme::LookAndMotion }
	}
}

/// Takes the fingerprint of a file. Blocks while FFmpeg decodes: about a second of processor time for ten minutes
/// of music.
///
/// Silence, noise and files of under three and a quarter seconds leave no print: [`Fingerprint::is_too_little`].
///
/// # Errors
/// [`IdentifyError::Media`] when FFmpeg is missing or cannot read the file, [`IdentifyError::NothingInside`] when
/// there is no audio and no video track in it.
pub fn fingerprint(file: &Path) -> Result<Fingerprint> {
	fingerprint_with(file, Schemes::default())
}

/// [`fingerprint`] with chosen schemes. Prints of different schemes never match.
///
/// # Errors
/// As [`fingerprint`].
pub fn fingerprint_with(file: &Path, schemes: Schemes) -> Result<Fingerprint> {
	let tracks = tracks(file)?;
	if !tracks.sound && !tracks.picture {
		return Err(IdentifyError::NothingInside);
	}
	let mut out = Fingerprint::default();
	if tracks.sound {
		let heard = listen(file, schemes.sound)?;
		let noise = heard.peakedness < NOISE_PEAKEDNESS && heard.liveliness < NOISE_LIVELINESS;
		out.sound = (!noise && says_enough(&heard.print)).then_some(heard.print);
	}
	if tracks.picture {
		out.picture = Some(watch(file, schemes.picture)?).filter(says_enough);
	}
	Ok(out)
}

/// Whether there is enough in a print to tell its recording from every other.
fn says_enough(print: &Print) -> bool {
	/// Steps with at least a quarter of their signs beyond doubt.
	const TRUSTED_SIGNS: u32 = 8;
	/// Steps apart that are compared for change: an eighth of a second of sound, half a second of picture.
	const LAG: usize = 4;
	let (steps, changes) = match print.medium {
		// Two seconds, of which the first second of a file is none; and not one chord throughout.
		Medium::Sound => (60, 24),
		// Three seconds in which something moves.
		Medium::Picture => (16, 8),
	};
	let trusted = print.masks.iter().filter(|mask| mask.count_ones() >= TRUSTED_SIGNS).count();
	let signs = print.words.iter().zip(&print.masks);
	let changed = signs
		.clone()
		.zip(signs.skip(LAG))
		.filter(|((a, trusted), (b, also))| ((*a ^ *b) & (*trusted | *also)).count_ones() >= 4)
		.count();
	trusted >= steps && changed >= changes && print.keys.len() >= 2
}

impl Fingerprint {
	/// Whether there is nothing in it by which it could be told from others: only its exact hash identifies it.
	pub const fn is_too_little(&self) -> bool {
		self.sound.is_none() && self.picture.is_none()
	}

	/// The print that decides which pattern the file belongs to: its picture, else its sound.
	pub fn leading(&self) -> Option<&Print> {
		self.picture.as_ref().or(self.sound.as_ref())
	}

	/// As sent to a node. About 350 bytes for each second of sound.
	pub fn to_bytes(&self) -> Vec<u8> {
		let mut out = vec![u8::from(self.sound.is_some()) | u8::from(self.picture.is_some()) << 1];
		for print in [&self.sound, &self.picture].into_iter().flatten() {
			print.encode_to(&mut out);
		}
		out
	}

	/// From [`Self::to_bytes`].
	///
	/// # Errors
	/// [`IdentifyError::BadFingerprint`] for anything else.
	pub fn from_bytes(mut bytes: &[u8]) -> Result<Self> {
		let [present] = take::<1>(&mut bytes)?;
		let mut read = |medium: Medium, bit: u8| -> Result<Option<Print>> {
			if present & bit == 0 {
				return Ok(None);
			}
			let print = Print::decode_from(&mut bytes)?;
			if print.medium != medium {
				return Err(IdentifyError::BadFingerprint);
			}
			Ok(Some(print))
		};
		let out = Self { sound: read(Medium::Sound, 1)?, picture: read(Medium::Picture, 2)? };
		if present > 3 || !bytes.is_empty() {
			return Err(IdentifyError::BadFingerprint);
		}
		Ok(out)
	}
}
