/** Puts the database in memory into Dexie's place. Call it before the product's storage is loaded. */
import { registerHooks } from 'node:module';

export function useMemory(): void {
	registerHooks({
		resolve: (specifier, context, next) =>
			specifier === 'dexie'
				? { url: new URL('./memory-dexie.ts', import.meta.url).href, shortCircuit: true }
				: next(specifier, context)
	});
}
