import type { Trouble } from './trouble.ts';

/** What the engine knows of itself; counts of waiting work come from storage. */
export interface EngineStatus {
	readonly syncing: boolean;
	/** Another tab holds the lock. */
	readonly elsewhere: boolean;
	readonly trouble: Trouble | null;
	readonly nextTryAt: string | null;
	readonly lastExchangeAt: string | null;
	readonly lastExchangeMillis: number | null;
	readonly skewMillis: number | null;
}

export const IDLE: EngineStatus = {
	syncing: false,
	elsewhere: false,
	trouble: null,
	nextTryAt: null,
	lastExchangeAt: null,
	lastExchangeMillis: null,
	skewMillis: null
};
