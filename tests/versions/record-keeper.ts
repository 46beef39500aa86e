import type { IDBFactory } from 'fake-indexeddb';
import { receivedFrames } from '#lib/protocol/received/received-frames.ts';
import { createFieldPhotos } from '#lib/state/field-photos.ts';
import { collectReceived } from '#lib/state/received-today.ts';
import { putDrafts } from '#lib/storage/drafts.ts';
import { freeConfirmedBytes } from '#lib/storage/photos/free-bytes.ts';
import { keepScanned } from '#lib/storage/stock/keep-scanned.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import { photoOf, sendPhotos } from './photo-road.ts';
import { recordPersons } from './record-persons.ts';
import { dayBody, versionOf, visitBody, visitDraft, type Recording } from './recording.ts';
import { COORDINATOR, KEEPER, KEEPER_TEAM, MATE, REGION, STORE } from './town.ts';

const TEAM = `team:${KEEPER_TEAM}`;
const STORED = `store:${STORE}`;

/**
 * A volunteer who keeps the store besides: photos on every stretch of their way, stock with work of their own upon it, a roster
 * lent to the team, and persons whom they gave something or saw at a session.
 */
export async function recordKeeper(recording: Recording, indexedDB: IDBFactory): Promise<TestPhone> {
	const device = await recording.device(KEEPER);
	const [mate, coordinator] = [await recording.device(MATE), await recording.device(COORDINATOR)];
	const phone = await recording.phone(KEEPER, device, indexedDB);
	await recording.lend(KEEPER_TEAM);
	await phone.sync();
	const keeper = new Keeper(recording, phone, device);
	await keeper.fillStore(mate);
	const unsent = await recordPersons(recording, phone, mate);
	await keeper.sendSome(coordinator);
	recording.weather = 'none';
	phone.clock.advance(60_000);
	await unsent();
	await keeper.leaveSome();
	recording.weather = 'clear';
	return phone;
}

class Keeper {
	readonly #recording: Recording;
	readonly #phone: TestPhone;
	readonly #device: string;

	constructor(recording: Recording, phone: TestPhone, device: string) {
		this.#recording = recording;
		this.#phone = phone;
		this.#device = device;
	}

	get #photos() {
		const { databases } = this.#phone;
		return createFieldPhotos({ databases, account: KEEPER, fetch, sendNow: () => {} });
	}

	async #take(recordId: string, length: number, mime?: 'image/webp') {
		const { photo, bytes } = photoOf(this.#phone.newId(), this.#phone.random.bytes(length), mime);
		await this.#photos.add('visit', recordId, photo, bytes.buffer);
		return photo;
	}

	/** A visit with one photo of each of these lengths. */
	async #visit(place: string, lengths: readonly number[], mime?: 'image/webp'): Promise<string> {
		const recordId = this.#phone.newId();
		const photos = [];
		for (const length of lengths) photos.push(await this.#take(recordId, length, mime));
		const body = visitBody(place, { team: KEEPER_TEAM, photos });
		return this.#phone.save('visit', body, { recordId, schema: versionOf('visit') });
	}

	#send(most?: number): Promise<void> {
		const identity = { accountId: KEEPER, deviceId: this.#device };
		return sendPhotos(this.#phone, identity, this.#recording.receiver, most);
	}

	#moved(act: string, from: string | null, to: string | null, qty: number): Record<string, unknown> {
		const id = this.#recording.newId();
		const lines = [{ id, supply: 'CS-H02', qty, batch: '2605H02', expiry: '2028-05-01' }];
		return dayBody('movement', { team: KEEPER_TEAM, act, from, to, lines });
	}

	/** Goods came, went to the team, and a mate's transfer waits to be confirmed. */
	async fillStore(mate: string): Promise<void> {
		await this.#phone.save('movement', this.#moved('receive', null, STORED, 120));
		await this.#phone.save('movement', this.#moved('issue', STORED, TEAM, 48));
		await this.#recording.elsewhere(mate, {
			...{ verb: 'create', kind: 'movement', body: this.#moved('transfer', `person:${MATE}`, TEAM, 6) }
		});
		await this.#phone.sync();
	}

	/**
	 * Photos that the server has, with and without their bytes here; one it refused; one it has a part of. The record of one was
	 * returned.
	 */
	async sendSome(coordinator: string): Promise<void> {
		const { databases } = this.#phone;
		const returned = await this.#visit('退回的有照片', [300]);
		await this.#phone.sync();
		await this.#send();
		await freeConfirmedBytes(databases, null);
		const comments = [{ field: 'photos', text: '请补一张近照' }];
		const why = { reason: 'RR01', note: '', comments, due: '2026-07-25' };
		await this.#recording.elsewhere(coordinator, {
			...{ verb: 'return', recordId: returned, baseRev: 1, body: why }
		});
		await this.#visit('照片都到了', [400, 200]);
		await this.#visit('照片没有收下', [250], 'image/webp');
		await this.#phone.sync();
		await this.#send();
		await this.#visit('照片到了一半', [500]);
		await this.#phone.sync();
		await this.#send(2);
	}

	/** What no server has heard of: photos of a record and of forms, goods that were lost, and what was read from screens. */
	async leaveSome(): Promise<void> {
		const { databases } = this.#phone;
		await this.#visit('没有发出，有照片', [350, 150]);
		const draft = this.#phone.newId();
		const named = await this.#take(draft, 220);
		// The page was killed before the form could name its second one.
		await this.#take(draft, 180);
		await putDrafts(databases, [visitDraft(draft, visitBody('写到一半，有照片', { photos: [named] }), 0)]);
		await this.#phone.save('movement', this.#moved('loss', TEAM, null, 2));
		const lines = [{ supply: 'CS-F03', batch: '', expiry: null, milli: 3_000 }];
		const giver = { from: 'team:TM07', by: '', byName: '邓示明' };
		const scanned = { id: this.#recording.newId(), ...giver, to: TEAM, region: REGION, lines };
		await keepScanned(databases, { ...scanned, date: '2026-07-20' }, '2026-07-20');
		const colleagues = await collectReceived(databases, 'SQL-2025', '2026-07-20');
		const given = ['card:W-000123', 'card:W-000124'];
		for (const frame of receivedFrames('SQL-2025', '2026-07-20', 'colleague', given))
			await colleagues.take(frame);
		await this.#photos.acceptNotice({ version: 1, at: '2026-07-01T00:00:00.000Z' });
		await this.#photos.holdBack(true);
	}
}
