/** The watchmen are watched: each rule must catch a violation that is planted here, in an in-memory file list. */
import { describe, expect, it } from 'vitest';
import { catalogueFaults } from './catalogue.ts';
import { chineseLiterals } from './chinese-literals.ts';
import { longFiles } from './file-length.ts';
import { directionViolations, importCycles } from './import-direction.ts';
import type { SourceFile } from './source-tree.ts';
import { wideSql } from './sql-words.ts';

const file = (path: string, text: string): SourceFile => ({ path, text });
const paths = (files: readonly SourceFile[]) => directionViolations(files).map(({ path }) => path);

const FORBIDDEN: readonly (readonly [why: string, path: string, text: string])[] = [
	['domain imports records', 'src/lib/domain/a.ts', "import { kindOf } from '#lib/records/index.ts';"],
	['domain imports a package', 'src/lib/domain/a.ts', "import { z } from 'zod';"],
	['domain imports by a relative path', 'src/lib/domain/a.ts', "import { x } from '../storage/rows.ts';"],
	['domain re-exports', 'src/lib/domain/a.ts', "export * from '#lib/protocol/push.ts';"],
	[
		'domain names a type of another room',
		'src/lib/domain/a.ts',
		"type A = import('#lib/state/contract.ts').A;"
	],
	['domain imports Node', 'src/lib/domain/a.ts', "import { readFileSync } from 'node:fs';"],
	['a kind imports storage', 'src/lib/records/visit/visit.ts', "import { x } from '#lib/storage/rows.ts';"],
	[
		'a kind imports another kind',
		'src/lib/records/visit/visit.ts',
		"import { x } from '../session/session.ts';"
	],
	[
		'a kind imports another kind by its full address',
		'src/lib/records/visit/visit.ts',
		"import { x } from '#lib/records/session/body.ts';"
	],
	[
		'a form imports another kind',
		'src/lib/records/visit/VisitForm.svelte',
		'<script lang="ts">import X from \'../session/SessionForm.svelte\';</script><X />'
	],
	[
		'a form imports the server',
		'src/lib/records/visit/VisitForm.svelte',
		'<script lang="ts">import { x } from \'#lib/server/db.ts\';</script>'
	],
	[
		'the registry lists a component',
		'src/lib/records/index.ts',
		"import Form from './visit/VisitForm.svelte';"
	],
	['the registry does more', 'src/lib/records/index.ts', "import { x } from '#lib/domain/ids.ts';"],
	['ui imports state', 'src/lib/ui/Button.svelte', '<script>import { x } from "#lib/state/app.ts";</script>'],
	[
		'ui imports lazily in markup',
		'src/lib/ui/Lazy.svelte',
		"{#await import('#lib/sync/engine.ts') then x}{x}{/await}"
	],
	['protocol imports storage', 'src/lib/protocol/a.ts', "import { x } from '#lib/storage/rows.ts';"],
	[
		'protocol imports one kind',
		'src/lib/protocol/a.ts',
		"import { visit } from '#lib/records/visit/visit.ts';"
	],
	['storage imports sync', 'src/lib/storage/a.ts', "import { x } from '#lib/sync/engine.ts';"],
	['sync imports dexie', 'src/lib/sync/a.ts', "import Dexie from 'dexie';"],
	['sync imports state dynamically', 'src/lib/sync/a.ts', "const x = await import('#lib/state/app.ts');"],
	['state imports ui', 'src/lib/state/a.svelte.ts', "import X from '#lib/ui/Button.svelte';"],
	['server imports storage', 'src/lib/server/a.ts', "import { x } from '#lib/storage/rows.ts';"],
	['a command imports kysely', 'src/bin/start.ts', "import { sql } from 'kysely';"],
	['a hook imports better-sqlite3', 'src/hooks.server.ts', "import Database from 'better-sqlite3';"],
	[
		'the field app imports storage',
		'src/routes/(field)/+page.svelte',
		'<script lang="ts">import { x } from "#lib/storage/a.ts";</script>'
	],
	[
		'the field app loads on the server',
		'src/routes/(field)/+layout.server.ts',
		"import { x } from '#lib/domain/ids.ts';"
	],
	[
		'a desk page imports the server',
		'src/routes/(desk)/desk/+page.svelte',
		'<script lang="ts">import { x } from "#lib/server/a.ts";</script>'
	],
	['an API route imports storage', 'src/routes/api/x/+server.ts', "import { x } from '#lib/storage/a.ts';"],
	['the worker imports lib', 'src/service-worker.ts', "import { x } from '#lib/domain/ids.ts';"],
	['lib by its old name', 'src/lib/domain/a.ts', "import { x } from '$lib/sync/engine.ts';"]
];

