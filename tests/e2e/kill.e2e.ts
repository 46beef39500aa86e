/**
 * The browser dies again and again in the middle of saving, pushing and pulling, while a colleague writes in the same county:
 * nothing is lost, nothing doubled, and in the end the phone has, by count and hash, what the server has.
 */
import { Random } from '#tests/simulation/random.ts';
import type { Device } from './harness/device.ts';
import type { Phone } from './harness/phone.ts';
import { rawTables } from './harness/raw-tables.ts';
import { VISIT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test, type World } from './harness/world.ts';

/** `npm run test:long` has the time for more. */
const KILLS = process.env.E2E_LONG === '1' ? 200 : 20;
const AREA = '361024';
/** Milliseconds after the tap: from at once to well after the exchange. */
const LATEST = 2_500;

/** New visits, and more words for one that is there. */
async function writeSome(colleague: Device, written: Map<string, number>, random: Random): Promise<void> {
	const words = () => ({ region: AREA, situation: `同事 ${random.next()}` });
	const operations = Array.from({ length: 1 + random.int(3) }, () => colleague.operation('visit', words()));
	const again = [...written.keys()].at(-1);
	if (again !== undefined) {
		const rest = { verb: 'amend', recordId: again, baseRev: written.get(again) ?? 1 } as const;
		operations.push(colleague.operation('visit', words(), rest));
	}
	const { verdicts } = await colleague.push(operations);
	for (const [at, { recordId }] of operations.entries()) {
		expect(verdicts[at]?.outcome).toBe('applied');
		written.set(recordId, verdicts[at]?.rev ?? 0);
	}
}

interface Cursor {
	readonly scope: string;
	readonly seq: number;
	readonly count: number;
	readonly hash: number;
}

/** Where the phone stands in each scope that it holds, and where the server does. */
async function standings(phone: Phone, world: World): Promise<{ phone: Cursor[]; server: Cursor[] }> {
	const tables = Object.values(await rawTables(phone.page, 'cursors'));
	const held = tables.flatMap((rows) => JSON.parse(rows) as Cursor[]);
	const heads = await world.rows<Record<'scope' | 'head' | 'count' | 'hash', string | number>>(
		'select scope, head, count, hash from scope_head'
	);
	const server = held.map(({ scope }) => {
		const head = heads.find((one) => one.scope === scope);
		const [seq, count, hash] = [head?.head, head?.count, head?.hash].map((value) => Number(value ?? 0));
		return { scope, seq: seq ?? 0, count: count ?? 0, hash: hash ?? 0 };
	});
	return { phone: held.map(({ scope, seq, count, hash }) => ({ scope, seq, count, hash })), server };
}

test(`${KILLS} kills while saving, pushing and pulling`, async ({ world }, info) => {
	test.setTimeout(KILLS * 15_000);
	const seed = Number(process.env.E2E_SEED ?? Date.now() % 1_000_000);
	info.annotations.push({ type: 'seed', description: String(seed) });
	console.log(`The moments of the kills come of E2E_SEED=${seed}.`);
	const random = new Random(seed);
	// A coordinator's phone: it records like any other, and holds the county.
	const phone = await world.phone('coordinator', { lasting: true });
	await phone.restart();
	const colleague = await world.device('volunteer');
	const device = await world.device('coordinator');
	const scope = `user:${device.session?.account.id}`;
	const visitsOnServer = async () =>
		(await device.pullScope(scope)).filter(({ kind, gone }) => kind === 'visit' && !gone).map(({ id }) => id);
	const before = await visitsOnServer();

	const promised = new Set<string>();
	const begun = new Set<string>();
	const foreign = new Map<string, number>();
	for (let kill = 0; kill < KILLS; kill++) {
		const form = await phone.form('visit');
		await form.fillAll(VISIT);
		await form.answerAll();
		const id = form.recordId;
		begun.add(id);
		const said = phone.page
			.getByRole('status')
			.filter({ hasText: text('stage_on_phone') })
			.waitFor()
			.then(() => promised.add(id))
			.catch(() => undefined);
		const writing = writeSome(colleague, foreign, random);
		await form.saveButton.click();
		await new Promise((wake) => setTimeout(wake, random.int(LATEST)));
		await phone.killAndReopen();
		await Promise.all([said, writing]);
	}
	await phone.settle();

	const onServer = (await visitsOnServer()).filter((id) => !before.includes(id));
	expect(new Set(onServer).size).toBe(onServer.length);
	expect(onServer.filter((id) => !begun.has(id))).toEqual([]);
	expect([...promised].filter((id) => !onServer.includes(id))).toEqual([]);
	expect(promised.size).toBeGreaterThan(0);

	const onPhone = await phone.recordIds('visit');
	expect(onPhone.filter((id) => begun.has(id)).toSorted()).toEqual(onServer.toSorted());
	expect([...foreign.keys()].filter((id) => !onPhone.includes(id))).toEqual([]);
	const stand = await standings(phone, world);
	expect(stand.phone.map((one) => one.scope)).toEqual(expect.arrayContaining([scope, `area:${AREA}`, 'ref']));
	expect(stand.phone).toEqual(stand.server);
	for (const id of onServer) await (await phone.record(id)).isAtStage('on_server');
});
