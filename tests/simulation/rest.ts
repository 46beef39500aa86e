/** The end of a story: the network heals, everything is sent, and all sides must agree. */
import { kindOf } from '#lib/records/index.ts';
import type { Memory } from './memory.ts';
import type { SimPhone } from './phone.ts';
import { CALM } from './network.ts';
import { checkStockOn } from './stock/watch-stock.ts';
import { endRollback } from './do-elsewhere.ts';
import { doOnPhone } from './do-on-phone.ts';
import { checkJudged } from './older-server.ts';
import { maySee, standingGrants, type RecordFacts } from './readable.ts';
import type { SimServer } from './server.ts';
import { checkAllThere } from './watch-all-there.ts';
import { watchPhone } from './watch-phone.ts';
import { photosMissing } from './watch-photos.ts';
import { checkBroughtBack } from './watch-restored.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** The longest back-off is ten minutes, the timer's longest turn six. */
const DRAINED_WITHIN = 40;

export async function comeToRest(world: World): Promise<void> {
	const { timeline, network, server, phones, memory } = world;
	network.weather = { ...CALM };
	network.cut.clear();
	server.refusePulls(0);
	server.kinds = {};
	// A phone that has nothing to send would be done before a server that is still down, and its next save would then wait.
	server.up();
	for (const empty of world.full) empty();
	server.crashNext = null;
	for (const phone of phones) {
		phone.thaw();
		// In the end everybody has today's app.
		if (phone.app === 'older') await phone.kill();
		phone.app = 'today';
		if (!phone.isOpen) await phone.open();
	}
	await pass(world, MINUTE);
	const isDone = (phone: SimPhone) =>
		isDrained(phone, server) && photosMissing(phone, memory, server).length === 0;
	for (let minute = 0; minute < DRAINED_WITHIN && !phones.every(isDone); minute++) await pass(world, MINUTE);
	for (const phone of phones.filter((one) => !isDrained(one, server)))
		memory.fail(15, `${phone.name} still has work ${DRAINED_WITHIN} minutes after the network was mended`);
	for (const phone of phones)
		for (const photo of photosMissing(phone, memory, server))
			memory.fail(
				15,
				`${phone.name} has not sent ${photo} ${DRAINED_WITHIN} minutes after the network was mended`
			);
	if (memory.broken) return;
	await endRollback(world);
	await tapAll(world);
	checkJudged(server, memory);

	await tapAll(world);
	// The same row lost twice in a row looks like an error of the server's: it is asked for again on another day.
	if (phones.some(({ settled }) => settled?.rows('cursors').some(({ off }) => off))) {
		await pass(world, DAY);
		await tapAll(world);
	}

	// A save in good weather is there within a minute: no back-off of the past lingers.
	const { listening } = network;
	for (const [p] of phones.entries())
		await doOnPhone(world, { is: 'save', p, region: 0, withRequest: false });
	await pass(world, MINUTE);
	for (const phone of phones.filter((one) => !isDrained(one, server)))
		memory.fail(15, `${phone.name} does not send within a minute in good weather`);
	await pass(world, MINUTE);
	await doOnPhone(world, { is: 'save', p: 0, region: 0, withRequest: false });
	await pass(world, MINUTE / 3);
	for (const phone of phones.filter((one) => listening.has(one.name) && network.listening.has(one.name)))
		checkCursors(phone, memory, server, `${phone.name} was told what moved and does not have it`);

	for (let round = 0; round < 2; round++) await tapAll(world);
	for (const phone of phones) {
		if (!phone.settled) memory.fail(15, `${phone.name} does not come to rest`);
		watchPhone(phone, memory, server, timeline.now);
		checkAgrees(phone, memory, server);
	}
	checkAllThere(memory, server);
	checkBroughtBack(world);
	// A row lost during the sweep that another loss began is found twice.
	if (memory.mismatches > 2 * network.lostRows)
		memory.fail(
			3,
			`hashes disagreed ${memory.mismatches} times, ${network.lostRows} rows were lost on the way`
		);
}

