import { PAD } from '#lib/domain/strokes.ts';

/**
 * Handwriting on a sheet (DrawingML, ECMA-376 part 1, 20.1.9): each signature a line of its own over its cell, drawn from the
 * same path as on the screen; sharp at any size, and no picture to be made of it.
 */
interface Written {
	/** First and last row of its cell, from 0. */
	readonly from: number;
	readonly to: number;
	readonly column: number;
	readonly path: string;
}

/** More than these make a sheet slow to open; the cells of the others say in words that it was signed. */
export const MOST_DRAWN = 2_000;
/** Height of a row that somebody signed in, in points: handwriting in an ordinary row is a smudge. */
export const SIGNED_HEIGHT = 34;

const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006/main';
const SHEET = 'http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const PLACE = 'xl/drawings/drawing1.xml';

export class SheetInk {
	readonly #written: Written[] = [];

	/** False when there are as many as a sheet takes: then the cell has to say it. */
	add(one: Written): boolean {
		if (this.#written.length >= MOST_DRAWN) return false;
		this.#written.push(one);
		return true;
	}

	/** What the sheet itself says of its drawings, right before its end. */
	get mark(): string {
		return this.#written.length === 0 ? '' : '<drawing r:id="rId1"/>';
	}

	/** The files of the workbook with those that the drawings need. */
	*files(others: Map<string, string | Uint8Array>): Generator<[string, string | Uint8Array]> {
		if (this.#written.length === 0) {
			yield* others;
			return;
		}
		for (const [path, content] of others) {
			if (path !== '[Content_Types].xml') yield [path, content];
			else
				yield [
					path,
					text(content).replace(
						'</Types>',
						`<Override PartName="/${PLACE}" ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/></Types>`
					)
				];
		}
		yield [
			'xl/worksheets/_rels/sheet1.xml.rels',
			`${HEAD}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="../drawings/drawing1.xml"/></Relationships>`
		];
	}

	/** The drawings, in pieces: what is not taken is not made. */
	readonly drawing = {
		path: PLACE,
		isThere: () => this.#written.length > 0,
		pieces: () => this.#pieces()
	};

	async *#pieces(): AsyncGenerator<string> {
		yield `${HEAD}<xdr:wsDr xmlns:xdr="${SHEET}" xmlns:a="${DRAWING}">`;
		for (const [at, one] of this.#written.entries()) yield shape(one, at + 2);
		yield '</xdr:wsDr>';
	}
}

const text = (content: string | Uint8Array) =>
	typeof content === 'string' ? content : Buffer.from(content).toString();

function shape({ from, to, column, path }: Written, id: number): string {
	const corner = (name: string, col: number, row: number) =>
		`<xdr:${name}><xdr:col>${col}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:${name}>`;
	return [
		'<xdr:twoCellAnchor>',
		corner('from', column, from),
		corner('to', column + 1, to + 1),
		`<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="${id}" name="Signature ${id - 1}"/><xdr:cNvSpPr/></xdr:nvSpPr>`,
		'<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm>',
		'<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>',
		`<a:path w="${PAD.width}" h="${PAD.height}" fill="none">${drawn(path)}</a:path>`,
		'</a:pathLst></a:custGeom><a:noFill/>',
		'<a:ln w="12700" cap="rnd"><a:solidFill><a:srgbClr val="101A40"/></a:solidFill><a:round/></a:ln>',
		'</xdr:spPr></xdr:sp><xdr:clientData/></xdr:twoCellAnchor>'
	].join('');
}

/** A path of `strokesPath` (M, Q, L and h0) in DrawingML's words. */
export function drawn(path: string): string {
	const parts: string[] = [];
	let last = '';
	for (const [, letter = '', numbers = ''] of path.matchAll(/([MQLh])([^MQLh]*)/g)) {
		const [x, y, x2, y2] = numbers
			.trim()
			.split(' ')
			.map((number) => Math.round(Number(number)));
		const point = `<a:pt x="${x}" y="${y}"/>`;
		if (letter === 'M') parts.push(`<a:moveTo>${point}</a:moveTo>`);
		if (letter === 'L') parts.push(`<a:lnTo>${point}</a:lnTo>`);
		if (letter === 'Q') parts.push(`<a:quadBezTo>${point}<a:pt x="${x2}" y="${y2}"/></a:quadBezTo>`);
		// A dot: the round end of a line of no length.
		if (letter === 'h') parts.push(`<a:lnTo>${last}</a:lnTo>`);
		last = point;
	}
	return parts.join('');
}
