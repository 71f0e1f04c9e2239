//! What depends only on the runtime and the chain spec is computed once and kept on disk: the compiled runtime
//! and the genesis state of a preset. Compiling takes seconds (half a minute in an unoptimised build) at each
//! start otherwise, which a development chain would pay again and again.
//!
//! The directory is a cache in the strict sense: a file is named after the hash of what it was made from, written
//! beside and renamed, and made again if it is missing or cannot be read.

use crate::{
	chain_spec::{BuiltInGenesis, ChainSpec},
	failure::Failure,
};
use sc_chain_spec::get_extension;
use sc_executor::{DEFAULT_HEAP_ALLOC_STRATEGY, HeapAllocStrategy, WasmExecutor};
use sc_service::config::ExecutorConfiguration;
use sp_runtime::{BuildStorage, Storage};
use std::{
	env, fs, io,
	path::{Path, PathBuf},
};

/// Executes the runtime. The SDK's host functions and no others, so that light clients can execute it too.
pub(crate) type Executor = WasmExecutor<sp_io::SubstrateHostFunctions>;

/// Genesis states that are kept: three chains, each before and after an upgrade, and some for developers.
const KEPT_GENESIS_STATES: usize = 8;

/// Directory with what was computed before.
#[derive(Clone, Debug)]
pub(crate) struct RuntimeCache {
	directory: PathBuf,
}

impl RuntimeCache {
	/// The directory that was asked for; else one that outlives the node: under the base path, or in the user's
	/// cache directory if the base path is `temporary`.
	///
	/// # Errors
	/// The directory cannot be made.
	pub(crate) fn choose(
		asked: Option<PathBuf>,
		temporary: bool,
		base_path: &Path,
	) -> Result<Self, Failure> {
		let directory = match asked {
			Some(directory) => directory,
			None if temporary => user_cache().unwrap_or_else(|| base_path.join("runtime-cache")),
			None => base_path.join("runtime-cache"),
		};
		let made = fs::create_dir_all(&directory).and_then(|()| fs::canonicalize(&directory));
		// The executor accepts absolute paths only.
		let directory = made.map_err(|error| {
			Failure::new(
				format!("runtime cache {} cannot be used: {error}", directory.display()),
				"choose a directory that this user may write with --runtime-cache-dir",
			)
		})?;
		Ok(Self { directory })
	}

	/// An executor that looks here before it compiles.
	pub(crate) fn executor(&self, config: &ExecutorConfiguration) -> Executor {
		let heap = config.default_heap_pages.map_or(DEFAULT_HEAP_ALLOC_STRATEGY, |pages| {
			HeapAllocStrategy::Static { extra_pages: pages as u32 }
		});
		Executor::builder()
			.with_execution_method(config.wasm_method)
			.with_onchain_heap_alloc_strategy(heap)
			.with_offchain_heap_alloc_strategy(heap)
			.with_max_runtime_instances(config.max_runtime_instances)
			.with_runtime_cache_size(config.runtime_cache_size)
			.with_cache_path(self.directory.join("compiled"))
			.build()
	}

	/// The genesis state of `spec`. Only that of a built-in chain is kept: a spec in a file should be raw, and then
	/// there is nothing to compute.
	///
	/// # Errors
	/// The runtime does not know the preset, or refuses it.
	pub(crate) fn genesis(&self, spec: &dyn sc_service::ChainSpec) -> Result<Storage, Failure> {
		let Some(Some(preset)) = get_extension::<Option<BuiltInGenesis>>(spec.extensions()) else {
			return spec.as_storage_builder().build_storage().map_err(|error| unusable(&error));
		};
		let file = self.directory.join("genesis").join(format!("{}.json", hex::encode(preset.0)));
		if let Ok(raw) = fs::read(&file)
			&& let Ok(storage) = from_raw(raw)
		{
			return Ok(storage);
		}
		let raw = spec.as_json(true).map_err(|error| unusable(&error))?.into_bytes();
		if let Err(error) = write_whole(&file, &raw) {
			log::warn!(target: "reel::node", "genesis state is not kept in {}: {error}", file.display());
		}
		from_raw(raw).map_err(|error| unusable(&error))
	}
}

