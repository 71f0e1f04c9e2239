"""Times the same bytes from one process to another through each library that could have carried our fragments.

Seconds are of the wall, from the question to the last block checked and stored; processor seconds and the most memory are of
the two processes. Our store syncs what it took and checks each KiB; rust-ipfs has its own store; litep2p and bare libp2p
write files and sync nothing. Rounds alternate, so that a busy machine slows all of them alike; the median is shown.
"""

import os
import sys
import time

from comparison import measured, medians, options, show
from peers import Peer, Store

OPTIONS = options()
MIB, ROUNDS = OPTIONS.mib, OPTIONS.rounds
LIBRARIES = ("rust-ipfs", "litep2p", "libp2p")


class Candidate(Peer):
	"""A process of one of the libraries."""

	def __init__(self, library):
		super().__init__([os.environ["CANDIDATE"], library])


def ours(seed):
	giver, taker = Store(), Store()
	magnet = giver.do(f"title {seed} {MIB}", 600)["magnet"]
	taker.connect(giver)
	# The routing tables learn of each other.
	time.sleep(1)
	result = measured(giver, taker, lambda: taker.do(f"fetch {magnet}", 600)["seconds"])
	giver.stop()
	taker.stop()
	return result


def theirs(library, seed):
	giver, taker = Candidate(library), Candidate(library)
	cids = giver.do(f"blocks {seed} {MIB}", 600)["cids"]
	taker.connect(giver)
	result = measured(giver, taker, lambda: taker.do(" ".join(["take", *cids]), 600)["seconds"])
	giver.stop()
	taker.stop()
	return result


def main():
	results = {}
	for turn in range(ROUNDS):
		for name in ("ours", *LIBRARIES):
			result = ours(turn + 1) if name == "ours" else theirs(name, turn + 1)
			results.setdefault(name, []).append(result)
			print(turn, name, {key: round(value, 2) for key, value in result.items()}, file=sys.stderr)
	middle = medians(results)
	ratios = {
		f"ours_over_{name}": round(middle["ours"]["seconds"] / middle[name]["seconds"], 3) for name in LIBRARIES
	}
	show(OPTIONS, "candidates", middle, ratios)


main()
