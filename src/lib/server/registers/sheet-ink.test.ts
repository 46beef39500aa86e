import { describe, expect, it } from 'vitest';
import { strokesPath } from '#lib/domain/strokes.ts';
import { registerXlsx } from './register-xlsx.ts';
import type { RegisterCell, RegisterSource } from './register.ts';
import { drawn, MOST_DRAWN } from './sheet-ink.ts';
import { readZip } from './zip.ts';

const PATH = strokesPath([
	[
		{ x: 100, y: 200 },
		{ x: 300, y: 100 },
		{ x: 500, y: 250 }
	],
	[{ x: 700, y: 90 }]
]);

function registerOf(groups: readonly (readonly RegisterCell[])[][]): RegisterSource {
	const column = (key: string) => ({ key, label: key, width: 8, once: true });
	return {
		frame: {
			...{ title: 't', sheet: 's', unit: 'u', period: 'p', filledOn: 'f', signatures: '', watermark: '' },
			columns: [column('a'), { ...column('b'), once: false }, column('sign')]
		},
		async *groups() {
			yield* groups;
			return { totals: [null, null, null], capitals: '' };
		}
	};
}

const filesOf = async (source: RegisterSource) =>
	readZip(new Uint8Array(await new Response(await registerXlsx(source)).arrayBuffer()));
const textOf = (files: Map<string, Buffer>, path: string) => files.get(path)?.toString() ?? '';

describe('handwriting on a sheet', () => {
	it('is drawn as on the screen: lines, curves, and dots', () => {
		expect(drawn(PATH)).toBe(
			'<a:moveTo><a:pt x="100" y="200"/></a:moveTo>' +
				'<a:quadBezTo><a:pt x="300" y="100"/><a:pt x="400" y="175"/></a:quadBezTo>' +
				'<a:lnTo><a:pt x="500" y="250"/></a:lnTo>' +
				'<a:moveTo><a:pt x="700" y="90"/></a:moveTo><a:lnTo><a:pt x="700" y="90"/></a:lnTo>'
		);
	});

	it('stands over its cell and all its lines, with all that a workbook needs to show it', async () => {
		const ink = { ink: PATH, text: 'signed' };
		const files = await filesOf(
			registerOf([
				[['1', 'x', 'paper']],
				[
					['2', 'y', ink],
					[null, 'z', null]
				]
			])
		);
		const drawing = textOf(files, 'xl/drawings/drawing1.xml');
		// Title, about, header, one record, then rows 5 and 6: from 4 to before 6.
		expect(drawing).toContain('<xdr:row>4</xdr:row>');
		expect(drawing).toContain('<xdr:row>6</xdr:row>');
		expect(drawing.match(/<xdr:sp /g)).toHaveLength(1);
		const sheet = textOf(files, 'xl/worksheets/sheet1.xml');
		expect(sheet).toMatch(/<pageSetup[^>]*\/><drawing r:id="rId1"\/><\/worksheet>$/);
		expect(sheet).not.toContain('signed');
		expect(textOf(files, 'xl/worksheets/_rels/sheet1.xml.rels')).toContain('../drawings/drawing1.xml');
		expect(textOf(files, '[Content_Types].xml')).toContain('/xl/drawings/drawing1.xml');
	});

	it('is said in words where there is more of it than a sheet takes; none needs no drawing', async () => {
		const ink = { ink: PATH, text: 'signed' };
		const many = Array.from({ length: MOST_DRAWN + 3 }, (_, at) => [[String(at), null, ink]]);
		const files = await filesOf(registerOf(many));
		expect(textOf(files, 'xl/drawings/drawing1.xml').match(/<xdr:sp /g)).toHaveLength(MOST_DRAWN);
		expect(textOf(files, 'xl/worksheets/sheet1.xml').match(/signed/g)).toHaveLength(3);
		const none = await filesOf(registerOf([[['1', 'x', 'paper']]]));
		expect([...none.keys()].filter((path) => path.includes('drawing'))).toEqual([]);
		expect(textOf(none, 'xl/worksheets/sheet1.xml')).not.toContain('<drawing');
	});
});
