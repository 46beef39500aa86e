/** Both stores of whole files do the same: the folder, and an S3 server that checks signatures. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsClient } from 'aws4fetch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localFiles, localParts } from './local-stores.ts';
import { s3Files, type S3Place } from './s3-files.ts';
import { StoreFailure } from './store-trouble.ts';
import type { FileStore } from './stores.ts';
import { ACCESS_KEY, openSignedS3, type SignedS3 } from './testing/signed-s3.ts';

const folder = mkdtempSync(join(tmpdir(), 'liangfeng-files-'));
const SECRET = 'a secret / with = signs';
let server: SignedS3;
let place: S3Place;
beforeAll(async () => {
	server = await openSignedS3(join(folder, 's3'), SECRET);
	place = {
		...{ endpoint: server.endpoint, bucket: 'photos', region: 'us-east-1' },
		...{ accessKeyId: ACCESS_KEY, secretAccessKey: SECRET }
	};
});
afterAll(async () => {
	await server.close();
	rmSync(folder, { recursive: true, force: true });
});

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const fresh = (length = 300_000) => new Uint8Array(randomBytes(length));

describe.each<[string, () => FileStore]>([
	['a folder', () => localFiles(join(folder, 'files'))],
	['S3', () => s3Files(place)]
])('whole files in %s', (_name, open) => {
	it('come back as they were put', async () => {
		const bytes = fresh();
		const store = open();
		expect(await store.has(hashOf(bytes))).toBe(false);
		expect(await store.get(hashOf(bytes))).toBeNull();
		await store.put(hashOf(bytes), bytes, 'image/jpeg');
		expect(await store.has(hashOf(bytes))).toBe(true);
		expect(await open().get(hashOf(bytes))).toEqual(bytes);
		await store.check();
		expect((await store.list()).has(hashOf(bytes))).toBe(true);
		for (const name of await store.list()) expect(name).toMatch(/^[0-9a-f]{64}$/);
	});

	it('are gone once they were dropped, also when there was none, and can be put again', async () => {
		const [bytes, other] = [fresh(10_000), fresh(10_000)];
		const store = open();
		for (const one of [bytes, other]) await store.put(hashOf(one), one, 'image/jpeg');
		await store.drop(hashOf(bytes));
		await store.drop(hashOf(bytes));
		expect([await store.has(hashOf(bytes)), await store.get(hashOf(bytes))]).toEqual([false, null]);
		expect((await store.list()).has(hashOf(bytes))).toBe(false);
		expect(await store.get(hashOf(other))).toEqual(other);
		await store.put(hashOf(bytes), bytes, 'image/jpeg');
		expect(await open().get(hashOf(bytes))).toEqual(bytes);
	});

	it('are kept once, also when two put them at the same time', async () => {
		const bytes = fresh(10_000);
		await Promise.all([1, 2, 3].map(() => open().put(hashOf(bytes), bytes, 'image/jpeg')));
		await open().put(hashOf(bytes), bytes, 'image/jpeg');
		expect(await open().get(hashOf(bytes))).toEqual(bytes);
	});
});

it('a folder has a file under its hash only when all of it is there', async () => {
	const files = join(folder, 'listed');
	const bytes = fresh(1_000);
	await localFiles(files).put(hashOf(bytes), bytes, 'image/jpeg');
	const names = readdirSync(files, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
	expect(names.map((one) => one.name)).toEqual([hashOf(bytes).slice(2)]);
	expect(
		new Uint8Array(readFileSync(join(files, hashOf(bytes).slice(0, 2), hashOf(bytes).slice(2))))
	).toEqual(bytes);
});

it('a file that cannot be written to its end leaves nothing behind, however often it is tried', async () => {
	const files = join(folder, 'refused');
	const bytes = fresh(1_000);
	const name = hashOf(bytes);
	/** As on a disk that runs full in the middle. */
	async function* half() {
		yield bytes.subarray(0, 500);
		await Promise.resolve();
		throw new Error('no space left');
	}
	const store = localFiles(files);
	for (let attempt = 0; attempt < 3; attempt++)
		await expect(store.put(name, half() as never, 'image/jpeg')).rejects.toThrow('no space left');
	expect(readdirSync(join(files, name.slice(0, 2)))).toEqual([]);
	await store.put(name, bytes, 'image/jpeg');
	expect(await store.get(name)).toEqual(bytes);
});

