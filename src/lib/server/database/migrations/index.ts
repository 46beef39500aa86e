import type { Migration } from 'kysely/migration';
import { begin } from './0001-begin.ts';

/** All migrations in order of their name. One that has been released is never changed: add the next. */
export const migrations: Readonly<Record<string, Migration>> = {
	'0001-begin': begin
};
