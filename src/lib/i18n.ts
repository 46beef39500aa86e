/**
 * The message catalogue and the reader's language: the only door to Paraglide. Browsers get a module for each message, of which
 * a page carries what it says; Node gets all of them in three files, because opening 1,800 takes a command most of a second.
 */
export * as m from '#i18n/paraglide/messages.js';
export {
	getLocale as locale,
	setLocale,
	isLocale,
	locales,
	overwriteGetLocale
} from '#i18n/paraglide/runtime.js';