async function tapAll(world: World): Promise<void> {
	for (const phone of world.phones) await phone.tap(Infinity);
	await pass(world, 10_000);
}

async function pass(world: World, millis: number): Promise<void> {
	await world.timeline.run(1_000_000, world.timeline.now + millis);
	for (const phone of world.phones) watchPhone(phone, world.memory, world.server, world.timeline.now);
}

/** Nothing waits to be sent, also not because of a restore of which the phone has yet to hear. */
function isDrained(phone: SimPhone, server: SimServer): boolean {
	const { settled } = phone;
	const isEmpty = settled !== null && settled.rows('outbox').every((row) => row.lane === 'parked');
	return isEmpty && knownEpoch(phone) === server.epoch;
}

/** Truth 3: a phone has exactly what its account may see, as the server has it. */
function checkAgrees(phone: SimPhone, memory: Memory, server: SimServer): void {
	const raw = phone.settled;
	if (!raw) return;
	const grants = standingGrants(server, phone.account);
	const records = server.all<RecordFacts>('select * from record');
	const expected = new Map(
		records.filter((one) => maySee(phone.account, grants, one, server)).map((one) => [one.id, one])
	);
	const there = new Set(records.map(({ id }) => id));
	// A restore took it for good: what it stood as stays beside what was done to it and is parked.
	const isGone = (id: string) => memory.restores > 0 && !there.has(id);
	for (const row of raw.rows('records')) {
		if (row.opaque && !memory.poison.has(row.id))
			memory.fail(3, `${phone.name} cannot read ${row.id}, whose kind it knows`);
		if (!row.base) continue;
		const one = expected.get(row.id);
		if (!one && isGone(row.id) && raw.rows('outbox').some(({ recordId }) => recordId === row.id)) continue;
		if (!one) {
			memory.fail(7, `${phone.name} still has ${row.id}, which ${phone.account} may not see`);
			continue;
		}
		expected.delete(row.id);
		if (row.base.rev !== one.rev)
			memory.fail(3, `${phone.name} has ${row.id} at ${row.base.rev}, not ${one.rev}`);
		if (JSON.stringify(row.base.body) !== one.body)
			memory.fail(3, `${phone.name} has another body of ${row.id}`);
		if (row.stage === 'on-phone') memory.fail(5, `${phone.name} shows ${row.id} as unsent`);
		// What an older server wrote is shown as today's app reads it.
		const isOlder = row.base.schema < (kindOf(row.kind)?.version ?? 0);
		if (row.stage === 'on-server' && row.laid !== undefined && !isOlder)
			memory.fail(3, `${phone.name} shows ${row.id} otherwise than the server has it`);
	}
	for (const id of expected.keys()) memory.fail(3, `${phone.name} does not have ${id}`);
	checkStockOn(phone, memory, server);
	checkCursors(phone, memory, server, `${phone.name} is not where the server is`);
}

function checkCursors(phone: SimPhone, memory: Memory, server: SimServer, what: string): void {
	const raw = phone.settled;
	if (!raw) return;
	const heads = new Map(
		server
			.all<{ scope: string; head: number; count: number; hash: number }>('select * from scope_head')
			.map((head) => [head.scope, head])
	);
	for (const { scope, seq, count, hash } of raw.rows('cursors')) {
		const head = heads.get(scope) ?? { head: 0, count: 0, hash: 0 };
		if (seq !== head.head || count !== head.count || hash !== head.hash)
			memory.fail(3, `${what}: ${seq}/${count} of ${scope}, the server ${head.head}/${head.count}`);
	}
}

/** Epoch of the server that the phone last heard of. */
function knownEpoch(phone: SimPhone): number {
	const raw = phone.settled;
	const facts = raw && (raw.row('meta', 'server')?.value as { epoch?: number } | undefined);
	return facts?.epoch ?? 0;
}
