// What a polkadot-js user meets on a development chain: types decode, calls work, refusals have names.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

const CFX = 10n ** 18n;
const CONTENT = '0x' + '11'.repeat(32);

let api;
let keys;

before(async () => {
	api = await ApiPromise.create({ provider: new WsProvider(process.env.REEL_NODE), noInitWarn: true });
	const keyring = new Keyring({ type: 'sr25519', ss58Format: 42 });
	keys = Object.fromEntries(
		['Alice', 'Bob', 'Dave', 'Eve'].map((name) => [name, keyring.addFromUri(`//${name}`)]),
	);
});

after(() => api.disconnect());

/** Sends a call and resolves with its block's events, or rejects with the name of the dispatch error. */
function send(call, signer) {
	return new Promise((resolve, reject) => {
		call.signAndSend(signer, ({ status, events, dispatchError }) => {
			if (dispatchError?.isModule) {
				const { section, name } = api.registry.findMetaError(dispatchError.asModule);
				reject(new Error(`${section}.${name}`));
			} else if (dispatchError) {
				reject(new Error(dispatchError.toString()));
			} else if (status.isInBlock) {
				resolve(events.map(({ event }) => `${event.section}.${event.method}`));
			}
		}).catch(reject);
	});
}

function registration() {
	return api.tx.contentRegistry.registerTitle(
		CONTENT,
		'0x' + '22'.repeat(32),
		{ cells: 2, duration_ms: 90_000, size_bytes: 1_000_000 },
		{ viewer_bp: 4000, creator_bp: 3000, sharing_bp: 1500, validators_bp: 1000, supervisor_bp: 500 },
		'CcBy',
		'0x' + '33'.repeat(32),
		0,
		true,
	);
}

test('genesis holds six billion CFX', async () => {
	const hash = await api.rpc.chain.getBlockHash(0);
	const issuance = (await (await api.at(hash)).query.balances.totalIssuance()).toBigInt();
	assert.equal(issuance, 6_000_000_000n * CFX);
	const { tokenSymbol, tokenDecimals } = api.registry.getChainProperties();
	assert.equal(tokenSymbol.unwrap()[0].toString(), 'CFX');
	assert.equal(tokenDecimals.unwrap()[0].toNumber(), 18);
});

test('blocks come and are finalized', async () => {
	await new Promise((resolve) => {
		let stop;
		api.rpc.chain.subscribeFinalizedHeads((header) => {
			if (header.number.toNumber() >= 2) {
				stop?.();
				resolve();
			}
		}).then((unsubscribe) => (stop = unsubscribe));
	});
});

test('CFX moves between accounts', async () => {
	const before = (await api.query.system.account(keys.Dave.address)).data.free.toBigInt();
	const events = await send(api.tx.balances.transferKeepAlive(keys.Dave.address, 5n * CFX), keys.Alice);
	assert.ok(events.includes('balances.Transfer'));
	const now = (await api.query.system.account(keys.Dave.address)).data.free.toBigInt();
	assert.equal(now - before, 5n * CFX);
});

test('an account without authorization cannot publish', async () => {
	await assert.rejects(send(registration(), keys.Bob), /contentRegistry\.NotAuthorized/);
});

test('a supervisor authorizes, the creator publishes once, the supervisor stops it', async () => {
	const round = (await api.query.babe.currentSlot()).toBigInt() / 6n;
	await send(
		api.tx.supervisors.authorizeCreator(keys.Bob.address, 'KR', '0x' + '44'.repeat(32), round + 100_000n),
		keys.Eve,
	);
	const events = await send(registration(), keys.Bob);
	assert.ok(events.includes('contentRegistry.TitleRegistered'));
	await assert.rejects(send(registration(), keys.Bob), /contentRegistry\.MagnetAlreadyRegistered/);
	await assert.rejects(send(api.tx.supervisors.stopTitle(CONTENT, 'Rights'), keys.Bob), /supervisors\./);
	const stopped = await send(api.tx.supervisors.stopTitle(CONTENT, 'Rights'), keys.Eve);
	assert.ok(stopped.includes('contentRegistry.TitleStopped'));
});

test('our JSON-RPC methods are listed', async () => {
	const { methods } = await api.rpc.rpc.methods();
	const names = methods.map((method) => method.toString());
	for (const name of ['pov_v1_requestPlay', 'pov_v1_submitPlay', 'pov_v1_playStatus', 'fragment_v1_stat']) {
		assert.ok(names.includes(name), `${name} is missing`);
	}
});
