import { resolve } from 'node:path';
import type { S3Place } from '#lib/server/attachments/s3-files.ts';

/** What every command needs to know; read once at start from the environment. */
export interface Config {
	/** Where the server listens. */
	readonly host: string;
	readonly port: number;
	/** Address people type, without a trailing slash: `https://liangfeng.example.cn`. */
	readonly origin: string;
	/** Folder of everything the server keeps: database by default, old assets. Absolute. */
	readonly dataDir: string;
	/** `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/DATABASE`. */
	readonly databaseUrl: string;
	/** True behind a proxy of one's own: the client's address is the last one of `x-forwarded-for`. */
	readonly trustProxy: boolean;
	/** Where photos lie when they do not lie in `dataDir`; null: in its folder `attachments`. */
	readonly s3: S3Place | null;
}

/** One mistake in the environment; its sentence is `config_<code>` with `variable` and `value`. */
export interface ConfigProblem {
	readonly variable: string;
	readonly value: string;
	readonly code: 'port' | 'origin' | 'data_dir' | 'database_url' | 'trust_proxy' | 's3';
}

export type ConfigReading =
	| { readonly ok: true; readonly config: Config }
	| { readonly ok: false; readonly problems: readonly ConfigProblem[] };

export type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORT = 3000;

/**
 * Reads PORT (3000), HOST (0.0.0.0), ORIGIN (http://localhost:PORT), DATA_DIR (./data), DATABASE_URL (an SQLite file in
 * DATA_DIR), TRUST_PROXY (no), S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY (none), S3_REGION
 * (us-east-1). All mistakes are told at once.
 */
export function readConfig(env: Environment): ConfigReading {
	const problems: ConfigProblem[] = [];
	const wrong = (variable: string, value: string, code: ConfigProblem['code']) =>
		problems.push({ variable, value, code });

	const portText = env.PORT?.trim() || String(DEFAULT_PORT);
	const port = Number(portText);
	const isPort = /^\d{1,5}$/.test(portText) && port >= 1 && port <= 65535;
	if (!isPort) wrong('PORT', portText, 'port');

	const originText = env.ORIGIN?.trim() || `http://localhost:${isPort ? port : DEFAULT_PORT}`;
	const origin = readOrigin(originText);
	if (origin === null) wrong('ORIGIN', originText, 'origin');

	const dataText = env.DATA_DIR?.trim() || 'data';
	if (dataText.includes('\u0000')) wrong('DATA_DIR', dataText, 'data_dir');
	const dataDir = resolve(dataText);

	const databaseUrl = env.DATABASE_URL?.trim() || `sqlite:${resolve(dataDir, 'liangfeng.sqlite')}`;
	const isPostgres = /^postgres(ql)?:\/\//i.test(databaseUrl) && URL.canParse(databaseUrl);
	if (!isPostgres && !/^sqlite:[^:].*$/.test(databaseUrl)) {
		// The value is not repeated: an address may carry a password.
		wrong('DATABASE_URL', databaseUrl.split(':')[0] ?? '', 'database_url');
	}

	const trustText = env.TRUST_PROXY?.trim().toLowerCase() ?? '';
	if (!['', '0', '1', 'no', 'yes', 'false', 'true'].includes(trustText)) {
		wrong('TRUST_PROXY', trustText, 'trust_proxy');
	}

	const s3 = readS3(env, wrong);

	if (problems.length > 0 || origin === null) return { ok: false, problems };
	return {
		ok: true,
		config: {
			host: env.HOST?.trim() || '0.0.0.0',
			port,
			origin,
			dataDir,
			databaseUrl,
			trustProxy: ['1', 'yes', 'true'].includes(trustText),
			s3
		}
	};
}

/** All of it or nothing: half of a place for files would only be found out when the first photo comes. */
function readS3(
	env: Environment,
	wrong: (variable: string, value: string, code: ConfigProblem['code']) => void
): S3Place | null {
	const text = (name: string) => env[name]?.trim() ?? '';
	const endpoint = text('S3_ENDPOINT');
	const bucket = text('S3_BUCKET');
	const accessKeyId = text('S3_ACCESS_KEY_ID');
	const secretAccessKey = text('S3_SECRET_ACCESS_KEY');
	if (!endpoint && !bucket && !accessKeyId && !secretAccessKey) return null;
	const origin = readOrigin(endpoint);
	if (origin === null) wrong('S3_ENDPOINT', endpoint, 's3');
	if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) wrong('S3_BUCKET', bucket, 's3');
	// Keys are not repeated.
	if (!accessKeyId) wrong('S3_ACCESS_KEY_ID', '', 's3');
	if (!secretAccessKey) wrong('S3_SECRET_ACCESS_KEY', '', 's3');
	const region = text('S3_REGION') || 'us-east-1';
	return { endpoint: origin ?? '', bucket, region, accessKeyId, secretAccessKey };
}

/** An http(s) origin without path, or null. */
function readOrigin(text: string): string | null {
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		return null;
	}
	const bare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
	return bare && (url.protocol === 'http:' || url.protocol === 'https:') ? url.origin : null;
}
