import { describe, expect, it } from 'vitest';
import { toBase32 } from '#lib/domain/codes/base32.ts';
import { readTransferCode, writeTransferCode } from './transfer-code.ts';

const TRANSFER = {
	id: '0197e9a0-1111-7000-8000-000000000001',
	...{ from: 'team:TM22', to: 'person:U0044', region: '361024', date: '2026-07-01', by: '', byName: '示一' },
	lines: [{ supply: 'CS-H02', batch: '二505', expiry: '2027-05-01', milli: 24_000 }]
};

describe('the code of a transfer', () => {
	it('says what it was written from, in letters that scanners type', () => {
		const code = writeTransferCode(TRANSFER) ?? '';
		expect(code).toMatch(/^LT1\.[A-Z2-7]+$/);
		expect(readTransferCode(` ${code.toLowerCase()} `)).toEqual(TRANSFER);
	});

	it('is none where one code cannot hold it', () => {
		const [line] = TRANSFER.lines;
		expect(writeTransferCode({ ...TRANSFER, lines: Array(60).fill(line) as never })).toBeNull();
	});

	it('is not read from what is altered or something else', () => {
		const written = (value: unknown) => `LT1.${toBase32(new TextEncoder().encode(JSON.stringify(value)))}`;
		const code = writeTransferCode(TRANSFER) ?? '';
		const { id, from, region, date } = TRANSFER;
		for (const text of [
			...['', 'LF1.ABC', 'LT1.', code.slice(0, -3), code.replace('LT1', 'LT2'), written({ id })],
			written([id, from, 'nowhere', region, date, '', [['W', '', null, 1]]]),
			written([id, from, 'team:T2', region, date, '', []]),
			written([id, from, 'team:T2', region, date, '', [['W', '', null, -1]]])
		])
			expect(readTransferCode(text)).toBeNull();
	});
});
