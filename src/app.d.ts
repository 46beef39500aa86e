import type { DeskIdentity } from '#lib/server/accounts/contract.ts';
import type { ClockGuard } from '#lib/server/clock-guard.ts';
import type { Config } from '#lib/server/config.ts';
import type { OpenStores } from '#lib/server/attachments/open-stores.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { LiveHub } from '#lib/server/live/live-hub.ts';
import type { ServerPorts } from '#lib/server/ports.ts';

declare global {
	namespace App {
		interface Locals {
			config: Config;
			database: ServerDatabase;
			live: LiveHub;
			/** Files of photos. */
			files: OpenStores;
			/** Clock and fresh ids. */
			ports: ServerPorts;
			/** Whether that clock may be trusted. */
			clockGuard: ClockGuard;
			/** Signed-in desk account with the rights that stand, or null. */
			desk: DeskIdentity | null;
			/** True when the database could not work while this request was answered. */
			outage: boolean;
		}
		interface Error {
			message: string;
			/** To be named when asking for help; stands in the log. */
			id?: string;
		}
	}
}

export {};
