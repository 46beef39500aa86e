import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { emptied } from './without-json-schema.ts';

const core = join(dirname(createRequire(import.meta.url).resolve('zod')), 'v4', 'core');
const FILES = ['to-json-schema.js', 'json-schema-processors.js'];

it.each(FILES)('%s of the zod that is installed keeps each of its names and nothing else', async (name) => {
	const code = readFileSync(join(core, name), 'utf8');
	const whole = (await import(join(core, name))) as Record<string, unknown>;
	const text = `data:text/javascript,${encodeURIComponent(emptied(code))}`;
	const left = (await import(/* @vite-ignore */ text)) as Record<string, () => () => void>;
	expect(Object.keys(left).sort()).toEqual(Object.keys(whole).sort());
	expect(emptied(code).length).toBeLessThan(code.length / 4);
	for (const each of Object.values(left)) expect(each()).toThrow('JSON Schema');
});
