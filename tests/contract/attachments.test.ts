/** Files of photos at the server: whole or absent, and of who took them. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { arrivedPhotos } from '#lib/server/attachments/arrived-photos.ts';
import { body, type Deployment, newId } from './deployment.ts';
import { eachTownWithPhotos } from './each-town.ts';
import { type Receiver, takePhoto, visitWith } from './photo-files.ts';

let town: Deployment;
let receiver: Receiver;
eachTownWithPhotos((begun, receives) => {
	town = begun;
	receiver = receives;
});

const said = ({ status, headers }: Awaited<ReturnType<Receiver['ask']>>) =>
	`${status} ${headers['x-liangfeng-file'] ?? '-'} ${headers['upload-offset'] ?? '-'}`;

async function* breaksAfter(...pieces: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
	yield* pieces;
	await Promise.resolve();
	throw new Error('the connection is gone');
}

describe('a file', () => {
	it('may come after its record or before it, and is stored when both are there', async () => {
		const [before, after] = [takePhoto(), takePhoto()];
		await visitWith(town, 'vol', [after]);
		expect(said(await receiver.announce('vol', after))).toBe('201 part 0');
		expect(said(await receiver.patch('vol', after, 0, [after.bytes]))).toBe('204 stored 3000');
		expect(said(await receiver.send('vol', before))).toBe('204 whole 3000');
		await visitWith(town, 'vol', [before]);
		expect(said(await receiver.look('vol', before))).toBe('200 stored 3000');
	});

	it('goes on where it broke off, and is sent no byte twice', async () => {
		const taken = takePhoto();
		const { bytes } = taken;
		await receiver.announce('vol', taken);
		const cut = await receiver.patch(
			'vol',
			taken,
			0,
			breaksAfter(bytes.subarray(0, 700), bytes.subarray(700, 900))
		);
		expect(said(cut)).toBe('204 part 900');
		expect(said(await receiver.announce('vol', taken))).toBe('201 part 900');
		expect(said(await receiver.patch('vol', taken, 0, [bytes]))).toBe('409 - -');
		expect(said(await receiver.look('vol', taken))).toBe('200 part 900');
		expect(said(await receiver.patch('vol', taken, 900, [bytes.subarray(900)]))).toBe('204 whole 3000');
		expect(await receiver.stores.files.get(taken.photo.sha256)).toEqual(bytes);
	});

	it('that is whole is not sent again, however often it is announced', async () => {
		const taken = takePhoto();
		await receiver.send('vol', taken);
		expect(said(await receiver.announce('vol', taken))).toBe('201 whole 3000');
		expect(said(await receiver.patch('vol', taken, 0, [taken.bytes]))).toBe('204 whole 3000');
	});

	it('that is not what its hash says is not kept, and begins again', async () => {
		const taken = takePhoto();
		const wrong = taken.bytes.slice();
		wrong[1_500] = (wrong[1_500] ?? 0) ^ 1;
		await receiver.announce('vol', taken);
		expect(said(await receiver.patch('vol', taken, 0, [wrong]))).toBe('460 - -');
		expect(await receiver.stores.files.has(taken.photo.sha256)).toBe(false);
		expect(said(await receiver.look('vol', taken))).toBe('200 part 0');
		expect(said(await receiver.patch('vol', taken, 0, [taken.bytes]))).toBe('204 whole 3000');
	});

	it('whose connection hangs is taken on by the next one', async () => {
		const taken = takePhoto();
		await receiver.announce('vol', taken);
		let isHanging = () => {};
		const hangs = new Promise<void>((resolve) => (isHanging = resolve));
		const hanging = receiver.patch(
			'vol',
			taken,
			0,
			(async function* () {
				yield taken.bytes.subarray(0, 1_000);
				isHanging();
				await new Promise(() => {});
			})()
		);
		await hangs;
		expect(said(await receiver.look('vol', taken))).toBe('200 part 1000');
		expect(said(await hanging)).toBe('204 part 1000');
		expect(said(await receiver.patch('vol', taken, 1_000, [taken.bytes.subarray(1_000)]))).toBe(
			'204 whole 3000'
		);
	});

	it('that was on the disk when the server died before it noted it is noted by the next look', async () => {
		const taken = takePhoto();
		await receiver.announce('vol', taken);
		const files = receiver.stores.files;
		const put = files.put;
		Object.assign(files, { put: () => Promise.reject(new Error('the process ends')) });
		await expect(receiver.patch('vol', taken, 0, [taken.bytes])).rejects.toThrow('the process ends');
		Object.assign(files, { put });
		expect(said(await receiver.look('vol', taken))).toBe('200 whole 3000');
	});

	it('is refused before a byte is taken when it is too long, no photo, or announced badly', async () => {
		const taken = takePhoto();
		const { photo } = taken;
		const long = { ...taken, photo: { ...photo, bytes: 3_000_001 } };
		expect((await receiver.announce('vol', long)).status).toBe(413);
		expect((await receiver.announce('vol', taken, { mime: 'image/svg+xml' })).status).toBe(415);
		expect((await receiver.announce('vol', taken, { mime: 'text/html' })).status).toBe(415);
		expect((await receiver.announce('vol', taken, { id: '../../escape' })).status).toBe(400);
		expect((await receiver.announce('vol', taken, { sha256: 'abc' })).status).toBe(400);
		expect((await receiver.ask('vol', 'HEAD', '../../escape')).status).toBe(404);
		expect((await receiver.look('vol', taken)).status).toBe(404);
	});

	it('that grows beyond what was announced, or is no picture inside, is not kept', async () => {
		const taken = takePhoto();
		await receiver.announce('vol', taken);
		const more = [taken.bytes, new Uint8Array([1])];
		expect((await receiver.patch('vol', taken, 0, more)).status).toBe(413);
		const page = takePhoto();
		const script = new TextEncoder().encode('<script>'.padEnd(3_000, ' '));
		const { createHash } = await import('node:crypto');
		const sha256 = createHash('sha256').update(script).digest('hex');
		const lie = { bytes: script, photo: { ...page.photo, sha256 } };
		expect((await receiver.send('vol', lie)).status).toBe(415);
		expect(await receiver.stores.files.has(sha256)).toBe(false);
	});

	it('of one id is another file for another account', async () => {
		const taken = takePhoto();
		await receiver.send('vol', taken);
		expect(said(await receiver.look('mate', taken))).toBe('404 - -');
		const other = takePhoto();
		const same = { ...other, photo: { ...other.photo, id: taken.photo.id } };
		expect(said(await receiver.send('mate', same))).toBe('204 whole 3000');
		expect((await receiver.announce('vol', same)).status).toBe(409);
	});

	it('that two photos share is kept once', async () => {
		const taken = takePhoto();
		const twin = { ...taken, photo: { ...taken.photo, id: newId() } };
		await receiver.send('vol', taken);
		// Saying its hash is not having it: the bytes are asked for.
		expect(said(await receiver.announce('mate', twin))).toBe('201 part 0');
		expect(said(await receiver.send('mate', twin))).toBe('204 whole 3000');
		const files = readdirSync(`${receiver.folder}/files`, { recursive: true, withFileTypes: true });
		expect(files.filter((one) => one.isFile())).toHaveLength(1);
	});

	it('of an account whose files no record ever names is put off in the end', async () => {
		const rows = Array.from({ length: 500 }, () => ({
			...{ id: newId(), account_id: 'vol', device_id: town.device('vol'), sha256: 'a'.repeat(64) },
			...{ bytes: 3_000, mime: 'image/jpeg', begun_at: town.now.toISOString(), whole_at: null }
		}));
		await town.database.transaction((trx) => trx.insertInto('upload').values(rows).execute());
		const refused = await receiver.announce('vol', takePhoto());
		expect([refused.status, Number(refused.headers['retry-after']) > 0]).toEqual([429, true]);
		expect((await receiver.announce('mate', takePhoto())).status).toBe(201);
	});

	it('that is missing after a restore is asked for again', async () => {
		const taken = takePhoto();
		await visitWith(town, 'vol', [taken]);
		await receiver.send('vol', taken);
		const { rmSync } = await import('node:fs');
		rmSync(`${receiver.folder}/files`, { recursive: true });
		expect(said(await receiver.announce('vol', taken))).toBe('201 part 0');
		expect(said(await receiver.patch('vol', taken, 0, [taken.bytes]))).toBe('204 stored 3000');
	});
});

describe('the photos of a record', () => {
	it('count as arrived one by one', async () => {
		const taken = [takePhoto(), takePhoto(), takePhoto()] as const;
		const id = await visitWith(town, 'vol', taken);
		const arrived = async () => (await arrivedPhotos(town.database.reader, id, await town.bodyOf(id))).size;
		expect(await arrived()).toBe(0);
		await receiver.send('vol', taken[0]);
		await receiver.send('vol', taken[1]);
		expect(await arrived()).toBe(2);
	});

	it('of two phones merge, each stays with who took it', async () => {
		const [first, second] = [takePhoto(), takePhoto()];
		const id = await visitWith(town, 'vol', [first]);
		const content = await town.bodyOf(id);
		const both = { ...content, photos: [first.photo, second.photo] };
		const verdict = await town.act('lead', 'amend', id, 1, both, { schema: 2 });
		expect(verdict.outcome).toBe('applied');
		expect(said(await receiver.send('lead', second))).toBe('204 stored 3000');
		expect(said(await receiver.send('vol', first))).toBe('204 stored 3000');
		expect((await arrivedPhotos(town.database.reader, id, both)).size).toBe(2);
	});

	it('are not taken from an operation that was refused', async () => {
		const taken = takePhoto();
		const content = body({ date: '2999-01-01', photos: [taken.photo] });
		const verdict = await town.act('vol', 'create', newId(), 0, content, { schema: 2 });
		expect(verdict.refusal).toBe('future-date');
		expect(said(await receiver.send('vol', taken))).toBe('204 whole 3000');
	});
});
