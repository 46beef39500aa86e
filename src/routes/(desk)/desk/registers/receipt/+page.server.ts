import { printRegister, registerPage } from '#lib/server/registers/register-page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => registerPage(event, 'receipt');

export const actions: Actions = { print: (event) => printRegister(event, 'receipt') };
