import { addDigest, removeDigest, rowDigest } from '#lib/protocol/digest.ts';
import type { CursorRow } from './schema.ts';

/** The running count and hash of one scope while rows come and go. */
export class Tally {
	count: number;
	hash: number;
	readonly cursor: CursorRow;

	constructor(cursor: CursorRow) {
		this.cursor = cursor;
		this.count = cursor.count;
		this.hash = cursor.hash;
	}

	leave(kind: string, id: string, was: { rev: number; mark: number } | undefined): void {
		if (!was || was.mark !== this.cursor.sweep) return;
		this.count--;
		this.hash = removeDigest(this.hash, rowDigest(kind, id, was.rev));
	}

	enter(kind: string, id: string, rev: number): void {
		this.count++;
		this.hash = addDigest(this.hash, rowDigest(kind, id, rev));
	}
}
