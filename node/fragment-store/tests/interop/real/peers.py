"""Processes of both kinds, as tests and comparisons use them."""

import base64
import glob
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
LONG = 60


class Peer:
	"""A process that is driven by lines."""

	def __init__(self, command):
		self.directory = tempfile.mkdtemp(prefix="interop-")
		self.log = open(os.path.join(self.directory, "log"), "w+")
		self.process = subprocess.Popen(
			[*command, os.path.join(self.directory, "node")],
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			stderr=self.log,
			text=True,
		)
		self.said = queue.Queue()
		self.listener = threading.Thread(target=self._listen, daemon=True)
		self.listener.start()
		self.hello = self.hear(LONG)

	def _listen(self):
		for line in self.process.stdout:
			self.said.put(json.loads(line))

	def hear(self, limit):
		try:
			return self.said.get(timeout=limit)
		except queue.Empty:
			self.log.seek(0)
			raise TimeoutError(f"no answer in {limit} s; the log ends: {self.log.read()[-2000:]}") from None

	def tell(self, line):
		self.process.stdin.write(line + "\n")
		self.process.stdin.flush()

	def do(self, line, limit=LONG):
		self.tell(line)
		answer = self.hear(limit)
		if "error" in answer:
			raise RuntimeError(f"{line}: {answer['error']}")
		return answer

	def connect(self, other, transport="tcp"):
		address = next(one for one in other.hello["addresses"] if f"/{transport}/" in one)
		return self.do(f"connect {address}")

	def usage(self):
		"""Seconds of processor time, and most memory used in MiB."""
		with open(f"/proc/{self.process.pid}/stat") as file:
			fields = file.read().rsplit(")", 1)[1].split()
		ticks = int(fields[11]) + int(fields[12])
		with open(f"/proc/{self.process.pid}/status") as file:
			peak = next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))
		return ticks / os.sysconf("SC_CLK_TCK"), peak / 1024

	def stop(self):
		if self.process.stdin.closed:
			return
		self.process.stdin.close()
		try:
			self.process.wait(10)
		except subprocess.TimeoutExpired:
			self.process.kill()
			self.process.wait()
		self.listener.join(10)
		self.process.stdout.close()
		self.log.close()
		shutil.rmtree(self.directory, ignore_errors=True)


class Store(Peer):
	"""Our store."""

	def __init__(self):
		super().__init__([os.environ["STORE_PEER"]])

	def http(self, path):
		"""Status and body of a request to the gateway."""
		try:
			with urllib.request.urlopen(self.hello["gateway"] + path) as answer:
				return answer.status, answer.read()
		except urllib.error.HTTPError as error:
			return error.code, error.read()

	def block(self, cid):
		status, body = self.http(f"/ipfs/{cid}?format=raw")
		assert status == 200, (status, body)
		return body


class Kubo(Peer):
	"""A Kubo node."""

	def __init__(self):
		super().__init__([sys.executable, os.path.join(HERE, "kubo_node.py")])

	def blocks(self):
		"""The files of its blocks by their multihashes, from its disk."""
		found = {}
		for path in glob.glob(os.path.join(self.directory, "node", "blocks", "*", "*.data")):
			name = os.path.basename(path).removesuffix(".data")
			found[base64.b32decode(name + "=" * (-len(name) % 8))] = path
		return found


def multihash(cid):
	"""The multihash of a CIDv1 in base32 with a one-byte codec."""
	text = cid[1:].upper()
	return base64.b32decode(text + "=" * (-len(text) % 8))[2:]
