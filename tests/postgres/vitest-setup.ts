import type { TestProject } from 'vitest/node';
import { makeTemplate, runOn } from '#lib/server/database/testing/open-test-database.ts';
import { startPostgres } from './start-postgres.ts';

declare module 'vitest' {
	interface ProvidedContext {
		postgres: string;
		template: string;
	}
}

/** Before the project's tests: the PostgreSQL that TEST_POSTGRES names, or one started for them, with a database to copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const named = process.env.TEST_POSTGRES;
	const started = named ? null : await startPostgres();
	const server = named ?? started?.url ?? '';
	const template = await makeTemplate(server);
	project.provide('postgres', server);
	project.provide('template', template);
	return async () => {
		await runOn(server, `drop database ${template}`);
		await started?.stop();
	};
}
