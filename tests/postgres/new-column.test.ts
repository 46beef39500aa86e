/** Servers of the older version go on while the first one of a newer version has brought the tables forward. */
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { isOutage } from '#lib/server/database/is-outage.ts';
import { body, type Deployment } from '#tests/contract/deployment.ts';
import { eachTown } from '#tests/contract/each-town.ts';

let town: Deployment;
eachTown((opened) => void (town = opened));

const addColumn = (name: string) =>
	sql`alter table record add column ${sql.ref(name)} text`.execute(town.database.writer);

it('takes the next push although its statements were prepared for the tables as they were', async () => {
	const id = await town.visit();
	let rev = 1;
	const amend = async () => {
		const verdict = await town.act('vol', 'amend', id, rev, body({ remark: `第${rev}次` }));
		rev++;
		return verdict.outcome;
	};
	for (const column of ['fresh', 'fresher']) {
		// Prepared on more than one connection, as it is where phones push all day.
		await Promise.all([town.visit(), town.visit(), town.visit(), amend()]);
		await addColumn(column);
		expect([await amend(), await amend()]).toEqual(['applied', 'applied']);
		expect((await town.pull('vol')).pages.length).toBeGreaterThan(0);
	}
});

it('asks whoever was reading to come back, once', async () => {
	const { reader } = town.database;
	const read = () => reader.selectFrom('record').selectAll().where('id', '=', 'none').execute();
	const both = async () => [await Promise.allSettled([read(), read(), read()])].flat();
	await both();
	await addColumn('fresh');
	const told = await read().catch((error: unknown) => error);
	expect(isOutage(told)).toBe(true);
	const after = await both();
	expect(after.map(({ status }) => status)).toEqual(Array(3).fill('fulfilled'));
});
