import { version } from '$app/environment';
import { dayText, dayOf, clockText } from './format.ts';

/** The build's name; a bare time stamp is shown as day and clock. */
export function versionText(): string {
	if (!/^\d{13}$/.test(version)) return version;
	const instant = new Date(Number(version)).toISOString();
	return `${dayText(dayOf(instant))} ${clockText(instant)}`;
}
