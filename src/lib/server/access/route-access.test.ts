import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accessOf, admit, isFieldRoute, ROUTE_ACCESS } from './route-access.ts';

/** Every `<route id> <METHOD>` that the files of a routes folder answer. */
function answeredBy(routes: string): string[] {
	return readdirSync(routes, { recursive: true, encoding: 'utf8' }).flatMap((file) => {
		const name = file.split(sep).at(-1) ?? '';
		const id = `/${relative('.', dirname(file)).split(sep).join('/')}`;
		const text = () => readFileSync(join(routes, file), 'utf8');
		if (/^\+page(@.*)?\.svelte$/.test(name)) return [`${id} GET`];
		if (name === '+page.server.ts') return /export const actions\b/.test(text()) ? [`${id} POST`] : [];
		if (name !== '+server.ts') return [];
		return [
			...text().matchAll(/export (?:const|(?:async )?function) (GET|POST|PUT|PATCH|DELETE|fallback)\b/g)
		].map(([, method]) => `${id} ${method}`);
	});
}
const without = (answered: readonly string[]): string[] =>
	answered.filter((one) => {
		const [id = '', method = ''] = one.split(' ');
		return accessOf(id, method) === null;
	});

describe('ROUTE_ACCESS', () => {
	it('has a row for every route and method of src/routes', () => {
		const answered = answeredBy('src/routes');
		expect(answered.length).toBeGreaterThan(10);
		expect(without(answered)).toEqual([]);
	});

	it('shows a planted route, method and action that have no row', () => {
		const folder = mkdtempSync(join(tmpdir(), 'liangfeng-routes-'));
		const plant = (path: string, text = '') => {
			mkdirSync(dirname(join(folder, path)), { recursive: true });
			writeFileSync(join(folder, path), text);
		};
		plant('api/backdoor/+server.ts', 'export const GET = () => new Response();');
		plant('api/health/+server.ts', 'export async function DELETE() {}');
		plant('(desk)/desk/hidden/+page.svelte');
		plant('(field)/me/+page.server.ts', 'export const actions = {};');
		plant('shell/+page.svelte');
		expect(without(answeredBy(folder)).sort()).toEqual([
			'/(desk)/desk/hidden GET',
			'/(field)/me POST',
			'/api/backdoor GET',
			'/api/health DELETE'
		]);
		rmSync(folder, { recursive: true });
	});

	it('gives anyone nothing of the desk but the way in', () => {
		const open = Object.entries(ROUTE_ACCESS)
			.filter(([id, row]) => id.startsWith('/(desk)') && Object.values(row).includes('anyone'))
			.map(([id]) => id);
		expect(open).toEqual(['/(desk)/desk/sign-in']);
	});
});

describe('admit', () => {
	const desk = (role: 'REV' | 'AUD' | 'VOL' | 'KEEP') => ({
		account: { id: 'a', login: 'a', zh: '', en: '', team: null, closedAt: null },
		grants: [{ id: 'g', role, region: '361002', team: null, validFrom: '1970', validTo: null }]
	});
	it.each([
		['/nowhere', 'GET', desk('REV'), 'refused'],
		['/(desk)/desk/people', 'GET', null, 'sign-in'],
		['/(desk)/desk/people', 'GET', desk('REV'), 'admitted'],
		['/(desk)/desk/people', 'GET', desk('AUD'), 'refused'],
		['/(desk)/desk/people', 'DELETE', desk('REV'), 'refused'],
		['/(desk)/desk/review', 'POST', desk('AUD'), 'refused'],
		['/(desk)/desk/review', 'HEAD', desk('AUD'), 'admitted'],
		['/(desk)/desk', 'GET', desk('VOL'), 'refused'],
		['/(desk)/desk/stock', 'GET', desk('KEEP'), 'admitted'],
		['/(desk)/desk/stock/move', 'POST', desk('KEEP'), 'admitted'],
		['/(field)/me', 'GET', null, 'admitted'],
		['/(field)/me', 'POST', null, 'refused']
	] as const)('%s %s', (id, method, who, expected) => {
		expect(admit(id, method, who)).toBe(expected);
	});
	it('admits a keeper to the own password and pages about stock alone', () => {
		const admitted = Object.entries(ROUTE_ACCESS).flatMap(([id, row]) =>
			id.startsWith('/(desk)') &&
			Object.keys(row).some((verb) => admit(id, verb, desk('KEEP')) === 'admitted')
				? [id.slice('/(desk)/desk'.length)]
				: []
		);
		expect(admitted.filter((id) => !id.startsWith('/stock') && !id.startsWith('/registers/stock'))).toEqual([
			'',
			'/sign-in',
			'/password'
		]);
		expect(admit('/(desk)/desk/stock/stores', 'GET', desk('KEEP'))).toBe('refused');
	});
	it('knows the field app by its folder only', () => {
		expect(isFieldRoute('/(fieldx)/a')).toBe(false);
	});
});
