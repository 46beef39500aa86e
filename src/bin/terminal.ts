/** What the commands share: the operator's language, the settings, and a clear end. */
import { m, overwriteGetLocale } from '#lib/i18n.ts';
import { DatabaseUrlError } from '#lib/server/database/open.ts';
import { readConfig, type Config, type ConfigProblem } from '#lib/server/config.ts';

const lang = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '';
overwriteGetLocale(() => (/^en/i.test(lang) ? 'en' : 'zh-CN'));

/** Prints a sentence to standard error and ends the process. 2: nothing was done; 1: done in part. */
export function fail(sentence: string, code: 1 | 2 = 2): never {
	console.error(sentence);
	process.exit(code);
}

/** The settings, or one sentence for each mistake and exit code 2. */
export function settings(): Config {
	const reading = readConfig(process.env);
	return reading.ok ? reading.config : fail(reading.problems.map(problemText).join('\n'));
}

function problemText({ code, variable, value }: ConfigProblem): string {
	switch (code) {
		case 'port':
			return m.config_port({ variable, value });
		case 'origin':
			return m.config_origin({ variable, value });
		case 'data_dir':
			return m.config_data_dir({ variable });
		case 'database_url':
			return m.config_database_url({ variable, value });
		case 's3':
			return m.config_s3({ variable });
		case 'trust_proxy':
			return m.config_trust_proxy({ variable, value });
	}
}

/** Sentence for an error of `startServer` or `openDatabase`. */
export function startFailureText(error: unknown, port: number): string {
	const code = (error as { code?: unknown } | null)?.code;
	const name = error instanceof Error ? error.name : '';
	if (code === 'EADDRINUSE') return m.start_port_taken({ port });
	if (code === 'EACCES') return m.start_port_denied({ port });
	if (name === 'NotBuiltError') return m.start_not_built();
	const reason = error instanceof Error ? error.message : String(error);
	if (!(error instanceof DatabaseUrlError)) return m.start_failed({ reason });
	switch (error.code) {
		case 'unreachable':
			return m.start_database_unreachable({ reason });
		case 'password':
			return m.start_database_password();
		case 'no_database':
			return m.start_database_no_database();
		case 'not_permitted':
			return m.start_database_not_permitted({ reason });
		case 'too_old':
			return m.start_database_too_old();
		case 'not_utf8':
			return m.start_database_not_utf8();
		case 'read_only':
			return m.start_database_read_only();
		case 'malformed':
		case 'unopenable':
			return m.start_database_unopenable({ reason });
	}
}
