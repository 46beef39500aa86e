import type { Role } from '#lib/domain/roles.ts';
import type { MovementAct } from '#lib/domain/stock/movement.ts';
import { readPlace } from '#lib/domain/stock/place.ts';
import type { Body } from '#lib/domain/merge.ts';
import type { Judged, PushWorld } from '#lib/server/sync/apply.ts';
import { parked, rejected, type Refused } from '#lib/server/sync/refused.ts';
import { permit, type Permission } from '#lib/server/sync/rights.ts';

const KEEPING: readonly Role[] = ['KEEP', 'REV', 'CADM'];
const DECIDING: readonly Role[] = ['REV', 'CADM'];
const HOLDING: readonly Role[] = ['VOL', 'LEAD', 'LECT'];
const RECORDING: readonly Role[] = [...HOLDING, ...DECIDING];

type Moves = { readonly act: MovementAct; readonly from: string | null; readonly to: string | null };

/** Whose right is asked: any one of these places. A return is written by either side. */
function askedPlaces({ act, from, to }: Moves): readonly (string | null)[] {
	switch (act) {
		case 'receive':
		case 'confirm':
			return [to];
		case 'return':
		case 'reversal':
			return [from, to];
		case 'issue':
		case 'transfer':
		case 'loss':
		case 'expired':
		case 'count':
			return [from];
	}
}

/**
 * Keepers move what is in the stores of their region, teams and persons what they have in hand, coordinators all of their
 * region. A reversal needs the right over a place of what it takes back, where the server knows it.
 */
export function mayMove(judged: Judged, body: Body, world: PushWorld): Refused | null {
	const claimed = body as unknown as Moves & { readonly about: string | null };
	const known = claimed.act === 'reversal' ? world.states.get(claimed.about ?? '')?.body : undefined;
	const { from, to } = (known ?? claimed) as Moves;
	const answers = askedPlaces({ act: claimed.act, from, to }).map((place) =>
		mayHandle(judged, place, String(body['region']), world)
	);
	if (answers.includes('yes')) return null;
	if (answers.includes('right-ended')) return parked('right-ended');
	return rejected(answers.includes('wrong-region') ? 'wrong-region' : 'not-permitted');
}

function mayHandle(judged: Judged, place: string | null, region: string, world: PushWorld): Permission {
	const { usable, team, account } = judged;
	const read = readPlace(place);
	if (!read) return 'not-permitted';
	switch (read.is) {
		case 'store': {
			const store = world.reference.get('store', read.code);
			return store ? permit(usable, KEEPING, store.region, world.reference) : 'not-permitted';
		}
		case 'team': {
			const decides = permit(usable, DECIDING, region, world.reference);
			if (decides === 'yes') return 'yes';
			return permit(usable, HOLDING, region, world.reference, (grant) => (grant.team ?? team) === read.code);
		}
		case 'person':
			return permit(usable, read.code === account ? RECORDING : DECIDING, region, world.reference);
	}
}
