import { answerPhoneUpload } from '#lib/server/attachments/answer-phone-upload.ts';
import type { RequestHandler } from './$types';

/** A phone announces a file: `protocol/upload.ts`. */
export const POST: RequestHandler = (event) => answerPhoneUpload(event, null);
