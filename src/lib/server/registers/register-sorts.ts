import type { Reference } from '#lib/domain/reference.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import { COUNTED } from '#lib/server/figures/counted.ts';
import { reviewCounts } from '#lib/server/figures/review-counts.ts';
import { handoutRegister } from './handout-register.ts';
import { receiptSheet } from './receipt-sheet.ts';
import type { RegisterSource } from './register.ts';
import { yearOfPeriod } from './register-period.ts';
import type { RegisterRequest } from './register-request.ts';
import { sessionRegister } from './session-register.ts';
import { signInSheet } from './sign-in-sheet.ts';

interface Sort {
	/** Kind of the records it is made of. */
	readonly kind: 'handout' | 'session';
	/** It is asked for one record or for the whole season. */
	readonly ofOne: boolean;
	build(db: Sql, reference: Reference, request: RegisterRequest): RegisterSource;
}

/** Registers of a county and season, by the last part of their address. */
export const REGISTERS = {
	handout: { kind: 'handout', ofOne: false, build: handoutRegister },
	session: { kind: 'session', ofOne: false, build: sessionRegister },
	receipt: { kind: 'handout', ofOne: true, build: receiptSheet },
	'sign-in': { kind: 'session', ofOne: true, build: signInSheet }
} as const satisfies Record<string, Sort>;
export type RegisterName = keyof typeof REGISTERS;

/** How many records a register is made of, without reading them. */
export async function countRecords(
	db: Sql,
	register: RegisterName,
	{ region, campaign, record }: Pick<RegisterRequest, 'region' | 'campaign' | 'record'>
): Promise<number> {
	if (record) return 1;
	const period = yearOfPeriod(campaign) ?? { campaign };
	const counts = await reviewCounts(db, { regions: [region], ...period, kind: REGISTERS[register].kind });
	return counts.filter(({ state }) => COUNTED.includes(state)).reduce((sum, { count }) => sum + count, 0);
}
