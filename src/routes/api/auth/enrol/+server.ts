import { enrolRequest } from '#lib/protocol/auth.ts';
import { enrolPhone } from '#lib/server/accounts/sign-in-phone.ts';
import { answerSignIn } from '#lib/server/accounts/auth-answer.ts';
import type { RequestHandler } from './$types';

/** Signs a phone in by a one-time code. */
export const POST: RequestHandler = (event) =>
	answerSignIn(event, enrolRequest, (request) => enrolPhone(event.locals.database, request, new Date()));