describe('import direction', () => {
	it.each(FORBIDDEN)('catches: %s', (_why, path, text) => {
		expect(paths([file(path, text)])).toContain(path);
	});

	it('lets through what the table allows', () => {
		const allowed = [
			file('src/lib/records/index.ts', "import { visit } from './visit/visit.ts';"),
			file(
				'src/lib/records/visit/visit.ts',
				"import { z } from 'zod';\nimport { visitBody } from './body.ts';"
			),
			file('src/lib/sync/a.ts', "import type { OutboxRow } from '#lib/storage/rows.ts';"),
			file('src/lib/server/a.ts', "import type { VisitBody } from '#lib/records/visit/body.ts';"),
			file('src/lib/storage/a.ts', "import Dexie, { liveQuery } from 'dexie';"),
			file(
				'src/routes/(field)/a/+page.svelte',
				'<script>import.meta.glob("#lib/records/*/*Form.svelte")</script>'
			),
			file('src/lib/domain/a.test.ts', "import { it } from 'vitest';")
		];
		expect(directionViolations(allowed)).toEqual([]);
	});
});

describe('rings', () => {
	const a = file('src/lib/domain/a.ts', "import { b } from './b.ts';");
	const c = file('src/lib/domain/c.ts', "export { a } from './a.ts';");

	it('are caught over three files', () => {
		const b = file('src/lib/domain/b.ts', "import { c } from '#lib/domain/c.ts';");
		expect(importCycles([a, b, c])).toEqual([
			'src/lib/domain/a.ts -> src/lib/domain/b.ts -> src/lib/domain/c.ts -> src/lib/domain/a.ts'
		]);
	});

	it('are not closed by a type', () => {
		const b = file(
			'src/lib/domain/b.ts',
			"import type { C } from './c.ts';\nimport { type D } from './c.ts';"
		);
		expect(importCycles([a, b, c])).toEqual([]);
	});
});

describe('file length', () => {
	it('catches line 301', () => {
		const lines = (n: number) => file(`src/lib/domain/l${n}.ts`, 'x;\n'.repeat(n));
		expect(longFiles([lines(300), lines(301)]).map(({ path }) => path)).toEqual(['src/lib/domain/l301.ts']);
	});
});

describe('Chinese texts', () => {
	it.each([
		['a string', 'src/lib/domain/a.ts', "const a = '已存本机';"],
		['a template', 'src/lib/domain/a.ts', 'const a = `${n}条`;'],
		['markup', 'src/lib/ui/A.svelte', '<p>已存本机</p>'],
		['an attribute', 'src/lib/ui/A.svelte', '<p title="已存本机"></p>'],
		['an expression in markup', 'src/lib/ui/A.svelte', "<p>{ok ? '是' : ''}</p>"]
	])('are caught in %s', (_where, path, text) => {
		expect(chineseLiterals([file(path, text)]).map((found) => found.path)).toEqual([path]);
	});

	it('may stand in comments, patterns, tests and the sample', () => {
		const fine = [
			file('src/lib/domain/a.ts', '// 走访\n/** 走访 */ const a = /箱|瓶/;'),
			file(
				'src/lib/ui/A.svelte',
				'<!-- 走访 --><p>{/* 走访 */ a}</p><style>/* 走访 */ p { color: red }</style>'
			),
			file('src/lib/domain/a.test.ts', "const a = '走访';"),
			file('src/sample/a.ts', "const a = '走访';"),
			file('src/lib/records/visit/sample.ts', "const a = '走访';"),
			file('src/lib/records/trip/trip.ts', "const trip = { sample: { title: '走访' } };")
		];
		expect(chineseLiterals(fine)).toEqual([]);
	});
});

