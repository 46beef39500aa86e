/** Bugs that the lane of photos could have. */
import type { Bug } from './bug.ts';
import type { SimPhone } from './phone.ts';

function open(phone: SimPhone) {
	const databases = phone.tabs.find((tab) => tab.databases !== null)?.databases;
	if (!databases) throw new Error('the phone is closed');
	return databases;
}

/** The bytes go when the last of them was sent, whether or not the record is there. */
const deletedEarly: Bug = {
	name: 'attachment deleted early',
	photoStore: (store, phone) => ({
		...store,
		async note(id, news) {
			await store.note(id, news);
			const length = phone.stored?.row('attachments', id)?.photo.bytes;
			if (news.offset !== length) return;
			await open(phone).pulls.run(async (database) => {
				await database.attachments.where('id').equals(id).modify({ hasBytes: false });
				await database.attachmentBytes.where('id').equals(id).delete();
			});
		}
	})
};

/** The same but for a byte or two. */
function isNear(one: Uint8Array, other: Uint8Array | null): boolean {
	if (one.length !== other?.length) return false;
	return one.filter((byte, at) => byte !== other[at]).length <= 2;
}

/** The server keeps what came under the hash that was announced, whatever it is. */
const hashUnverified: Bug = {
	name: 'hash of a file not verified',
	stores: (stores, memory) => {
		let came: Uint8Array<ArrayBuffer> | null = null;
		return {
			parts: {
				...stores.parts,
				async read(key) {
					came = await stores.parts.read(key);
					return [...memory.photos.values()].find(({ bytes }) => isNear(bytes, came))?.bytes ?? came;
				}
			},
			files: { ...stores.files, put: (sha256, bytes, mime) => stores.files.put(sha256, came ?? bytes, mime) }
		};
	}
};

export const photoBugs: readonly Bug[] = [deletedEarly, hashUnverified];
