import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig, type Environment } from './config.ts';

const problemsOf = (env: Environment) => {
	const reading = readConfig(env);
	return reading.ok ? [] : reading.problems.map(({ variable, code }) => `${variable}: ${code}`);
};

describe('readConfig', () => {
	it('has a default for everything', () => {
		expect(readConfig({})).toEqual({
			ok: true,
			config: {
				host: '0.0.0.0',
				port: 3000,
				origin: 'http://localhost:3000',
				dataDir: resolve('data'),
				databaseUrl: `sqlite:${resolve('data', 'liangfeng.sqlite')}`,
				trustProxy: false,
				s3: null
			}
		});
	});

	it('takes what is given, and drops the slash of an origin', () => {
		const reading = readConfig({
			PORT: '8080',
			HOST: '127.0.0.1',
			ORIGIN: 'https://liangfeng.example.cn/',
			DATA_DIR: '/srv/lf',
			DATABASE_URL: 'sqlite:/srv/lf.db',
			TRUST_PROXY: 'yes'
		});
		expect(reading).toMatchObject({
			config: {
				port: 8080,
				origin: 'https://liangfeng.example.cn',
				databaseUrl: 'sqlite:/srv/lf.db',
				trustProxy: true
			}
		});
	});

	it.each(['postgres://u:secret@db.example.cn/liangfeng', 'postgresql://db/x?sslmode=require'])(
		'takes the PostgreSQL %j as it is',
		(url) => {
			expect(readConfig({ DATABASE_URL: url })).toMatchObject({ config: { databaseUrl: url } });
		}
	);

	it.each([
		[{ PORT: 'eighty' }, 'PORT: port'],
		[{ PORT: '0' }, 'PORT: port'],
		[{ PORT: '70000' }, 'PORT: port'],
		[{ ORIGIN: 'liangfeng.example.cn' }, 'ORIGIN: origin'],
		[{ ORIGIN: 'https://liangfeng.example.cn/app' }, 'ORIGIN: origin'],
		[{ ORIGIN: 'ftp://liangfeng.example.cn' }, 'ORIGIN: origin'],
		[{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL: database_url'],
		[{ DATABASE_URL: 'sqlite:' }, 'DATABASE_URL: database_url'],
		[{ DATABASE_URL: 'postgres:db' }, 'DATABASE_URL: database_url'],
		[{ DATABASE_URL: 'postgres://u:secret@db:port/x' }, 'DATABASE_URL: database_url'],
		[{ TRUST_PROXY: 'maybe' }, 'TRUST_PROXY: trust_proxy']
	])('refuses %j', (env, problem) => {
		expect(problemsOf(env)).toEqual([problem]);
	});

	it('tells all mistakes at once and never repeats a password', () => {
		const reading = readConfig({ PORT: 'x', ORIGIN: 'y', DATABASE_URL: 'postgres://u:secret@db:port/x' });
		expect(JSON.stringify(reading)).not.toContain('secret');
		expect(reading.ok ? 0 : reading.problems.length).toBe(3);
	});
});
