/** What the server's core takes from the machine it runs on; a simulation passes its own. */
import { randomUUID } from 'node:crypto';
import type { Uuid } from '#lib/domain/ids.ts';

/** Wall clock. */
export type Clock = () => Date;
/** A fresh id that nobody can guess. */
export type NewId = () => Uuid;

export interface ServerPorts {
	readonly clock: Clock;
	readonly newId: NewId;
}

export const systemPorts: ServerPorts = { clock: () => new Date(), newId: () => randomUUID() };
