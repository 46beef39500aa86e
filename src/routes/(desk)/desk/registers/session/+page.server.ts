import { printRegister, registerPage } from '#lib/server/registers/register-page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => registerPage(event, 'session');

export const actions: Actions = { print: (event) => printRegister(event, 'session') };
