/** What an account was told and may not be told, by the oracle. */
import type { Agent } from './agent.ts';
import { mayHearOf, maySee, type Fact, type Scopes } from './oracle.ts';

/** A word or id of the question comes back in the page that was asked with it. */
const isRepeated = (fact: Fact, from: string): boolean => decodeURIComponent(from).includes(fact.text);

/** Ids of records and telephone numbers, as they stand in a text. */
const CODE = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b\d{11}\b/g;

/** Finds facts in a text: codes by their shape, words one by one. */
export function finder(facts: readonly Fact[]): (text: string) => Fact[] {
	const isCode = (fact: Fact) => fact.text.replace(CODE, '') === '';
	const codes = new Map(facts.filter(isCode).map((fact) => [fact.text, fact]));
	const words = facts.filter((fact) => !isCode(fact));
	return (text) => [
		...words.filter((fact) => text.includes(fact.text)),
		...new Set((text.match(CODE) ?? []).flatMap((code) => codes.get(code) ?? []))
	];
}

/** What was said and may not be: each kind of it once a route. What a person asked for is not told by being repeated. */
export async function leaksOf(
	{ viewer, said }: Agent,
	foreign: string,
	tried: ReadonlySet<string>,
	find: (text: string) => Fact[],
	seen: Set<string>,
	rules: Scopes,
	stores: ReadonlySet<string>
): Promise<string[]> {
	const roles = viewer.rights.map(({ role, region }) => `${role} ${region}`).join(' + ') || 'nobody';
	const leaks = new Set<string>();
	for (const { from, text } of said) {
		// Connections that the server closes meanwhile are noticed before one is used again.
		await new Promise((wake) => setImmediate(wake));
		for (const fact of find(text)) {
			seen.add(fact.what);
			// A refused attempt is kept for who reviews, with the id that whoever tried it named.
			const isAttempt = from.includes('/desk/operations') && tried.has(fact.text);
			if (!maySee(viewer, fact) && !isRepeated(fact, from) && !isAttempt && fact.text !== foreign)
				leaks.add(`${roles}: ${fact.what} by ${from.split('?')[0]}`);
		}
	}
	const heard = said.flatMap(({ from, text }) =>
		from.endsWith('/live') && text ? (JSON.parse(text) as { scope: string }[]) : []
	);
	const pulled = said.flatMap(({ from, status, text }) =>
		from.endsWith('/sync/pull') && status === 200
			? (JSON.parse(text) as { pages: { scope: string }[] }).pages
			: []
	);
	for (const [route, scopes] of [
		['GET /api/sync/live', heard],
		['POST /api/sync/pull', pulled]
	] as const) {
		for (const { scope } of scopes)
			if (!mayHearOf(viewer, scope, rules)) leaks.add(`${roles}: ${scope} by ${route}`);
		if (viewer.id !== '' && scopes.length === 0) leaks.add(`${roles}: heard of no scope at all by ${route}`);
		// Who notes persons somewhere must be told of who was noted there, or that scope was never asked for.
		for (const [scope, { by, isShown }] of rules.rows)
			if (isShown && by.includes(viewer.id) && !scopes.some((one) => one.scope === scope))
				leaks.add(`${roles}: not told of ${scope} by ${route}`);
		// Who keeps a store must be told of it, or its scope was never asked for.
		for (const { role, region } of viewer.rights)
			if (
				role === 'KEEP' &&
				stores.has(region) &&
				!scopes.some(({ scope }) => scope === `store:CK-${region}`)
			)
				leaks.add(`${roles}: not told of its store by ${route}`);
	}
	return [...leaks];
}
