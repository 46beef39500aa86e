/** Photos from a phone's real storage to the server's real receiving end: the lane between them. */
import { expect, it } from 'vitest';
import { type Deployment } from './deployment.ts';
import { eachTownWithPhotos } from './each-town.ts';
import { type Receiver, takePhoto } from './photo-files.ts';
import { photoPhone } from './photo-phone.ts';

let town: Deployment;
let receiver: Receiver;
eachTownWithPhotos((begun, receives) => {
	town = begun;
	receiver = receives;
});

it('photos of the phone’s other persons are sent as well, each under its own session', async () => {
	const taken = takePhoto(2_500);
	const other = await photoPhone(town, receiver, 'vol');
	await other.save([taken]);
	await other.phone.sync();
	let closed = 0;
	const troubles: string[] = [];
	const one = await photoPhone(town, receiver, 'lead', {
		ports: {
			others: () =>
				Promise.resolve([
					{
						store: other.store,
						identity: { accountId: 'vol', deviceId: town.device('vol') },
						close: () => void closed++,
						onTrouble: async (trouble) => void troubles.push(trouble)
					}
				])
		}
	});
	await one.phone.sync();
	await one.lane.sendNow();
	expect(Object.values(await other.standing())).toEqual(['sent']);
	expect(await receiver.stores.files.get(taken.photo.sha256)).toEqual(taken.bytes);
	expect([closed, troubles]).toEqual([1, []]);
});