describe('what is asked of a database', () => {
	it.each([
		['an advisory lock', 'await sql`select pg_advisory_xact_lock(${key})`.execute(trx);'],
		['an advisory lock', "await trx.executeQuery(CompiledQuery.raw('select pg_try_advisory_lock(1)'));"],
		['a lock on a table', 'await sql`lock table record in exclusive mode`.execute(trx);'],
		['a sequence', "const next = sql<number>`nextval('feed_seq')`;"],
		['a sequence', "table.addColumn('seq', 'bigserial');"],
		['a sequence', 'await sql`create temporary sequence feed_seq`.execute(trx);'],
		['a sequence', "table.addColumn('seq', 'bigint', (column) => column.generatedAlwaysAsIdentity());"],
		[
			'a trigger',
			'await sql`create or replace trigger t after insert on feed execute function f()`.execute(db);'
		],
		['a function', 'await sql`create function f() returns trigger as $$ begin end $$`.execute(db);'],
		['notifications', 'await sql`listen feeds`.execute(db);'],
		['notifications', "await sql`select pg_notify('feeds', ${scope})`.execute(trx);"]
	])('is caught: %s', (what, text) => {
		const rules = wideSql([file('src/lib/server/sync/a.ts', text)]).map(({ rule }) => rule);
		expect(rules.join()).toContain(what);
	});

	it('may be spoken of, and called alike', () => {
		const fine = [
			file(
				'src/lib/server/a.ts',
				'// No advisory lock, no nextval.\nserver.listen(0); const on = "listening";'
			),
			file('src/lib/server/a.test.ts', 'await sql`select pg_advisory_lock(1)`.execute(db);'),
			file('tests/postgres/race.ts', "table.addColumn('seq', 'bigserial');"),
			file('src/lib/server/b.ts', 'await sql`savepoint operations`.execute(trx); query.forUpdate();')
		];
		expect(wideSql(fine)).toEqual([]);
	});
});

describe('catalogue', () => {
	const faults = (zh: Record<string, unknown>, en: Record<string, unknown>) =>
		catalogueFaults({ 'zh-CN': { 'a.json': zh }, en: { 'a.json': en } });

	it.each([
		['no English', { save: '保存' }, {}],
		['no Chinese', {}, { save: 'Save' }],
		['is empty', { save: '' }, { save: 'Save' }],
		['not lower_snake_case', { rule_R01: '一' }, { rule_R01: 'One' }],
		['{n} in Chinese and {count} in English', { left: '剩{n}条' }, { left: '{count} left' }],
		[
			'{n} in Chinese and {} in English',
			{ left: '剩{n}条' },
			{ left: [{ match: { 'p=one': 'one left', 'p=other': 'many left' } }] }
		]
	])('catches: %s', (fault, zh, en) => {
		expect(faults(zh, en).join()).toContain(fault);
	});

	it('catches a key in two files', () => {
		const both = { 'a.json': { save: 'x' }, 'b.json': { save: 'x' } };
		expect(catalogueFaults({ 'zh-CN': both, en: both }).join()).toContain('stands also in a.json');
	});

	it('knows plural forms', () => {
		const plural = [{ match: { 'p=one': '{n} record', 'p=other': '{n} records' } }];
		expect(faults({ left: '{n}条' }, { left: plural })).toEqual([]);
	});
});
