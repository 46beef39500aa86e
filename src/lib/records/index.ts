import { feedback } from './feedback/feedback.ts';
import { handout } from './handout/handout.ts';
import { receipt } from './receipt/receipt.ts';
import { movement } from './movement/movement.ts';
import { request } from './request/request.ts';
import { session } from './session/session.ts';
import { signIn } from './sign-in/sign-in.ts';
import { trip } from './trip/trip.ts';
import { visit } from './visit/visit.ts';
import type { RecordKind } from './kind.ts';

/** The registry: every layer loops over this list. A new record kind is its folder and one line here. */
export const recordKinds = [
	visit,
	session,
	handout,
	request,
	signIn,
	receipt,
	movement,
	trip,
	feedback
] as const;

const byName = new Map<string, RecordKind>(
	recordKinds.map((kind) => [kind.kind, kind as unknown as RecordKind])
);

/** The definition of a kind, or undefined for a name this version does not know. */
export function kindOf(name: string): RecordKind | undefined {
	return byName.get(name);
}
