import { describe, expect, it } from 'vitest';
import { deskFiles, fieldFiles, firstScreenFiles, isFieldNode, type BuildManifest } from './field-files.ts';

const page = (n: number) => `.svelte-kit/generated/client-optimized/nodes/${n}.js`;
const app = '.svelte-kit/generated/client-optimized/app.js';
const sources: Record<string, string> = {
	[page(0)]: 'export { default as component } from "../../../../src/routes/+layout.svelte";',
	[page(2)]: 'export { default as component } from "../../../../src/routes/(field)/+layout.svelte";',
	[page(3)]: 'export { default as component } from "../../../../src/routes/(desk)/+layout.svelte";',
	[page(4)]: 'export { default as component } from "../../../../src/routes/(field)/+page.svelte";',
	[page(5)]: 'export { default as component } from "../../../../src/routes/(field)/me/+page.svelte";',
	[page(6)]: 'export { default as component } from "../../../../src/routes/(desk)/desk/+page.svelte";'
};
const manifest: BuildManifest = {
	[app]: { file: 'app.js', dynamicImports: Object.keys(sources) },
	[page(0)]: { file: '0.js', css: ['0.css'] },
	[page(2)]: { file: '2.js', imports: ['_shared.js'], dynamicImports: ['workbox'] },
	[page(3)]: { file: '3.js', imports: ['_chart.js'] },
	[page(4)]: { file: '4.js' },
	[page(5)]: { file: '5.js', imports: ['_me.js'] },
	[page(6)]: { file: '6.js', imports: ['_chart.js', '_shared.js'] },
	'_shared.js': { file: 'shared.js' },
	'_chart.js': { file: 'chart.js', css: ['chart.css'] },
	'_me.js': { file: 'me.js' },
	workbox: { file: 'workbox.js' }
};
const nodeSource = (key: string) => sources[key] ?? '';

describe('the files of the field app', () => {
	it('are its pages, what they import, also lazily, and nothing that only the desk uses', () => {
		expect([...fieldFiles(manifest, nodeSource)].sort()).toEqual(
			['0.css', '0.js', '2.js', '4.js', '5.js', 'app.js', 'me.js', 'shared.js', 'workbox.js'].sort()
		);
	});

	it('of the first screen are the layouts and today, without what comes later', () => {
		expect([...firstScreenFiles(manifest, nodeSource)].sort()).toEqual(
			['0.css', '0.js', '2.js', '4.js', 'app.js', 'shared.js'].sort()
		);
	});

	it('are not those that a page of the desk comes with', () => {
		expect([...deskFiles(manifest, nodeSource)].sort()).toEqual(
			['0.css', '0.js', '3.js', '6.js', 'app.js', 'chart.css', 'chart.js', 'shared.js'].sort()
		);
	});

	it('know whose page a node is', () => {
		expect(isFieldNode('src/routes/shell/+page.svelte')).toBe(true);
		expect(isFieldNode('"src/routes/+error.svelte"')).toBe(true);
		expect(isFieldNode('"src/routes/setup/+page.svelte"')).toBe(false);
	});
});
