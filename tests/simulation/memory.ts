/** What a bystander who sees everything remembers of a simulated world: what people were told, and where it is. */
import type { Operation } from '#lib/domain/operation.ts';
import { photosIn, type Photo } from '#lib/domain/photo.ts';
import { bareOperation } from '#lib/storage/operation-row.ts';
import type { SimPhone } from './phone.ts';

export type Place = 'outbox' | 'parked' | 'journal' | 'attention';

/** One act that a person was told is safe, or that was found saved after the phone died in the middle. */
export interface Saved {
	readonly operation: Operation;
	/** As it was saved: it must never change. */
	readonly text: string;
	readonly phone: SimPhone;
	readonly device: string;
	/** Number of the phone's storage: it was lost so many times before. */
	readonly storage: number;
	/** Where it was last seen. */
	place: Place | null;
	/** World time at which it came into the journal. */
	acceptedAt: number | null;
	/** Taken away by its person: corrected by a later save, or put aside. */
	settled: boolean;
	/** Meant to be refused or parked. */
	readonly poison: boolean;
}

/** A photo that a phone took for a record. */
export interface Taken {
	readonly photo: Photo;
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly recordId: string;
	readonly phone: SimPhone;
	/** As `Saved.storage`. */
	readonly storage: number;
	/** A save that names it is on the phone. */
	isSaved: boolean;
	/** The server has had it, with its record, when its bytes were given up. */
	wasAtServer: boolean;
	/** The server had it when it was put back from a backup. */
	wasTakenBack: boolean;
}

/** A truth that did not hold. */
export class Broken extends Error {
	readonly truth: number;
	constructor(truth: number, what: string) {
		super(`truth ${truth}: ${what}`);
		this.truth = truth;
	}
}

export class Memory {
	readonly saved = new Map<string, Saved>();
	readonly #savedOn = new Map<SimPhone, Saved[]>();
	readonly photos = new Map<string, Taken>();
	/** Losses of storage, by phone. */
	readonly losses = new Map<SimPhone, number>();
	/** Highest cursor seen, by phone, scope, feed and sweep. */
	readonly cursors = new Map<string, number>();
	readonly sweeps = new Map<string, number>();
	/** Ids of poisoned operations, and of the records they were to make. */
	readonly poison = new Set<string>();
	/** Revisions as they were first seen, by `record rev`; forgotten back to a backup with a restore. */
	revisions = new Map<string, string>();
	/** Revision that a coordinator saw, by the id of the decision. */
	readonly decidedOn = new Map<string, number>();
	/** Visits that the product counts, when it was asked. */
	counted: number | null = null;
	/** What the server had said of an operation when it was last put back from a backup. */
	readonly answered = new Map<string, string>();
	/** Operations that were refused before some restore: their phones are not told otherwise by the server that was put back. */
	readonly refusedOnce = new Set<string>();
	/** Texts that stood in revisions which a restore took, by `record text`: phones that had seen them may bring them back. */
	readonly lostTexts = new Set<string>();
	mismatches = 0;
	restores = 0;
	broken: Broken | null = null;

	fail(truth: number, what: string): void {
		this.broken ??= new Broken(truth, what);
	}

	lossesOf(phone: SimPhone): number {
		return this.losses.get(phone) ?? 0;
	}

	/** What was saved on a phone, in its order. */
	savedOn(phone: SimPhone): readonly Saved[] {
		return this.#savedOn.get(phone) ?? [];
	}

	/** Remembers an operation; the same again must be the same. */
	keep(phone: SimPhone, operation: Operation): Saved {
		const text = JSON.stringify(bareOperation(operation));
		const known = this.saved.get(operation.opId);
		if (known) {
			if (known.text !== text) this.fail(6, `operation ${operation.opId} is not what was saved`);
			return known;
		}
		const made: Saved = {
			...{ operation, text, phone, device: phone.deviceId, storage: this.lossesOf(phone) },
			...{
				place: null,
				acceptedAt: null,
				settled: false,
				poison: this.poison.has(operation.opId) || this.poison.has(operation.recordId)
			}
		};
		this.saved.set(operation.opId, made);
		const before = this.#savedOn.get(phone);
		if (before) before.push(made);
		else this.#savedOn.set(phone, [made]);
		for (const { id } of photosIn(operation.body)) {
			const taken = this.photos.get(id);
			if (taken?.phone === phone) taken.isSaved = true;
		}
		return made;
	}
}
