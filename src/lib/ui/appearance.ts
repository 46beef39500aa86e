/**
 * What a person chose about the look: kept in localStorage (it lasts) and in a cookie (the desk's server reads it).
 * `static/early.js` applies it before the first paint; no inline script is needed.
 */
import { isLocale, locale } from '#lib/i18n.ts';

export type Theme = 'system' | 'light' | 'dark';
export type TextSize = 'normal' | 'large';

const LOCALE_NAME = 'PARAGLIDE_LOCALE';

function keep(name: string, value: string) {
	try {
		localStorage.setItem(name, value);
	} catch {
		// Storage is closed to this page (private window): the cookie alone holds for the session.
	}
	document.cookie = `${name}=${value}; path=/; max-age=34560000; samesite=lax`;
}

export function currentTheme(): Theme {
	const set = document.documentElement.getAttribute('data-theme');
	return set === 'light' || set === 'dark' ? set : 'system';
}

export function setTheme(theme: Theme): void {
	keep('theme', theme);
	if (theme === 'system') document.documentElement.removeAttribute('data-theme');
	else document.documentElement.setAttribute('data-theme', theme);
}

export function currentTextSize(): TextSize {
	return document.documentElement.getAttribute('data-size') === 'large' ? 'large' : 'normal';
}

export function setTextSize(size: TextSize): void {
	keep('size', size);
	if (size === 'large') document.documentElement.setAttribute('data-size', 'large');
	else document.documentElement.removeAttribute('data-size');
}

/** Takes effect with the next page load: the caller reloads once nothing typed can be lost. */
export function keepLanguage(language: string): void {
	if (isLocale(language) && language !== locale()) keep(LOCALE_NAME, language);
}
