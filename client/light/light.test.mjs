// A light client says what a node says, and passes on what wallets sign. Run by scripts/test-light.sh.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { start } from 'smoldot';

const { REEL_LIGHT, REEL_NODE, REEL_CONTENT, REEL_BOOTNODES } = process.env;
const CFX = 10n ** 18n;

let light;
let node;
let api;
let head;

/** Waits until `look` gives something, for two minutes: fifty blocks. */
async function until(what, look) {
	const end = Date.now() + 120_000;
	for (;;) {
		const found = await look();
		if (found !== undefined) return found;
		assert.ok(Date.now() < end, `${what}: not within two minutes`);
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
}

before(async () => {
	light = new WsProvider(REEL_LIGHT);
	node = new WsProvider(REEL_NODE);
	await Promise.all([light.isReady, node.isReady]);
	api = await ApiPromise.create({ provider: light, noInitWarn: true });
	// A final block with the title in it, which both have.
	head = await until('the light client has a final block with the title', async () => {
		const hash = await light.send('chain_getFinalizedHead', []);
		const title = await light.send('state_call', ['TitleApi_title', REEL_CONTENT, hash]);
		return title === '0x00' ? undefined : hash;
	});
});

after(async () => {
	await api.disconnect();
	await node.disconnect();
	// A connection of a client that has ended may still be closing.
	setTimeout(() => process.exit(), 5_000).unref();
});

test('it is on the chain of the nodes', async () => {
	assert.equal(await light.send('chain_getBlockHash', [0]), await node.send('chain_getBlockHash', [0]));
	const theirs = await until('the node has that block', async () => (await node.send('chain_getHeader', [head])) ?? undefined);
	assert.deepEqual(await light.send('chain_getHeader', [head]), theirs);
});

test('titles and balances are those of the nodes', async () => {
	const asked = ['TitleApi_title', REEL_CONTENT, head];
	assert.equal(await light.send('state_call', asked), await node.send('state_call', asked));
	const keyring = new Keyring({ type: 'sr25519' });
	for (const name of ['//Alice', '//Bob', '//Nobody/At/All']) {
		const key = api.query.system.account.key(keyring.addFromUri(name).address);
		const [ours, theirs] = await Promise.all([light, node].map((one) => one.send('state_getStorage', [key, head])));
		assert.equal(ours, theirs, name);
		assert.equal(ours === null, name === '//Nobody/At/All');
	}
});

test('what a wallet signs arrives', async () => {
	const keyring = new Keyring({ type: 'sr25519', ss58Format: 42 });
	const [alice, someone] = ['//Alice', `//Someone/${process.pid}`].map((name) => keyring.addFromUri(name));
	const key = api.query.system.account.key(someone.address);
	const call = api.tx.balances.transferKeepAlive(someone.address, 5n * CFX);
	await call.signAndSend(alice);
	await until('the node sees it', async () => (await node.send('state_getStorage', [key])) ?? undefined);
	const balance = await until('the light client sees it', async () => {
		const { data } = await api.query.system.account(someone.address);
		return data.free.isZero() ? undefined : data.free.toBigInt();
	});
	assert.equal(balance, 5n * CFX);
});

test('what only a node knows is not there', async () => {
	await assert.rejects(light.send('title_v1_deskKeys', []));
});

test('a spec with a checkpoint starts at it', async () => {
	const spec = await node.send('sync_state_genSyncSpec', [true]);
	assert.ok(spec.lightSyncState.finalizedBlockHeader, 'the node fills it in');
	spec.bootNodes = REEL_BOOTNODES.split(' ');
	const from = parseInt((await node.send('chain_getHeader', [await node.send('chain_getFinalizedHead', [])])).number);
	const client = start({ maxLogLevel: 1 });
	const chain = await client.addChain({ chainSpec: JSON.stringify(spec) });
	const ask = async (method, params = []) => {
		chain.sendJsonRpc(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
		return JSON.parse(await chain.nextJsonRpcResponse()).result;
	};
	// It knows no block from before, and goes on from there.
	await until('it goes on from the checkpoint', async () => {
		const header = await ask('chain_getHeader', [await ask('chain_getFinalizedHead')]);
		return header && parseInt(header.number) >= from ? header : undefined;
	});
	await client.terminate();
});
