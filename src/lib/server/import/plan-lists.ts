import type { z } from 'zod';
import type { BadEntry } from './bad-entry.ts';
import * as format from './format.ts';
import { judgeEntries } from './judge-entries.ts';
import type { KnownCodes } from './known-codes.ts';
import { ENUMS_FILE, type ImportFolder } from './read-folder.ts';
import type { AccountEntry, Put } from './reference-plan.ts';

/** Programmes, and every other list of codes; a list of bare codes takes its names from the list that has them. */
export function planEnums(folder: ImportFolder, put: Put, bad: BadEntry[]): void {
	const names = new Map<string, Exclude<z.infer<typeof format.codeEntry>, string>>();
	const judged = Object.entries(folder.enums).map(([list, entries], position) => {
		const good = judgeEntries(
			`${ENUMS_FILE}#${list}`,
			entries,
			format.codeEntry,
			(entry) => (typeof entry === 'string' ? entry : entry.code),
			bad
		);
		for (const { entry } of good) if (typeof entry !== 'string') names.set(entry.code, entry);
		return { list, position, good };
	});
	for (const { list, position, good } of judged) {
		const items = good.map(({ entry }) =>
			typeof entry === 'string' ? (names.get(entry) ?? { code: entry, zh: entry, en: entry }) : entry
		);
		if (list === 'programme') {
			for (const [index, { code, zh, en }] of items.entries()) {
				put('programme', { code, zh, en }, { file: `${ENUMS_FILE}#${list}`, index, entry: null });
			}
		} else {
			const plain = items.map(({ code, zh, en, alcohol_free_required: isDry }) => ({
				...{ code, zh, en },
				...(isDry ? { alcoholFreeRequired: true } : {})
			}));
			put('codeList', { code: list, items: plain }, { file: ENUMS_FILE, index: position, entry: null });
		}
	}
}

/** Days become one row a region and month, in 0.1 degrees C. */
export function planHeat(folder: ImportFolder, put: Put, known: KnownCodes, bad: BadEntry[]): void {
	const file = 'reference/heat-calendar.synthetic.json';
	const months = new Map<string, { region: string; month: string; days: (number | null)[]; index: number }>();
	const days = judgeEntries(
		file,
		folder.lists[file],
		format.heatEntry,
		(entry) => `${entry.region}:${entry.date}`,
		bad
	);
	for (const { entry, index } of days) {
		const region = known.region(entry.region);
		if (region === undefined) {
			bad.push({ file, index, entry: entry.date, code: 'unknown_code', detail: `region=${entry.region}` });
			continue;
		}
		const month = entry.date.slice(0, 7);
		const code = `${region}:${month}`;
		const held = months.get(code) ?? {
			region,
			month,
			days: new Array<number | null>(
				new Date(Date.UTC(+month.slice(0, 4), +month.slice(5), 0)).getUTCDate()
			).fill(null),
			index
		};
		held.days[Number(entry.date.slice(8)) - 1] = entry.tmax_c === null ? null : Math.round(entry.tmax_c * 10);
		months.set(code, held);
	}
	for (const [code, { region, month, days: values, index }] of months) {
		put('heat', { code, region, month, days: values }, { file, index, entry: null });
	}
}

/** Accounts, and the colleague's name that phones may know. */
export function planAccounts(
	folder: ImportFolder,
	put: Put,
	known: KnownCodes,
	bad: BadEntry[]
): AccountEntry[] {
	const file = 'reference/users.json';
	const accounts: AccountEntry[] = [];
	for (const from of judgeEntries(file, folder.lists[file], format.userEntry, (entry) => entry.code, bad)) {
		const { code, zh, en, login, role, phone } = from.entry;
		const team = from.entry.team ?? null;
		const region = known.region(from.entry.region);
		const wrong =
			region === undefined
				? `region=${from.entry.region}`
				: team !== null && !known.has('team', team)
					? `team=${team}`
					: null;
		if (wrong !== null || region === undefined) {
			bad.push({ file, index: from.index, entry: code, code: 'unknown_code', detail: wrong ?? '' });
			continue;
		}
		known.addAccount(code);
		put('person', { code, zh, en, region, team }, from);
		accounts.push({
			id: code,
			login: login.toLowerCase(),
			zh,
			en,
			role,
			region,
			team,
			phone: phone ?? null,
			file,
			index: from.index
		});
	}
	return accounts;
}
