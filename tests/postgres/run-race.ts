/**
 * `npm run race -- [--seconds 60] [--seed 1]`: the race of race.test.ts for as long as one likes, on a PostgreSQL that is
 * started for it or that TEST_POSTGRES names. Ends with 1 when anything was lost or doubled, or when the serial cursor
 * lost nothing: then the race was too tame to prove anything.
 */
import { parseArgs } from 'node:util';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { race } from './race.ts';
import { startPostgres } from './start-postgres.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string' }, seed: { type: 'string' } } });
const started = process.env.TEST_POSTGRES ? null : await startPostgres();
process.env.TEST_POSTGRES ??= started?.url;
const mine = await openTestDatabase();
try {
	const { missing, wrong, ...counts } = await race(
		mine.url,
		Number(values.seconds ?? 60),
		Number(values.seed ?? 1)
	);
	console.log(JSON.stringify({ ...counts, missing: missing.length, wrong: wrong.length }));
	for (const line of [...missing, ...wrong].slice(0, 20)) console.log(line);
	process.exitCode = missing.length + wrong.length > 0 || counts.naiveMissed === 0 ? 1 : 0;
} finally {
	await mine.remove();
	await started?.stop();
}
