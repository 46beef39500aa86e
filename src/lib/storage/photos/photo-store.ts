/** The phone's photos as the lane that sends them sees them. */
import type { Databases } from '../databases.ts';
import { getMeta, type ServerFacts } from '../meta.ts';
import type { PersonDatabase } from '../schema.ts';
import { freeConfirmedBytes } from './free-bytes.ts';
import { isLost } from './lost-photos.ts';
import type { PhotoRow } from './photo-row.ts';

/** What the lane learns of a photo. */
export type PhotoNews = Partial<
	Pick<PhotoRow, 'state' | 'offset' | 'uploadUrl' | 'tries' | 'trouble' | 'confirmed'>
>;

export interface PhotoCounts {
	/** Of saved records: confirmed by the server, and all. */
	readonly sent: number;
	readonly total: number;
	readonly refused: number;
	/** Lost with a damaged database; in none of the others. */
	readonly lost: readonly PhotoRow[];
}

export interface PhotoStore {
	/** The oldest photo to be sent, or to be asked about again after a restore of the server, but those in `except`. */
	next(except: ReadonlySet<string>): Promise<PhotoRow | null>;
	bytes(id: string): Promise<ArrayBuffer | null>;
	note(id: string, news: PhotoNews): Promise<void>;
	/** Photos that the server has not confirmed and not refused. */
	waiting(): Promise<number>;
	/** Of those, whose bytes are not all there: of the others it has all that this phone could give. */
	unsent(): Promise<number>;
	/** The person wants photos sent over Wi-Fi only (or, where the browser cannot tell, not now). */
	isHeldBack(): Promise<boolean>;
	server(): Promise<ServerFacts | undefined>;
	/** Gives up bytes that need not be kept any longer. @param serverNow Unix milliseconds */
	free(serverNow: number): Promise<number>;
}

export function createPhotoStore(databases: Databases): PhotoStore {
	const { pulls } = databases;
	return {
		next: (except) => pulls.run((database) => nextPhoto(database, except)),
		bytes: async (id) => (await pulls.run((database) => database.attachmentBytes.get(id)))?.bytes ?? null,
		note: async (id, news) => {
			await pulls.run((database) => database.attachments.where('id').equals(id).modify(news));
		},
		waiting: () => pulls.run((database) => database.attachments.where('state').equals('waits').count()),
		unsent: () =>
			pulls.run((database) =>
				database.attachments
					.where('state')
					.equals('waits')
					.filter((row) => row.offset < row.photo.bytes)
					.count()
			),
		isHeldBack: async () => (await pulls.run((database) => getMeta(database, 'photosHeldBack'))) ?? false,
		server: () => pulls.run((database) => getMeta(database, 'server')),
		free: (serverNow) => freeConfirmedBytes(databases, serverNow)
	};
}

async function nextPhoto(database: PersonDatabase, except: ReadonlySet<string>): Promise<PhotoRow | null> {
	const isNext = (row: PhotoRow) => row.hasBytes && !except.has(row.id);
	const waits = await database.attachments.where('state').equals('waits').filter(isNext).first();
	if (waits) return waits;
	const epoch = (await getMeta(database, 'server'))?.epoch ?? 0;
	const isOld = (row: PhotoRow) => isNext(row) && (row.confirmed?.epoch ?? 0) < epoch;
	return (await database.attachments.where('state').equals('sent').filter(isOld).first()) ?? null;
}

/** Counts of a record's photos, or of all, without those that were lost. */
export function countPhotos(rows: readonly PhotoRow[]): PhotoCounts {
	const saved = rows.filter((row) => row.state !== 'draft' && !isLost(row));
	const having = (state: PhotoRow['state']) => saved.filter((row) => row.state === state).length;
	return {
		sent: having('sent'),
		total: saved.length,
		refused: having('refused'),
		lost: rows.filter(isLost)
	};
}
