"""A real Kubo node and our store, over Bitswap, in both directions."""

import hashlib
import os
import time
import unittest

from peers import Kubo, Store, multihash


class WithKubo(unittest.TestCase):
	def peer(self, kind):
		peer = kind()
		self.addCleanup(peer.stop)
		return peer

	def title_over(self, transport):
		ours, kubo = self.peer(Store), self.peer(Kubo)
		title = ours.do("title 1 8")
		kubo.connect(ours, transport)
		self.assertEqual(kubo.do(f"pin {title['magnet']}")["code"], 0)
		return ours, kubo, title

	def is_whole(self, kubo, ours, title):
		blocks = kubo.blocks()
		for cid in [title["magnet"], *title["cells"], *title["fragments"]]:
			with open(blocks[multihash(cid)], "rb") as file:
				content = file.read()
			self.assertEqual(hashlib.sha256(content).digest(), multihash(cid)[2:])
			self.assertEqual(content, ours.block(cid), cid)

	def test_kubo_fetches_every_block_of_a_title_from_us_over_tcp(self):
		ours, kubo, title = self.title_over("tcp")
		self.is_whole(kubo, ours, title)
		counters = ours.do("state")["counters"]
		# Kubo may ask again for one that it has just been sent.
		self.assertIn(counters["bitswap_blocks_out"], range(10, 13))
		self.assertEqual(counters["peer_requests_refused"], 0)

	def test_kubo_fetches_every_block_of_a_title_from_us_over_quic(self):
		ours, kubo, title = self.title_over("udp")
		self.is_whole(kubo, ours, title)

	def test_kubo_gets_a_fragment_as_a_file(self):
		ours, kubo = self.peer(Store), self.peer(Kubo)
		title = ours.do("title 2 2")
		kubo.connect(ours)
		path = os.path.join(kubo.directory, "fragment")
		kubo.do(f"get {title['fragments'][1]} {path}")
		with open(path, "rb") as file:
			self.assertEqual(file.read(), ours.block(title["fragments"][1]))

	def test_we_fetch_a_title_from_kubo_when_its_first_home_is_gone(self):
		ours, kubo, title = self.title_over("tcp")
		blocks = {cid: ours.block(cid) for cid in [title["magnet"], *title["fragments"]]}
		ours.do(f"deny {title['magnet']} gone")
		second = self.peer(Store)
		second.connect(kubo)
		deadline = time.time() + 20
		while kubo.hello["peer"] not in second.do("state")["foreign"]:
			self.assertLess(time.time(), deadline, "Kubo is not known for an IPFS peer")
			time.sleep(0.05)
		fetched = second.do(f"fetch {title['magnet']}")
		self.assertEqual(fetched["peer_bytes"], 8 << 20)
		for cid, content in blocks.items():
			self.assertEqual(second.block(cid), content)
		state = second.do("state")
		self.assertEqual(state["counters"]["bitswap_blocks_in"], 10)
		self.assertEqual(state["banned"], [])

	def test_we_fetch_a_file_that_was_added_to_kubo(self):
		kubo, second, ours = self.peer(Kubo), self.peer(Kubo), self.peer(Store)
		path = os.path.join(kubo.directory, "file")
		content = os.urandom(5_000_000)
		with open(path, "wb") as file:
			file.write(content)
		root = kubo.do(f"add {path}")["cid"]
		ours.connect(kubo)
		fetched = ours.do(f"dag {root}")
		self.assertEqual(fetched["blocks"], 1 + -(-len(content) // (256 << 10)))
		# What we have of it goes on to another Kubo, which asks for it by names of version 0.
		kubo.stop()
		second.connect(ours)
		copy = os.path.join(second.directory, "copy")
		second.do(f"get {root} {copy}")
		with open(copy, "rb") as file:
			self.assertEqual(file.read(), content)

	def test_kubo_gets_nothing_that_was_taken_down(self):
		ours, kubo = self.peer(Store), self.peer(Kubo)
		title = ours.do("title 3 2")
		ours.do(f"deny {title['magnet']} court order")
		kubo.connect(ours)
		path = os.path.join(kubo.directory, "fragment")
		kubo.tell(f"get {title['fragments'][0]} {path}")
		with self.assertRaises(TimeoutError):
			kubo.hear(5)
		counters = ours.do("state")["counters"]
		self.assertGreater(counters["peer_requests"], 0, "it asked")
		self.assertEqual(counters["bitswap_blocks_out"], 0)
		status, body = ours.http(f"/ipfs/{title['fragments'][0]}?format=raw")
		self.assertEqual(status, 410)
		self.assertIn(b"court order", body)
		kubo.process.kill()


if __name__ == "__main__":
	unittest.main(verbosity=2)
