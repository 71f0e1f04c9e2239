"""Times one title from one node to another: ours to ours, ours to Kubo and back, Kubo to Kubo.

Seconds are of the wall, from the question to the last block on disk; processor seconds and the most memory are of the two
processes. Rounds alternate between the pairs, so that a busy machine slows all of them alike; the median is shown.
"""

import sys
import time

from comparison import measured, medians, options, show
from peers import Kubo, Store

OPTIONS = options()
MIB, ROUNDS = OPTIONS.mib, OPTIONS.rounds

NODES = {"ours": Store, "kubo": Kubo}
# How each of them is told to fetch a title.
FETCHES = {Store: "fetch", Kubo: "pin"}
PAIRS = [("ours", "ours"), ("ours", "kubo"), ("kubo", "ours"), ("kubo", "kubo")]


def fetch(giver, taker, how, magnet):
	"""Lets `taker`, which is new, fetch the title from `giver`."""
	taker.connect(giver, how)
	if isinstance(giver, Kubo) and isinstance(taker, Store):
		while giver.hello["peer"] not in taker.do("state")["foreign"]:
			time.sleep(0.05)
	else:
		# The routing tables learn of each other.
		time.sleep(1)
	return measured(giver, taker, lambda: taker.do(f"{FETCHES[type(taker)]} {magnet}", 600)["seconds"])


def pair(giver, taker, how, seed):
	"""One measurement between two new nodes; only ours can make a title, so a Kubo that gives one fetches it first."""
	first = Store()
	magnet = first.do(f"title {seed} {MIB}", 600)["magnet"]
	gives = first
	if giver == "kubo":
		gives = Kubo()
		fetch(first, gives, how, magnet)
		first.stop()
	takes = NODES[taker]()
	result = fetch(gives, takes, how, magnet)
	gives.stop()
	takes.stop()
	return result


def main():
	results = {}
	for turn in range(ROUNDS):
		for how, name_of_how in (("tcp", "tcp"), ("udp", "quic")):
			for giver, taker in PAIRS:
				# No block of Kubo 0.22 arrives here over QUIC; `node/fragment-store/DESIGN.md` says why.
				if (how, giver, taker) == ("udp", "kubo", "ours"):
					continue
				result = pair(giver, taker, how, turn + 1)
				name = f"{giver}_to_{taker}_{name_of_how}"
				results.setdefault(name, []).append(result)
				print(turn, name, {key: round(value, 2) for key, value in result.items()}, file=sys.stderr)
	middle = medians(results)
	ratios = {
		f"{name}_over_kubo_to_kubo": round(one["seconds"] / middle["kubo_to_kubo_" + name.rsplit("_", 1)[1]]["seconds"], 3)
		for name, one in middle.items()
		if not name.startswith("kubo_to_kubo")
	}
	show(OPTIONS, "store", middle, ratios)


main()
