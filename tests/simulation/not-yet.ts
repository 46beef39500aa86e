/** Truths and planted bugs of what the product does not do yet. As soon as it does, they must be here. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { recordKinds } from '#lib/records/index.ts';

const lib = resolve(import.meta.dirname, '../../src/lib');

interface NotYet {
	readonly what: string;
	/** What of the product shows that it is there by now, or null. */
	readonly seen: () => string | null;
}

function named(pattern: RegExp): string | null {
	for (const folder of ['records', 'storage', 'sync', 'server', 'server/sync', 'protocol'])
		for (const name of existsSync(`${lib}/${folder}`) ? readdirSync(`${lib}/${folder}`) : [])
			if (pattern.test(name)) return `src/lib/${folder}/${name}`;
	return null;
}

function kind(...names: readonly string[]): string | null {
	const found = recordKinds.find((one) => names.includes(one.kind));
	return found ? `the kind ${found.kind}` : null;
}

/** A table or a store of its own. */
function table(pattern: RegExp): string | null {
	const files = [
		'storage/schema.ts',
		...readdirSync(`${lib}/server/database/migrations`).map((name) => `server/database/migrations/${name}`)
	];
	const file = files.find((one) => pattern.test(readFileSync(`${lib}/${one}`, 'utf8')));
	return file ? `a table in src/lib/${file}` : null;
}

export const NOT_YET: readonly NotYet[] = [
	{
		what: 'stock (truth 10; planted bugs 10 "negative stock refused" and 11 "reversal applied twice")',
		seen: () =>
			named(/^(stock|movement|ledger|balance)/) ??
			kind('movement', 'stock', 'count') ??
			table(/'(movement|movements|stock|stock_count)'|\b(movements|stock): '/)
	}
];

/** What is there of it by now. */
export function missingTruths(): string[] {
	return NOT_YET.map((one) => one.seen()).filter((found) => found !== null);
}
