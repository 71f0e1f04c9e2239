//! Power spectrum of a real frame: a radix-2 transform of our own, so that every node computes the same bits
//! whatever vector units its processor has.

use std::f64::consts::PI;

/// A transform of one fixed length, with a Hann window.
#[derive(Debug)]
pub(crate) struct Spectrum {
	window: Vec<f32>,
	/// e^(-2πik/n) for k below n/2.
	twiddles: Vec<(f32, f32)>,
	/// Bit-reversed positions of the half-length transform.
	reversed: Vec<u32>,
	work: Vec<(f32, f32)>,
}

impl Spectrum {
	/// For frames of `length` samples, a power of two of at least 4.
	pub(crate) fn new(length: usize) -> Self {
		debug_assert!(length.is_power_of_two() && length >= 4);
		let angle = |index: usize| 2.0 * PI * index as f64 / length as f64;
		let half = length / 2;
		let bits = half.trailing_zeros();
		Self {
			window: (0..length).map(|i| (0.5 - 0.5 * angle(i).cos()) as f32).collect(),
			twiddles: (0..half).map(|k| (angle(k).cos() as f32, -angle(k).sin() as f32)).collect(),
			reversed: (0..half as u32).map(|i| i.reverse_bits() >> (32 - bits)).collect(),
			work: vec![(0.0, 0.0); half],
		}
	}

	/// Writes the power of bins 0 to `length / 2 - 1` of the windowed `frame`.
	pub(crate) fn power(&mut self, frame: &[f32], out: &mut [f32]) {
		let half = self.work.len();
		// Two real samples ride in one complex number.
		for (index, &to) in self.reversed.iter().enumerate() {
			let at = 2 * index;
			self.work[to as usize] =
				(frame[at] * self.window[at], frame[at + 1] * self.window[at + 1]);
		}
		let mut span = 1;
		while span < half {
			let stride = self.twiddles.len() / span;
			for block in self.work.chunks_exact_mut(2 * span) {
				let (low, high) = block.split_at_mut(span);
				for (k, (a, b)) in low.iter_mut().zip(high).enumerate() {
					let (c, s) = self.twiddles[k * stride];
					let t = (b.0 * c - b.1 * s, b.0 * s + b.1 * c);
					*b = (a.0 - t.0, a.1 - t.1);
					*a = (a.0 + t.0, a.1 + t.1);
				}
			}
			span *= 2;
		}
		let first = self.work[0];
		out[0] = (first.0 + first.1) * (first.0 + first.1);
		for (k, out) in out.iter_mut().enumerate().take(half).skip(1) {
			let (z, y) = (self.work[k], self.work[half - k]);
			let even = ((z.0 + y.0) * 0.5, (z.1 - y.1) * 0.5);
			let odd = ((z.1 + y.1) * 0.5, (y.0 - z.0) * 0.5);
			let (c, s) = self.twiddles[k];
			let re = even.0 + odd.0 * c - odd.1 * s;
			let im = even.1 + odd.0 * s + odd.1 * c;
			*out = re * re + im * im;
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn equals_the_sum_of_the_definition() {
		const LENGTH: usize = 64;
		let frame: Vec<f32> = (0..LENGTH).map(|i| ((i * i * 7 + 3) % 29) as f32 - 14.0).collect();
		let mut out = vec![0.0; LENGTH / 2];
		let mut spectrum = Spectrum::new(LENGTH);
		spectrum.power(&frame, &mut out);
		for (k, got) in out.iter().enumerate() {
			let (mut re, mut im) = (0.0_f64, 0.0_f64);
			for (i, sample) in frame.iter().enumerate() {
				let hann = 0.5 - 0.5 * (2.0 * PI * i as f64 / LENGTH as f64).cos();
				let angle = 2.0 * PI * (k * i) as f64 / LENGTH as f64;
				re += f64::from(*sample) * hann * angle.cos();
				im -= f64::from(*sample) * hann * angle.sin();
			}
			let expected = re * re + im * im;
			assert!((f64::from(*got) - expected).abs() < 1e-2 * (1.0 + expected), "bin {k}");
		}
	}
}
