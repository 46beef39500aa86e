import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** The one register there is so far: the choice of county and season is made there. */
export const load: PageServerLoad = () => redirect(307, '/desk/registers/handout');
