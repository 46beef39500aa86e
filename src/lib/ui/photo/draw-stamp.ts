import { cutToFit, stampLayout, stampLines, type StampWords } from '#lib/domain/photo-stamp.ts';
import type { Brush } from './canvas.ts';

const BAND = '#10201d';
const LETTERS = '#ffffff';

/** Draws the band with its two lines below a picture of this size. */
export function drawStamp(brush: Brush, width: number, pictureHeight: number, words: StampWords): void {
	const { letter, band, margin, middles } = stampLayout(width);
	brush.fillStyle = BAND;
	brush.fillRect(0, pictureHeight, width, band);
	brush.fillStyle = LETTERS;
	brush.font = `600 ${letter}px system-ui, "PingFang SC", "HarmonyOS Sans SC", "Noto Sans CJK SC", sans-serif`;
	brush.textBaseline = 'middle';
	const measure = (text: string) => brush.measureText(text).width;
	for (const [at, { left, right }] of stampLines(words).entries()) {
		const y = pictureHeight + (middles[at] ?? 0);
		const taken = right === '' ? 0 : measure(right) + margin;
		brush.textAlign = 'right';
		brush.fillText(right, width - margin, y);
		brush.textAlign = 'left';
		brush.fillText(cutToFit(left, width - 2 * margin - taken, measure), margin, y);
	}
}
