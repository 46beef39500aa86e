/** Bytes of photos that were taken out of their records: kept for 90 days, then deleted, unless something still needs them. */
import { describe, expect, it } from 'vitest';
import { lookForMissing } from '#lib/server/attachments/missing-photos.ts';
import { sweepLeft } from '#lib/server/attachments/sweep-left.ts';
import { watchMissing } from '#lib/server/attachments/watch-missing.ts';
import { watchedFiles } from '#lib/server/attachments/watched-files.ts';
import { leftPhotos } from '#lib/server/database/migrations/0018-left-photos.ts';
import { body, newId, type Deployment } from './deployment.ts';
import { eachTownWithPhotos } from './each-town.ts';
import { type Receiver, type Taken, takePhoto, visitWith } from './photo-files.ts';

const DAY = 24 * 3_600_000;
let town: Deployment;
let receiver: Receiver;
eachTownWithPhotos((begun, receives) => {
	town = begun;
	receiver = receives;
});

const later = (days: number) => new Date(town.now.getTime() + days * DAY);
const sweep = (days: number) => sweepLeft(town.database, receiver.stores.files, later(days));
const isThere = ({ photo }: Taken) => receiver.stores.files.has(photo.sha256);
const revOf = async (id: string) => Number((await town.row(id))?.rev);

async function visit(...taken: Taken[]): Promise<string> {
	const id = await visitWith(town, 'vol', taken);
	for (const one of taken) await receiver.send('vol', one);
	return id;
}

/** The record names these photos from now on. */
async function name(id: string, ...taken: Taken[]): Promise<void> {
	const content = { ...(await town.bodyOf(id)), photos: taken.map(({ photo }) => photo) };
	const verdict = await town.act('vol', 'amend', id, await revOf(id), content, { schema: 2 });
	expect(verdict.outcome).toBe('applied');
}

async function decide(id: string, decision: 'approve' | 'reopen' | 'return'): Promise<void> {
	const content = decision === 'approve' ? {} : { reason: 'RR01', note: '请核对' };
	const verdict = await town.act('rev', decision, id, await revOf(id), content, { schema: 2 });
	expect(verdict.outcome).toBe('applied');
}

