/**
 * `node tests/versions/record.ts`: writes the stored copy of a phone of today's app. To be run once for every version of
 * the phone's databases, when it is new; a copy that is there is of a version that phones have, and stays as it is.
 * `--again` replaces it while that version has not been shipped; `--as=<word>` writes one more of the same version beside it.
 */
import 'fake-indexeddb/auto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordPhone } from './record-phone.ts';
import { nameOf, PHONES } from './stored-phone.ts';

/** JSON with a row a line: whoever looks for a record finds it whole. */
function inLines(value: unknown, depth = 0): string {
	const text = JSON.stringify(value);
	if (depth === 6 || text.length <= 110 || typeof value !== 'object' || value === null) return text;
	const inner = '\t'.repeat(depth + 1);
	const [open, close] = Array.isArray(value) ? '[]' : '{}';
	const parts = Array.isArray(value)
		? value.map((one) => inLines(one, depth + 1))
		: Object.entries(value).flatMap(([key, one]) =>
				one === undefined ? [] : [`${JSON.stringify(key)}: ${inLines(one, depth + 1)}`]
			);
	return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${'\t'.repeat(depth)}${close}`;
}

const as = process.argv.find((word) => word.startsWith('--as='))?.slice('--as='.length);
const stored = { ...(as === undefined ? {} : { as }), ...(await recordPhone()) };
const file = join(PHONES, nameOf(stored));
if (existsSync(file) && !process.argv.includes('--again')) {
	console.error(`${file} is there already; --again replaces it.`);
	process.exitCode = 1;
} else {
	writeFileSync(file, `${inLines(stored)}\n`);
	console.log(`Written: ${file}`);
}
