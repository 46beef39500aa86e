/** What the process that plays the phones is told, and what it answers. */
import type { HandoutBody } from '#lib/records/handout/body.ts';
import type { SubjectName } from '../report.ts';
import type { Counted } from './tally.ts';

/** A phone as the server knows it: an account of its own, a device, a session. */
export interface LoadPerson {
	readonly account: string;
	readonly device: string;
	/** `name=token`. */
	readonly cookie: string;
	readonly region: string;
}

export interface LoadPlan {
	readonly subject: SubjectName;
	readonly url: string;
	readonly people: readonly LoadPerson[];
	/** Patterns of the records each region's phones send. */
	readonly patterns: Readonly<Record<string, readonly HandoutBody[]>>;
	/** Newest day of the records. */
	readonly today: string;
	/** Operations of a push. */
	readonly batch: number;
	/** Pushes of each phone at the rush, and how many send at a time; after `seconds` none begins another exchange. */
	readonly rush: { readonly pushes: number; readonly seconds: number; readonly together: number };
	/** What all phones together send while nothing presses. */
	readonly steady: { readonly exchangesPerSecond: number; readonly seconds: number };
	/** Where a phone that has the reference data stands. */
	readonly reference: { readonly gen: number; readonly seq: number };
	readonly grantsRev: number;
}

export interface Played extends Counted {
	/** Phones of which something was acknowledged, in this part or before. */
	readonly heard: number;
	/** Processor time of the playing process. */
	readonly playerCpu: number;
}

/** In this order: the plan, `ready`, `rush`, its figures, `steady`, its figures. */
export type ToPlayer = { readonly plan: LoadPlan } | 'rush' | 'steady';
export type FromPlayer = 'ready' | { readonly played: Played };
