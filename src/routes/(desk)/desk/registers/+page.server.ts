import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** The first of them; the others are one click away there. */
export const load: PageServerLoad = () => redirect(307, '/desk/registers/handout');
