/** What people do with goods in a simulated world. */
import { movementSample } from '#lib/records/movement/sample.ts';
import type { NewWork } from '#lib/storage/save-work.ts';
import type { SimPhone } from '../phone.ts';
import { REGIONS, STORE, TEAM_OF } from '../population.ts';

interface Seen {
	readonly id: string;
	readonly act: string;
	readonly from: string | null;
	readonly to: string | null;
	readonly lines: unknown;
}

/** Movements that this phone knows: its own, and transfers that wait at one of its places. */
function known(phone: SimPhone): Seen[] {
	const own = (phone.stored?.rows('records') ?? []).flatMap((row) => {
		const body = (row.laid ?? row.base?.body) as Seen | undefined;
		return row.kind === 'movement' && body ? [{ ...body, id: row.id }] : [];
	});
	const waiting = (phone.stored?.rows('stock') ?? []).flatMap((row) =>
		row.kind === 'stock-open' ? [{ ...(row.body as unknown as Seen), id: row.id, act: 'transfer' }] : []
	);
	return [...own, ...waiting];
}

/** @param how a number by which everything is chosen: what, from where, how much */
export function newMovement(phone: SimPhone, how: number): NewWork | null {
	const team = TEAM_OF[phone.account] ?? null;
	const held = team ? `team:${team}` : `person:${phone.account}`;
	const store = `store:${STORE.code}`;
	const others = [held, `person:${phone.account}`, 'team:T1', 'team:T2'].filter((one) => one !== held);
	const other = others[how % others.length] ?? store;
	const line = {
		...{ id: phone.newId(), supply: how % 3 === 0 ? 'CS-D02' : 'CS-H02', qty: (how % 97) + 1 },
		...{ batch: how % 5 === 0 ? 'B1' : '', expiry: null }
	};
	const acts = [
		{ act: 'receive', from: null, to: store },
		{ act: 'issue', from: store, to: 'team:T1' },
		{ act: 'transfer', from: held, to: other },
		{ act: 'transfer', from: held, to: other },
		{ act: 'return', from: held, to: store },
		{ act: 'loss', from: held, to: null },
		{ act: 'count', from: held, to: null },
		{ act: 'confirm' },
		{ act: 'confirm' },
		{ act: 'reversal' },
		{ act: 'reversal' }
	];
	const chosen = acts[Math.floor(how / 7) % acts.length];
	const body = { ...movementSample, region: REGIONS[0], team, lines: [line], about: null as string | null };
	if (!chosen) return null;
	if (chosen.act !== 'confirm' && chosen.act !== 'reversal')
		return phone.work('put', 'movement', phone.newId(), { ...body, ...chosen });
	const meant = known(phone).filter(({ act }) =>
		chosen.act === 'confirm' ? act === 'transfer' : act !== 'confirm' && act !== 'reversal'
	);
	const about = meant[Math.floor(how / 89) % Math.max(1, meant.length)];
	if (!about) return null;
	const { id, from, to } = about;
	const lines = chosen.act === 'confirm' ? [line] : [];
	return phone.work('put', 'movement', phone.newId(), {
		...body,
		...{ act: chosen.act, about: id, from, to, lines }
	});
}
