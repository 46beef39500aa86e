import { registerFile } from '#lib/server/registers/register-page.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) => registerFile(event, 'receipt');
