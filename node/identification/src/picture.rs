//! Moving picture to print: what a frame looks like from afar, and where it grew lighter or darker.

use crate::print::{Medium, Print};

/// Dense frames a second.
pub(crate) const FRAMES_PER_SECOND: usize = 8;
/// Side of the grey frame that FFmpeg scales to.
pub(crate) const SIDE: usize = 32;
/// Side of the grid of mean greys.
const GRID: usize = 8;
/// Dense steps between the two frames that are compared: half a second.
const LAG: usize = 4;
/// Two keys a second to look up with.
const KEYS_EVERY: usize = 4;
/// Parts of the frame's contrast that another encoding changes the evidence by, and under which a sign is not trusted.
const NOISE_AND_TRUST: [f32; 2] = [0.05, 0.08];
/// Standard deviation of the greys under which a frame is blank, of 255.
const BLANK_CONTRAST: f32 = 4.0;
/// Change under which nothing moved, greys of 255; coding noise stays below it.
const STILL: f32 = 1.5;

/// Candidate signatures of a frame; `bench ident` measures them side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameScheme {
	/// Signs of 16 low cosine coefficients of the frame and of 16 of its change.
	LookAndMotion,
	/// Signs of 32 low cosine coefficients of the frame alone.
	Look,
}

/// Takes frames of [`SIDE`]² greys as they are decoded.
#[derive(Debug)]
pub(crate) struct Watcher {
	scheme: FrameScheme,
	basis: [[f32; GRID]; GRID],
	/// Cosine coefficients of each frame, and its contrast.
	frames: Vec<([f32; GRID * GRID], f32)>,
}

impl Watcher {
	pub(crate) fn new(scheme: FrameScheme) -> Self {
		let basis = core::array::from_fn(|k| {
			core::array::from_fn(|i| {
				let angle = std::f64::consts::PI * k as f64 * (i as f64 + 0.5) / GRID as f64;
				let norm = if k == 0 { 1.0 } else { 2.0_f64.sqrt() };
				(angle.cos() * norm / (GRID as f64).sqrt()) as f32
			})
		});
		Self { scheme, basis, frames: Vec::new() }
	}

	/// Takes one frame.
	pub(crate) fn see(&mut self, frame: &[u8]) {
		let cell = SIDE / GRID;
		let mut means = [[0.0_f32; GRID]; GRID];
		for (at, grey) in frame.iter().enumerate().take(SIDE * SIDE) {
			means[at / SIDE / cell][at % SIDE / cell] += f32::from(*grey);
		}
		let mut rows = [[0.0_f32; GRID]; GRID];
		for (row, means) in rows.iter_mut().zip(&means) {
			for (to, basis) in row.iter_mut().zip(&self.basis) {
				*to =
					basis.iter().zip(means).map(|(b, m)| b * m).sum::<f32>() / (cell * cell) as f32;
			}
		}
		let mut out = [0.0_f32; GRID * GRID];
		for (k, basis) in self.basis.iter().enumerate() {
			for column in 0..GRID {
				out[k * GRID + column] =
					basis.iter().zip(&rows).map(|(b, row)| b * row[column]).sum::<f32>();
			}
		}
		let contrast = (out[1..].iter().map(|c| c * c).sum::<f32>() / (GRID * GRID) as f32).sqrt();
		self.frames.push((out, contrast));
	}

	/// The print of all that was seen.
	pub(crate) fn finish(self) -> Print {
		let order = zigzag();
		let steps: Vec<Option<[f32; 32]>> = (0..self.frames.len())
			.map(|at| {
				let (before, _) = self.frames[at.checked_sub(LAG)?];
				let (now, contrast) = self.frames[at];
				if contrast < BLANK_CONTRAST {
					return None;
				}
				let scale = contrast * GRID as f32;
				let change: [f32; GRID * GRID] = core::array::from_fn(|i| now[i] - before[i]);
				let moved = (change.iter().map(|c| c * c).sum::<f32>()).sqrt() / GRID as f32;
				Some(core::array::from_fn(|bit| match self.scheme {
					FrameScheme::Look => now[order[bit]] / scale,
					FrameScheme::LookAndMotion if bit < 16 => now[order[bit]] / scale,
					FrameScheme::LookAndMotion if moved < STILL => 0.0,
					FrameScheme::LookAndMotion => change[order[bit - 16]] / (moved * GRID as f32),
				}))
			})
			.collect();
		Print::from_evidence(Medium::Picture, &steps, NOISE_AND_TRUST, KEYS_EVERY)
	}
}

/// Low coefficients first, the mean left out.
fn zigzag() -> [usize; GRID * GRID - 1] {
	let mut order: [usize; GRID * GRID - 1] = core::array::from_fn(|i| i + 1);
	order.sort_by_key(|i| (i / GRID + i % GRID, i / GRID));
	order
}
