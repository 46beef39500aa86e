import { writeFileSync } from 'node:fs';
import { installedChromium } from '../../chromium.ts';

const QUOTE = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Suggestions below the address bar: two pages of Chromium's own beside each window, as dear as ours, which nobody sees here. */
const UNSEEN = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];

/**
 * Writes a line of shell that becomes Chromium, for two things that Playwright does not let one do: it tells nobody the
 * process of a browser, and it turns features off by a switch of its own, of which Chromium heeds only the last.
 * @param pidFile where the number of the process is written
 */
export function writeLauncher(path: string, pidFile: string): void {
	const real = installedChromium();
	if (real === null) throw new Error('No Chromium: run the tests through npm, which finds or installs one.');
	const lines = [
		'#!/bin/sh',
		`echo $$ > ${QUOTE(pidFile)}`,
		'for arg; do',
		`	case $arg in --disable-features=*) arg=$arg,${UNSEEN.join(',')} ;; esac`,
		'	shift',
		'	set -- "$@" "$arg"',
		'done',
		`exec ${QUOTE(real)} "$@"`
	];
	writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o755 });
}
