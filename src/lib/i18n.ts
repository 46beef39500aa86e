/** The message catalogue and the reader's language: the only door to Paraglide. */
export * as m from '../i18n/paraglide/messages.js';
export {
	getLocale as locale,
	setLocale,
	isLocale,
	locales,
	overwriteGetLocale
} from '../i18n/paraglide/runtime.js';