fn from_raw(raw: Vec<u8>) -> Result<Storage, String> {
	ChainSpec::from_json_bytes(raw)?.build_storage()
}

fn unusable(error: &str) -> Failure {
	Failure::new(
		format!("genesis of this chain cannot be built: {error}"),
		"--chain takes dev, local, main or the path of a chain spec in JSON",
	)
}

/// Another node may be doing the same: readers see the whole file or none.
fn write_whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
	let folder = file.parent().ok_or(io::ErrorKind::NotFound)?;
	fs::create_dir_all(folder)?;
	let partial = file.with_extension(format!("{}.partial", std::process::id()));
	fs::write(&partial, bytes)?;
	fs::rename(&partial, file)?;
	forget_oldest(folder)
}

/// Every new build of the runtime leaves a file of some megabytes: only the newest are kept.
fn forget_oldest(folder: &Path) -> io::Result<()> {
	let mut files = fs::read_dir(folder)?
		.map(|entry| entry.and_then(|entry| Ok((entry.metadata()?.modified()?, entry.path()))))
		.collect::<io::Result<Vec<_>>>()?;
	files.sort();
	let surplus = files.len().saturating_sub(KEPT_GENESIS_STATES);
	files.iter().take(surplus).try_for_each(|(_, path)| fs::remove_file(path))
}

/// `$XDG_CACHE_HOME/reelchain/runtime`, or the same under `$HOME/.cache`.
fn user_cache() -> Option<PathBuf> {
	let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
	let root =
		absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".cache")))?;
	Some(root.join("reelchain").join("runtime"))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_cache_lies_under_the_base_path_unless_that_is_temporary() {
		let base = tempfile::tempdir().unwrap();
		let root = fs::canonicalize(base.path()).unwrap();
		let cache = RuntimeCache::choose(None, false, base.path()).unwrap();
		assert_eq!(cache.directory, root.join("runtime-cache"));
		let asked = base.path().join("elsewhere");
		let cache = RuntimeCache::choose(Some(asked), true, base.path()).unwrap();
		assert_eq!(cache.directory, root.join("elsewhere"));
	}

	#[test]
	fn a_file_in_the_way_of_the_cache_is_named() {
		let base = tempfile::tempdir().unwrap();
		let file = base.path().join("file");
		fs::write(&file, "").unwrap();
		let line =
			RuntimeCache::choose(Some(file.join("x")), false, base.path()).unwrap_err().to_string();
		assert!(line.contains("--runtime-cache-dir"), "{line}");
	}

	#[test]
	fn only_the_newest_files_are_kept() {
		let base = tempfile::tempdir().unwrap();
		let file = |number: usize| base.path().join(format!("{number:02}.json"));
		for number in 0..KEPT_GENESIS_STATES + 3 {
			write_whole(&file(number), b"{}").unwrap();
			// File systems may not tell writes of the same moment apart.
			let written = fs::File::options().write(true).open(file(number)).unwrap();
			let hours = u64::try_from(number).unwrap() + 1;
			let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(hours * 3600);
			written.set_modified(time).unwrap();
		}
		forget_oldest(base.path()).unwrap();
		let left = fs::read_dir(base.path()).unwrap().count();
		assert_eq!(left, KEPT_GENESIS_STATES);
		assert!(file(KEPT_GENESIS_STATES + 2).exists());
	}

	#[test]
	fn a_genesis_read_back_is_the_genesis_written_even_after_the_file_was_damaged() {
		let base = tempfile::tempdir().unwrap();
		let cache = RuntimeCache::choose(None, false, base.path()).unwrap();
		let spec = crate::chain_spec::load("dev").unwrap();
		let built = cache.genesis(&spec).unwrap();
		assert!(!built.top.is_empty());
		assert_eq!(cache.genesis(&spec).unwrap().top, built.top);

		let kept =
			fs::read_dir(cache.directory.join("genesis")).unwrap().next().unwrap().unwrap().path();
		fs::write(&kept, "{").unwrap();
		assert_eq!(cache.genesis(&spec).unwrap().top, built.top);
	}
}
