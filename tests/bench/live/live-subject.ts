import type { Page } from '@playwright/test';
import type { SubjectName } from '../report.ts';
import type { Passed } from './counting-proxy.ts';

/** What happened, as the watching page will name it, and when it began, Unix ms. */
export interface Change {
	readonly key: string;
	readonly at: number;
}

/** Two phones of one person, and a server between them. */
export interface LiveSubject {
	readonly name: SubjectName;
	/** The phone on which nobody does anything; its list is watched. */
	readonly watcher: Page;
	/** What went between the watcher and its server since the last call, as long as nobody saved or changed anything. */
	readonly passed: () => Passed;
	/** Somebody saves a record on the other phone. */
	readonly save: () => Promise<Change>;
	/** The server gets a change that the watcher has to see: a decision, where there are decisions. */
	readonly change: () => Promise<Change>;
	stop(): Promise<void>;
}
