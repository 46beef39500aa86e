import { answerPhoneUpload } from '#lib/server/attachments/answer-phone-upload.ts';
import type { RequestHandler } from './$types';

/** How much of a file is there, and the sending on: `protocol/upload.ts`. */
export const HEAD: RequestHandler = (event) => answerPhoneUpload(event, event.params.id);
export const PATCH: RequestHandler = (event) => answerPhoneUpload(event, event.params.id);
