import { describe, expect, it } from 'vitest';
import { catalogueFaults, readCatalogue } from './catalogue.ts';
import { chineseLiterals } from './chinese-literals.ts';
import { longFiles } from './file-length.ts';
import { directionViolations, importCycles } from './import-direction.ts';
import { readSources } from './source-tree.ts';
import { wideSql } from './sql-words.ts';

const sources = readSources('src');
const everything = [...sources, ...readSources('tests')];

describe('the house', () => {
	it('is read at all', () => {
		expect(sources.length).toBeGreaterThan(20);
		expect(sources.map(({ path }) => path)).toContain('src/lib/records/index.ts');
	});

	it('imports in one direction', () => {
		expect(directionViolations(sources)).toEqual([]);
	});

	it('has no rings of imports', () => {
		expect(importCycles(everything)).toEqual([]);
	});

	it('keeps files to one job: at most 300 lines', () => {
		expect(longFiles(everything)).toEqual([]);
	});

	it('has no Chinese texts outside the catalogue', () => {
		expect(chineseLiterals(sources)).toEqual([]);
	});

	it('needs row locks, savepoints and unique keys of a database, and nothing else', () => {
		expect(wideSql(sources)).toEqual([]);
	});

	it('has the same messages with the same placeholders in both languages', () => {
		expect(catalogueFaults(readCatalogue())).toEqual([]);
	});
});
