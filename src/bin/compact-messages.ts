/** For vite: says in one place how a message picks its language, where the compiled catalogue says it a thousand times. */
import type { Plugin } from 'vite';

const MESSAGE = /\/i18n\/paraglide\/messages\/[\w-]+\.js$/;
/** The compiled catalogue's own form, to the letter: any other stays as it is. */
const CHOICE =
	/export const (\w+) = \/\*\*[^\n]*\*\/ \(\(inputs(?: = \{\})?, options = \{\}\) => \{\n\tconst locale = experimentalStaticLocale \?\? options\.locale \?\? getLocale\(\)\n\tif \(locale === "en"\) return (\w+)\(inputs\)\n\treturn (\w+)\(inputs\)\n\}\);/;

/** A text without anything to fill in. */
const PLAIN =
	/^const (\w+) = \/\*\*[^\n]*?\*\/ \(\) => \{\n\treturn \/\*\*[^\n]*?\*\/ \((`(?:[^`\\]|\\.)*`)\)\n\};/gm;

export function compactMessage(code: string): string {
	if (!CHOICE.test(code)) return code;
	return code
		.replace(/^import \{ getLocale[^\n]*$/m, `import { choose } from '../../choose.ts';`)
		.replace(PLAIN, 'const $1 = $2;')
		.replace(CHOICE, 'export const $1 = /* @__PURE__ */ choose($3, $2);');
}

export function compactMessages(): Plugin {
	return {
		name: 'compact-messages',
		enforce: 'pre',
		transform: {
			filter: { id: MESSAGE },
			handler: (code) => ({ code: compactMessage(code), map: null })
		}
	};
}
