/** `POST /api/session-code`: the code by which the audience of an own session of today signs in; 404 where there is none. */
import { z } from './zod.ts';

export const sessionCodeRequest = z.object({ session: z.uuid() });

export const sessionCodeAnswer = z.object({
	/** Address that the code leads to, whole. */
	url: z.string(),
	/** SVG path with one unit a module; `size` is its width in modules. */
	qr: z.object({ size: z.number().int(), path: z.string() })
});
export type SessionCode = z.infer<typeof sessionCodeAnswer>;
