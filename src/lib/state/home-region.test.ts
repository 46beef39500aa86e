import { expect, it } from 'vitest';
import type { Reference } from '#lib/domain/reference.ts';
import type { Grant, Role } from '#lib/domain/roles.ts';
import { homeRegion } from './home-region.ts';

const lists: Record<string, Record<string, unknown>> = {
	region: {
		'361000': { level: 'city' },
		'361024': { level: 'county' },
		'361025': { level: 'county' }
	},
	team: { T1: { region: '361024' }, CITY: { region: '361000' } }
};
const reference = {
	get: (kind: string, code: string | null) => lists[kind]?.[code ?? ''],
	all: () => [],
	maximum: () => null
} as unknown as Reference;
const right = (region: string, role: Role = 'VOL'): Grant => ({
	id: `${role}-${region}`,
	role,
	region,
	team: null,
	validFrom: '1970-01-01T00:00:00.000Z',
	validTo: null
});

it.each([
	['the team’s county', 'T1', [right('361025'), right('361024')], '361024'],
	['the right’s county where the team is of the whole city', 'CITY', [right('361024')], '361024'],
	[
		'the new county of a person who moved on and is still listed in the old team',
		'T1',
		[right('361025')],
		'361025'
	],
	['the team’s county under a right for the whole city', 'T1', [right('361000', 'REV')], '361024'],
	['the city, where nothing else is known', null, [right('361000', 'REV')], '361000'],
	['the team’s county for one without any right', 'T1', [], '361024'],
	['nowhere', null, [], '']
] as const)('is %s', (_name, team, grants, expected) => {
	expect(homeRegion(team, grants, reference)).toBe(expected);
});
