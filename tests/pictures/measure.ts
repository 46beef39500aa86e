/**
 * `node tests/pictures/measure.ts [--of N] [--from SEED] [--form NUMBER]`: how many copies of N made-up scenes, and of N sheets of
 * one form, the server finds among the pictures that records used before, and whether it takes any picture for another one.
 * Thresholds were chosen by sheets of form 1 from seed 0 on, and by scenes from the seeds 0 and 5000 on.
 */
import { parseArgs } from 'node:util';
import type { GrayPicture } from '#lib/domain/gray-picture.ts';
import type { Photo, PhotoUse } from '#lib/domain/photo.ts';
import { fitted } from '#lib/domain/photo-size.ts';
import { printOf, readPrint, writePrint } from '#lib/domain/picture-print.ts';
import { isSamePicture, type Pictured } from '#lib/domain/same-picture.ts';
import { madePicture, passedOn } from '#lib/domain/testing/made-picture.ts';
import { copyOfSheet, madeSheet } from '#lib/domain/testing/made-sheet.ts';
import { shrunk } from '#lib/domain/testing/shrunk.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { loadUsedPhotos, used } from '#lib/server/photos/used-photos.ts';
import { body, Deployment, newId } from '#tests/contract/deployment.ts';

const { values } = parseArgs({
	options: {
		of: { type: 'string', default: '100' },
		from: { type: 'string', default: '20000' },
		form: { type: 'string', default: '7' }
	}
});
const [count, from, form] = [values.of, values.from, values.form].map(Number) as [number, number, number];
const CUTS = [0, 0.05, 0.1];
/** As a phone makes the print of. */
const PRINT_SIDE = 192;

let files = 0;
function photoOf(picture: GrayPicture, use: PhotoUse): Photo {
	const { width, height } = fitted(picture, PRINT_SIDE);
	return {
		...{ id: newId(), use, mime: 'image/jpeg', bytes: 300_000, width: 1600, height: 1200, takenAt: null },
		sha256: (++files).toString(16).padStart(64, '0'),
		...{ source: 'camera', publicity: false },
		prints: writePrint(printOf(shrunk(picture, width, height), use === 'sheet'))
	};
}

interface Made {
	readonly picture: GrayPicture;
	copy(cut: number): GrayPicture;
}

async function measure(use: PhotoUse, made: readonly Made[]): Promise<void> {
	const { database, remove } = await openTestDatabase();
	try {
		const town = await Deployment.open(database);
		const originals: { photo: Photo; record: string }[] = [];
		for (const { picture } of made) {
			const [photo, record] = [photoOf(picture, use), newId()];
			const verdict = await town.act('vol', 'create', record, 0, body({ photos: [photo] }));
			if (verdict.outcome !== 'applied') throw new Error(JSON.stringify(verdict));
			originals.push({ photo, record });
		}
		const all = originals.map(({ photo }, of) => ({ photo, of }));
		for (const cut of CUTS) {
			let [found, other] = [0, 0];
			for (const [at, one] of made.entries()) {
				const copy = photoOf(one.copy(cut), use);
				all.push({ photo: copy, of: at });
				const named = [{ recordId: newId(), photos: [copy] }];
				const by = await database.snapshot((trx) => loadUsedPhotos(trx, named));
				const record = by.get(used(named[0]?.recordId ?? '', copy.id));
				if (record === originals[at]?.record) found++;
				else if (record !== undefined) other++;
			}
			console.log(`${use}, ${cut * 100} % cut: ${found} of ${made.length} found, ${other} taken for another`);
		}
		console.log(falseAlarms(use, all));
	} finally {
		await remove();
	}
}

/** Every picture and copy beside every one of another picture, whatever keys they share. */
function falseAlarms(use: PhotoUse, all: readonly { photo: Photo; of: number }[]): string {
	const pictured = all.map(({ photo, of }) => ({ of, one: picturedOf(photo) }));
	let [pairs, alarms] = [0, 0];
	for (const [at, { of, one }] of pictured.entries()) {
		for (const other of pictured.slice(at + 1)) {
			if (other.of === of) continue;
			pairs++;
			if (isSamePicture(one, other.one)) alarms++;
		}
	}
	return `${use}: ${alarms} false alarms among ${pairs} pairs`;
}

function picturedOf({ use, prints }: Photo): Pictured {
	const print = readPrint(prints);
	if (!print) throw new Error('A print cannot be read.');
	return { use, print };
}

const places = Array.from({ length: count }, (_, at) => from + at);
const scenes = places.map((seed) => {
	const picture = madePicture(seed);
	return { picture, copy: (cut: number) => passedOn(picture, cut, seed) };
});
const sheets = places.map((seed) => {
	const picture = madeSheet(form, seed);
	return { picture, copy: (cut: number) => copyOfSheet(picture, cut, 3 * seed + cut * 20) };
});
await measure('scene', scenes);
await measure('sheet', sheets);
