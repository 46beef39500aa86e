/** A phone behind a link that lets no large answer through: it gets all of its data, piece by piece. */
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { createTestPhone, type TestPhone } from '#tests/phone/test-phone.ts';
import { body, Deployment, newId } from './deployment.ts';
import { serve } from './serve-phone.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
	for (const end of ends.splice(0)) await end();
});

/** Visits with some 2 kB of text that gzip makes little of. */
function visits(town: Deployment, count: number): Promise<unknown> {
	const text = () => body({ situation: randomBytes(900).toString('hex') });
	return town.send(
		'vol',
		Array.from({ length: count }, () => town.operation('create', newId(), 0, text()))
	);
}

/** Milliseconds an answer takes on the way; Infinity: it does not arrive. */
type Link = (text: string) => number;

class Line {
	/** How long each answer was, and what was asked for at most. */
	readonly answers: { readonly length: number; readonly most: number | undefined; readonly came: boolean }[] =
		[];
	link: Link = () => 0;
	phone!: TestPhone;

	static async open(): Promise<Line & { readonly town: Deployment }> {
		const { database, remove } = await openTestDatabase();
		ends.push(remove);
		const town = await Deployment.open(database);
		await town.addDevice('vol', 'new');
		const device = town.device('new');
		const real = serve(database, 'vol', device, () => town.now);
		const line = Object.assign(new Line(), { town });
		line.phone = await createTestPhone({
			...{ account: 'vol', deviceId: device, start: town.now.getTime(), ports: { compress: null } },
			http: () => async (request) => {
				const { most } = JSON.parse(new TextDecoder().decode(request.body)) as { most?: number };
				const answer = await real(request);
				const { clock } = line.phone;
				const takes = line.link(answer.text);
				const came = takes <= request.deadlineMillis;
				clock.set(clock.now() + Math.min(takes, request.deadlineMillis));
				line.answers.push({ length: answer.text.length, most, came });
				if (!came) throw new Error('cut');
				return answer;
			}
		});
		return line;
	}

	/** Until a cycle succeeds; how many failed before. */
	async syncUntilThrough(): Promise<number> {
		for (let failed = 0; failed < 8; failed++) {
			await this.phone.sync();
			if (this.phone.engine.status.trouble === null) return failed;
		}
		throw new Error('no cycle comes through');
	}
}

const cutOver =
	(bytes: number): Link =>
	(text) =>
		text.length > bytes ? Infinity : 100;
const slow =
	(bytesPerSecond: number): Link =>
	(text) =>
		(gzipSync(text).length / bytesPerSecond) * 1_000;

it('asks for less where large answers are cut, and has everything soon', async () => {
	const line = await Line.open();
	await visits(line.town, 300);
	line.link = cutOver(60_000);
	expect(await line.syncUntilThrough()).toBeLessThanOrEqual(3);
	expect(await line.phone.own()).toHaveLength(300);
	expect(line.phone.logged).not.toContain('sync.mismatch');
});

it('brings a first pull through at 5 kB a second without one failure', async () => {
	const line = await Line.open();
	await visits(line.town, 300);
	line.link = slow(5_000);
	expect(await line.syncUntilThrough()).toBe(0);
	expect(await line.phone.own()).toHaveLength(300);
});

it('asks for more while large answers come quickly, and is small again after the first one that is cut', async () => {
	const line = await Line.open();
	await visits(line.town, 900);
	expect(await line.syncUntilThrough()).toBe(0);
	const sizes = line.answers.map(({ most }) => most ?? 0);
	expect(Math.max(...sizes)).toBeGreaterThanOrEqual(1_000_000);
	await visits(line.town, 300);
	// The other link begins in the middle of a day.
	line.link = cutOver(150_000);
	expect(await line.syncUntilThrough()).toBeLessThanOrEqual(2);
	expect(await line.phone.own()).toHaveLength(1_000 + 200);
});

it('does not take a quick answer with little in it for a quick link', async () => {
	const line = await Line.open();
	await line.syncUntilThrough();
	for (let turn = 0; turn < 6; turn++) await line.phone.sync();
	const sizes = new Set(line.answers.map(({ most }) => most));
	expect(sizes.size).toBe(1);
});
