/** Photos that are not sent, or not yet: held back by their person, sent by a phone that was taken away, taken out of their record. */
import { expect, it } from 'vitest';
import { visit } from '#lib/records/visit/visit.ts';
import { body, type Deployment } from './deployment.ts';
import { eachTownWithPhotos } from './each-town.ts';
import { type Receiver, takePhoto } from './photo-files.ts';
import { photoPhone, type PhotoPhone } from './photo-phone.ts';

let town: Deployment;
let receiver: Receiver;
eachTownWithPhotos((begun, receives) => {
	town = begun;
	receiver = receives;
});

const holdBack = ({ phone }: PhotoPhone) =>
	phone.databases.saves.run((database) => database.meta.put({ key: 'photosHeldBack', value: true }));

it('photos are held back as their person wants it, unless there is Wi-Fi; records are not', async () => {
	let link: 'wifi' | 'other' = 'other';
	const one = await photoPhone(town, receiver, 'vol', { ports: { link: () => link } });
	const id = await one.save([takePhoto()]);
	await holdBack(one);
	await one.phone.sync();
	await one.lane.sendNow();
	expect(one.lane.status.heldBack).toBe(true);
	expect(one.asked).toEqual([]);
	expect((await one.phone.record(id))?.stage).toBe('on-server');
	link = 'wifi';
	await one.lane.sendNow();
	expect(Object.values(await one.standing())).toEqual(['sent']);
	expect(one.lane.status.heldBack).toBe(false);
});

it('a choice or a link that changes while photos are sent counts from the next photo on', async () => {
	let link: 'wifi' | 'other' = 'wifi';
	const one = await photoPhone(town, receiver, 'vol', {
		ports: { link: () => link },
		// The first bytes of the first photo, and the person walks out of the house.
		road: ({ method }) => {
			if (method === 'PATCH') link = 'other';
			return {};
		}
	});
	await holdBack(one);
	await one.save(Array.from({ length: 6 }, () => takePhoto(500)));
	await one.phone.sync();
	await one.lane.sendNow();
	const sent = async () => Object.values(await one.standing()).filter((state) => state === 'sent').length;
	// Two are under way at a time.
	expect(await sent()).toBeLessThanOrEqual(2);
	expect(await sent()).toBeGreaterThan(0);
	expect(one.lane.status.heldBack).toBe(true);
	link = 'wifi';
	for (let turn = 0; turn < 6; turn++) {
		await one.lane.sendNow();
		link = 'wifi';
	}
	expect(await sent()).toBe(6);
	expect(one.lane.status.heldBack).toBe(false);
});

it('a phone that was taken away sends its photos whatever its person chose: else it would never be emptied', async () => {
	let isRevoked = false;
	const one = await photoPhone(town, receiver, 'vol', { ports: { isRevoked: () => isRevoked } });
	await holdBack(one);
	await one.save([takePhoto()]);
	await one.phone.sync();
	await one.lane.sendNow();
	expect([await one.store.unsent(), one.lane.status.heldBack]).toEqual([1, true]);
	isRevoked = true;
	await one.lane.sendNow();
	expect([await one.store.unsent(), one.lane.status.heldBack]).toEqual([0, false]);
	expect(Object.values(await one.standing())).toEqual(['sent']);
});

it('a photo that was taken out of its record before it was sent stays on the phone, and is waited for by nobody', async () => {
	const one = await photoPhone(town, receiver, 'vol');
	const [stays, goes] = [takePhoto(), takePhoto()];
	const recordId = await one.save([stays, goes]);
	await one.phone.sync();
	const without = body({ photos: [stays.photo] });
	await one.phone.save('visit', without, { recordId, schema: visit.version });
	await one.lane.sendNow();
	expect(await one.standing()).toEqual({ [stays.photo.id]: 'sent', [goes.photo.id]: 'waits' });
	expect(one.asked.filter(({ path }) => path.includes(goes.photo.id))).toEqual([]);
	expect([await one.store.waiting(), await one.store.unsent()]).toEqual([0, 0]);
	await one.phone.sync();
	await one.lane.sendNow();
	expect(await receiver.stores.files.has(goes.photo.sha256)).toBe(false);
	expect((await one.phone.record(recordId))?.base?.rev).toBe(2);
});

it('a photo whose removal the server refused is sent after all', async () => {
	const one = await photoPhone(town, receiver, 'vol');
	const taken = takePhoto();
	const recordId = await one.save([taken]);
	await one.phone.sync();
	expect((await town.act('rev', 'approve', recordId, 1)).outcome).toBe('applied');
	await one.phone.save('visit', body({ photos: [] }), { recordId, schema: visit.version });
	await one.lane.sendNow();
	expect(await one.standing()).toEqual({ [taken.photo.id]: 'waits' });
	await one.phone.sync();
	expect((await one.phone.record(recordId))?.stage).toBe('attention');
	await one.lane.sendNow();
	expect(await one.standing()).toEqual({ [taken.photo.id]: 'sent' });
	expect(await receiver.stores.files.get(taken.photo.sha256)).toEqual(taken.bytes);
});
