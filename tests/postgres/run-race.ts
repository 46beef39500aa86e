/**
 * `npm run race -- [--seconds 60] [--seed 1]`: the race of race.test.ts for as long as one likes, on a PostgreSQL that is
 * started for it or that TEST_POSTGRES names. Ends with 1 when anything was refused, lost or doubled, or when the race
 * was too tame to prove anything: too little happened, or the serial cursor lost nothing.
 */
import { parseArgs } from 'node:util';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { race, tameness } from './race.ts';
import { startPostgres } from './start-postgres.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string' }, seed: { type: 'string' } } });
const started = process.env.TEST_POSTGRES ? null : await startPostgres();
process.env.TEST_POSTGRES ??= started?.url;
const mine = await openTestDatabase();
try {
	const { refused, missing, wrong, ...counts } = await race(
		mine.url,
		Number(values.seconds ?? 60),
		Number(values.seed ?? 1)
	);
	const sums = { refused: refused.length, missing: missing.length, wrong: wrong.length };
	console.log(JSON.stringify({ ...counts, ...sums }));
	const found = [...refused, ...missing, ...wrong];
	const tame = tameness(counts);
	for (const line of [...found.slice(0, 20), ...tame]) console.log(line);
	process.exitCode = found.length + tame.length > 0 ? 1 : 0;
} finally {
	await mine.remove();
	await started?.stop();
}
