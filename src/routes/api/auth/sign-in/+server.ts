import { signInRequest } from '#lib/protocol/auth.ts';
import { signInPhone } from '#lib/server/accounts/sign-in-phone.ts';
import { answerSignIn } from '#lib/server/accounts/auth-answer.ts';
import type { RequestHandler } from './$types';

/** Signs a phone in by login and password. */
export const POST: RequestHandler = (event) =>
	answerSignIn(event, signInRequest, (request) => signInPhone(event.locals.database, request, new Date()));
