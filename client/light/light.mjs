#!/usr/bin/env node
// A light client of the chain behind the RPC of a node: it follows finality by the validators' signatures, and every value
// that it hands out is proven against a block that they made final or that grew on one. It asks peers, no RPC of anybody.
//
//   light.mjs SPEC [--listen 127.0.0.1:9955] [--bootnode MULTIADDR]…
//
// SPEC is a raw chain spec (`reelchain-node export-chain-spec --raw`, or `sync_state_genSyncSpec` of a node for one
// that starts from a checkpoint) with boot nodes, or with --bootnode. Then, with the desk of any validator:
//
//   reel --node ws://127.0.0.1:9955 watch film.reel --desk wss://validator.example
//
// What a node knows and the chain does not, desks and stores, is not served here.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { start } from 'smoldot';
import { WebSocketServer } from 'ws';

// More than a wallet asks at once; what is beyond is refused.
const LIMITS = { jsonRpcMaxPendingRequests: 128, jsonRpcMaxSubscriptions: 64 };
const MOST_CONNECTIONS = 16;
const MOST_BYTES = 5 << 20;
// Pages that may connect: those of this machine, and the wallet that nodes allow too. Programs send no origin.
const ORIGINS = /^(https?:\/\/(localhost|127\.0\.0\.1)(:\d+)?|https:\/\/polkadot\.js\.org)$/;

function fail(text) {
	console.error(`error: ${text}`);
	process.exit(1);
}

function options() {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: {
				listen: { type: 'string', default: '127.0.0.1:9955' },
				bootnode: { type: 'string', multiple: true, default: [] },
			},
		});
		if (positionals.length !== 1) throw new Error('name one raw chain spec');
		return { spec: positionals[0], ...values };
	} catch (error) {
		return fail(`${error.message}: light.mjs SPEC [--listen IP:PORT] [--bootnode MULTIADDR]…`);
	}
}

function readSpec({ spec, bootnode }) {
	try {
		const chain = JSON.parse(readFileSync(spec, 'utf8'));
		if (!chain.genesis?.raw && !chain.genesis?.stateRootHash) {
			throw new Error('not raw: export it with --raw');
		}
		chain.bootNodes = [...(chain.bootNodes ?? []), ...bootnode];
		if (chain.bootNodes.length === 0) throw new Error('no boot nodes: give --bootnode');
		return JSON.stringify(chain);
	} catch (error) {
		return fail(`chain spec ${spec}: ${error.message}`);
	}
}

const given = options();
const chainSpec = readSpec(given);
const client = start({
	// Errors alone: it warns of each block at which it waits for the next.
	maxLogLevel: 1,
	logCallback: (_level, target, text) => console.error(`${target}: ${text}`),
});
// Stays when the last connection goes, so that the next finds the chain synced. Chains of one spec share what they know.
await client.addChain({ chainSpec, disableJsonRpc: true }).catch((error) => fail(error.message));

const [, host, port] = /^(.*):(\d+)$/.exec(given.listen) ?? fail(`${given.listen} is not IP:PORT`);
const server = new WebSocketServer({
	host,
	port: Number(port),
	maxPayload: MOST_BYTES,
	verifyClient: ({ origin }) => server.clients.size < MOST_CONNECTIONS && (!origin || ORIGINS.test(origin)),
});
server.on('error', (error) => fail(error.message));
server.on('listening', () => {
	const { address, port } = server.address();
	console.log(`Light client listening on ws://${address}:${port}`);
});

server.on('connection', async (socket) => {
	const early = [];
	let send = (text) => early.push(text);
	socket.on('message', (data) => send(data.toString()));
	socket.on('error', () => socket.close());
	const chain = await client.addChain({ chainSpec, ...LIMITS });
	const gone = () => chain.remove();
	if (socket.readyState !== socket.OPEN) return gone();
	socket.on('close', gone);
	send = (text) => {
		try {
			// Nodes take a request without parameters that may all be left out, smoldot does not.
			const request = JSON.parse(text);
			chain.sendJsonRpc(JSON.stringify({ params: [], ...request }));
		} catch {
			// Too much at once, or no JSON: as a node does, it hangs up.
			socket.close(1008);
		}
	};
	early.forEach(send);
	try {
		for (;;) socket.send(await chain.nextJsonRpcResponse());
	} catch {
		// The chain was removed, because the connection is closed.
		socket.close();
	}
});
