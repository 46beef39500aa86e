import { expect, it } from 'vitest';
import { qrPath } from './qr-path.ts';

it('draws the three finders of a code, and another text as another code', () => {
	const { size, path } = qrPath('https://example.org/enrol#12345678');
	for (const [column, row] of [
		[0, 0],
		[size - 7, 0],
		[0, size - 7]
	]) {
		expect(path).toContain(`M${column} ${row}h1v1h-1z`);
	}
	expect(path).not.toContain(`M7 0h`);
	expect(qrPath('https://example.org/enrol#12345679').path).not.toBe(path);
});
