/**
 * For vite: leaves out of the browser's code what zod makes JSON Schemas with. Every schema of zod names it, so that no bundler
 * finds it unused, and nothing here asks for one: it is 5 kB of what a phone keeps.
 */
import type { Plugin } from 'vite';

const MODULE = /\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/;
const EXPORTED = /^export (?:(?:const|function) (\w+)|\{ \w+ as (\w+) \})/gm;

/** The module with all its names, of which each says at once that it is not there. */
export function emptied(code: string): string {
	const names = [...code.matchAll(EXPORTED)].map(
		([, name, other]) => `export const ${name ?? other} = absent;`
	);
	return [
		`const absent = () => () => { throw new Error('JSON Schema is not part of this app.'); };`,
		...names
	].join('\n');
}

export function withoutJsonSchema(): Plugin {
	return {
		name: 'without-json-schema',
		transform: {
			filter: { id: MODULE },
			handler: (code) => ({ code: emptied(code), map: null })
		}
	};
}
