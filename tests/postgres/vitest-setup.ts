import type { TestProject } from 'vitest/node';
import { startPostgres } from './start-postgres.ts';

declare module 'vitest' {
	interface ProvidedContext {
		postgres: string;
	}
}

/** Before the project's tests: the PostgreSQL that TEST_POSTGRES names, or one started for them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const named = process.env.TEST_POSTGRES;
	const started = named ? null : await startPostgres();
	project.provide('postgres', named ?? started?.url ?? '');
	return async () => started?.stop();
}
