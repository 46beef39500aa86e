import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Roles in the stories, all of Chongren county unless said otherwise. */
export const PEOPLE = {
	volunteer: 'u0043',
	otherVolunteer: 'u0044',
	coordinator: 'u0041',
	/** Keeps the county's store. */
	keeper: 'u0042',
	/** Keeps another county's store. */
	farKeeper: 'u0048',
	/** A volunteer of another county. */
	stranger: 'u0006',
	/** The city's administrator. */
	administrator: 'u0001',
	/** Reads the whole city, persons masked. */
	auditor: 'u0003'
} as const;
export type Part = keyof typeof PEOPLE;

/** Folder of the sample that was loaded before the tests. */
export function sampleFolder(): string {
	const folder = process.env.E2E_SAMPLE;
	if (!folder) throw new Error('The sample was not loaded: run the tests through Playwright.');
	return folder;
}

/** Login and password of a part: the demo's accounts share one password. */
export function credentials(part: Part): { login: string; password: string } {
	return { login: PEOPLE[part], password: readFileSync(join(sampleFolder(), 'password'), 'utf8') };
}
