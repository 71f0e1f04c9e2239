//! # Content identification
//!
//! Says which recording a file is of, whatever it was encoded with: by its exact hash when that was ever seen, else by a
//! fingerprint of the whole file (mission K1; K4 for film).
//!
//! ## Model
//!
//! A *file* has an exact hash. A *recording* is what files of it sound and look like: a print of its sound, of its
//! picture, or of both. A *pattern* is a group of recordings that are taken for one work; its name is made from the hash
//! of the file that opened it. Many files lead to one recording, many recordings to one pattern.
//!
//! ```text
//!   file ──hash known──────────────────────────────────────────► pattern
//!     └────unknown──► fingerprint ──► keys ──► candidates ──► compared ──same──► pattern of the recording
//!                        │                                       └────none──► opens a pattern by itself
//!                        └──too little──► opens a pattern that only its hash leads to
//! ```
//!
//! A file that has parts which the known recording lacks (the full song, after an excerpt of it) adds a recording of its
//! own to the pattern. Supervisors [link](Index::link) patterns that are one and [split](Index::split) files off that are not.
//!
//! A film belongs to the pattern of its picture, so that a dub stays the same film; another's music under it is named
//! in [`Identified::soundtrack`]. When the picture says nothing (a still, black), the sound decides.
//!
//! ## Sound
//!
//! FFmpeg mixes to one channel of 5,512 Hz. 32 times a second a frame of 372 ms is split into 33 logarithmic bands
//! from 300 to 2,000 Hz; a sign says whether the step between two neighbouring bands grew over the last quarter of a
//! second. 32 signs make a word. Signs hardly depend on level, codec or equaliser; a sign whose evidence is under one
//! neper is masked out on either side. Every fourth word is stored; a file is looked up with all, so that one of four
//! phases always fits the stored grid.
//!
//! A *key* is a moment whose word is likely to survive re-encoding, because even its weakest signs have evidence. Keys are
//! what the inverted index holds. A look-up turns each of a key's four weakest bits, alone and in pairs, and lets what it finds
//! vote for an offset; the best offsets are compared bit by bit over the whole overlap, in blocks of two seconds.
//!
//! *The same* means: few differing bits in all, five blocks in six agreeing, and band levels that fit (other
//! instruments playing the same notes give much the same signs, but not the same levels). So a shared jingle, or two
//! tracks of one loop, are not enough; an excerpt is.
//!
//! ## Picture
//!
//! FFmpeg scales to 32 × 32 greys, 8 frames a second. A word holds the signs of 16 low cosine coefficients of the
//! frame and of 16 of its change over half a second. The rest is as for sound.
//!
//! ## Choice by measurement
//!
//! `scripts/bench ident` measures on real recordings, 18 re-encodings each, beside Chromaprint's `fpcalc`. Of 16 recordings
//! from eight of Debian's game packages (288 files, two busy cores), with 100,000 recordings in the index: 287 in the right
//! group, one missed (ambient music at 16 kbit/s), no wrong merge; a known file identified in 0.10 ms (median), 2.3 million
//! exact look-ups a second, 20.5 kB on disk and 5.6 kB in memory for each recording of 212 s. `fpcalc` with a plain matcher
//! found all 288, in 0.31 ms against an index of only those 16.
//!
//! Trusting signs from one neper on, on both sides, made a 16 kbit/s copy of synthesised music differ in 4 % of them
//! instead of 13 %; the worst copy of a real recording (Vorbis at its lowest quality) differs in 19 %.
//! [`Scheme::Chroma`] and [`FrameScheme::Look`] are the other candidates; they have yet to be
//! measured beside the chosen ones.
//!
//! ## Durability
//!
//! One log, only added to, read at opening; see `log.rs`. What [`Index::register`] answered survives `kill -9` and, unless
//! [syncing](Index::set_sync) is off, a power cut.
//!
//! ## What this does not tell
//!
//! - Two renderings of one score at exactly the same tempo, on instruments of much the same sound: signs and levels lie
//!   about as close as those of a 16 kbit/s copy.
//! - A copy played faster or slower, pitched, mirrored, or cropped by a lot: it opens a pattern of its own, and a supervisor may link it.
//! - A song inside an hour's mix is an excerpt of the mix when the mix was there first.

mod answer;
mod catalogue;
mod compare;
mod error;
mod fft;
mod fingerprint;
mod identity;
mod index;
mod log;
mod media;
mod picture;
mod postings;
mod print;
mod record;
mod search;
mod sound;

pub use answer::{FileIdentity, Identified, Match, Registered, Size};
pub use compare::{Overlay, Relation, Thresholds};
pub use error::{IdentifyError, Result};
pub use fingerprint::{Fingerprint, Schemes, fingerprint, fingerprint_with};
pub use identity::{FileHash, PatternId};
pub use index::Index;
pub use picture::FrameScheme;
pub use print::{Key, Medium, Print, Timbre};
pub use sound::Scheme;
