/** The phone's photos as the lane that sends them sees them. */
import type { Databases } from '../databases.ts';
import { getMeta, type ServerFacts } from '../meta.ts';
import type { PersonDatabase } from '../schema.ts';
import { freeConfirmedBytes } from './free-bytes.ts';
import { isLost } from './lost-photos.ts';
import type { PhotoRow } from './photo-row.ts';
import { confirmedBefore, unconfirmedPhotos } from './unconfirmed.ts';
import { dropWithdrawn, withdrawnAmong } from './withdrawn.ts';

/** What the lane learns of a photo. */
export type PhotoNews = Partial<
	Pick<PhotoRow, 'state' | 'offset' | 'uploadUrl' | 'tries' | 'trouble' | 'confirmed'>
>;

export interface PhotoCounts {
	/** Of saved records: confirmed by the server, and all that they name, also those that are lost. */
	readonly sent: number;
	readonly total: number;
	/** To be sent. */
	readonly waiting: number;
	readonly refused: number;
	/** Lost with a damaged database, of records and of forms; none is counted as refused. */
	readonly lost: readonly PhotoRow[];
}

export interface PhotoStore {
	/**
	 * The oldest photo to be sent, or to be asked about again after a restore of the server, but those in `except` and those
	 * that were taken out of their records.
	 */
	next(except: ReadonlySet<string>): Promise<PhotoRow | null>;
	bytes(id: string): Promise<ArrayBuffer | null>;
	/** A confirmation of an earlier epoch than the server's is no news. */
	note(id: string, news: PhotoNews): Promise<void>;
	/** Photos that the server, as it stands, has not confirmed and not refused, of records that still name them. */
	waiting(): Promise<number>;
	/** Of those, whose bytes it is not known to have: of the others it has all that this phone could give. */
	unsent(): Promise<number>;
	/** The person wants photos sent over Wi-Fi only (or, where the browser cannot tell, not now). */
	isHeldBack(): Promise<boolean>;
	server(): Promise<ServerFacts | undefined>;
	/** Gives up bytes that need not be kept any longer, and photos that nothing names. @param serverNow Unix milliseconds */
	free(serverNow: number): Promise<number>;
}

export function createPhotoStore(databases: Databases): PhotoStore {
	const { pulls } = databases;
	return {
		next: (except) => pulls.run((database) => nextPhoto(database, except)),
		bytes: async (id) => (await pulls.run((database) => database.attachmentBytes.get(id)))?.bytes ?? null,
		note: async (id, news) => {
			await pulls.run((database) =>
				database.transaction('rw', [database.attachments, database.meta], async () => {
					const epoch = (await getMeta(database, 'server'))?.epoch ?? 0;
					// What the server had before it was put back from a backup it need not have any more.
					if (news.confirmed && news.confirmed.epoch < epoch) return;
					await database.attachments.where('id').equals(id).modify(news);
				})
			);
		},
		waiting: async () => (await pulls.run(readWaiting)).length,
		unsent: async () =>
			(await pulls.run(readWaiting)).filter((row) => row.state === 'sent' || row.offset < row.photo.bytes)
				.length,
		isHeldBack: async () => (await pulls.run((database) => getMeta(database, 'photosHeldBack'))) ?? false,
		server: () => pulls.run((database) => getMeta(database, 'server')),
		free: async (serverNow) =>
			(await dropWithdrawn(databases)) + (await freeConfirmedBytes(databases, serverNow))
	};
}

async function readWaiting(database: PersonDatabase): Promise<readonly PhotoRow[]> {
	return (await unconfirmedPhotos(database)).filter(({ state }) => state !== 'refused');
}

async function nextPhoto(database: PersonDatabase, except: ReadonlySet<string>): Promise<PhotoRow | null> {
	const passed = new Set(except);
	for (;;) {
		const row = await nextRow(database, passed);
		if (!row || !(await withdrawnAmong(database, [row])).has(row.id)) return row;
		passed.add(row.id);
	}
}

async function nextRow(database: PersonDatabase, except: ReadonlySet<string>): Promise<PhotoRow | null> {
	const isNext = (row: PhotoRow) => row.hasBytes && !except.has(row.id);
	const waits = await database.attachments.where('state').equals('waits').filter(isNext).first();
	if (waits) return waits;
	return (await confirmedBefore(database)).find(isNext) ?? null;
}

/** Counts of a record's photos, or of all. */
export function countPhotos(rows: readonly PhotoRow[]): PhotoCounts {
	const lost = rows.filter(isLost);
	const saved = rows.filter((row) => row.state !== 'draft' && row.recordId !== null);
	const having = (state: PhotoRow['state']) =>
		saved.filter((row) => row.state === state && !isLost(row)).length;
	return {
		...{ sent: having('sent'), total: saved.length, waiting: having('waits'), refused: having('refused') },
		lost
	};
}