describe('the bytes of a photo that was taken out of its record', () => {
	it('are deleted 90 days later, and are not said to be missing', async () => {
		const [stays, goes] = [takePhoto(), takePhoto()];
		const id = await visit(stays, goes);
		await name(id, stays);
		expect(await sweep(89)).toBe(0);
		expect(await isThere(goes)).toBe(true);
		expect(await sweep(91)).toBe(1);
		expect([await isThere(stays), await isThere(goes)]).toEqual([true, false]);
		expect(await sweep(92)).toBe(0);
		expect(await lookForMissing(town.database, receiver.stores.files, later(92))).toBe(0);
		// The record as it was sent stands in its history; the picture does not.
		expect(await revOf(id)).toBe(2);
	});

	it('are deleted as well where one push brought both, the record with it and the record without', async () => {
		const taken = takePhoto();
		const id = newId();
		const more = { schema: 2 };
		const verdicts = await town.send('vol', [
			town.operation('create', id, 0, body({ photos: [taken.photo] }), more),
			town.operation('amend', id, 1, body({ photos: [] }), more)
		]);
		expect(verdicts.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
		await receiver.send('vol', taken);
		expect([await sweep(89), await sweep(91)]).toEqual([0, 1]);
	});

	it('are deleted where a coordinator returned the record for it; what was approved with it keeps it', async () => {
		const [returned, approved] = [takePhoto(), takePhoto()];
		const [one, other] = [await visit(returned), await visit(approved)];
		await decide(one, 'return');
		await name(one);
		await decide(other, 'approve');
		await decide(other, 'reopen');
		await name(other);
		expect(await sweep(200)).toBe(1);
		expect([await isThere(returned), await isThere(approved)]).toEqual([false, true]);
	});

	it('stay where another record names the same file, and while anything may name it again', async () => {
		const taken = takePhoto();
		const id = await visit(taken);
		const copy = { ...taken, photo: { ...taken.photo, id: takePhoto().photo.id } };
		const other = await visit(copy);
		await name(id);
		expect(await sweep(91)).toBe(0);
		await name(other);
		await name(id, taken);
		expect(await sweep(91)).toBe(0);
		// A colleague sent the same file for a record that is still on the way.
		await name(id);
		const ahead = { ...taken, photo: { ...taken.photo, id: takePhoto().photo.id } };
		await receiver.send('mate', ahead);
		expect(await sweep(91)).toBe(0);
		expect(await isThere(taken)).toBe(true);
	});

	it('stay while a coordinator has to decide whether it comes back', async () => {
		const taken = takePhoto();
		const id = await visit(taken);
		const before = await town.bodyOf(id);
		await name(id);
		const changed = { ...before, photos: [{ ...taken.photo, publicity: true }] };
		expect((await town.act('lead', 'amend', id, 1, changed, { schema: 2 })).outcome).toBe('merged');
		const [conflict] = await town.database.reader
			.selectFrom('conflict')
			.select(['id', 'fields'])
			.where('record_id', '=', id)
			.execute();
		const [field] = JSON.parse(conflict?.fields ?? '[]') as { field: string }[];
		expect(await sweep(91)).toBe(0);
		const choice = { conflictId: conflict?.id, keep: { [field?.field ?? '']: 'server' } };
		expect((await town.act('rev', 'settle', id, await revOf(id), choice)).outcome).toBe('applied');
		expect(await sweep(91)).toBe(1);
		expect(await isThere(taken)).toBe(false);
	});

	it('are there in the end when the same content arrives while it is being deleted', async () => {
		const taken = takePhoto();
		const id = await visit(taken);
		await name(id);
		const again = () => ({ ...taken, photo: { ...taken.photo, id: takePhoto().photo.id } });
		const { files } = receiver.stores;
		const { drop, put } = files;
		// It arrives after the sweep has given it up, and before its bytes go.
		Object.assign(files, {
			drop: async (sha256: string) => {
				await receiver.send('mate', again());
				await drop(sha256);
			}
		});
		expect(await sweep(91)).toBe(0);
		expect(await isThere(taken)).toBe(true);
		// It counts as there when it arrives, and goes before its arrival is noted.
		await town.database.transaction((trx) =>
			trx.deleteFrom('upload').where('account_id', '=', 'mate').execute()
		);
		let swept = 0;
		Object.assign(files, {
			drop,
			put: async (...what: Parameters<typeof put>) => {
				await put(...what);
				if (swept === 0) swept = await sweep(91);
			}
		});
		await receiver.send('mate', again());
		expect([swept, await isThere(taken)]).toEqual([1, true]);
	});

	it('are deleted in the end when that was cut off, and when a copied folder brings them back', async () => {
		const taken = takePhoto();
		await name(await visit(taken));
		const { files } = receiver.stores;
		const { drop } = files;
		Object.assign(files, { drop: () => Promise.reject(new Error('the process ends')) });
		await expect(sweep(91)).rejects.toThrow('the process ends');
		Object.assign(files, { drop });
		expect(await sweep(92)).toBe(1);
		await files.put(taken.photo.sha256, taken.bytes, taken.photo.mime);
		expect(await sweep(93)).toBe(1);
		expect(await isThere(taken)).toBe(false);
	});

	it('are said to be missing where a backup of before is put back, whose record still names it', async () => {
		const taken = takePhoto();
		const id = await visit(taken);
		const [before] = await town.database.reader
			.selectFrom('record')
			.selectAll()
			.where('id', '=', id)
			.execute();
		const uploads = await town.database.reader.selectFrom('upload').selectAll().execute();
		await name(id);
		expect(await sweep(91)).toBe(1);
		await town.database.transaction(async (trx) => {
			await trx.deleteFrom('upload').execute();
			await trx.insertInto('upload').values(uploads).execute();
			await trx.updateTable('attachment').set({ left_at: null }).execute();
			await trx
				.updateTable('record')
				.set({ body: before?.body ?? '' })
				.where('id', '=', id)
				.execute();
		});
		expect(await lookForMissing(town.database, receiver.stores.files, later(91))).toBe(1);
		expect(await sweep(300)).toBe(0);
	});
});

it('the server looks at its start: clears away what was left half written, and what left its record long ago', async () => {
	const taken = takePhoto();
	await name(await visit(taken));
	const swept: Date[] = [];
	const files = watchedFiles({
		...receiver.stores.files,
		sweep: (before) => Promise.resolve(swept.push(before))
	});
	await watchMissing(town.database, files, () => later(91))();
	expect(swept).toEqual([later(90)]);
	expect(await isThere(taken)).toBe(false);
});

it('photos that had left their records before that was noted count from the day of the upgrade on', async () => {
	const [stays, goes] = [takePhoto(), takePhoto()];
	await name(await visit(stays, goes), stays);
	const { writer } = town.database;
	await writer.schema.dropIndex('attachment_left').execute();
	await writer.schema.dropIndex('attachment_sha256').execute();
	await writer.schema.alterTable('attachment').dropColumn('left_at').execute();
	await leftPhotos.up(writer);
	const rows = await town.database.reader.selectFrom('attachment').select(['id', 'left_at']).execute();
	const leftAt = (taken: Taken) => rows.find(({ id }) => id === taken.photo.id)?.left_at;
	expect(leftAt(stays)).toBeNull();
	expect(Date.now() - Date.parse(leftAt(goes) ?? '')).toBeLessThan(DAY);
});
