import { describe, expect, it } from 'vitest';
import type { Photo } from '#lib/domain/photo.ts';
import { printOf, readPrint, writePrint } from '#lib/domain/picture-print.ts';
import { copyOfSheet, madeSheet } from '#lib/domain/testing/made-sheet.ts';
import { madePicture, passedOn } from '#lib/domain/testing/made-picture.ts';
import type { GrayPicture } from '#lib/domain/gray-picture.ts';
import { shortNumber } from '#lib/domain/photo-stamp.ts';
import { mixedSheets } from '#lib/domain/testing/mixed-sheets.ts';
import type { Pictured } from '#lib/domain/same-picture.ts';
import { notePrints } from '#lib/server/photos/note-prints.ts';
import { loadRecordStates } from '#lib/server/sync/record-state.ts';
import type { RecordView } from '#lib/protocol/record-view.ts';
import { findRare } from '#lib/server/desk/search-words.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { loadUsedPhotos } from '#lib/server/photos/used-photos.ts';
import { plansOf, scansOf } from './plan-probe.ts';
import { body, newId, type Deployment } from './deployment.ts';

let files = 0;

function photoOf(picture: GrayPicture | null, more: Partial<Photo> = {}): Photo {
	const sha256 = (++files).toString(16).padStart(64, '0');
	return {
		...{ id: newId(), use: 'scene', mime: 'image/jpeg', bytes: 300_000, sha256, width: 1600, height: 1200 },
		...{ takenAt: null, source: 'camera', publicity: false },
		prints: picture ? writePrint(printOf(picture, more.use === 'sheet')) : [],
		...more
	};
}

