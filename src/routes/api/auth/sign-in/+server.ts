import { signInRequest } from '#lib/protocol/auth.ts';
import { signInPhone } from '#lib/server/accounts/sign-in-phone.ts';
import { answerSignIn } from '#lib/server/http/auth-answer.ts';

/** Signs a phone in by login and password. */
export const POST = (event) =>
	answerSignIn(event, signInRequest, (request) => signInPhone(event.locals.database, request, new Date()));