it('what a killed process had begun to write is cleared away once it is old, and nothing else', async () => {
	const files = join(folder, 'killed');
	const bytes = fresh(1_000);
	const name = hashOf(bytes);
	const store = localFiles(files);
	const then = new Date('2026-06-01T00:00:00.000Z');
	expect(await store.sweep(new Date())).toBe(0);
	await store.put(name, bytes, 'image/jpeg');
	const begun = (which: string) => join(files, name.slice(0, 2), `${name.slice(2)}.${which}.new`);
	for (const which of ['old', 'young']) writeFileSync(begun(which), 'half');
	for (const path of [begun('old'), begun('old').slice(0, -'.old.new'.length)]) utimesSync(path, then, then);
	expect(await store.sweep(new Date('2026-07-01T00:00:00.000Z'))).toBe(1);
	expect(readdirSync(join(files, name.slice(0, 2))).toSorted()).toEqual(
		[name.slice(2), `${name.slice(2)}.young.new`].toSorted()
	);
	expect([...(await store.list())]).toEqual([name]);
});

it.each<[string, () => Partial<S3Place>, string]>([
	['a wrong secret', () => ({ secretAccessKey: 'another' }), 'secret'],
	['a key that it does not know', () => ({ accessKeyId: 'SOMEBODY' }), 'key'],
	['a bucket that is not there', () => ({ bucket: 'no-such-bucket' }), 'bucket'],
	['an address where nobody listens', () => ({ endpoint: 'http://127.0.0.1:9' }), 'away']
])('an S3 server says no to %s: why is told, and neither key nor secret', async (_name, wrong, trouble) => {
	const files = s3Files({ ...place, ...wrong() });
	const bytes = fresh(100);
	for (const act of [() => files.put(hashOf(bytes), bytes, 'image/jpeg'), () => files.check()]) {
		const failure = await act().catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(StoreFailure);
		expect(failure).toMatchObject({ trouble });
		expect(String(failure)).not.toMatch(/another|SOMEBODY|S3RVER|secret \//);
	}
	await expect(files.list()).rejects.toMatchObject({ trouble });
	expect(await s3Files(place).has(hashOf(bytes))).toBe(false);
});

it('the S3 server of these tests does check: another body, or a changed address, is refused', async () => {
	const signed = await new AwsClient({
		...{ accessKeyId: ACCESS_KEY, secretAccessKey: SECRET, region: 'us-east-1', service: 's3' }
	}).sign(`${place.endpoint}/photos/aa/bb`, {
		...{ method: 'PUT', body: 'one', headers: { 'x-amz-content-sha256': hashOf(Buffer.from('one')) } }
	});
	const send = async (url: string, body: string) => {
		const response = await fetch(url, { method: 'PUT', headers: signed.headers, body });
		return `${response.status} ${/<Code>(\w+)</.exec(await response.text())?.[1] ?? ''}`;
	};
	expect(await send(`${place.endpoint}/photos/aa/bb`, 'two')).toBe('400 XAmzContentSHA256Mismatch');
	expect(await send(`${place.endpoint}/photos/aa/cc`, 'one')).toBe('403 SignatureDoesNotMatch');
	expect(await send(`${place.endpoint}/photos/aa/bb`, 'one')).toBe('200 ');
});

it('a begun file grows piece by piece and outlasts who wrote it', async () => {
	const parts = localParts(join(folder, 'begun'));
	expect(await parts.size('one')).toBe(0);
	const writer = await parts.open('one');
	await writer.write(new Uint8Array([1, 2]));
	await writer.write(new Uint8Array([3]));
	await writer.close();
	writeFileSync(join(folder, 'begun', 'other'), 'x');
	const again = await localParts(join(folder, 'begun')).open('one');
	expect(again.size).toBe(3);
	await again.write(new Uint8Array([4]));
	await again.close();
	expect(await parts.read('one')).toEqual(new Uint8Array([1, 2, 3, 4]));
	await parts.drop('one');
	await parts.drop('one');
	expect(await parts.size('one')).toBe(0);
});

it('begun files that nobody went on with are given up, the others stay', async () => {
	const begun = join(folder, 'left');
	const parts = localParts(begun);
	expect(await parts.sweep(new Date())).toBe(0);
	for (const key of ['old', 'new']) {
		const writer = await parts.open(key);
		await writer.write(new Uint8Array([1, 2]));
		await writer.close();
	}
	const then = new Date('2026-06-01T00:00:00.000Z');
	utimesSync(join(begun, 'old'), then, then);
	expect(await parts.sweep(new Date('2026-07-01T00:00:00.000Z'))).toBe(1);
	expect([await parts.size('old'), await parts.size('new')]).toEqual([0, 2]);
});
