/** A roster brought to the desk as a coordinator does it, and lent to the volunteer's team for today. */
import { webcrypto } from 'node:crypto';
import { expect } from '@playwright/test';
import { CODE_CURVE } from '#lib/domain/codes/code-key.ts';
import { signCode } from '#lib/domain/codes/sign-code.ts';
import type { DeskPage } from '../pages/desk.ts';
import { text } from './texts.ts';
import type { World } from './world.ts';

export const ROSTER = [
	['崇仁县示例建筑公司职工名册', '', '', ''],
	['姓名', '班组', '工号', '身份证号'],
	['李示安', '钢筋班', '0012', '362531197001011234'],
	['王示', '钢筋班', '0013', '362531197001011235'],
	['古丽示·麦麦提', '木工班', '0014', '362531197001011236'],
	['易示篁', '木工班', '0015', '362531197001011237'],
	['', '木工班', '0016', '']
];

/** @param season code of the campaign whose receipts are told */
export async function lendRoster(desk: DeskPage, season: string): Promise<string> {
	const { page } = desk;
	await page.goto('/desk/rosters/new');
	const content = ROSTER.map((row) => row.join(',')).join('\n');
	await page
		.locator('input[name="file"]')
		.setInputFiles({ name: '名册.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
	await page.getByRole('button', { name: text('rosters_preview'), exact: true }).click();
	await expect(page.getByText(text('rosters_read', { n: 4, row: 2 }))).toBeVisible();
	await expect(page.getByText(text('rosters_forbidden', { columns: '身份证号' }))).toBeVisible();
	await expect(page.getByText(text('rosters_fault_no_name', { row: 7 }))).toBeVisible();
	await page.locator('input[name="title"]').fill('崇仁示例工地');
	await page.locator('input[name="organisationText"]').fill('崇仁县示例建筑公司');
	await page.getByLabel(text('rosters_without_faulty')).check();
	await page.getByRole('button', { name: text('rosters_keep'), exact: true }).click();
	await expect(page).toHaveURL(/\/desk\/rosters\/[\w-]{36}$/);
	const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
	await page.locator('select[name="team"]').selectOption('TM22');
	const seasons = page.locator('select[name="campaign"]');
	const known = await seasons.locator(`option[value="${season}"]`).count();
	await seasons.selectOption(known > 0 ? season : '');
	await page.getByRole('button', { name: text('rosters_lend'), exact: true }).click();
	await expect(page.getByText(text('rosters_lent_done'))).toBeVisible();
	return id;
}

/** What the card of a person says: signed by the deployment's own key, as its sheet prints it. */
export async function cardOf(world: World, name: string): Promise<string> {
	const [key] = await world.rows<{ id: string; private_key: string }>(
		'select id, private_key from code_key order by n desc'
	);
	const people = await world.rows<{ name: string; card_id: string }>('select name, card_id from roster_row');
	const person = people.find((one) => one.name === name);
	if (!key || !person) throw new Error('No key or no such person.');
	const subtle = webcrypto.subtle as SubtleCrypto;
	const signing = await subtle.importKey(
		'jwk',
		JSON.parse(key.private_key) as JsonWebKey,
		CODE_CURVE,
		false,
		['sign']
	);
	return signCode('worker', person.card_id, { id: key.id, key: signing }, subtle);
}
