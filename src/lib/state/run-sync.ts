/** Placeholder */
import type { PhonePorts, SyncRun } from './live-phone.svelte.ts';
export async function runSync(_start: Parameters<PhonePorts['startSync']>[0]): Promise<SyncRun> {
	return { saved: () => {}, syncNow: async () => {}, visible: () => {}, stop: async () => {} };
}
