import { describe, expect, it } from 'vitest';
import type { Grant, Role } from '#lib/domain/roles.ts';
import { covers, deskRights, mayHandle, mayOpenDesk, readsRecords } from './desk-rights.ts';

const NOW = '2026-07-24T10:00:00.000Z';
const grant = (role: Role, region: string, validTo: string | null = null): Grant => ({
	id: `${role}-${region}`,
	role,
	region,
	team: null,
	validFrom: '1970-01-01T00:00:00.000Z',
	validTo
});

describe('rights at the desk', () => {
	it('binds a coordinator to the own areas', () => {
		const rights = deskRights([grant('REV', '361002'), grant('REV', '361024')], NOW);
		expect(covers(rights.reviews, '361024')).toBe(true);
		expect(covers(rights.reviews, '361025')).toBe(false);
		expect(rights.administers).toBe(false);
	});

	it('lets the city cover every area', () => {
		expect(deskRights([grant('REV', '361000')], NOW).reviews).toBe('all');
		expect(deskRights([grant('CADM', '361000')], NOW)).toEqual({
			reads: 'all',
			reviews: 'all',
			keeps: 'all',
			administers: true
		});
	});

	it('lets an auditor read and never decide', () => {
		const rights = deskRights([grant('AUD', '361000')], NOW);
		expect(mayOpenDesk(rights)).toBe(true);
		expect(covers(rights.reviews, '361002')).toBe(false);
		expect(mayHandle(rights, '361002', 'U1', 'U3')).toBe(false);
		expect(mayHandle(rights, '361002', 'U3', 'U3')).toBe(true);
	});

	it('lets a keeper in to the own stores and to nothing else', () => {
		const rights = deskRights([grant('KEEP', '361024')], NOW);
		expect(rights).toEqual({ reads: [], reviews: [], keeps: ['361024'], administers: false });
		expect([mayOpenDesk(rights), readsRecords(rights)]).toEqual([true, false]);
		expect(covers(deskRights([grant('AUD', '361000')], NOW).keeps, '361024')).toBe(false);
		const both = deskRights([grant('KEEP', '361024'), grant('REV', '361025')], NOW);
		expect(both).toMatchObject({ reads: ['361025'], keeps: ['361024', '361025'] });
	});

	it('keeps volunteers and ended rights out', () => {
		expect(mayOpenDesk(deskRights([grant('VOL', '361002')], NOW))).toBe(false);
		expect(mayOpenDesk(deskRights([grant('REV', '361002', '2026-07-01T00:00:00.000Z')], NOW))).toBe(false);
	});
});
