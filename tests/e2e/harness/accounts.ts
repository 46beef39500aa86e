import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Roles in the stories, all of Chongren county unless said otherwise. */
export const PEOPLE = {
	volunteer: 'u0043',
	otherVolunteer: 'u0044',
	coordinator: 'u0041',
	/** A volunteer of another county. */
	stranger: 'u0006',
	/** The city's administrator. */
	administrator: 'u0001'
} as const;
export type Part = keyof typeof PEOPLE;

/** Login -> password, from what the demo prints: one account a line, the password last. */
export function readAccounts(printed: string): Record<string, string> {
	const found: Record<string, string> = {};
	for (const line of printed.split('\n')) {
		const [, login, password] = /\b(u\d{4})\b.*?(\S+)\s*$/.exec(line) ?? [];
		if (login !== undefined && password !== undefined) found[login] = password;
	}
	if (Object.keys(found).length === 0) throw new Error(`The demo printed no sample accounts:\n${printed}`);
	return found;
}

/** Folder of the sample that was loaded before the tests. */
export function sampleFolder(): string {
	const folder = process.env.E2E_SAMPLE;
	if (!folder) throw new Error('The sample was not loaded: run the tests through Playwright.');
	return folder;
}

/** Login and password of a part. All sample accounts share one password unless the demo printed their own. */
export function credentials(part: Part): { login: string; password: string } {
	const login = PEOPLE[part];
	const accounts = JSON.parse(readFileSync(join(sampleFolder(), 'accounts.json'), 'utf8')) as Record<
		string,
		string
	>;
	const shared = new Set(Object.values(accounts));
	const password = accounts[login] ?? (shared.size === 1 ? [...shared][0] : undefined);
	if (password === undefined) throw new Error(`The demo gave ${login} (${part}) no password.`);
	return { login, password };
}
