/** A register as a page draws it. */
export type { Register } from '#lib/server/registers/register.ts';
