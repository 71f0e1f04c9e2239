"""An ed25519 identity as Kubo's own `init` writes it into a configuration.

The library that ships Kubo makes RSA keys, which IPFS nodes have not made by default since 2020 and our store does not take.
"""

import base64
import hashlib
import os

P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P
BASE = (
	15112221349535400772501151409588531511454012693041857206046113283949847762202,
	46316835694926478169428394003475163141307993866256225615783033603165251855960,
)
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def _add(a, b):
	k = D * a[0] * b[0] * a[1] * b[1]
	x = (a[0] * b[1] + b[0] * a[1]) * pow(1 + k, P - 2, P) % P
	y = (a[1] * b[1] + a[0] * b[0]) * pow(1 - k, P - 2, P) % P
	return x, y


def public(seed):
	"""The public key of a seed."""
	number = int.from_bytes(hashlib.sha512(seed).digest()[:32], "little")
	number = number & ((1 << 254) - 8) | (1 << 254)
	out, point = (0, 1), BASE
	while number:
		if number & 1:
			out = _add(out, point)
		point = _add(point, point)
		number >>= 1
	return (out[1] | (out[0] & 1) << 255).to_bytes(32, "little")


def base58(data):
	number, text = int.from_bytes(data, "big"), ""
	while number:
		number, rest = divmod(number, 58)
		text = BASE58[rest] + text
	return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def identity():
	"""The `Identity` of a configuration."""
	seed = os.urandom(32)
	key = public(seed)
	return {
		"PeerID": base58(bytes([0, 36, 8, 1, 18, 32]) + key),
		"PrivKey": base64.b64encode(bytes([8, 1, 18, 64]) + seed + key).decode(),
	}
