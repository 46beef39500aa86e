/** Sessions that are held in a story, and persons who are noted there. */
import type { EvidenceMethod } from '#lib/domain/evidence.ts';
import { naturalId } from '#lib/records/natural-id.ts';
import { sessionSample } from '#lib/records/session/sample.ts';
import type { SignInBody } from '#lib/records/sign-in/body.ts';
import { signInSample } from '#lib/records/sign-in/sample.ts';
import { getRecord } from '#lib/storage/lists/one-record.ts';
import type { SimPhone } from './phone.ts';
import { REGIONS, TEAM_OF } from './population.ts';
import type { World } from './world.ts';

/** Fewer than there are names, so that some are too many. */
const HEADCOUNT = 3;
const NAMES = ['甲示安', '乙示安', '丙示安', '丁示安', '戊示安'] as const;

/** Sessions of a story, as whoever reads a session's code knows of them. */
const sessions = new WeakMap<World, string[]>();

export async function holdSession(world: World, phone: SimPhone): Promise<void> {
	const id = phone.newId();
	const body = {
		...sessionSample,
		...{ region: REGIONS[0], team: TEAM_OF[phone.account] ?? null },
		...{ headcount: HEADCOUNT, byOrganisation: [], namedOnPaper: 0, signIns: [] }
	};
	sessions.set(world, [...(sessions.get(world) ?? []), id]);
	await phone.act('hold', (databases) => phone.save(databases, [phone.work('put', 'session', id, body)]));
}

/** Notes a person at a session, or takes back what this account noted of them. */
export async function signSomebody(
	world: World,
	phone: SimPhone,
	act: { readonly pick: number; readonly who: number; readonly back: boolean }
): Promise<void> {
	const held = sessions.get(world) ?? [];
	const session = held[act.pick % Math.max(1, held.length)];
	if (session === undefined || phone.app !== 'today') return;
	const name = NAMES[act.who % NAMES.length] ?? NAMES[0];
	const person = { card: null, roster: null, name, organisation: null, organisationText: '一厂' };
	const id = naturalId('sign-in', session, person) ?? '';
	await phone.act('sign', async (databases) => {
		const known = (await getRecord(databases, id))?.body as SignInBody | undefined;
		const method: EvidenceMethod = act.who % 2 === 0 ? 'tick' : 'scan';
		const piece = { method, at: new Date(phone.now).toISOString(), by: phone.account };
		const fresh = { ...piece, id: phone.newId(), proxy: null, withdrawn: false };
		const standing = known?.evidence ?? [];
		const evidence = act.back
			? standing.map((one) => (one.by === phone.account ? { ...one, withdrawn: true } : one))
			: [...standing, fresh];
		if (evidence.length === 0) return;
		const of = { region: REGIONS[0], team: TEAM_OF[phone.account] ?? null, sessionId: session };
		const body = { ...signInSample, ...of, ...person, ...known, evidence };
		await phone.save(databases, [phone.work('put', 'sign-in', id, body)]);
	});
}
