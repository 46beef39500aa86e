import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './server.ts';

export type Language = 'zh-CN' | 'en';

function load(language: Language): ReadonlyMap<string, string> {
	const folder = join(ROOT, 'src/i18n', language);
	const files = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
	return new Map(files.flatMap((file) => Object.entries(JSON.parse(file) as Record<string, string>)));
}

const catalogues: Readonly<Record<Language, ReadonlyMap<string, string>>> = {
	'zh-CN': load('zh-CN'),
	en: load('en')
};

/**
 * A text of the catalogue as people see it, Chinese unless said otherwise.
 * @throws when the key is unknown, so that a test never looks for a text that is nowhere
 */
export function text(
	key: string,
	params: Readonly<Record<string, string | number>> = {},
	language: Language = 'zh-CN'
): string {
	const message = catalogues[language].get(key);
	if (typeof message !== 'string') throw new Error(`The catalogue has no plain text "${key}" (${language}).`);
	return message.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => String(params[name] ?? `{${name}}`));
}

const escape = (literal: string) => literal.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A pattern for a text of the catalogue with anything in place of its parameters. */
export function textLike(key: string, language: Language = 'zh-CN'): RegExp {
	const parts = text(key, {}, language).split(/\{\w+\}/);
	return new RegExp(parts.map(escape).join('.+?'));
}
