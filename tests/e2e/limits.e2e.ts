/** Limits on the production build: by phone where phones exchange, by address where passwords are guessed. */
import { Device } from './harness/device.ts';
import { expect, test } from './harness/world.ts';

test('many phones behind one address exchange at once; one that never stops has to wait', async ({
	world
}) => {
	const phones = await Promise.all(Array.from({ length: 5 }, () => world.device('volunteer')));
	const cursors = (await phones[0]?.pull())?.pages.map(({ scope, gen, to }) => ({ scope, gen, seq: to }));
	const pull = (phone: Device) => phone.send('/api/sync/pull', phone.pullText(cursors));

	const [eager, ...others] = phones;
	if (!eager) throw new Error('no phone');
	const answers = [];
	for (let turn = 0; turn < 180; turn++) {
		answers.push(...(await Promise.all(phones.map(pull))));
	}
	expect(answers.length).toBe(900);
	expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));

	// Requests that cost the server next to nothing, so that they come faster than a slow machine lets new ones in.
	const refused = [];
	for (let turn = 0; turn < 60 && refused.length === 0; turn++) {
		const hasty = await Promise.all(Array.from({ length: 20 }, () => eager.send('/api/sync/pull', '{}')));
		refused.push(...hasty.filter(({ status }) => status !== 400));
	}
	expect(refused.length).toBeGreaterThan(0);
	for (const answer of refused) {
		expect(answer.status).toBe(429);
		expect(Number(answer.retryAfter)).toBeGreaterThanOrEqual(1);
		expect(JSON.parse(answer.body)).toEqual({
			error: 'too-many',
			retryAfterSeconds: Number(answer.retryAfter)
		});
	}
	// Another phone of the same person, from the same address, is not held up.
	expect((await pull(others[0] ?? eager)).status).toBe(200);
});

test('guessing passwords from one address is stopped, phones there go on', async ({ world }) => {
	const phone = await world.device('volunteer');
	const guess = (at: number) => {
		const request = { login: `guess${at}`, password: 'x', deviceId: phone.deviceId, deviceLabel: '' };
		return new Device(world.server.url).send('/api/auth/sign-in', JSON.stringify(request));
	};
	for (let at = 0; at < 30; at++) expect((await guess(at)).status).toBe(401);
	const stopped = await guess(30);
	expect(stopped.status).toBe(429);
	expect(Number(stopped.retryAfter)).toBeGreaterThanOrEqual(1);
	expect(JSON.parse(stopped.body)).toEqual({
		error: 'too-many',
		retryAfterSeconds: Number(stopped.retryAfter)
	});
	const { verdicts } = await phone.push([phone.operation('visit')]);
	expect(verdicts[0]?.outcome).toBe('applied');
});
