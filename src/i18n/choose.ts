import { getLocale } from './paraglide/runtime.js';

/** A text, or one with something to fill in. */
type Said = string | ((inputs: object) => string);

/** A message in the reader's language, or in the one that is asked for. What `bin/compact-messages.ts` writes calls it. */
export const choose =
	(zh: Said, en: Said): ((inputs?: object, options?: { locale?: string }) => string) =>
	(inputs = {}, options = {}) => {
		const said = (options.locale ?? getLocale()) === 'en' ? en : zh;
		return typeof said === 'string' ? said : said(inputs);
	};