/** What the server says of pictures that more than one record uses. */
export function photosContract(town: () => Deployment): void {
	const save = async (photos: readonly Photo[], id = newId(), rev = 0) => {
		const verb = rev === 0 ? 'create' : 'amend';
		const verdict = await town().act('vol', verb, id, rev, body({ photos }));
		expect(verdict.outcome).toBe('applied');
		return id;
	};
	const flagsOf = async (id: string) =>
		(
			await town().database.snapshot((trx) =>
				trx
					.selectFrom('flag')
					.selectAll()
					.where('record_id', '=', id)
					.where('code', '=', 'photo-twice')
					.execute()
			)
		).map(({ field, params }) => ({
			field,
			recordId: (JSON.parse(params ?? '{}') as { recordId?: string }).recordId
		}));

	describe('pictures used twice', () => {
		it('flags the later record: the same file, and one that is smaller, compressed again and cut', async () => {
			const picture = madePicture(77);
			const first = photoOf(picture);
			const one = await save([first]);
			const again = photoOf(null, { sha256: first.sha256 });
			const two = await save([again]);
			const worn = photoOf(passedOn(picture, 0.1, 5));
			const three = await save([photoOf(madePicture(78)), worn]);
			expect(await flagsOf(one)).toEqual([]);
			expect(await flagsOf(two)).toEqual([{ field: `photos.${again.id}`, recordId: one }]);
			expect(await flagsOf(three)).toEqual([{ field: `photos.${worn.id}`, recordId: one }]);
		});

		it('keeps the flag while the photo stays, and flags nothing anew when the earlier record is amended', async () => {
			const picture = madePicture(90);
			const first = photoOf(picture);
			const one = await save([first]);
			const second = photoOf(picture);
			const two = await save([second]);
			await save([first, photoOf(madePicture(91))], one, 1);
			expect(await flagsOf(one)).toEqual([]);
			await save([second, photoOf(madePicture(92))], two, 1);
			expect(await flagsOf(two)).toEqual([{ field: `photos.${second.id}`, recordId: one }]);
			await save([], two, 2);
			expect(await flagsOf(two)).toEqual([]);
		});

		it('finds it within one push, and not in a record that was voided', async () => {
			const picture = madePicture(95);
			const [one, two] = [newId(), newId()];
			await town().send('vol', [
				town().operation('create', one, 0, body({ photos: [photoOf(picture)] })),
				town().operation('create', two, 0, body({ photos: [photoOf(passedOn(picture, 0.05, 9))] }))
			]);
			expect(await flagsOf(one)).toEqual([]);
			expect(await flagsOf(two)).toMatchObject([{ recordId: one }]);
			await town().act('rev', 'void', one, 1, { reason: 'RR08' });
			await town().act('rev', 'void', two, 1, { reason: 'RR08' });
			expect(await flagsOf(await save([photoOf(picture)]))).toEqual([]);
		});

		it('looks pictures and short numbers up by their indexes', async () => {
			const picture = madePicture(110);
			const id = await save([photoOf(picture)]);
			const { database } = town();
			const named = [{ recordId: newId(), photos: [photoOf(passedOn(picture, 0.1, 3))] }];
			const plans = await plansOf(database, async (sql) => {
				expect((await loadUsedPhotos(sql as Trx, named)).size).toBe(1);
				const found = await findRare(sql, shortNumber(id));
				expect(found).toEqual({ ids: [id], others: '' });
			});
			expect(plans.some(({ sql }) => sql.includes('photo_key'))).toBe(true);
			expect(scansOf(plans.filter(({ sql }) => /photo_|substr/.test(sql)))).toEqual([]);
		});

		it('finds a sheet that was cut among other sheets of its form, and within one push', async () => {
			const [sheet, other] = [madeSheet(2, 1, 480), madeSheet(2, 2, 480)];
			const ofSheet = (picture: GrayPicture) => photoOf(picture, { use: 'sheet' });
			const [one, different] = [await save([ofSheet(sheet)]), await save([ofSheet(other)])];
			expect(await flagsOf(different)).toEqual([]);
			const cut = ofSheet(copyOfSheet(sheet, 0.08, 4));
			const two = await save([cut]);
			expect(await flagsOf(two)).toEqual([{ field: `photos.${cut.id}`, recordId: one }]);
			const [third, fourth] = [newId(), newId()];
			const [fresh, again] = [madeSheet(2, 3, 480), ofSheet(copyOfSheet(madeSheet(2, 3, 480), 0.08, 5))];
			await town().send('vol', [
				town().operation('create', third, 0, body({ photos: [ofSheet(fresh)] })),
				town().operation('create', fourth, 0, body({ photos: [again] }))
			]);
			expect(await flagsOf(third)).toEqual([]);
			expect(await flagsOf(fourth)).toEqual([{ field: `photos.${again.id}`, recordId: third }]);
		});

		it('finds a sheet of which a thousand of its form share more of what pictures are found by', async () => {
			const ofSheet = (picture: GrayPicture) => photoOf(picture, { use: 'sheet' });
			const printed = (photo: Photo): Pictured[] => {
				const print = readPrint(photo.prints);
				return print ? [{ use: 'sheet', print }] : [];
			};
			const original = madeSheet(2, 20, 480);
			const copy = ofSheet(copyOfSheet(original, 0.08, 6));
			const one = await save([ofSheet(original)]);
			const form = [21, 22, 23, 24].flatMap((sheet) => printed(ofSheet(madeSheet(2, sheet, 480))));
			const [own] = printed(copy);
			const alike = mixedSheets(form, 1_200).map(({ print: { sheet } }) =>
				photoOf(null, { use: 'sheet', prints: own ? writePrint({ ...own.print, sheet }) : [] })
			);
			const other = await save([]);
			await town().database.transaction(async (trx) => {
				const state = (await loadRecordStates(trx, [other])).get(other);
				if (state) await notePrints(trx, [{ ...state, body: { ...state.body, photos: alike } }]);
			});
			const two = await save([copy]);
			expect(await flagsOf(two)).toEqual([{ field: `photos.${copy.id}`, recordId: one }]);
		});

		it('shows an older app no finer prints, keeps them when it amends, and finds no change in them', async () => {
			const sheet = photoOf(madeSheet(2, 7, 480), { use: 'sheet' });
			const first = { ...body(), photos: [sheet] };
			const id = newId();
			await town().act('vol', 'create', id, 0, first);
			const shown = async (...knows: string[]) => {
				const { pages } = await town().pull('vol', [], [], 'vol', { knows });
				const [row] = pages.flatMap(({ rows }) => rows.filter((one) => one.id === id));
				return (row?.body as RecordView).body as typeof first;
			};
			expect((await shown('prints')).photos).toEqual([sheet]);
			const older = await shown();
			expect(older.photos).toEqual([{ ...sheet, prints: sheet.prints.slice(0, 12) }]);
			expect(sheet.prints.length).toBeGreaterThan(12);

			const remark = { ...older, remark: 'by an older app' };
			expect((await town().act('vol', 'amend', id, 1, remark)).outcome).toBe('applied');
			const stale = { ...older, situation: 'by the lead, an older app as well' };
			expect((await town().act('lead', 'amend', id, 1, stale)).outcome).toBe('merged');
			const now = await shown('prints');
			expect(now.photos).toEqual([sheet]);
			expect([now.remark, now.situation]).toEqual([remark.remark, stale.situation]);
			const { rows } = await town().database.snapshot(async (trx) => ({
				rows: await trx
					.selectFrom('record_revision')
					.select('changes')
					.where('record_id', '=', id)
					.where('verb', '=', 'amend')
					.orderBy('rev')
					.execute()
			}));
			const fields = rows.map(({ changes }) =>
				(JSON.parse(changes) as { field: string }[]).map(({ field }) => field)
			);
			expect(fields).toEqual([['remark'], ['situation']]);
			// Another picture under the same id is another picture.
			const other = photoOf(madeSheet(2, 8, 480), { id: sheet.id, use: 'scene' });
			await town().act('vol', 'amend', id, 3, { ...now, photos: [other] });
			expect((await shown('prints')).photos).toEqual([other]);
		});

		it('says nothing of two photos of one record, nor of different scenes', async () => {
			const picture = madePicture(99);
			const one = await save([photoOf(picture), photoOf(picture), photoOf(madePicture(100))]);
			expect(await flagsOf(one)).toEqual([]);
			const others = await save([101, 102, 103, 104, 105].map((seed) => photoOf(madePicture(seed))));
			expect(await flagsOf(others)).toEqual([]);
		});
	});
}
