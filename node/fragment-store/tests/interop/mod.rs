//! Bitswap as an ordinary IPFS peer meets it. The peer here is written apart from the store's own code, from the
//! specification; `scripts/test-interop.sh` does the same with real IPFS nodes.

mod fetching;
mod peer;
mod serving;
