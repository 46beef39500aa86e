/** A clock that a test moves by hand. */
export interface ManualClock {
	now(): number;
	after(millis: number, callback: () => void): () => void;
	/** Moves time on and runs what falls due, in order. */
	advance(millis: number): void;
	set(millis: number): void;
	/** Milliseconds until the next planned callback, or null. */
	nextIn(): number | null;
}

export function createManualClock(start = Date.parse('2026-07-20T01:00:00Z')): ManualClock {
	let now = start;
	let planned: { at: number; callback: () => void }[] = [];
	return {
		now: () => now,
		after(millis, callback) {
			const entry = { at: now + millis, callback };
			planned.push(entry);
			return () => {
				planned = planned.filter((other) => other !== entry);
			};
		},
		advance(millis) {
			const end = now + millis;
			for (;;) {
				const due = planned.filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0];
				if (!due) break;
				planned = planned.filter((entry) => entry !== due);
				now = Math.max(now, due.at);
				due.callback();
			}
			now = end;
		},
		set(millis) {
			now = millis;
		},
		nextIn() {
			const next = Math.min(...planned.map((entry) => entry.at));
			return Number.isFinite(next) ? next - now : null;
		}
	};
}
