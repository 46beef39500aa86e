/** Cards as the desk draws them: each is read by the phones' reader as what it is for, and ten fit on a page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { webcrypto } from 'node:crypto';
import type { Locator } from '@playwright/test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { boxId } from '#lib/domain/codes/box-id.ts';
import type { CodeType } from '#lib/domain/codes/code-text.ts';
import { readCode } from '#lib/domain/codes/read-code.ts';
import { lendRoster } from './harness/lent-roster.ts';
import { SESSION } from './harness/samples.ts';
import { expect, test } from './harness/world.ts';

const subtle = webcrypto.subtle as SubtleCrypto;
const BOX = boxId({ supply: 'CS-H02', batch: '20260901', expiry: '2028-08-31', units: 24 });

test.beforeAll(async () => {
	const bytes = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
	const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
	await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
});

async function textOf(drawn: Locator): Promise<string> {
	const shot = new Uint8Array(await drawn.screenshot());
	const [found] = await readBarcodes(shot, { formats: ['QRCode'], tryHarder: true });
	return found?.text ?? '';
}

test('a card of each type says what it is for, signed; eleven cards are two pages', async ({ world }) => {
	const phone = await world.phone('volunteer');
	const session = await phone.save('session', SESSION);
	await phone.settle();
	const desk = await world.desk('coordinator');
	const { page } = desk;
	const roster = await lendRoster(desk, '');
	const sheets: readonly (readonly [type: CodeType, id: string | null, address: string])[] = [
		['unit', 'OG-361024', '/desk/codes/sheet?type=unit&id=OG-361024'],
		['station', 'ST044', '/desk/codes/sheet?type=station&id=ST044'],
		['box', BOX, `/desk/codes/sheet?${new URLSearchParams({ type: 'box', id: BOX })}`],
		['session', session, `/desk/codes/sheet?type=session&id=${session}`],
		['worker', null, `/desk/codes/workers?roster=${roster}`]
	];
	for (const [type, id, address] of sheets) {
		await page.goto(address);
		const codes = page.locator('main').getByRole('img');
		await expect(codes.first()).toBeVisible();
		const texts: string[] = [];
		for (const code of await codes.all()) texts.push(await textOf(code));
		const [code = ''] = texts.filter((text) => text.startsWith('LF'));
		const keys = (
			await world.rows<{ id: string; public_key: string }>('select id, public_key from code_key')
		).map((row) => ({ code: row.id, key: row.public_key }));
		const read = await readCode(code, keys, subtle);
		expect(read).toEqual({ type, id: id ?? expect.stringMatching(/^[A-Z2-7]{16}$/) });
		// Nobody's name is in a code.
		for (const text of texts)
			expect(text).toMatch(/^(LF1\.[\x20-\x7e]+|https?:\/\/[\x21-\x7e]+\/s\/[\w-]{40})$/);
	}

	await page.goto(`/desk/codes/sheet?${new URLSearchParams({ type: 'box', id: BOX, count: '11' })}`);
	await expect(page.locator('.sheet')).toHaveCount(2);
	const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
	expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
});
