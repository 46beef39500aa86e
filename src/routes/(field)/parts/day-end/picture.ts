/** The day's end as a picture to share: figures, goods and how far it was sent. What is drawn names nobody. */
import { brushOf, newCanvas, type Brush, type Canvas } from '#lib/ui/photo/canvas.ts';

export interface PictureText {
	readonly title: string;
	/** Day and area. */
	readonly about: string;
	/** Shown large, two beside one another. */
	readonly figures: readonly { readonly label: string; readonly value: string }[];
	readonly sentences: readonly string[];
	/** How phone and server compare, at the foot. */
	readonly foot: readonly string[];
}

const WIDTH = 1080;
const MARGIN = 64;
const INNER = WIDTH - 2 * MARGIN;
const LINE = 56;
const FAMILY = 'system-ui, -apple-system, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
/** Always dark on light: it is read on other people's phones. */
const INK = '#14201f';
const MUTED = '#4b5a58';
const ACCENT = '#0b5c5c';

/** @returns a PNG, 1080 px wide and as high as its text */
export async function drawDayEnd(text: PictureText): Promise<Blob> {
	const height = paint(brushOf(newCanvas(WIDTH, 1)), text);
	const canvas = newCanvas(WIDTH, height);
	const brush = brushOf(canvas);
	brush.fillStyle = '#ffffff';
	brush.fillRect(0, 0, WIDTH, height);
	paint(brush, text);
	return asPng(canvas);
}

/** Draws from the top; on a surface too small for it, it only measures. @returns the height it takes */
function paint(brush: Brush, { title, about, figures, sentences, foot }: PictureText): number {
	brush.textBaseline = 'alphabetic';
	brush.fillStyle = ACCENT;
	brush.fillRect(0, 0, WIDTH, 200);
	write(brush, title, MARGIN, 96, 56, '#ffffff', 700);
	write(brush, about, MARGIN, 160, 38, '#ffffff');
	let y = 280;
	figures.forEach(({ label, value }, at) => {
		const x = MARGIN + (at % 2) * (INNER / 2);
		write(brush, value, x, y + 40, 80, INK, 700);
		write(brush, label, x, y + 96, 34, MUTED);
		if (at % 2 === 1 || at === figures.length - 1) y += 170;
	});
	y = paragraph(brush, sentences, y + 20, 40, INK);
	brush.fillStyle = '#d5dedd';
	brush.fillRect(MARGIN, y, INNER, 2);
	return paragraph(brush, foot, y + 64, 34, MUTED) + 16;
}

function paragraph(brush: Brush, texts: readonly string[], from: number, size: number, ink: string): number {
	let y = from;
	for (const text of texts) {
		for (const line of wrap(brush, text, size)) {
			write(brush, line, MARGIN, y, size, ink);
			y += LINE;
		}
		y += 12;
	}
	return y;
}

function write(
	brush: Brush,
	text: string,
	x: number,
	y: number,
	size: number,
	ink: string,
	weight = 400
): void {
	brush.font = `${weight} ${size}px ${FAMILY}`;
	brush.fillStyle = ink;
	brush.fillText(text, x, y);
}

/** Lines that fit: Chinese breaks between any two characters, other words at blanks. */
function wrap(brush: Brush, text: string, size: number): string[] {
	brush.font = `400 ${size}px ${FAMILY}`;
	const lines: string[] = [];
	let line = '';
	for (const piece of text.match(/[\x21-\x7e]+|\s+|[^\x21-\x7e\s]/g) ?? []) {
		if (line !== '' && brush.measureText(line + piece).width > INNER && !/^[，。、；：）]$/.test(piece)) {
			lines.push(line);
			line = piece.trimStart();
		} else line += piece;
	}
	return line === '' ? lines : [...lines, line];
}

async function asPng(canvas: Canvas): Promise<Blob> {
	const blob =
		'convertToBlob' in canvas
			? await canvas.convertToBlob({ type: 'image/png' })
			: await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
	if (!blob) throw new Error('canvas: not encoded');
	return blob;
}
