import { getLocale } from './paraglide/runtime.js';

type Said = (inputs: object) => string;

/** A message in the reader's language, or in the one that is asked for. What `bin/compact-messages.ts` writes calls it. */
export const choose =
	(zh: Said, en: Said): ((inputs?: object, options?: { locale?: string }) => string) =>
	(inputs = {}, options = {}) =>
		((options.locale ?? getLocale()) === 'en' ? en : zh)(inputs);
