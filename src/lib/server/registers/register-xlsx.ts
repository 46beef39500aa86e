import type { RegisterCell, RegisterEnd, RegisterSource } from './register.ts';
import { columnName, sheetFrame, type SheetFrame, type Sort } from './sheet-frame.ts';
import { SheetInk, SIGNED_HEIGHT } from './sheet-ink.ts';
import { zipStream, type ZipEntry } from './zip.ts';

/** Characters of a piece of the sheet. */
const PIECE = 64 * 1024;

/**
 * The register as an XLSX file: merged title, unit and date, header, data, total, amount in capitals, signatures and the
 * export's own line, on A4 landscape. Texts (telephone numbers, batches, numbers of records) are text cells, never numbers.
 * It is made while it is taken: memory holds some hundred records, however many there are, and where merged cells begin.
 */
export async function registerXlsx(source: RegisterSource): Promise<ReadableStream<Uint8Array>> {
	const frame = await sheetFrame(source.frame);
	const sheet = new SheetText(frame, source);
	function* files(): Generator<ZipEntry> {
		yield { path: 'xl/worksheets/sheet1.xml', content: () => sheet.pieces() };
		for (const [path, content] of sheet.ink.files(frame.others(sheet.lastRow)))
			yield { path, content: () => content };
		const { drawing } = sheet.ink;
		if (drawing.isThere()) yield { path: drawing.path, content: drawing.pieces };
	}
	const bytes = zipStream(files());
	return new ReadableStream<Uint8Array>({
		async pull(controller) {
			const { done, value } = await bytes.next();
			if (done) controller.close();
			else controller.enqueue(value);
		},
		async cancel() {
			await bytes.return(undefined);
		}
	});
}

class SheetText {
	readonly #frame: SheetFrame;
	readonly #source: RegisterSource;
	/** First and last row of each record that has several. */
	readonly #spans: number[] = [];
	readonly #across: number[] = [];
	/** Rows after which a page ends. */
	readonly #ends: number[] = [];
	readonly ink = new SheetInk();
	#row = 0;

	constructor(frame: SheetFrame, source: RegisterSource) {
		this.#frame = frame;
		this.#source = source;
	}

	/** Known when all pieces were taken. */
	get lastRow(): number {
		return this.#row;
	}

	async *pieces(): AsyncGenerator<string> {
		let piece = '';
		for await (const text of this.#texts()) {
			piece += text;
			if (piece.length < PIECE) continue;
			yield piece;
			piece = '';
		}
		yield piece;
	}

	async *#texts(): AsyncGenerator<string> {
		const { frame } = this.#source;
		yield `${this.#frame.before}<sheetData>`;
		yield this.#line('title', frame.title);
		yield this.#line('about', [frame.unit, frame.period, frame.filledOn].join('　　'));
		yield this.#cells(
			frame.columns.map((column) => column.label),
			'header',
			'header'
		);
		const end = yield* this.#groups();
		yield this.#cells(end.totals, 'totalTexts', 'totalNumbers');
		if (end.capitals !== '') yield this.#line('capitals', end.capitals);
		yield this.#line('signatures', frame.signatures);
		yield this.#line('watermark', frame.watermark);
		yield '</sheetData>';
		yield* this.#merges();
		yield this.#frame.after.replace('</worksheet>', `${this.#breaks()}${this.ink.mark}</worksheet>`);
	}

	async *#groups(): AsyncGenerator<string, RegisterEnd> {
		const groups = this.#source.groups();
		let records = 0;
		try {
			for (;;) {
				const { done, value } = await groups.next();
				if (done) return value;
				const first = this.#row + 1;
				const last = this.#row + value.length;
				for (const cells of value) yield this.#cells(cells, 'texts', 'numbers', last);
				if (value.length > 1) this.#spans.push(first, this.#row);
				if (++records % (this.#source.frame.rowsPerPage ?? Infinity) === 0) this.#ends.push(this.#row);
			}
		} finally {
			await groups.return({ totals: [], capitals: '' });
		}
	}

	#line(sort: Sort, text: string): string {
		this.#across.push(++this.#row);
		return `<row r="${this.#row}">${cell(`A${this.#row}`, this.#frame.style(sort, 0), text)}</row>`;
	}

	/** @param last last row of the record: its handwriting stands over all of them */
	#cells(values: readonly RegisterCell[], texts: Sort, numbers: Sort, last = this.#row + 1): string {
		const row = ++this.#row;
		let height = '';
		const drawn = values.map((value, column) => {
			const style = this.#frame.style(typeof value === 'number' ? numbers : texts, column);
			const place = `${columnName(column)}${row}`;
			if (typeof value !== 'object' || value === null) return cell(place, style, value);
			const isDrawn = this.ink.add({ from: row - 1, to: last - 1, column, path: value.ink });
			if (isDrawn && last === row) height = ` ht="${SIGNED_HEIGHT}" customHeight="1"`;
			return cell(place, style, isDrawn ? null : value.text);
		});
		return `<row r="${row}"${height}>${drawn.join('')}</row>`;
	}

	#breaks(): string {
		if (this.#ends.length === 0) return '';
		const breaks = this.#ends.map((row) => `<brk id="${row}" max="16383" man="1"/>`).join('');
		const count = this.#ends.length;
		return `<rowBreaks count="${count}" manualBreakCount="${count}">${breaks}</rowBreaks>`;
	}

	*#merges(): Generator<string> {
		const { columns } = this.#source.frame;
		const once = columns.flatMap((column, at) => (column.once ? columnName(at) : []));
		const last = columnName(columns.length - 1);
		yield `<mergeCells count="${this.#across.length + (once.length * this.#spans.length) / 2}">`;
		for (const row of this.#across) yield `<mergeCell ref="A${row}:${last}${row}"/>`;
		for (let at = 0; at < this.#spans.length; at += 2) {
			const [first, end] = [this.#spans[at], this.#spans[at + 1]];
			yield once.map((name) => `<mergeCell ref="${name}${first}:${name}${end}"/>`).join('');
		}
		yield '</mergeCells>';
	}
}

function cell(place: string, style: number, value: string | number | null): string {
	if (value === null || value === '') return `<c r="${place}" s="${style}"/>`;
	if (typeof value === 'number') return `<c r="${place}" s="${style}"><v>${value}</v></c>`;
	return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** What XML cannot hold is left out: control characters, halves of surrogate pairs. */
function escaped(text: string): string {
	return (
		text
			// eslint-disable-next-line no-control-regex -- they are what is looked for
			.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
			.toWellFormed()
			.replace(/[&<>]/g, (sign) => SIGNS[sign] ?? '')
	);
}
