// The key files of `reel wallet new` open in polkadot-js. REEL_KEY_FILE: such a file, its password REEL_PASSWORD; without
// these the fixture.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Keyring } from '@polkadot/keyring';
import { cryptoWaitReady, signatureVerify } from '@polkadot/util-crypto';

const file = process.env.REEL_KEY_FILE ?? new URL('../fixtures/reel-key.json', import.meta.url);
const password = process.env.REEL_PASSWORD ?? 'correct horse battery';

test('a key file of reel opens in polkadot-js and signs', async () => {
	await cryptoWaitReady();
	const json = JSON.parse(readFileSync(file, 'utf8'));
	const pair = new Keyring({ type: 'sr25519', ss58Format: 42 }).addFromJson(json);
	assert.equal(pair.address, json.address);
	assert.throws(() => pair.decodePkcs8('another password'));
	pair.decodePkcs8(password);
	assert.equal(pair.isLocked, false);
	const signature = pair.sign('film');
	assert.ok(signatureVerify('film', signature, pair.address).isValid);
});
