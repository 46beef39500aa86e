import type { PhotoStore } from '#lib/storage/photos/photo-store.ts';
import type { Http, OnlyOne, OtherOutbox, PersonIdentity, SyncClock, SyncLog, SyncRandom } from '../ports.ts';
import type { Trouble } from '../trouble.ts';

/** How the phone is connected, as far as its browser tells. */
export type Link = 'wifi' | 'other' | 'unknown';

export interface LaneStatus {
	readonly sending: boolean;
	/** Photos wait because the person wants it so, or for Wi-Fi. */
	readonly heldBack: boolean;
	readonly trouble: Trouble | null;
}
export const LANE_IDLE: LaneStatus = { sending: false, heldBack: false, trouble: null };

/** Photos of another person of this phone, opened for the time of a turn. */
export interface OtherPhotos extends Omit<OtherOutbox, 'store'> {
	readonly store: PhotoStore;
}

export interface LanePorts {
	readonly store: PhotoStore;
	readonly identity: PersonIdentity;
	readonly http: Http;
	readonly clock: SyncClock;
	readonly random: SyncRandom;
	readonly lock: OnlyOne;
	readonly log: SyncLog;
	readonly link: () => Link;
	/** The server has taken this phone away: it sends what it has, whatever its person chose, before it is emptied. */
	readonly isRevoked?: () => boolean;
	/** Resolves when no exchange of records is under way: text goes before photos. */
	readonly whenTextIsIdle: () => Promise<void>;
	/** Other persons of this phone: their photos are sent after the open one's, under their own sessions. */
	readonly others?: () => Promise<readonly OtherPhotos[]>;
	/** Bytes of one request; `PIECE_BYTES` but in tests. */
	readonly pieceBytes?: number;
	readonly onStatus?: (status: LaneStatus) => void;
}
