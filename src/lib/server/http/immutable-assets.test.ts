import { mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepAssets, keptAsset } from './immutable-assets.ts';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.parse('2026-07-24T00:00:00Z');

function folders() {
	const root = mkdtempSync(join(tmpdir(), 'liangfeng-assets-'));
	const built = join(root, 'built');
	mkdirSync(join(built, 'chunks'), { recursive: true });
	writeFileSync(join(built, 'chunks', 'new.js'), 'new');
	return { built, kept: join(root, 'kept') };
}

describe('immutable assets', () => {
	it('keep what older builds used for 90 days, and no longer', () => {
		const { built, kept } = folders();
		mkdirSync(join(kept, 'chunks'), { recursive: true });
		for (const [name, days] of [
			['recent.js', 89],
			['ancient.js', 91]
		] as const) {
			const file = join(kept, 'chunks', name);
			writeFileSync(file, name);
			utimesSync(file, (NOW - days * DAY) / 1000, (NOW - days * DAY) / 1000);
		}
		keepAssets(built, kept, NOW);
		expect(readdirSync(join(kept, 'chunks')).sort()).toEqual(['new.js', 'recent.js']);
	});

	it('name no file outside their folder', () => {
		const { built, kept } = folders();
		keepAssets(built, kept, NOW);
		expect(keptAsset(kept, '/_app/immutable/chunks/new.js')).toBe(join(kept, 'chunks', 'new.js'));
		for (const path of [
			'../built/chunks/new.js',
			'%2e%2e/built/chunks/new.js',
			'chunks',
			'%',
			'chunks/none.js'
		]) {
			expect(keptAsset(kept, `/_app/immutable/${path}`)).toBeNull();
		}
	});
});
