/**
 * The browser dies again and again in the middle of saving, pushing and pulling, while a colleague writes in the same county:
 * nothing is lost, nothing doubled, and in the end the phone has, by count and hash, what the server has.
 */
import { Random } from '#tests/simulation/random.ts';
import type { Device } from './harness/device.ts';
import { ExchangeWatch, type Moment } from './harness/exchange-watch.ts';
import { VISIT } from './harness/samples.ts';
import { expectSameAsServer } from './harness/standings.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';

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

/** What each kill is to fall into, in turn; `null`: anything between the tap and well after the exchange. */
const AIMS: readonly (Moment | null)[] = [
	'saving',
	'push asked',
	'pull held',
	'push answered',
	'saving',
	'pull answered',
	'push held',
	'pull asked',
	'saving',
	null
];
/** Milliseconds that what was aimed at goes on before the kill: from its beginning to about its end. */
const GOES_ON: Readonly<Partial<Record<Moment, number>>> = {
	saving: 60,
	'push answered': 15,
	'pull answered': 30
};
/** A request that is aimed at and does not come ends the waiting. */
const PATIENCE = 20_000;
/** Kills that each part gets at least: what chance left behind is aimed at again. */
const LEAST = KILLS * 0.15;
const PARTS = { saving: 'saving', push: 'push asked', pull: 'pull asked' } as const satisfies Record<
	string,
	Moment
>;
type Part = keyof typeof PARTS;

const sleep = (millis: number) => new Promise<void>((wake) => setTimeout(wake, millis));

/** Waits for the moment to kill at. @returns what is under way at that moment */
async function moment(watch: ExchangeWatch, aim: Moment | null, random: Random): Promise<readonly Moment[]> {
	if (aim === null) await sleep(random.int(LATEST));
	else {
		await Promise.race([watch.next(aim), sleep(PATIENCE)]);
		const goesOn = GOES_ON[aim];
		if (goesOn !== undefined) await sleep(random.int(goesOn));
	}
	return watch.underWay;
}

test(`${KILLS} kills while saving, pushing and pulling`, async ({ world }, info) => {
	test.setTimeout(2 * KILLS * 15_000);
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
	/** What was under way at how many kills. */
	const hit = new Map<Moment, number>();
	const hits = (part: Part) =>
		[...hit].reduce((sum, [what, times]) => sum + (what.startsWith(part) ? times : 0), 0);
	const behind = () => (Object.keys(PARTS) as Part[]).find((part) => hits(part) < LEAST);
	for (let kill = 0; kill < KILLS || (behind() && kill < 2 * KILLS); kill++) {
		const watch = await ExchangeWatch.of(phone.page);
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
		const missed = kill < KILLS ? undefined : behind();
		const aim = missed ? PARTS[missed] : (AIMS[kill % AIMS.length] ?? null);
		const now = moment(watch, aim, random);
		watch.saves();
		// A click that is still on its way when the browser dies has saved nothing and promised nothing.
		const tapped = form.saveButton.click().catch(() => undefined);
		for (const one of await now) hit.set(one, (hit.get(one) ?? 0) + 1);
		await phone.killAndReopen();
		await Promise.all([said, writing, tapped]);
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
	await expectSameAsServer(phone.page, (query) => world.rows(query), [scope, `area:${AREA}`, 'ref']);
	for (const id of onServer) await (await phone.record(id)).isAtStage('on_server');

	const said = [...hit].map(([what, times]) => `${what} ${times}`).join(', ');
	console.log(`Under way at the kills: ${said}.`);
	expect(behind(), `enough kills in each part; ${said}`).toBeUndefined();
});
